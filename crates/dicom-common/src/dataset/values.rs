//! Padding and multiplicity of values (PS3.5 6.2, 6.4).

/// The value without the spaces and zeros around it.
pub fn trim(bytes: &[u8]) -> &[u8] {
    let pad = |b: &u8| matches!(b, 0 | b' ' | b'\t' | b'\r' | b'\n');
    let start = bytes.iter().position(|b| !pad(b)).unwrap_or(bytes.len());
    let end = bytes.iter().rposition(|b| !pad(b)).map_or(start, |at| at + 1);
    bytes.get(start..end).unwrap_or_default()
}

/// The values of a multi-valued element whose characters are ASCII: dates, numbers, UIDs.
pub fn split_values(bytes: &[u8]) -> impl Iterator<Item = &[u8]> {
    bytes.split(|b| *b == b'\\').map(trim)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn trims_spaces_and_zeros_only_at_the_ends() {
        assert_eq!(trim(b" a b \0"), b"a b");
        assert_eq!(trim(b"  "), b"");
    }
}
