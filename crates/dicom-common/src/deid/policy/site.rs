//! A site's own table of attributes, which replaces the built-in levels: a workbook or CSV with
//! the columns `tag` and `action`, or `tag`, `low` and `high`, and optionally `keyword`, `field`, `vr`, `risk_class`,
//! `verifier_low`, `verifier_high`.

use std::path::Path;

use super::cells::{self, CellsError};
use super::rule::{parse_reference, parse_risk};
use super::types::parse_tag;
use super::{ByLevel, Options, Policy, Reference, Rule, Treatment};
use crate::dataset::dictionary_vr;

/// Why a site's table cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum SiteError {
    /// Its cells cannot be read.
    #[error(transparent)]
    Cells(#[from] CellsError),
    /// A column that must be there is not.
    #[error("the policy table has no column `{0}`")]
    Column(&'static str),
    /// A cell that says nothing known.
    #[error("the policy table has an unknown word in line {line}, column `{column}`")]
    Word {
        /// Counted from 1, the header included.
        line: usize,
        /// The column's name.
        column: &'static str,
    },
    /// The same attribute twice.
    #[error("the policy table names the attribute of line {0} twice")]
    Twice(usize),
}

impl Policy {
    /// The Basic Profile with the rows of a site's table in place of the built-in levels.
    ///
    /// # Errors
    /// Any table that is not understood from end to end.
    pub fn with_site_table(path: &Path) -> Result<Self, SiteError> {
        let rows = if path.extension().is_some_and(|e| e.eq_ignore_ascii_case("csv")) {
            cells::of_csv(path)?
        } else {
            cells::of_workbook(path)?
        };
        let site = site_rules(&rows)?;
        let base = Policy::built_in().rules().to_vec();
        let profile = base.into_iter().filter_map(|rule| {
            let named = site.iter().any(|own| own.tag == rule.tag);
            (!named).then(|| rule.by_profile_alone())
        });
        Ok(Policy::from_rules(profile.chain(site.iter().cloned())))
    }
}

impl Rule {
    /// The rule without the built-in fields: as the profile says where the standard names the
    /// attribute.
    fn by_profile_alone(mut self) -> Rule {
        if self.reference.is_some() && !self.basic.is_empty() {
            self.levels = ByLevel::default();
        }
        self.reference = None;
        self
    }
}

fn site_rules(rows: &[Vec<String>]) -> Result<Vec<Rule>, SiteError> {
    let mut lines = rows.iter().enumerate();
    let (_, header) = lines.next().ok_or(CellsError::Unreadable)?;
    let at = |name: &str| header.iter().position(|c| c.trim().eq_ignore_ascii_case(name));
    let required = |name| at(name).ok_or(SiteError::Column(name));
    let tag = required("tag")?;
    let [low, high] = match at("action") {
        Some(action) => [(action, "action"); 2],
        None => [(required("low")?, "low"), (required("high")?, "high")],
    };
    let mut rules: Vec<Rule> = Vec::new();
    for (line, row) in lines {
        let line = line + 1;
        let cell =
            |at: Option<usize>| at.and_then(|at| row.get(at)).map(|c| c.trim()).unwrap_or_default();
        let Some(code) = site_tag(cell(Some(tag)), cell(at("keyword"))) else {
            if row.iter().all(|c| c.trim().is_empty()) {
                continue;
            }
            return Err(SiteError::Word { line, column: "tag" });
        };
        if rules.iter().any(|rule| rule.tag == code) {
            return Err(SiteError::Twice(line));
        }
        let vr = match parse_tag(&code).and_then(dictionary_vr) {
            Some(vr) => vr.to_string(),
            None => cell(at("vr")),
        };
        let word = |(at, column)| {
            let word = cell(Some(at));
            Treatment::from_word(&word.to_ascii_lowercase(), vr)
                .or_else(|| Treatment::from_code(word))
                .ok_or(SiteError::Word { line, column })
        };
        let (low, high) = (word(low)?, word(high)?);
        rules.push(Rule {
            levels: ByLevel { low: Some(low), high: Some(high) },
            tag: code,
            vr: vr.to_owned(),
            keyword: cell(at("keyword")).to_owned(),
            name: cell(at("field")).to_owned(),
            risk: parse_risk(cell(at("risk_class"))),
            content: None,
            reference: reference(cell(at("verifier_low")), cell(at("verifier_high")), line)?,
            basic: String::new(),
            listed: low,
            profile: None,
            keeps: Options::default(),
            cleans: Options::default(),
            by_user: false,
        });
    }
    Ok(rules)
}

/// What the earlier verification tool accepts: a word for each level, or none for both.
fn reference(low: &str, high: &str, line: usize) -> Result<Option<ByLevel<Reference>>, SiteError> {
    if low.is_empty() && high.is_empty() {
        return Ok(None);
    }
    let word = |word: &str, column| parse_reference(word).ok_or(SiteError::Word { line, column });
    Ok(Some(ByLevel { low: word(low, "verifier_low")?, high: word(high, "verifier_high")? }))
}

/// Eight hexadecimal digits, with or without `(,)`; or a class of attributes.
fn site_tag(tag: &str, keyword: &str) -> Option<String> {
    let plain: String = tag.chars().filter(|c| !"(), ".contains(*c)).collect::<String>();
    match (plain.to_ascii_uppercase(), keyword) {
        (plain, _) if parse_tag(&plain).is_some() => Some(plain),
        (plain, _) if plain == "GGGG00BB" => Some("private-creator".into()),
        (plain, _) if plain == "GGGGBBXX" || plain == "PRIVATE" => Some("private".into()),
        (plain, keyword) if plain.is_empty() && !keyword.is_empty() => {
            Some(format!("none:{keyword}"))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::deid::policy::{Choice, Level, Profile, ProfileOption};

    fn rules(table: &[&str]) -> Result<Vec<Rule>, SiteError> {
        let row = |line: &&str| line.split(',').map(str::to_owned).collect();
        site_rules(&table.iter().map(row).collect::<Vec<_>>())
    }

    #[test]
    fn what_a_choice_does_is_a_table_that_does_the_same() {
        let basic = Choice::Profile(Profile {
            options: ProfileOption::of_headers()
                .filter(|option| *option != ProfileOption::RetainLongFullDates)
                .collect(),
            ..Profile::default()
        });
        let policy = Policy::built_in();
        for choice in [Level::Low.into(), Level::High.into(), basic] {
            let line = |rule: &Rule| {
                let action = rule.treatment(choice).word();
                vec![rule.tag.clone(), rule.keyword.clone(), rule.vr.clone(), action]
            };
            let header = ["tag", "keyword", "vr", "action"].map(str::to_owned).to_vec();
            let table: Vec<_> =
                std::iter::once(header).chain(policy.of_attributes().map(line)).collect();
            let read = site_rules(&table).unwrap();
            assert!(read.len() > 3000 && read.len() == table.len() - 1, "{}", read.len());
            for (rule, own) in policy.of_attributes().zip(&read) {
                assert_eq!(own.treatment(Level::Low), rule.treatment(choice), "{}", rule.tag);
                assert_eq!(own.treatment(Level::High), rule.treatment(choice), "{}", rule.tag);
            }
        }
    }

    #[test]
    fn a_word_for_the_verifier_that_nobody_knows_is_refused_and_not_taken_for_none() {
        let header = "tag,low,high,verifier_low,verifier_high";
        let with = |cells: &str| rules(&[header, &format!("00100010,remove,remove,{cells}")]);
        let both = ByLevel { low: Reference::EmptyOrHash, high: Reference::Empty };
        assert_eq!(with("empty-or-hash,empty").unwrap()[0].reference, Some(both));
        assert_eq!(with(",").unwrap()[0].reference, None);
        for (cells, wrong) in [
            ("emtpy,empty", "verifier_low"),
            ("empty,x", "verifier_high"),
            ("empty,", "verifier_high"),
        ] {
            let error = with(cells).unwrap_err();
            assert!(
                matches!(error, SiteError::Word { line: 2, column } if column == wrong),
                "{cells}: {error}"
            );
        }
    }
}
