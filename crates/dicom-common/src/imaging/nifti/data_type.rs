//! Stored values: their types and bytes.

use super::byte_order::ByteOrder;

/// The type of stored values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum DataType {
    U8,
    I8,
    U16,
    I16,
    U32,
    I32,
    F32,
    F64,
}

/// Each with its code in the header and the bytes of a value (nifti1.h, `datatype`).
const DATA_TYPES: [(DataType, i16, usize); 8] = [
    (DataType::U8, 2, 1),
    (DataType::I8, 256, 1),
    (DataType::U16, 512, 2),
    (DataType::I16, 4, 2),
    (DataType::U32, 768, 4),
    (DataType::I32, 8, 4),
    (DataType::F32, 16, 4),
    (DataType::F64, 64, 8),
];

impl DataType {
    /// The type of a code in a header; `None` for complex numbers, colours and other types.
    pub(super) fn of(code: i16) -> Option<DataType> {
        DATA_TYPES.iter().find(|t| t.1 == code).map(|t| t.0)
    }

    /// Its code in a header.
    pub(super) fn code(self) -> i16 {
        DATA_TYPES.iter().find(|t| t.0 == self).map_or(0, |t| t.1)
    }

    /// Bytes of a value.
    pub(super) fn bytes(self) -> usize {
        DATA_TYPES.iter().find(|t| t.0 == self).map_or(0, |t| t.2)
    }

    /// The number in a value's bytes.
    pub(super) fn number(self, bytes: &[u8], order: ByteOrder) -> f64 {
        let mut eight = [0; 8];
        for (to, from) in eight.iter_mut().zip(bytes) {
            *to = *from;
        }
        if let (ByteOrder::Big, Some(used)) = (order, eight.get_mut(..bytes.len())) {
            used.reverse();
        }
        let [a, b, c, d, ..] = eight;
        match self {
            DataType::U8 => a.into(),
            DataType::I8 => (a as i8).into(),
            DataType::U16 => u16::from_le_bytes([a, b]).into(),
            DataType::I16 => i16::from_le_bytes([a, b]).into(),
            DataType::U32 => u32::from_le_bytes([a, b, c, d]).into(),
            DataType::I32 => i32::from_le_bytes([a, b, c, d]).into(),
            DataType::F32 => f32::from_le_bytes([a, b, c, d]).into(),
            DataType::F64 => f64::from_le_bytes(eight),
        }
    }

    /// The bytes of the nearest value that can be stored.
    pub(super) fn nearest(self, value: f64, order: ByteOrder) -> Vec<u8> {
        let whole = value.round();
        let mut bytes = match self {
            DataType::U8 => (whole as u8).to_le_bytes().to_vec(),
            DataType::I8 => (whole as i8).to_le_bytes().to_vec(),
            DataType::U16 => (whole as u16).to_le_bytes().to_vec(),
            DataType::I16 => (whole as i16).to_le_bytes().to_vec(),
            DataType::U32 => (whole as u32).to_le_bytes().to_vec(),
            DataType::I32 => (whole as i32).to_le_bytes().to_vec(),
            DataType::F32 => (value as f32).to_le_bytes().to_vec(),
            DataType::F64 => value.to_le_bytes().to_vec(),
        };
        if order == ByteOrder::Big {
            bytes.reverse();
        }
        bytes
    }
}
