//! Python's pickle, protocol 2, as far as torch.save writes it (pickletools.py of CPython names
//! the codes). Nothing is ever executed: what the file wants called stays a name.

use std::collections::HashMap;

use super::value::{Global, Id, Pickle, Value};
use crate::error::{Error, File, shown};

/// Values in one pickle; nnU-Net's hold some 10 000.
const MOST_VALUES: usize = 1 << 21;

/// Reads a pickle.
///
/// # Errors
/// [`Error::Damaged`], and [`Error::Forbidden`] for a name that checkpoints have no need of.
pub(super) fn unpickle(bytes: &[u8]) -> Result<Pickle, Error> {
    let mut machine = Machine { bytes, ..Machine::default() };
    loop {
        let code = machine.byte()?;
        if code == b'.' {
            let root = machine.pop()?;
            return Ok(Pickle { values: machine.values, root });
        }
        machine.step(code)?;
    }
}

fn damaged(why: &'static str) -> Error {
    Error::Damaged(File::Checkpoint, why)
}

#[derive(Default)]
struct Machine<'a> {
    /// What is still to be read.
    bytes: &'a [u8],
    values: Vec<Value>,
    stack: Vec<Id>,
    /// Heights of the stack.
    marks: Vec<usize>,
    memo: HashMap<u32, Id>,
}

impl<'a> Machine<'a> {
    fn step(&mut self, code: u8) -> Result<(), Error> {
        match code {
            // PROTO
            0x80 => match self.byte()? {
                2 => Ok(()),
                _ => Err(damaged("pickled with another protocol than 2")),
            },
            b'(' => {
                self.marks.push(self.stack.len());
                Ok(())
            }
            b'0' => self.pop().map(drop),
            // Values
            b'N' => self.push(Value::None),
            // NEWTRUE, NEWFALSE
            0x88 | 0x89 => self.push(Value::Inert),
            b'K' => {
                let number = self.byte()?;
                self.push(Value::Int(number.into()))
            }
            b'M' => {
                let number = u16::from_le_bytes(self.array()?);
                self.push(Value::Int(number.into()))
            }
            b'J' => {
                let number = i32::from_le_bytes(self.array()?);
                self.push(Value::Int(number.into()))
            }
            // LONG1
            0x8A => {
                let len = self.byte()?;
                let number = self.take(len.into())?;
                self.push(long(number))
            }
            b'G' => {
                self.take(8)?;
                self.push(Value::Inert)
            }
            b'X' => {
                let len = self.len()?;
                let text = self.take(len)?.to_vec();
                self.push(Value::Text(
                    String::from_utf8(text).map_err(|_| damaged("text that is no UTF-8"))?,
                ))
            }
            // BINSTRING, SHORT_BINSTRING
            b'T' => {
                let len = self.len()?;
                self.take(len)?;
                self.push(Value::Inert)
            }
            b'U' => {
                let len = self.byte()?;
                self.take(len.into())?;
                self.push(Value::Inert)
            }
            b'c' => self.global(),
            // Tuples, lists, dictionaries
            b')' => self.push(Value::Tuple(Vec::new())),
            b']' => self.push(Value::List(Vec::new())),
            b'}' => self.push(Value::Dict(Vec::new())),
            b't' => {
                let items = self.since_mark()?;
                self.push(Value::Tuple(items))
            }
            0x85..=0x87 => {
                let items = self.last(usize::from(code - 0x84))?;
                self.push(Value::Tuple(items))
            }
            b'a' => {
                let items = self.last(1)?;
                self.append(&items)
            }
            b'e' => {
                let items = self.since_mark()?;
                self.append(&items)
            }
            b's' => {
                let items = self.last(2)?;
                self.set(&items)
            }
            b'u' => {
                let items = self.since_mark()?;
                self.set(&items)
            }
            // The memo
            b'q' => {
                let key = self.byte()?;
                self.remember(key.into())
            }
            b'r' => {
                let key = u32::from_le_bytes(self.array()?);
                self.remember(key)
            }
            b'h' => {
                let key = self.byte()?;
                self.recall(key.into())
            }
            b'j' => {
                let key = u32::from_le_bytes(self.array()?);
                self.recall(key)
            }
            // Objects
            b'Q' => {
                let name = self.pop()?;
                self.push(Value::Storage(name))
            }
            b'R' | 0x81 => self.call(),
            // BUILD: what it would put into an object, no weights hang on.
            b'b' => self.pop().map(drop),
            _ => Err(damaged("a pickle with codes that torch.save does not write")),
        }
    }

