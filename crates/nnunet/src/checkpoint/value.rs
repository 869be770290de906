//! What a pickle says: values in one list that name each other by number, so that neither depth
//! nor cycles in a file can matter.

/// Number of a value in its [`Pickle`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Id(pub usize);

/// Types of numbers in a storage.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Element {
    F16,
    Bf16,
    F32,
    F64,
    /// Whole numbers and truth values; no weights are made of them.
    Other,
}

/// Python names that checkpoints contain. All others are refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Global {
    Dict,
    Tensor,
    Storage(Element),
    /// What only the training needs to know.
    Inert,
}

impl Global {
    pub(super) fn named(module: &str, name: &str) -> Option<Global> {
        use Element::{Bf16, F16, F32, F64, Other};
        Some(match (module, name) {
            ("collections", "OrderedDict" | "defaultdict") => Global::Dict,
            ("torch._utils", "_rebuild_tensor_v2") => Global::Tensor,
            ("torch", "FloatStorage") => Global::Storage(F32),
            ("torch", "HalfStorage") => Global::Storage(F16),
            ("torch", "BFloat16Storage") => Global::Storage(Bf16),
            ("torch", "DoubleStorage") => Global::Storage(F64),
            (
                "torch",
                "LongStorage" | "IntStorage" | "ShortStorage" | "CharStorage" | "ByteStorage"
                | "BoolStorage",
            ) => Global::Storage(Other),
            ("torch", "device" | "Size")
            | ("torch._utils", "_rebuild_parameter")
            | ("numpy.core.multiarray" | "numpy._core.multiarray", "scalar" | "_reconstruct")
            | ("numpy", "dtype" | "ndarray")
            | ("_codecs", "encode") => Global::Inert,
            _ => return None,
        })
    }
}

#[derive(Clone, Debug, PartialEq)]
pub(super) enum Value {
    None,
    Int(i64),
    Text(String),
    Global(Global),
    Tuple(Vec<Id>),
    List(Vec<Id>),
    Dict(Vec<(Id, Id)>),
    /// A reference to a storage: the tuple that names it.
    Storage(Id),
    /// A name called with a tuple. Nothing is called.
    Call(Global, Id),
    /// Numbers with fractions, truth values, bytes: no weights hang on them.
    Inert,
}

/// All values of a pickle, and which of them it is.
#[derive(Debug)]
pub(super) struct Pickle {
    pub values: Vec<Value>,
    pub root: Id,
}

impl Pickle {
    pub(super) fn root(&self) -> Node<'_> {
        Node { pickle: self, id: self.root }
    }
}

/// A value in its pickle.
#[derive(Clone, Copy)]
pub(super) struct Node<'a> {
    pickle: &'a Pickle,
    id: Id,
}

impl<'a> Node<'a> {
    fn at(self, id: Id) -> Node<'a> {
        Node { id, ..self }
    }

    pub(super) fn value(self) -> &'a Value {
        self.pickle.values.get(self.id.0).unwrap_or(&Value::None)
    }

    /// The entry of a dictionary; of equal keys, the last, as in Python.
    pub(super) fn get(self, key: &str) -> Option<Node<'a>> {
        let mut entries = self.entries()?;
        entries.rfind(|(found, _)| found.text() == Some(key)).map(|(_, value)| value)
    }

    pub(super) fn entries(
        self,
    ) -> Option<impl DoubleEndedIterator<Item = (Node<'a>, Node<'a>)> + use<'a>> {
        let Value::Dict(entries) = self.value() else { return None };
        Some(entries.iter().map(move |&(key, value)| (self.at(key), self.at(value))))
    }

    pub(super) fn items(self) -> Option<Vec<Node<'a>>> {
        match self.value() {
            Value::Tuple(items) | Value::List(items) => {
                Some(items.iter().map(|&id| self.at(id)).collect())
            }
            _ => None,
        }
    }

    pub(super) fn text(self) -> Option<&'a str> {
        match self.value() {
            Value::Text(text) => Some(text),
            _ => None,
        }
    }

    /// A whole number from 0.
    pub(super) fn count(self) -> Option<usize> {
        match self.value() {
            Value::Int(number) => usize::try_from(*number).ok(),
            _ => None,
        }
    }

    pub(super) fn counts(self) -> Option<Vec<usize>> {
        self.items()?.into_iter().map(Node::count).collect()
    }

    /// The tuple that names a storage.
    pub(super) fn storage(self) -> Option<Node<'a>> {
        match self.value() {
            Value::Storage(id) => Some(self.at(*id)),
            _ => None,
        }
    }

    /// What a name was called with.
    pub(super) fn call(self, name: Global) -> Option<Vec<Node<'a>>> {
        match self.value() {
            Value::Call(called, arguments) if *called == name => self.at(*arguments).items(),
            _ => None,
        }
    }
}
