//! Where arrows may run, and where they must never.

use std::collections::BTreeSet;

use crate::resolve::Arrow;
use crate::workspace::{Place, Workspace};

/// A wing of dicom-common and those it stands on.
pub struct Wing {
    /// The module at the root of the crate.
    pub name: &'static str,
    /// Wings that it may use.
    pub stands_on: &'static [&'static str],
}

/// From the ground up, as the head of dicom-common's lib.rs has it.
pub const WINGS: [Wing; 6] = [
    Wing { name: "code", stands_on: &[] },
    Wing { name: "dataset", stands_on: &["code"] },
    Wing { name: "files", stands_on: &["code"] },
    Wing { name: "imaging", stands_on: &["dataset", "code"] },
    Wing { name: "deid", stands_on: &["files", "dataset", "code"] },
    Wing { name: "pipeline", stands_on: &["deid", "files", "dataset", "code"] },
];

/// An arrow that must never be.
pub struct Forbidden {
    /// The package whose files are read.
    pub from: &'static str,
    /// Packages, or modules of them, that it must not use.
    pub to: &'static [&'static str],
    /// What would be lost.
    pub because: &'static str,
}

/// The parts of dicom-common's policy that decide; the table is data.
const DECISIONS: [&str; 5] = [
    "dicom_common::deid::policy::chosen",
    "dicom_common::deid::policy::decide",
    "dicom_common::deid::policy::dummy",
    "dicom_common::deid::policy::graphics",
    "dicom_common::deid::policy::retained",
];

/// Of packages one by one; that no tool stands on another is a rule of its own.
pub const FORBIDDEN: [Forbidden; 10] = [
    Forbidden {
        from: "dcm-hdrcheck",
        to: &["dicom_common::dataset", "dicom_common::deid::known_values", "descriptors"],
        because: "a mistake of the reader, or in what is searched for, must not hide from the check",
    },
    Forbidden {
        from: "dcm-hdrcheck",
        to: &DECISIONS,
        because: "the check takes the table as data and decides by itself",
    },
    Forbidden {
        from: "dcm-facecheck",
        to: &["dicom_common::imaging::pixels"],
        because: "the check decodes pixels with other code than the tool that wrote them",
    },
    Forbidden {
        from: "dcm-deface",
        to: &["recognition"],
        because: "nobody tunes a cut to its judge",
    },
    Forbidden {
        from: "score-heads",
        to: &["recognition"],
        because: "nobody tunes a cut to its judge",
    },
    Forbidden { from: "registration", to: &[DICOM], because: "it is about volumes" },
    Forbidden { from: "recognition", to: &[DICOM], because: "it is about surfaces" },
    Forbidden { from: "render", to: &[DICOM], because: "it is about volumes and pages" },
    Forbidden { from: "workbook", to: &[DICOM], because: "it is about tables" },
    Forbidden {
        from: "testkit",
        to: &["dicom_common"],
        because: "tests read files by code of their own",
    },
];

/// dicom-common, and any package of the family dicom-*.
pub const DICOM: &str = "dicom*";

/// A file and what it must not use but does.
pub type Violation = (String, String);

/// Arrows between the wings of dicom-common that run back.
pub fn against_wings(workspace: &Workspace, arrows: &BTreeSet<Arrow>) -> BTreeSet<Violation> {
    let mut violations = BTreeSet::new();
    for arrow in arrows.iter().filter(|arrow| arrow.from[0] == "dicom_common") {
        let Some(own) = wing(&arrow.from) else { continue };
        for other in arrow.through.iter().filter_map(|place| wing(place)) {
            let may = WINGS.iter().any(|w| w.name == own && w.stands_on.contains(&other));
            if own != other && !may {
                violations.insert((workspace.modules[&arrow.from].file.clone(), other.into()));
            }
        }
    }
    violations
}

fn wing(place: &Place) -> Option<&str> {
    (place[0] == "dicom_common").then(|| place.get(1)).flatten().map(String::as_str)
}

/// Arrows that must never be, of files and of manifests.
pub fn forbidden(workspace: &Workspace, arrows: &BTreeSet<Arrow>) -> BTreeSet<Violation> {
    let mut violations = BTreeSet::new();
    for rule in &FORBIDDEN {
        let Some(package) = workspace.packages.get(rule.from) else { continue };
        for need in workspace.needs(package) {
            let crate_name = need.replace('-', "_");
            if rule.to.iter().any(|to| covers(to, &crate_name)) {
                violations.insert((package.manifest.clone(), crate_name));
            }
        }
        let own = rule.from.replace('-', "_");
        for arrow in arrows.iter().filter(|arrow| is_of(&arrow.from, &own)) {
            for place in &arrow.through {
                if let Some(to) = rule.to.iter().find(|to| covers(to, &place.join("::"))) {
                    let file = workspace.modules[&arrow.from].file.clone();
                    violations.insert((file, (*to).into()));
                }
            }
        }
    }
    violations
}

/// Tools that need another tool to run, and libraries that need a tool.
pub fn on_tools(workspace: &Workspace) -> BTreeSet<Violation> {
    let tools: BTreeSet<&String> =
        workspace.packages.values().filter(|p| is_tool(&p.name)).map(|p| &p.name).collect();
    let inside =
        workspace.packages.values().filter(|package| package.manifest.starts_with("crates/"));
    inside
        .flat_map(|package| {
            let needs = workspace.needs(package);
            let needs = needs.into_iter().filter(|need| tools.contains(need));
            needs.map(|need| (package.manifest.clone(), need)).collect::<Vec<_>>()
        })
        .collect()
}

fn is_tool(package: &str) -> bool {
    package.starts_with("dcm-")
}

/// Whether a place is in the crate of this name or in its `main.rs`.
fn is_of(place: &Place, crate_name: &str) -> bool {
    place[0].strip_prefix(crate_name).is_some_and(|rest| rest.is_empty() || rest == " main")
}

/// Whether a rule's target, a package or a module, is this place or holds it.
fn covers(target: &str, place: &str) -> bool {
    match target.strip_suffix('*') {
        Some(family) => place.starts_with(family),
        None => {
            place.strip_prefix(target).is_some_and(|rest| rest.is_empty() || rest.starts_with("::"))
        }
    }
}