    /// GLOBAL: two lines of text.
    fn global(&mut self) -> Result<(), Error> {
        let module = self.line()?;
        let name = self.line()?;
        match Global::named(module, name) {
            Some(global) => self.push(Value::Global(global)),
            None => Err(Error::Forbidden(shown(&format!("{module}.{name}")))),
        }
    }

    /// REDUCE and NEWOBJ, without doing what they ask for.
    fn call(&mut self) -> Result<(), Error> {
        let arguments = self.pop()?;
        let callee = self.pop()?;
        let Some(Value::Global(callee)) = self.values.get(callee.0) else {
            return Err(damaged("a call of what is no name"));
        };
        match *callee {
            Global::Dict => self.push(Value::Dict(Vec::new())),
            callee => self.push(Value::Call(callee, arguments)),
        }
    }

    fn append(&mut self, items: &[Id]) -> Result<(), Error> {
        match self.top()? {
            Value::List(list) => list.extend(items),
            _ => return Err(damaged("an item for what is no list")),
        }
        Ok(())
    }

    fn set(&mut self, items: &[Id]) -> Result<(), Error> {
        let (pairs, rest) = items.as_chunks::<2>();
        match self.top()? {
            Value::Dict(entries) if rest.is_empty() => {
                entries.extend(pairs.iter().map(|&[key, value]| (key, value)));
                Ok(())
            }
            // The state of a subclass of dict.
            _ => Err(damaged("an entry for what is no dictionary")),
        }
    }

    fn remember(&mut self, key: u32) -> Result<(), Error> {
        let top = *self.stack.last().ok_or(damaged("an empty stack"))?;
        self.memo.insert(key, top);
        Ok(())
    }

    fn recall(&mut self, key: u32) -> Result<(), Error> {
        let id = *self.memo.get(&key).ok_or(damaged("a reference to nothing"))?;
        // Values that are only named again take memory too, in the containers they end up in.
        self.value(Value::None)?;
        self.stack.push(id);
        Ok(())
    }

    fn push(&mut self, value: Value) -> Result<(), Error> {
        let id = self.value(value)?;
        self.stack.push(id);
        Ok(())
    }

    fn value(&mut self, value: Value) -> Result<Id, Error> {
        if self.values.len() >= MOST_VALUES {
            return Err(Error::TooLarge("the checkpoint's pickle"));
        }
        self.values.push(value);
        Ok(Id(self.values.len() - 1))
    }

    fn top(&mut self) -> Result<&mut Value, Error> {
        let top = self.stack.last().and_then(|id| self.values.get_mut(id.0));
        top.ok_or(damaged("an empty stack"))
    }

    fn pop(&mut self) -> Result<Id, Error> {
        self.stack.pop().ok_or(damaged("an empty stack"))
    }

    /// The last values on the stack.
    fn last(&mut self, count: usize) -> Result<Vec<Id>, Error> {
        let from = self.stack.len().checked_sub(count).ok_or(damaged("an empty stack"))?;
        Ok(self.stack.split_off(from))
    }

    fn since_mark(&mut self) -> Result<Vec<Id>, Error> {
        let from = self.marks.pop().ok_or(damaged("an end without a beginning"))?;
        if from > self.stack.len() {
            return Err(damaged("an empty stack"));
        }
        Ok(self.stack.split_off(from))
    }

    fn byte(&mut self) -> Result<u8, Error> {
        self.array().map(|[byte]| byte)
    }

    fn len(&mut self) -> Result<usize, Error> {
        usize::try_from(u32::from_le_bytes(self.array()?)).map_err(|_| damaged("a size"))
    }

    fn array<const N: usize>(&mut self) -> Result<[u8; N], Error> {
        let (array, rest) = self.bytes.split_first_chunk().ok_or(damaged("an end too early"))?;
        self.bytes = rest;
        Ok(*array)
    }

