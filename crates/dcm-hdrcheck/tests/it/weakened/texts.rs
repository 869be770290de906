//! Text that is judged by its form, and descriptions that are cleaned word by word.

use testkit::{item, text};

use super::input::Input;
use super::search::{all, planted};

/// What tells of people by its form, whatever the file knows.
pub fn patterns() -> Vec<Input> {
    let forms = [
        "tel 02-345-6789",
        "010-1234-5678",
        "+49 (30) 123 4567",
        "jane.roe@mercy.example",
        "630217-2234567",
        "MRN 4481207",
        "123-45-6789",
        "12 Elm Street",
        "등록번호 4481207",
    ];
    all(&forms, |number, left| planted(number, Vec::new(), left.as_bytes()))
}

/// Descriptions that are cleaned: names behind titles and labels, addresses, numbers.
pub fn descriptions() -> Vec<Input> {
    let forms = [
        "Pat: Grauwald",
        "Dr. Grauwald",
        "Frau Grauwald",
        "seen by Grauwald",
        "tel 02-345-6789",
        "jane.roe@mercy.example",
        "MRN 4481207",
        "born 3 May 1971",
        "환자명: 정민수",
        "Lange Straße 17",
        "Grauwald^Ottilie",
    ];
    all(&forms, |number, left| {
        let value = format!("head {left}");
        // Detector Description, Series Description, Image Comments, Protocol Name.
        let node = match number % 4 {
            0 => text(0x0018_7006, "LT", value),
            1 => text(0x0008_103E, "LO", value),
            2 => item(0x0018_11BC, vec![text(0x0018_7006, "LT", value)]),
            _ => text(0x0018_1030, "LO", value),
        };
        Input::new(*left, left, [node])
    })
}

/// Days of the examination in descriptions.
pub fn dates() -> Vec<Input> {
    let forms = ["4 Mar 1999", "1999-03-04", "04.03.1999", "March 4, 1999", "19990304"];
    all(&forms, |number, left| {
        let known = [text(0x0008_0020, "DA", "19990304"), text(0x0008_0021, "DA", "19990304")];
        let tag = if number % 2 == 0 { 0x0018_7006 } else { 0x0008_103E };
        let vr = if number % 2 == 0 { "LT" } else { "LO" };
        // Where an option retains dates, they tell nothing.
        let node = text(tag, vr, format!("head {left}"));
        Input::new(*left, left, [node]).knowing(known).that_may_stay()
    })
}
