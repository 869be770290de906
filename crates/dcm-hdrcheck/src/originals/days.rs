//! Dates in text: every date that somebody may have meant by it, and the forms that are searched for
//! in bytes.

use dicom_common::code::RunError;
use regex::Regex;

use crate::date::Day;

/// Names of months as they begin, folded, from January on; several languages.
const MONTHS: [&[&str]; 12] = [
    &["jan", "ene", "gen", "янв", "sty", "oca"],
    &["feb", "fev", "фев", "lut", "sub"],
    &["mar", "maer", "mrz", "maa", "мар", "mrt"],
    &["apr", "abr", "avr", "апр", "kwi", "nis"],
    &["may", "mai", "mag", "maj", "mei", "маи", "мая"],
    &["jun", "juin", "giu", "июн", "cze", "haz"],
    &["jul", "juil", "lug", "июл", "lip", "tem"],
    &["aug", "ago", "aou", "авг", "sie"],
    &["sep", "set", "сен", "wrz", "eyl"],
    &["oct", "okt", "ott", "out", "окт", "paz", "eki"],
    &["nov", "ноя", "lis", "kas"],
    &["dec", "dez", "dic", "дек", "gru", "ara"],
];

/// What a year of an era or a calendar is more than in ours, less one for its first year.
const ERAS: [(&str, i32); 10] = [
    ("明治", 1867),
    ("大正", 1911),
    ("昭和", 1925),
    ("平成", 1988),
    ("令和", 2018),
    ("民國", 1911),
    ("民国", 1911),
    ("단기", -2333),
    ("檀紀", -2333),
    ("พ.ศ.", -543),
];

/// Finds dates in text.
#[derive(Debug)]
pub(super) struct Dates {
    /// Three numbers with the same separator; a month may be a name.
    parted: Regex,
    /// Month, day, year.
    named_first: Regex,
    /// Year, month and day with their signs.
    signed: Regex,
    /// Eight digits.
    joined: Regex,
}

/// How a year is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Year {
    /// In full.
    Full,
    /// By its last two digits: many numbers look like such dates.
    Short,
}

impl Dates {
    /// The search.
    ///
    /// # Errors
    /// When it cannot be built: nothing would be found.
    pub(super) fn new() -> Result<Self, RunError> {
        let regex = |pattern| {
            Regex::new(pattern).map_err(|_| RunError::usage("the search for dates cannot be built"))
        };
        Ok(Self {
            parted: regex(
                r"(?:^|[^\d.])(\d{1,4})(?:st|nd|rd|th|er)?([-./ _,]{0,2}(?:of |de )?)(\d{1,2}|\p{L}{3,10}\.?)([-./ _,]{0,3}(?:de )?)'?(\d{1,4})(?:$|[^\d.]|\.(?:$|\D))",
            )?,
            named_first: regex(
                r"(\p{L}{3,10})\.?[-. ]{1,2}(\d{1,2})(?:st|nd|rd|th)?[-., ]{1,3}(\d{4})(?:$|\D)",
            )?,
            signed: regex(
                r"(\d{4}|(?:明治|大正|昭和|平成|令和|民國|民国|단기|檀紀|พ\.ศ\.) ?(?:\d{1,4}|元)|[mtshr]\d{1,2}) ?[年년.] ?(\d{1,2}) ?[月월.] ?(\d{1,2})",
            )?,
            joined: regex(
                r"(?:^|[^\d.])((?:1[89]|20)\d{6})(?:\d{4,6}(?:\.\d+)?)?(?:$|[^\d.]|\.(?:$|\D))",
            )?,
        })
    }

