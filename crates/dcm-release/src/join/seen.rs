//! What is in a data set twice, found with as much memory for a hundred million rows as for a few.

use std::fs::File;
use std::io::{self, BufReader, BufWriter, Read, Seek, Write};

use dicom_common::code::RunError;

use crate::names::Names;

/// So many numbers are held in memory (32 MiB).
const HELD: u64 = 4 << 20;
/// So many of what is there twice are told.
const TOLD: usize = 10;

/// Names that must not come twice: as numbers in a file, which is read in as many passes as are needed
/// to hold a range of them at a time.
pub struct Seen {
    names: Names,
    numbers: BufWriter<File>,
    count: u64,
}

/// Where a row stands.
#[derive(Debug, Clone, Copy)]
pub struct Place {
    /// Which manifest, counted from 1.
    pub manifest: usize,
    /// Which row, the names of the columns being line 1.
    pub line: usize,
}

impl Seen {
    /// Of nothing yet.
    ///
    /// # Errors
    /// When there is no room for temporary files.
    pub fn new() -> io::Result<Self> {
        let numbers = BufWriter::new(tempfile::tempfile()?);
        Ok(Self { names: Names::default(), numbers, count: 0 })
    }

    /// The number of a name.
    pub fn number(&self, name: &str) -> u64 {
        self.names.of(name)
    }

    /// Notes a name.
    ///
    /// # Errors
    /// When it cannot be written down.
    pub fn add(&mut self, name: &str) -> io::Result<()> {
        self.count += 1;
        self.numbers.write_all(&self.names.of(name).to_ne_bytes())
    }

    /// The numbers of the first names that came twice.
    ///
    /// # Errors
    /// When what was written down cannot be read.
    pub fn repeated(&mut self) -> io::Result<Vec<u64>> {
        self.repeated_holding(HELD)
    }

    fn repeated_holding(&mut self, held: u64) -> io::Result<Vec<u64>> {
        self.numbers.flush()?;
        let passes = self.count.div_ceil(held).max(1);
        let width = (u64::MAX / passes).saturating_add(1);
        let mut twice = Vec::new();
        for pass in 0..passes {
            let mut numbers = self.in_range(|number| passes == 1 || number / width == pass)?;
            numbers.sort_unstable();
            let pairs = numbers.windows(2).filter(|pair| pair.first() == pair.last());
            twice.extend(pairs.filter_map(|pair| pair.first().copied()));
            twice.dedup();
            twice.truncate(TOLD);
        }
        Ok(twice)
    }

    fn in_range(&self, is_in: impl Fn(u64) -> bool) -> io::Result<Vec<u64>> {
        let mut file = self.numbers.get_ref();
        file.rewind()?;
        let mut reader = BufReader::with_capacity(1 << 20, file);
        let (mut numbers, mut bytes) = (Vec::new(), [0; 8]);
        for _ in 0..self.count {
            reader.read_exact(&mut bytes)?;
            let number = u64::from_ne_bytes(bytes);
            if is_in(number) {
                numbers.push(number);
            }
        }
        Ok(numbers)
    }
}

/// What to say of names that are there twice, by their places.
pub fn refusal(places: &[Vec<Place>]) -> RunError {
    let place = |place: &Place| format!("manifest {} line {}", place.manifest, place.line);
    let told = |places: &Vec<Place>| places.iter().map(place).collect::<Vec<_>>().join(" and ");
    let mut lines: Vec<String> = places.iter().map(told).collect();
    lines.sort();
    // An input that is there twice mostly became the same output twice.
    lines.dedup();
    let more = if lines.len() >= TOLD { " (the first of them)" } else { "" };
    RunError::Usage(format!(
        "the same input or the same output is there more than once{more}: {}",
        lines.join("; ")
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_comes_twice_is_found_in_one_pass_and_in_many() {
        let mut seen = Seen::new().unwrap();
        for at in 0..1000 {
            seen.add(&format!("name {at}")).unwrap();
        }
        for held in [1, 7, 100, 10_000] {
            assert!(seen.repeated_holding(held).unwrap().is_empty());
        }
        seen.add("name 17").unwrap();
        seen.add("name 400").unwrap();
        seen.add("name 400").unwrap();
        let mut expected = [seen.number("name 17"), seen.number("name 400")];
        expected.sort_unstable();
        for held in [1, 7, 100, 10_000] {
            assert_eq!(seen.repeated_holding(held).unwrap(), expected, "{held}");
        }
    }
}
