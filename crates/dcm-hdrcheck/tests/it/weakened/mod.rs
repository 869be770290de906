//! Weakened on purpose: each mechanism of dcm-scrub is switched off in turn, and every file that leaks
//! by it must be flagged.
//!
//! The switches are outside of dcm-scrub: an output gets the original's elements back that the mechanism
//! was there for. What an output is without a mechanism is the same, and nothing in the product can be
//! weakened.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test that cannot be set up has failed"
)]

mod blocks;
mod codes;
mod elements;
mod files;
mod input;
mod mechanism;
mod run;
mod search;
mod texts;

use std::collections::BTreeMap;

use input::Input;
use mechanism::{Mechanism, Sees};
use run::{CHOICES, Leak};

/// Of a mechanism, the files that leak without it, and how many of them are flagged by what the checker
/// knows of the originals.
#[derive(Debug, Default)]
struct Score {
    leaks: usize,
    flagged: BTreeMap<Sees, (usize, usize)>,
}

#[test]
fn every_file_that_leaks_without_a_mechanism_of_the_scrubber_is_flagged() {
    let mechanisms = mechanism::all();
    let of = |mechanism| move |input| (mechanism, input);
    let inputs: Vec<(&Mechanism, Input)> =
        mechanisms.iter().flat_map(|one| (one.inputs)().into_iter().map(of(one))).collect();
    let always = inputs.iter().position(|(mechanism, _)| mechanism.is_the_same).unwrap();
    let mut scores: BTreeMap<&str, Score> = BTreeMap::new();
    let (mut leaks, mut missed) = (0, Vec::new());
    let (mut leaked, mut stayed) = (vec![false; inputs.len()], vec![false; inputs.len()]);
    for (number, choice) in CHOICES.into_iter().enumerate() {
        // All that can be known is tried with the first choice.
        let (count, sees) = match number {
            0 => (inputs.len(), Sees::ALL.to_vec()),
            _ => (always, vec![Sees::Alone, Sees::LinkAndOriginals]),
        };
        let checked = run::run(&inputs[..count], choice, &sees);
        checked.stay.iter().for_each(|at| stayed[*at] = true);
        for Leak { at, flagged } in checked.leaks {
            leaked[at] = true;
            leaks += 1;
            let (mechanism, input) = &inputs[at];
            let score = scores.entry(mechanism.name).or_default();
            score.leaks += 1;
            for (sees, flagged) in flagged {
                let (found, all) = score.flagged.entry(sees).or_default();
                *found += usize::from(flagged);
                *all += 1;
                if !flagged && sees >= mechanism.sees {
                    missed
                        .push(format!("{}: {} ({choice}, {sees:?})", mechanism.name, input.label));
                }
            }
        }
    }
    for mechanism in &mechanisms {
        let score = scores.remove(mechanism.name).unwrap_or_default();
        let flagged =
            score.flagged.iter().map(|(sees, (found, all))| format!("{sees:?} {found}/{all}"));
        let flagged = flagged.collect::<Vec<_>>().join(", ");
        println!("{:48} {:4} leaks, flagged: {flagged}", mechanism.name, score.leaks);
    }
    println!("{} mechanisms, {leaks} leaks, {} missed", mechanisms.len(), missed.len());
    assert!(missed.is_empty(), "{missed:#?}");
    // An input that never leaks tests nothing, nor does a search in what goes anyway.
    for (at, (mechanism, input)) in inputs.iter().enumerate() {
        assert!(leaked[at], "{}: {} leaks nothing", mechanism.name, input.label);
        assert!(stayed[at] || !mechanism.searches, "{}: {} goes", mechanism.name, input.label);
    }
}
