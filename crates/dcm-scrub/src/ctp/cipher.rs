//! `@encrypt`: Blowfish in ECB mode with PKCS #5 padding, in base 64. Kept for scripts that use it;
//! whoever has the script has the key.

use blowfish::Blowfish;
use blowfish::cipher::{Block, BlockCipherDecrypt, BlockCipherEncrypt, KeyInit};
use data_encoding::{BASE64, BASE64_NOPAD, Encoding, Specification};

/// Fills keys that are too short.
const FILLER: &str = "tszyihnnphlyeaglle";
/// Characters of base 64 in a key of 128 bits.
const KEY_CHARACTERS: usize = 22;
/// Bytes in a block.
const BLOCK: usize = 8;

/// Encrypts; `None` for a key that cannot be one.
pub fn encrypt(text: &str, key: &str) -> Option<String> {
    let cipher = cipher(key)?;
    let padding = BLOCK - text.len() % BLOCK;
    let mut bytes = text.as_bytes().to_vec();
    bytes.resize(text.len() + padding, u8::try_from(padding).ok()?);
    for block in bytes.chunks_exact_mut(BLOCK) {
        cipher.encrypt_block(<&mut Block<Blowfish>>::try_from(block).ok()?);
    }
    Some(BASE64.encode(&bytes))
}

/// Decrypts; `None` for what was not encrypted with this key.
pub fn decrypt(text: &str, key: &str) -> Option<String> {
    let cipher = cipher(key)?;
    let mut bytes = BASE64.decode(text.trim().as_bytes()).ok()?;
    if bytes.is_empty() || bytes.len() % BLOCK != 0 {
        return None;
    }
    for block in bytes.chunks_exact_mut(BLOCK) {
        cipher.decrypt_block(<&mut Block<Blowfish>>::try_from(block).ok()?);
    }
    let padding = usize::from(*bytes.last()?);
    let end = bytes.len().checked_sub(padding).filter(|_| (1..=BLOCK).contains(&padding))?;
    let pad = bytes.get(end..)?;
    if pad.iter().any(|b| usize::from(*b) != padding) {
        return None;
    }
    bytes.truncate(end);
    String::from_utf8(bytes).ok()
}

fn cipher(key: &str) -> Option<Blowfish> {
    let mut characters: String =
        key.chars().filter(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '/')).collect();
    while characters.len() < KEY_CHARACTERS {
        characters.push_str(FILLER);
    }
    characters.truncate(KEY_CHARACTERS);
    let bytes = lax_base64()?.decode(characters.as_bytes()).ok()?;
    Blowfish::new_from_slice(&bytes).ok()
}

/// 22 characters hold 132 bits, four more than the key.
fn lax_base64() -> Option<Encoding> {
    let mut lax: Specification = BASE64_NOPAD.specification();
    lax.check_trailing_bits = false;
    lax.encoding().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_result_is_ctps_and_can_be_turned_back() {
        assert_eq!(encrypt("STMARY", "secret").as_deref(), Some("mkX0jdAINEA="));
        for text in ["", "12345678", "Z\u{fc}rich"] {
            let hidden = encrypt(text, "k").unwrap();
            assert_eq!(decrypt(&hidden, "k").as_deref(), Some(text));
            assert_ne!(decrypt(&hidden, "other").as_deref(), Some(text));
        }
        assert_eq!(decrypt("no base 64", "k"), None);
    }
}
