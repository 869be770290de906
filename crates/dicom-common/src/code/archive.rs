//! How archives and compressed files are known.

/// Bytes of the start of a file by which it is known.
pub const START: usize = 512;

/// What archives and compressed files begin with.
const MAGIC: [&[u8]; 9] = [
    b"PK\x03\x04",
    // A zip archive without entries, and the first of several parts.
    b"PK\x05\x06",
    b"PK\x07\x08",
    b"\x1F\x8B\x08",
    b"7z\xBC\xAF\x27\x1C",
    b"\xFD7zXZ\0",
    b"\x28\xB5\x2F\xFD",
    b"Rar!\x1A\x07",
    // compress(1).
    b"\x1F\x9D",
];

/// Whether a file is an archive or a compressed file, by its first bytes: [`START`] of them, or all.
pub fn is_archive(start: &[u8]) -> bool {
    MAGIC.iter().any(|magic| start.starts_with(magic)) || is_bzip2(start) || is_tar(start)
}

/// `BZh`, the size of its blocks, and the start of a block or the end of the stream.
fn is_bzip2(start: &[u8]) -> bool {
    let Some((size, rest)) = start.strip_prefix(b"BZh").and_then(<[u8]>::split_first) else {
        return false;
    };
    matches!(size, b'1'..=b'9')
        && (rest.starts_with(b"1AY&SY") || rest.starts_with(b"\x17\x72\x45\x38\x50\x90"))
}

/// A header of tar of any age: the sum of its bytes stands in it, counted as if it were blanks there.
fn is_tar(start: &[u8]) -> bool {
    let Some(header) = start.first_chunk::<START>() else { return false };
    let sum: u32 = header
        .iter()
        .enumerate()
        .map(|(at, b)| u32::from(if is_sum(at) { b' ' } else { *b }))
        .sum();
    let stated = header.get(SUM).unwrap_or_default();
    let digits = stated.iter().skip_while(|b| **b == b' ').take_while(|b| matches!(b, b'0'..=b'7'));
    let digits: Vec<u8> = digits.copied().collect();
    let stated = std::str::from_utf8(&digits).ok().and_then(|s| u32::from_str_radix(s, 8).ok());
    header.first() != Some(&0) && stated == Some(sum)
}

/// Where the sum stands.
const SUM: std::ops::Range<usize> = 148..156;

fn is_sum(at: usize) -> bool {
    SUM.contains(&at)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tar(magic: &[u8]) -> Vec<u8> {
        let mut header = [0; START];
        header[..5].copy_from_slice(b"1.dcm");
        header[100..108].copy_from_slice(b"0000644\0");
        header[257..257 + magic.len()].copy_from_slice(magic);
        header[148..156].copy_from_slice(b"        ");
        let sum: u32 = header.iter().map(|b| u32::from(*b)).sum();
        header[148..156].copy_from_slice(format!("{sum:06o}\0 ").as_bytes());
        header.to_vec()
    }

    #[test]
    fn archives_and_compressed_files_are_told_from_what_is_merely_no_dicom() {
        for archive in [
            b"PK\x03\x04\x14\0".to_vec(),
            b"PK\x05\x06\0\0".to_vec(),
            b"\x1F\x8B\x08\0\0\0".to_vec(),
            b"BZh91AY&SY".to_vec(),
            b"BZh1\x17\x72\x45\x38\x50\x90".to_vec(),
            b"\xFD7zXZ\0\0".to_vec(),
            b"7z\xBC\xAF\x27\x1C\0\x04".to_vec(),
            b"\x28\xB5\x2F\xFD\x04".to_vec(),
            b"Rar!\x1A\x07\x01\0".to_vec(),
            tar(b"ustar\x0000"),
            tar(b"ustar  \0"),
            tar(b""),
        ] {
            assert!(is_archive(&archive), "{archive:02x?}");
        }
        let mut broken = tar(b"");
        broken[0] ^= 1;
        for other in [b"BZh text".to_vec(), b"PK".to_vec(), b"text".to_vec(), vec![0; 600], broken]
        {
            assert!(!is_archive(&other), "{other:02x?}");
        }
    }
}
