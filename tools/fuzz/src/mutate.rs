//! Damage: what follows from a number alone.

use testkit::Rng;

/// Numbers and words that readers stumble over.
const WORDS: [&[u8]; 24] = [
    &[0xFF; 4],
    &[0xFE, 0xFF, 0xFF, 0xFF],
    &[0, 0, 0, 0x80],
    &[0x7F, 0xFF, 0xFF, 0xFF],
    &[0; 8],
    &[0xFE, 0xFF, 0x00, 0xE0],
    &[0xFE, 0xFF, 0x0D, 0xE0],
    &[0xFE, 0xFF, 0xDD, 0xE0],
    &[0xFF, 0xD8],
    &[0xFF, 0xDA],
    &[0xFF, 0x4F, 0xFF, 0x51],
    &[0xFF, 0x52],
    &[0xFF, 0x90],
    &[0xFF, 0x93],
    b"SQ\0\0",
    b"\n",
    b"\"",
    b",,",
    b"=1+1",
    b"99999999999999999999",
    b"(",
    b"[*{",
    b"\\",
    "\u{202E}\u{FEFF}".as_bytes(),
];

/// The input of this number: a seed with a few changes. The first ones are the seeds themselves.
pub fn mutated(seeds: &[Vec<u8>], number: u64) -> Vec<u8> {
    let at = usize::try_from(number).unwrap_or(0);
    let mut bytes = seeds.get(at % seeds.len().max(1)).cloned().unwrap_or_default();
    if at < seeds.len() {
        return bytes;
    }
    let mut rng = Rng::new(number);
    for _ in 0..=rng.below(6) {
        change(&mut bytes, seeds, &mut rng);
    }
    bytes
}

fn change(bytes: &mut Vec<u8>, seeds: &[Vec<u8>], rng: &mut Rng) {
    let len = bytes.len();
    if len == 0 {
        bytes.extend(rng.bytes(8));
        return;
    }
    let at = rng.below(len);
    let end = (at + 1 + rng.below(16)).min(len);
    match rng.below(10) {
        0 | 1 => with(bytes, at, |byte| byte ^ (1 << (len % 8))),
        2 => {
            let new = rng.number().to_le_bytes()[0];
            with(bytes, at, |_| new);
        }
        3 => with(bytes, at, |byte| byte.wrapping_add(1)),
        4 => drop(bytes.splice(at..end, rng.pick(&WORDS).iter().copied())),
        5 => drop(bytes.splice(at..at, rng.pick(&WORDS).iter().copied())),
        6 => drop(bytes.drain(at..end)),
        7 => {
            let again: Vec<u8> = bytes.get(at..end).unwrap_or_default().repeat(1 + rng.below(64));
            bytes.splice(at..at, again);
        }
        8 => {
            let other: &Vec<u8> = rng.pick(seeds);
            let from = rng.below(other.len().max(1));
            bytes.truncate(at);
            bytes.extend_from_slice(other.get(from..).unwrap_or_default());
        }
        _ => bytes.truncate(at),
    }
}

fn with(bytes: &mut [u8], at: usize, of: impl FnOnce(u8) -> u8) {
    if let Some(byte) = bytes.get_mut(at) {
        *byte = of(*byte);
    }
}
