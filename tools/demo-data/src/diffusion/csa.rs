//! CSA headers as the scanners of Siemens write them: numbers that converters need among text that
//! names people.

/// A field: its name, value representation and values.
pub type Field<'a> = (&'a str, &'a str, Vec<String>);

/// Numbers of 32 bits, Little Endian.
fn numbers(bytes: &mut Vec<u8>, numbers: [usize; 4]) {
    for number in numbers {
        bytes.extend(u32::try_from(number).unwrap_or_default().to_le_bytes());
    }
}

/// A header of version 2: each field has six items at least, with what was in memory behind names.
pub fn header(fields: &[Field<'_>]) -> Vec<u8> {
    let mut bytes = b"SV10\x04\x03\x02\x01".to_vec();
    bytes.extend(u32::try_from(fields.len()).unwrap_or_default().to_le_bytes());
    bytes.extend(77_u32.to_le_bytes());
    for (name, vr, values) in fields {
        let mut padded = name.as_bytes().to_vec();
        padded.push(0);
        padded.resize(64, 0xCD);
        bytes.extend(padded);
        bytes.extend(u32::try_from(values.len()).unwrap_or_default().to_le_bytes());
        bytes.extend(vr.bytes().chain([0, 0]).take(4));
        bytes.extend(19_u32.to_le_bytes());
        let items = values.len().max(6);
        bytes.extend(u32::try_from(items).unwrap_or_default().to_le_bytes());
        bytes.extend(77_u32.to_le_bytes());
        for at in 0..items {
            let value = values.get(at).map(|value| format!("{value}\0")).unwrap_or_default();
            numbers(&mut bytes, [value.len(), value.len(), 77, value.len()]);
            bytes.extend(value.as_bytes());
            bytes.resize(bytes.len().next_multiple_of(4), 0);
        }
    }
    bytes
}
