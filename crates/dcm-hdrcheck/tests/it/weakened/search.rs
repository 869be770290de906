//! Searches in text that stays: what a mechanism takes out of it stands in attributes of all kinds.

use testkit::dicom::Node;
use testkit::{Syntax, item, text};

use super::input::Input;

const CHARSET: u32 = 0x0008_0005;
const NAME: u32 = 0x0010_0010;
const STATION: u32 = 0x0008_1010;

/// Attributes whose text stays, at several depths and in several value representations.
fn place(number: usize, value: &[u8]) -> Node {
    let inside = |node| item(0x0018_11BC, vec![node]);
    match number % 8 {
        0 => text(0x0008_1090, "LO", value),
        1 => inside(text(0x0018_7040, "LT", value)),
        2 => text(0x0018_7040, "LT", value),
        3 => text(0x0016_0020, "UT", value),
        4 => inside(item(0x0018_11BF, vec![text(0x0018_1020, "LO", value)])),
        5 if value.len() <= 16 => text(0x0018_1210, "SH", value),
        6 => inside(text(0x0018_1020, "LO", value)).as_vr("UN"),
        7 => text(0x0018_7006, "LT", value),
        _ => text(0x0016_0008, "UC", value),
    }
}

/// A text with the value among words that stay.
pub(super) fn planted(number: usize, known: Vec<Node>, value: &[u8]) -> Input {
    let label = String::from_utf8_lossy(value);
    let node = place(number, &[b"head ", value, b" axial"].concat());
    Input::new(label, value, [node]).knowing(known)
}

pub(super) fn all<T>(cases: &[T], input: impl Fn(usize, &T) -> Input) -> Vec<Input> {
    cases.iter().enumerate().map(|(number, case)| input(number, case)).collect()
}

/// Names of patients and of others, in any case, order and form, whole and in parts.
pub fn names() -> Vec<Input> {
    let person = |tag| text(tag, "PN", "Kestrelman^Ottilie");
    let mut inputs = all(
        &[
            ("Kestrelman^Ottilie", "Ottilie Kestrelman"),
            ("Kestrelman^Ottilie", "KESTRELMAN"),
            ("Kestrelman^Ottilie", "ottilie"),
            ("Kestrelman^Ottilie", "x_Kestrelman.O_x"),
            ("Kestrelman^Ottilie", "KestrelmanOttilie1963"),
            ("Li^Bo", "Li, Bo"),
            ("Li^Bo", "BO LI"),
            ("Li^Bo", "li_bo"),
            ("Smithers-Joynt^Anneke", "JOYNT"),
            ("O'Brienne-Smythe^Mary-Kate", "obrienne smythe"),
            ("van der Molenaar^Pieter^J", "MOLENAAR PIETER"),
            ("Quintavalle^Rosa^^Dr.", "rosa quintavalle"),
        ],
        |number, (name, left)| planted(number, vec![text(NAME, "PN", *name)], left.as_bytes()),
    );
    let others = [
        person(0x0008_0090),
        person(0x0008_1070),
        person(0x0010_1060),
        item(0x0040_0275, vec![person(0x0032_1032)]),
        item(0x0008_1049, vec![text(0x0008_0080, "LO", "Mercy"), person(0x0008_009C)]),
        person(0x0040_0006),
    ];
    inputs
        .extend(all(&others, |number, known| planted(number, vec![known.clone()], b"KESTRELMAN")));
    inputs
}

/// What is left of a name that a value had no room for, when the whole parts of it are gone.
pub fn cut_off() -> Vec<Input> {
    let cases = [
        ("Kestrelman^Ottilie", "OTTILIE KESTRELM", "KESTRELM"),
        ("Kestrelman^Ottilie", "v2 Ottilie Kestr", "Kestr"),
        ("Lefèvreux^Zoëline", "zoëline lefèv", "lefèv"),
        ("Кузнецов^Иванка", "Иванка Кузне", "Кузне"),
    ];
    all(&cases, |number, (name, written, rest)| {
        let value = |value: &str| match number % 2 {
            0 => text(0x0018_1250, "SH", value),
            _ => item(0x0018_11BC, vec![text(0x0018_1020, "LO", value)]),
        };
        Input::new(*written, rest, [value(&format!("v2 {written}"))])
            .knowing([text(NAME, "PN", *name)])
            .leaving([value(&format!("v2 {rest}"))])
    })
}