    /// The first date in a folded text that is one of those sought.
    pub(super) fn find(&self, text: &str, sought: impl Fn(Day, Year) -> bool) -> bool {
        if !text.bytes().any(|b| b.is_ascii_digit()) {
            return false;
        }
        let mut at = 0;
        // Dates may share a separator: the search goes on behind the first number.
        while let Some(found) = self.parted.captures_at(text, at) {
            let [a, b, c] = [1, 3, 5].map(|group| found.get(group).map_or("", |g| g.as_str()));
            let [s, t] = [2, 4].map(|group| found.get(group).map_or("", |g| g.as_str().trim()));
            let separated =
                !s.is_empty() || !t.is_empty() || found.get(2).is_some_and(|g| !g.is_empty());
            let named = b.starts_with(|c: char| !c.is_ascii_digit());
            if named || separated && s == t {
                let mut readings = readings(a, b, c);
                if readings.any(|(day, year)| sought(day, year)) {
                    return true;
                }
            }
            at = found.get(1).map_or(text.len(), |group| group.end());
        }
        let by_name = self.named_first.captures_iter(text).any(|found| {
            let [month, day, year] =
                [1, 2, 3].map(|group| found.get(group).map_or("", |g| g.as_str()));
            readings(day, month, year).any(|(day, year)| sought(day, year))
        });
        let by_sign = || {
            self.signed.captures_iter(text).any(|found| {
                let [year, month, day] =
                    [1, 2, 3].map(|group| found.get(group).map_or("", |g| g.as_str()));
                let day = of_numbers(era_year(year), number(month), number(day));
                day.is_some_and(|day| sought(day, Year::Full))
            })
        };
        let by_digits = || {
            self.joined.captures_iter(text).any(|found| {
                let day = found.get(1).and_then(|digits| Day::parse(digits.as_str()));
                day.is_some_and(|day| sought(day, Year::Full))
            })
        };
        by_name || by_sign() || by_digits()
    }
}

/// Every date that three numbers may mean.
fn readings<'a>(a: &'a str, b: &'a str, c: &'a str) -> impl Iterator<Item = (Day, Year)> + 'a {
    let month_name = month_of(b);
    let orders = [[a, b, c], [c, b, a], [c, a, b]];
    orders.into_iter().enumerate().filter_map(move |(at, [year, month, day])| {
        // A named month is not the day.
        if month_name.is_some() && at == 2
            || year.len() == 3
            || day.len() > 2
            || month_name.is_none() && month.len() > 2
        {
            return None;
        }
        let month = month_name.or_else(|| number(month));
        let kind = if year.len() == 4 { Year::Full } else { Year::Short };
        let full = match (kind, number(year)?) {
            (Year::Full, year) => year,
            (Year::Short, year) if year.checked_sub(30).is_some() => 1900 + year,
            (Year::Short, year) => 2000 + year,
        };
        let thai =
            of_numbers(full.checked_sub(543), month, number(day)).filter(|day| day.year >= 1850);
        let day = of_numbers(Some(full), month, number(day));
        day.filter(|day| day.year < 2200).or(thai).map(|day| (day, kind))
    })
}

fn month_of(name: &str) -> Option<u16> {
    if name.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let at = MONTHS.iter().position(|names| names.iter().any(|begin| name.starts_with(begin)))?;
    u16::try_from(at + 1).ok()
}

fn era_year(text: &str) -> Option<u16> {
    let era = ERAS.iter().find_map(|(era, more)| Some((text.strip_prefix(era)?.trim(), *more)));
    let letter = |text: &str| {
        let more = match text.chars().next()? {
            'm' => 1867,
            't' => 1911,
            's' => 1925,
            'h' => 1988,
            'r' => 2018,
            _ => return None,
        };
        Some((text.get(1..)?.to_owned(), more))
    };
    let (year, more) = match era {
        Some((year, more)) => (year.to_owned(), more),
        None => letter(text).unwrap_or((text.to_owned(), 0)),
    };
    let year = if year == "元" { 1 } else { i32::from(number(&year)?) };
    u16::try_from(year + more).ok()
}

