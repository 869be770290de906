//! Where a page finds its pictures.

use std::fmt::Write;

use data_encoding::BASE64;

/// The address of a file next to the page or below it. No name of a file can lead elsewhere.
pub fn relative(path: &str) -> String {
    // Without the first part, a name such as `javascript:x` would be another kind of address.
    let mut address = String::from("./");
    for byte in path.trim_start_matches('/').bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => {
                address.push(char::from(byte));
            }
            _ => {
                // Writing to a string cannot fail.
                let _ = write!(address, "%{byte:02X}");
            }
        }
    }
    address
}

/// An address that is the picture itself.
pub fn embedded(png: &[u8]) -> String {
    let mut address = String::from("data:image/png;base64,");
    BASE64.encode_append(png, &mut address);
    address
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_files_are_no_other_addresses() {
        assert_eq!(relative("qc/A1/s 1.png"), "./qc/A1/s%201.png");
        assert_eq!(relative("javascript:x"), "./javascript%3Ax");
        assert_eq!(relative("//host/x"), "./host/x");
        assert_eq!(relative("a?b#c%d\"<é"), "./a%3Fb%23c%25d%22%3C%C3%A9");
    }

    #[test]
    fn an_embedded_picture_is_whole() {
        assert_eq!(embedded(b"\x89PNG"), "data:image/png;base64,iVBORw==");
    }
}
