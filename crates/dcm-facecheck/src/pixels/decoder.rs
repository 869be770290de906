//! Decoding apart from the run: a compressed frame and how it is declared go to a child, its values come
//! back.

use apart::Job;
use dicom_common::code::{Code, Fault, Outcome};
use dicom_common::dataset::Syntax;
use dicom_common::imaging::bounds::{Bounded, Declared};
use dicom_common::imaging::series::PixelFormat;

use super::decode::{Encoded, stored_values};

/// Decodes compressed frames. The program hands it to [`apart::serve`] as the first thing in `main`.
pub static DECODER: Job = Job::new("values", work);

/// Numbers before the transfer syntax.
const NUMBERS: usize = 9;
/// Bytes of the transfer syntax, filled with zeros (PS3.5 table 6.2-1).
const UID: usize = 64;

/// The stored values of a compressed frame, as [`stored_values`] gives them.
///
/// # Errors
/// Those of [`Bounded::of`]; `E_CODEC` for everything that goes wrong in the child.
pub fn decoded(encoded: &[u8], syntax: &Syntax, declared: &Declared) -> Outcome<Vec<u8>> {
    Bounded::of(encoded, declared, syntax)?;
    let len = declared.rows * declared.columns * declared.format.bytes();
    let head = head(syntax, declared).ok_or(Fault(Code::TransferSyntax))?;
    let values = DECODER.run(&[&head, encoded], len);
    values.filter(|values| values.len() == len).ok_or(Fault(Code::Codec))
}

/// What the child does.
fn work(request: &[u8]) -> Option<Vec<u8>> {
    let (head, encoded) = request.split_at_checked(NUMBERS * size_of::<u64>() + UID)?;
    let (syntax, declared) = read_head(head)?;
    stored_values(Encoded::Compressed(encoded, &syntax), &declared).ok()
}

/// All fields are named, so that a new one is not forgotten.
fn head(syntax: &Syntax, declared: &Declared) -> Option<Vec<u8>> {
    let Declared { rows, columns, format } = *declared;
    let PixelFormat { allocated, stored, high_bit, signed, big_endian, inverted } = format;
    let bits = [allocated, stored, high_bit].map(usize::from);
    let flags = [signed, big_endian, inverted].map(usize::from);
    let numbers = [[rows, columns, syntax.uid.len()], bits, flags].concat();
    let mut head: Vec<u8> = numbers.iter().flat_map(|n| (*n as u64).to_le_bytes()).collect();
    head.extend(syntax.uid.bytes());
    head.resize(NUMBERS * size_of::<u64>() + UID, 0);
    (syntax.uid.len() <= UID).then_some(head)
}

fn read_head(head: &[u8]) -> Option<(Syntax, Declared)> {
    let (numbers, uid) = head.split_at_checked(NUMBERS * size_of::<u64>())?;
    let mut numbers = numbers.as_chunks().0.iter().map(|bytes| u64::from_le_bytes(*bytes));
    let mut number = || usize::try_from(numbers.next()?).ok();
    let (rows, columns, len) = (number()?, number()?, number()?);
    let mut bits = || u16::try_from(number()?).ok();
    let (allocated, stored, high_bit) = (bits()?, bits()?, bits()?);
    let (signed, big_endian, inverted) = (bits()? == 1, bits()? == 1, bits()? == 1);
    let syntax = Syntax::from_uid(std::str::from_utf8(uid.get(..len)?).ok()?).ok()?;
    let format = PixelFormat { allocated, stored, high_bit, signed, big_endian, inverted };
    Some((syntax, Declared { rows, columns, format }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_child_reads_what_is_declared_and_refuses_what_is_no_request() {
        let syntax = Syntax::from_uid("1.2.840.10008.1.2.4.90").unwrap();
        for flag in 0..3 {
            let format = PixelFormat {
                allocated: 16,
                stored: 12,
                high_bit: 11,
                signed: flag == 0,
                big_endian: flag == 1,
                inverted: flag == 2,
            };
            let declared = Declared { rows: 3, columns: 5, format };
            let head = head(&syntax, &declared).unwrap();
            assert_eq!(read_head(&head), Some((syntax.clone(), declared)));
            assert_eq!(work(&head), None);
            assert_eq!(work(&head[1..]), None);
        }
    }
}