fn number(text: &str) -> Option<u16> {
    (!text.is_empty() && text.bytes().all(|b| b.is_ascii_digit())).then(|| text.parse().ok())?
}

fn of_numbers(year: Option<u16>, month: Option<u16>, day: Option<u16>) -> Option<Day> {
    Day::new(year?, u8::try_from(month?).ok()?, u8::try_from(day?).ok()?)
}

/// The forms of a date that are searched for in bytes: eight characters and more.
pub(super) fn forms(date: Day) -> Vec<String> {
    let Day { year, month, day } = date;
    let mut forms = vec![date.to_string()];
    for s in ["-", ".", "/"] {
        forms.push(format!("{year}{s}{month:02}{s}{day:02}"));
        forms.push(format!("{day:02}{s}{month:02}{s}{year}"));
        forms.push(format!("{month:02}{s}{day:02}{s}{year}"));
        forms.push(format!("{day}{s}{month}{s}{year}"));
        forms.push(format!("{month}{s}{day}{s}{year}"));
        forms.push(format!("{year}{s}{month}{s}{day}"));
    }
    forms.push(format!("{year}年{month}月{day}日"));
    forms.push(format!("{year}년 {month}월 {day}일"));
    let english = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];
    if let Some(name) = english.get(usize::from(month).wrapping_sub(1)) {
        let short = name.get(..3).unwrap_or(name);
        for name in [name, &short] {
            forms.push(format!("{day} {name} {year}"));
            forms.push(format!("{day:02} {name} {year}"));
            forms.push(format!("{day:02}-{name}-{year}"));
            forms.push(format!("{name} {day}, {year}"));
            forms.push(format!("{day:02}{name}{year}"));
        }
    }
    forms.retain(|form| form.len() >= 8);
    forms.sort_unstable();
    forms.dedup();
    forms
}

#[cfg(test)]
mod tests {
    use super::super::fold::fold;
    use super::*;

    fn has(text: &str, date: &str) -> bool {
        let date = Day::parse(date).unwrap();
        Dates::new().unwrap().find(&fold(text), |day, _| day == date)
    }

    #[test]
    fn dates_are_read_in_the_forms_of_people_and_machines() {
        for text in [
            "19630217",
            "x19630217x",
            "1963-02-17",
            "1963/2/17",
            "1963.02.17",
            "17.2.1963",
            "17.02.1963.",
            "17/02/1963",
            "02/17/1963",
            "2-17-1963",
            "17 Feb 1963",
            "17-FEB-1963",
            "17FEB1963",
            "Feb 17, 1963",
            "February 17th, 1963",
            "17. Februar 1963",
            "17 février 1963",
            "17 de febrero de 1963",
            "17 февраля 1963",
            "1963年2月17日",
            "1963년 2월 17일",
            "昭和38年2月17日",
            "S38.2.17",
            "民國52年2月17日",
            "17.2.63",
            "17/02/63",
            "19630217101500",
            "born on 17 feb. 1963 x",
            "1963_02_17",
            "17th of February 1963",
            "17.02.2506",
            "１９６３年２月１７日",
        ] {
            assert!(has(text, "19630217"), "{text}");
        }
    }

    #[test]
    fn other_numbers_are_no_dates() {
        for text in [
            "1.19630217.3",
            "119630217",
            "17.2.1964",
            "1963",
            "2.17.1963.4",
            "0.1963\\0217",
            "17\\2\\1963",
        ] {
            assert!(!has(text, "19630217"), "{text}");
        }
    }

    #[test]
    fn forms_in_bytes_are_long_enough_not_to_be_there_by_chance() {
        let forms = forms(Day::parse("19630217").unwrap());
        assert!(forms.len() > 25 && forms.iter().all(|form| form.len() >= 8));
        for form in ["17-Feb-1963", "17.2.1963", "1963年2月17日"] {
            assert!(forms.contains(&form.to_owned()), "{form}");
        }
    }
}
