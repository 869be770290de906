//! Several series of one head in one frame of reference: the face that one of them shows is removed from all.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use demo_data::heads::Case;
use demo_data::study::{Part, series_of, write_study};

use crate::case::{Entry, judged};
use crate::deface::{Outcome, deface};
use crate::folder::files;
use crate::frame::{Frame, Number, tiles};

/// Series that are defaced together.
#[derive(Clone, Copy, Debug)]
pub struct Study {
    /// What the names of its series begin with.
    pub name: &'static str,
    /// The case that the parts are of, and others that parts name.
    cases: &'static [&'static str],
    /// Its series.
    parts: &'static [Part],
}

/// All studies.
pub const STUDIES: [Study; 4] = [
    Study {
        name: "contrasts_t1_flair",
        cases: &["mr_t1_sag", "mr_flair_ax_6mm"],
        parts: &[Part::Volume("mr_t1_sag"), Part::Volume("mr_flair_ax_6mm")],
    },
    Study {
        name: "contrasts_t2_pd",
        cases: &["mr_t2_cor", "mr_pd_ax"],
        parts: &[Part::Volume("mr_t2_cor"), Part::Volume("mr_pd_ax")],
    },
    Study {
        name: "mosaic_beside_t1",
        cases: &["mr_t1_sag"],
        parts: &[Part::Volume("mr_t1_sag"), Part::Mosaic],
    },
    Study {
        name: "pet_beside_ct",
        cases: &["ct_plain"],
        parts: &[Part::Volume("ct_plain"), Part::Pet],
    },
];

impl Study {
    /// Makes the series in `folder`, defaces them together with `program` and measures each.
    ///
    /// # Errors
    /// When files cannot be written or read, the program fails, or no case has a name.
    pub fn entries(&self, all: &[Case], folder: &Path, program: &Path) -> Result<Vec<Entry>> {
        let case = |name: &&str| {
            let case = all.iter().find(|case| case.name == **name).cloned();
            case.with_context(|| format!("study {} is of {name}, which is no case", self.name))
        };
        let cases: Vec<Case> = self.cases.iter().map(case).collect::<Result<_>>()?;
        let raw = folder.join("dicom");
        write_study(&raw, &cases, self.parts)?;
        let outcome = deface(program, &raw, &folder.join("defaced"), &folder.join("deface.csv"))?;
        let mut numbered = Vec::new();
        for file in outcome.written {
            numbered.push((Number::read(&file.path)?, file));
        }
        let mut entries = Vec::new();
        // Series are numbered in the order of the parts.
        for (part, number) in self.parts.iter().zip(1..) {
            let series = series_of(*part, &cases).context("a study of no case")?;
            let read = |paths: &[PathBuf]| match part {
                Part::Mosaic => {
                    let tiles = paths.iter().map(|path| tiles(path, series.stack()));
                    Ok(tiles.collect::<Result<Vec<_>>>()?.concat())
                }
                _ => Frame::read_all(paths),
            };
            for volume in volumes(*part, files(&raw.join(part.name()))?) {
                let of_volume = |at: &Number| {
                    at.series == number && volume.instance.is_none_or(|only| at.instance == only)
                };
                let written = numbered.iter().filter(|(at, _)| of_volume(at));
                let own = Outcome {
                    statuses: outcome.statuses.clone(),
                    written: written.map(|(_, file)| file.clone()).collect(),
                };
                let (verdict, measured) = judged(&series, &read(&volume.files)?, &own, read)?;
                let name = match volume.instance {
                    None => format!("{}: {}", self.name, part.name()),
                    Some(instance) => format!("{}: {} {instance}", self.name, part.name()),
                };
                let statuses = own.statuses.into_iter().collect();
                entries.push(Entry { name, verdict, statuses, measured, cues: Vec::new() });
            }
        }
        Ok(entries)
    }
}

/// Files of one volume.
struct Volume {
    files: Vec<PathBuf>,
    /// The Instance Number of the only file; none where all files of the series make up a volume.
    instance: Option<u16>,
}

/// The volumes of a series: each file of tiles is one.
fn volumes(part: Part, files: Vec<PathBuf>) -> Vec<Volume> {
    match part {
        Part::Mosaic => {
            let volume = |(file, instance)| Volume { files: vec![file], instance: Some(instance) };
            files.into_iter().zip(1..).map(volume).collect()
        }
        _ => vec![Volume { files, instance: None }],
    }
}
