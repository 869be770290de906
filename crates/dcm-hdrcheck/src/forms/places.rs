//! Addresses.

use super::form::{Counts, Form};
use crate::reason::Reason;

const fn address(pattern: &'static str) -> Form {
    Form { reason: Reason::Address, pattern, counts: Counts::Always }
}

pub(super) const CERTAIN: &[Form] = &[
    address(
        r"\b\d{1,5}[a-z]?,? (?:[NSEW]\.? )?(?:\p{Lu}[\p{L}'’.]+ ){1,3}(?:Street|Avenue|Road|Lane|Drive|Boulevard|Court|Square|Place|Terrace|Crescent|Highway|Parkway|St|Ave|Rd|Ln|Dr|Blvd|Ct|Sq|Hwy|Pkwy)\b\.?",
    ),
    address(
        r"\b\p{Lu}[\p{L}-]*(?:straße|strasse|str\.|gasse|allee|weg|platz|ufer|damm|gade|vej|gatan|vägen|straat|laan) ?\d{1,4} ?[a-z]?\b",
    ),
    address(
        r"\b\d{1,4}(?: ?bis| ?ter)?,? (?:rue|avenue|boulevard|chemin|allée|impasse|quai) (?:d[eu']|des|la|le|l')? ?\p{L}+",
    ),
    address(
        r"\b(?:Via|Viale|Piazza|Calle|Avenida|Avda\.?|Plaza|Rua|Praça|Paseo|ul\.|ulica|ул\.|улица|пр\.|Jalan|Jl\.) (?:(?:d[eio]|del|della|las?|los) )?\p{Lu}\p{L}+(?: \p{Lu}\p{L}+)?,? ?\d{1,4}\b",
    ),
    address(
        r"[가-힣]{1,6}(?:시|도|구|군)\s?[가-힣]{1,6}(?:시|구|군|읍|면|동)\s?[가-힣0-9]{1,12}(?:로|길|동|리)\s?\d{1,4}",
    ),
    address(
        r"\p{Han}{1,4}[都道府県](?:\p{Han}|[ァ-ヶぁ-ん]){1,8}[市区町村郡]|\d{1,3}丁目|\p{Han}{2,6}[路街巷弄]\d{1,4}(?:号|號|弄)",
    ),
    address(r"(?i)\bP\.? ?O\.? Box \d{2,}|\bPostfach \d{2,}"),
    address(
        r"\b\p{Lu}\p{Ll}+(?: \p{Lu}\p{Ll}+)?, (?:A[KLRZ]|C[AOT]|D[CE]|FL|GA|HI|I[ADLN]|K[SY]|LA|M[ADEINOST]|N[CDEHJMVY]|O[HKR]|PA|RI|S[CD]|T[NX]|UT|V[AT]|W[AIVY]) \d{5}\b",
    ),
];