/// The same in other scripts, without accents, decomposed, transcribed.
pub fn scripts() -> Vec<Input> {
    all(
        &[
            ("Lefèvre^Zoë", "LEFÈVRE"),
            ("Lefèvre^Zoë", "lefevre"),
            ("Lefèvre^Zoë", "Lefe\u{300}vre"),
            ("Müllerin^Jürgen", "Muellerin"),
            ("Straßburger^Uwe", "STRASSBURGER"),
            ("Кузнецов^Иван", "КУЗНЕЦОВ"),
            ("Παπαδόπουλος^Νίκος", "ΠΑΠΑΔΟΠΟΥΛΟΣ"),
            ("张^伟", "张伟"),
            ("张^伟", "伟 张"),
            ("Zhang^Wei=张^伟", "张伟"),
            ("정^민수", "정민수"),
            ("정^민수", "민수 정"),
            ("Hong^Gildong=洪^吉洞=홍^길동", "홍길동"),
            ("Yamada^Tarou=山田^太郎=やまだ^たろう", "山田太郎"),
            ("Yamada^Tarou=山田^太郎=やまだ^たろう", "やまだ たろう"),
            ("ヤマダ^タロウ", "ﾔﾏﾀﾞ ﾀﾛｳ"),
        ],
        |number, (name, left)| planted(number, vec![text(NAME, "PN", *name)], left.as_bytes()),
    )
}

/// The same in character sets of one byte and of several, with code extensions, and declared wrongly.
pub fn character_sets() -> Vec<Input> {
    let cases: [(&str, &[u8], &[u8]); 12] = [
        ("ISO_IR 100", b"Lef\xE8vre^Zo\xEB", b"LEF\xC8VRE"),
        ("ISO_IR 100", b"Lef\xE8vre^Zo\xEB", "Lefèvre".as_bytes()),
        ("ISO_IR 101", b"\xA3ukasik^Jan", b"\xA3UKASIK"),
        (
            "ISO_IR 144",
            b"\xBA\xE3\xD7\xDD\xD5\xE6\xDE\xD2^\xB8\xD2\xD0\xDD",
            b"\xBA\xC3\xB7\xBD\xB5\xC6\xBE\xB2",
        ),
        (
            "ISO_IR 126",
            b"\xD0\xE1\xF0\xE1\xE4\xFC\xF0\xEF\xF5\xEB\xEF\xF2",
            b"\xD0\xC1\xD0\xC1\xC4\xCF\xD0\xCF\xD5\xCB\xCF\xD3",
        ),
        ("ISO_IR 13", b"\xD4\xCF\xC0\xDE^\xC0\xDB\xB3", b"\xD4\xCF\xC0\xDE \xC0\xDB\xB3"),
        ("GB18030", b"\xD5\xC5^\xCE\xB0", b"\xD5\xC5\xCE\xB0"),
        ("GBK", b"\xD5\xC5^\xCE\xB0", b"\xD5\xC5\xCE\xB0"),
        (r"\ISO 2022 IR 87", b"\x1B$B;3ED\x1B(B^\x1B$BB@O:\x1B(B", b"\x1B$B;3EDB@O:\x1B(B"),
        (
            r"\ISO 2022 IR 87",
            b"\x1B$B;3ED\x1B(B^\x1B$BB@O:\x1B(B",
            b"\x1B$BB@O:\x1B(B \x1B$B;3ED\x1B(B",
        ),
        (
            r"\ISO 2022 IR 149",
            b"\x1B$)C\xC1\xA4^\x1B$)C\xB9\xCE\xBC\xF6",
            b"\x1B$)C\xC1\xA4\xB9\xCE\xBC\xF6",
        ),
        (r"\ISO 2022 IR 58", b"\x1B$)A\xD5\xC5^\x1B$)A\xCE\xB0", b"\x1B$)A\xD5\xC5\xCE\xB0"),
    ];
    all(&cases, |number, (charset, name, left)| {
        let known = vec![text(CHARSET, "CS", charset), text(NAME, "PN", name)];
        // Not below UN, where escape sequences end with each value all the same.
        planted(if number % 8 == 6 { 0 } else { number }, known, left)
    })
}