    fn take(&mut self, len: usize) -> Result<&'a [u8], Error> {
        let (taken, rest) = self.bytes.split_at_checked(len).ok_or(damaged("an end too early"))?;
        self.bytes = rest;
        Ok(taken)
    }

    fn line(&mut self) -> Result<&'a str, Error> {
        let len = self.bytes.iter().position(|&byte| byte == b'\n');
        let line = self.take(len.ok_or(damaged("an end too early"))?)?;
        self.take(1)?;
        std::str::from_utf8(line).map_err(|_| damaged("a name that is no UTF-8"))
    }
}

/// A whole number of up to 8 bytes, the sign in the last; longer ones occur in no checkpoint.
fn long(bytes: &[u8]) -> Value {
    if bytes.len() > 8 {
        return Value::Inert;
    }
    let negative = bytes.last().is_some_and(|last| *last >= 0x80);
    let mut eight = if negative { [0xFF; 8] } else { [0; 8] };
    for (to, from) in eight.iter_mut().zip(bytes) {
        *to = *from;
    }
    Value::Int(i64::from_le_bytes(eight))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_dictionary_keeps_what_was_put_into_it_after_it_was_remembered() {
        // {'a': 7, 'b': (1, 2)}
        let pickle =
            unpickle(b"\x80\x02}q\x00(X\x01\0\0\0aK\x07X\x01\0\0\0bK\x01K\x02\x86uh\x000.");
        let pickle = pickle.unwrap();
        assert_eq!(pickle.root().get("a").unwrap().count(), Some(7));
        assert_eq!(pickle.root().get("b").unwrap().counts(), Some(vec![1, 2]));
        assert!(pickle.root().get("c").is_none());
    }

    #[test]
    fn a_pickle_that_asks_for_a_command_is_refused() {
        let asked = |module: &str, name: &str| {
            unpickle(format!("c{module}\n{name}\n(X\u{4}\0\0\0truetR.").as_bytes())
        };
        for (module, name) in [("os", "system"), ("posix", "system"), ("builtins", "eval")] {
            let error = asked(module, name).unwrap_err();
            assert_eq!(error, Error::Forbidden(format!("{module}.{name}")));
        }
        assert!(asked("torch", "device").is_ok());
    }

    #[test]
    fn names_out_of_a_file_cannot_disturb_a_terminal() {
        let error = unpickle(b"c\x1B[2Jos\nsystem\n.").unwrap_err();
        assert_eq!(error, Error::Forbidden("?[2Jos.system".into()));
    }

    #[test]
    fn negative_and_long_numbers_are_read() {
        let number = |bytes: &[u8]| unpickle(bytes).unwrap().root().value().clone();
        assert_eq!(number(b"\x8A\x01\xFE."), Value::Int(-2));
        assert_eq!(number(b"\x8A\x02\xFF\x00."), Value::Int(255));
        assert_eq!(number(b"J\xFF\xFF\xFF\xFF."), Value::Int(-1));
    }

    #[test]
    fn a_list_within_itself_does_no_harm() {
        let pickle = unpickle(b"]q\x00h\x00a.").unwrap();
        assert_eq!(pickle.root().items().unwrap().len(), 1);
    }

    #[test]
    fn a_million_lists_within_each_other_do_no_harm() {
        let mut bytes = vec![b']'; 1 << 20];
        bytes.extend(vec![b'a'; (1 << 20) - 1]);
        bytes.push(b'.');
        assert!(unpickle(&bytes).is_ok());
    }

    #[test]
    fn a_pickle_without_end_of_values_is_too_large() {
        let error = unpickle(&vec![b'N'; MOST_VALUES + 1]).unwrap_err();
        assert_eq!(error, Error::TooLarge("the checkpoint's pickle"));
    }

    proptest! {
        #[test]
        fn no_bytes_make_it_panic(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            let _ = unpickle(&bytes);
        }

        #[test]
        fn no_sequence_of_known_codes_makes_it_panic(
            codes in proptest::collection::vec(
                proptest::sample::select(&b"\x80(0N\x88K\x85\x86\x87)]}taesuqhQR\x81b\x00\x01\x02."[..]),
                0..100,
            )
        ) {
            let _ = unpickle(&codes);
        }
    }
}
