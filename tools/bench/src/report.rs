//! The table and the targets.

use std::fmt::Write;

use crate::cases::Case;
use crate::measure::Usage;

/// Medians of all rounds, with their ratio to `cp -r` of the same files, to the same tool on 200
/// slices, or to nnunetv2; then what was to be reached.
pub fn table(rounds: &[Vec<(Case, Usage)>], files: usize) -> String {
    let files = f64::from(u32::try_from(files).unwrap_or(u32::MAX));
    let cases: Vec<Case> = rounds.iter().take(1).flatten().map(|(case, _)| *case).collect();
    let of = |case, value: fn(&Usage) -> f64| median(rounds, case, value);
    let cpu = |case| of(case, |usage| usage.cpu);
    let memory = |case| of(case, |usage| usage.memory);
    let copy = cpu(Case::Copy);
    let mut text = String::new();
    let _ =
        writeln!(text, "{:24}{:>8}{:>14}{:>9}{:>12}", "", "CPU s", "ratio", "wall s", "memory MB");
    for case in &cases {
        let _ = writeln!(
            text,
            "{:24}{:>8.2}{:>14.2}{:>9.2}{:>12.1}",
            case.name(),
            cpu(*case),
            cpu(*case) / cpu(reference(*case)),
            of(*case, |usage| usage.wall),
            memory(*case)
        );
    }
    let scrubs = [Case::ScrubLow, Case::ScrubHigh, Case::ScrubProfile];
    let scrub = scrubs.map(cpu).into_iter().fold(0.0, f64::max);
    let scrub_memory = scrubs.map(memory).into_iter().fold(0.0, f64::max);
    let limit = 1.5 * copy + 0.0003 * files;
    let mut targets = vec![
        ("dcm-scrub, CPU s: 1.5 cp -r + 0.3 ms a file", scrub, limit),
        ("dcm-scrub, memory MB", scrub_memory, 50.0),
        ("dcm-hdrcheck, CPU s: 0.5 ms a file", cpu(Case::Hdrcheck), 0.0005 * files),
        ("dcm-hdrcheck, memory MB", memory(Case::Hdrcheck), 100.0),
        (
            "dcm-hdrcheck --against, wall s: 3 cat + 1 ms a file",
            of(Case::Against, |usage| usage.wall),
            3.0 * of(Case::Read, |usage| usage.wall) + 0.001 * files,
        ),
        ("dcm-deface, wall s", of(Case::Deface, |usage| usage.wall), 3.0),
        ("dcm-deface, CPU s", cpu(Case::Deface), 4.5),
        ("dcm-deface, memory MB", memory(Case::Deface), 400.0),
        ("dcm-deface, 1500 slices, memory MB", memory(Case::DefaceLong), 600.0),
        ("dcm-facecheck, wall s", of(Case::Facecheck, |usage| usage.wall), 5.0),
        ("dcm-facecheck, memory MB", memory(Case::Facecheck), 600.0),
        ("dcm-facecheck --report, memory MB", memory(Case::FacecheckReport), 600.0),
        ("dcm-facecheck, 1500 slices, memory MB", memory(Case::FacecheckLong), 800.0),
    ];
    if cases.contains(&Case::Dcmanon) {
        let half = cpu(Case::Dcmanon) / 2.0;
        targets.push(("dcm-scrub, CPU s: half of dcmanon", scrub, half));
    }
    if cases.contains(&Case::Nnunetv2) {
        let wall = |case| of(case, |usage| usage.wall);
        targets.push(("inference, wall s: nnunetv2's", wall(Case::Networks), wall(Case::Nnunetv2)));
    }
    text.push('\n');
    for (what, found, limit) in targets {
        let verdict = if found <= limit { "met" } else { "MISSED" };
        let _ = writeln!(text, "{what:52}{found:>8.2} of at most {limit:>7.2}  {verdict}");
    }
    text
}

/// The copy of the same files; of a long series the same tool on a short one.
fn reference(case: Case) -> Case {
    match case {
        Case::CopyHead
        | Case::Deface
        | Case::DefaceAgain
        | Case::Facecheck
        | Case::FacecheckReport => Case::CopyHead,
        Case::DefaceLong => Case::Deface,
        Case::FacecheckLong => Case::Facecheck,
        Case::Nnunetv2 | Case::Networks => Case::Nnunetv2,
        _ => Case::Copy,
    }
}

/// The middle value of a case over all rounds; the upper one of two.
fn median(rounds: &[Vec<(Case, Usage)>], case: Case, value: fn(&Usage) -> f64) -> f64 {
    let results = rounds.iter().flatten().filter(|(of, _)| *of == case);
    let mut values: Vec<f64> = results.map(|(_, usage)| value(usage)).collect();
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(f64::NAN)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn round(cpu: f64) -> Vec<(Case, Usage)> {
        let usage = |cpu: f64| format!("1.5 {cpu} 40 0").parse().unwrap();
        vec![
            (Case::Copy, usage(0.4)),
            (Case::Read, usage(0.2)),
            (Case::ScrubLow, usage(cpu)),
            (Case::Again, usage(0.1)),
            (Case::Hdrcheck, usage(0.9)),
            (Case::Against, usage(2.0)),
            (Case::ScrubHigh, usage(0.5)),
            (Case::ScrubProfile, usage(0.6)),
            (Case::CopyHead, usage(0.1)),
            (Case::Deface, usage(2.0)),
            (Case::Facecheck, usage(4.0)),
            (Case::FacecheckReport, usage(6.0)),
            (Case::DefaceLong, usage(15.0)),
            (Case::FacecheckLong, usage(20.0)),
        ]
    }

    #[test]
    fn medians_are_compared_with_the_targets() {
        let text = table(&[round(9.0), round(0.8), round(0.7)], 2000);
        assert!(text.contains("dcm-scrub --level low       0.80          2.00"), "{text}");
        assert_eq!(text.matches(" met").count(), 13, "{text}");
        let slow = table(&[round(1.3)], 2000);
        assert_eq!(slow.matches("MISSED").count(), 1, "{slow}");
    }
}