/// Codes stay whole or go.
pub fn codes() -> Vec<Input> {
    let name = || [text(NAME, "PN", "Kestrelman^Ottilie")];
    let id = || [text(0x0038_0010, "LO", "ZX448120")];
    vec![
        Input::new(
            "image type",
            "KESTRELMAN",
            [text(0x0008_0008, "CS", r"DERIVED\PRIMARY\KESTRELMAN")],
        )
        .knowing(name()),
        Input::new("filter material", "OTTILIE", [text(0x0018_7050, "CS", r"COPPER\OTTILIE")])
            .knowing(name()),
        Input::new("content qualification", "ZX448120", [text(0x0018_9004, "CS", "ZX448120")])
            .knowing(id()),
        Input::new(
            "frame type",
            "KESTRELMAN",
            [item(0x0018_11BC, vec![text(0x0008_9007, "CS", r"ORIGINAL\KESTRELMAN")])],
        )
        .knowing(name()),
    ]
}

/// Identifiers of patients, visits, orders, devices and places, as they are and divided.
pub fn identifiers() -> Vec<Input> {
    let id = |tag, vr, value| text(tag, vr, value);
    all(
        &[
            (id(0x0010_0020, "LO", "ZX-448120"), "zx448120"),
            (id(0x0010_0020, "LO", "99887761"), "99 887 761"),
            (id(0x0010_0020, "LO", "99887761"), "MRN99887761"),
            (id(0x0008_0050, "SH", "AC-77123"), "AC77123"),
            (id(0x0038_0010, "LO", "ADM55881"), "ADM55881"),
            (id(0x0020_0010, "SH", "STU90817"), "stu90817"),
            (id(STATION, "SH", "KOLIBRI7"), "KOLIBRI7"),
            (id(0x0010_1000, "LO", "OP-556677"), "OP 556677"),
            (id(0x0008_0080, "LO", "Zimbelquast Klinik"), "zimbelquast klinik"),
            (item(0x0010_1002, vec![id(0x0010_0020, "LO", "PX-909011")]), "PX909011"),
            (id(0x0010_2154, "SH", "071-555-0199"), "0715550199"),
            (id(0x0008_0050, "SH", "ZC-30417"), "xZC-30417x"),
        ],
        |number, (known, left)| planted(number, vec![known.clone()], left.as_bytes()),
    )
}

/// The day of birth as people and machines write it.
pub fn birth_dates() -> Vec<Input> {
    let forms = [
        "17 Feb 1963",
        "17-FEB-1963",
        "17.2.1963",
        "1963-02-17",
        "2/17/1963",
        "1963年2月17日",
        "昭和38年2月17日",
        "Feb 17, 1963",
        "19630217",
        "17.2.63",
        "19630217084500",
        "17. Februar 1963",
    ];
    all(&forms, |number, left| {
        planted(number, vec![text(0x0010_0030, "DA", "19630217")], left.as_bytes())
    })
}

/// Values of the file in values that are no text, in several encodings.
pub fn binary() -> Vec<Input> {
    let wide = |convert: fn(u16) -> [u8; 2]| -> Vec<u8> {
        "Kestrelman".encode_utf16().flat_map(convert).collect()
    };
    let hidden = [
        b"Kestrelman".to_vec(),
        wide(u16::to_le_bytes),
        wide(u16::to_be_bytes),
        b"ZX-448120".to_vec(),
    ];
    let known = [text(NAME, "PN", "Kestrelman^Ottilie"), text(0x0038_0010, "LO", "ZX-448120")];
    all(&hidden, |number, hidden| {
        let mut value = vec![1; 900];
        value[21..21 + hidden.len()].copy_from_slice(hidden);
        let node = match number % 2 {
            0 => text(0x0028_2000, "OB", value),
            _ => item(0x0018_11BC, vec![text(0x0028_2000, "OB", value)]),
        };
        Input::new(format!("profile {number}"), hidden, [node])
            .knowing(known.clone())
            .in_syntax(Syntax::Explicit)
    })
}
