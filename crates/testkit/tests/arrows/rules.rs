//! Where arrows may run, and where they must never.

use std::collections::BTreeSet;

use crate::resolve::Arrow;
use crate::workspace::{Package, Place, Workspace};

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
    /// Files that may, because what they are for cannot be done otherwise.
    pub but_for: &'static [&'static str],
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
pub const FORBIDDEN: [Forbidden; 14] = [
    Forbidden {
        from: "dcm-hdrcheck",
        to: &["dicom_common::dataset"],
        // The comparison of the project's own reader with the others asks it.
        but_for: &["crates/dcm-hdrcheck/src/reader/second.rs"],
        because: "a mistake of the reader must not hide from the check",
    },
    Forbidden {
        from: "dcm-hdrcheck",
        to: &["dicom_common::deid::known_values", "descriptors"],
        but_for: &[],
        because: "a mistake in what is searched for must not hide from the check",
    },
    Forbidden {
        from: "dcm-hdrcheck",
        to: &DECISIONS,
        but_for: &[],
        because: "the check takes the table as data and decides by itself",
    },
    Forbidden {
        from: "dcm-facecheck",
        to: &["dicom_common::imaging::pixels"],
        but_for: &[],
        because: "the check decodes pixels with other code than the tool that wrote them",
    },
    Forbidden {
        from: "dcm-release",
        to: &["dicom_common::dataset"],
        but_for: &[],
        because: "what is left in headers is counted with another reader than the tools' own",
    },
    Forbidden {
        from: "dcm-facecheck",
        to: &["average_head"],
        but_for: &[],
        because: "the check has a model of heads of its own, made from other people",
    },
    Forbidden {
        from: "head-model",
        to: &["face", "average_head", "recognition"],
        but_for: &[],
        because: "the check's second way to the face knows nothing of the first",
    },
    Forbidden {
        from: "dcm-deface",
        to: &["recognition", "head_model"],
        but_for: &[],
        because: "nobody tunes a cut to its judge",
    },
    Forbidden {
        from: "score-heads",
        to: &["recognition", "head_model"],
        but_for: &[],
        because: "nobody tunes a cut to its judge",
    },
    Forbidden { from: "registration", to: &[DICOM], but_for: &[], because: "it is about volumes" },
    Forbidden { from: "recognition", to: &[DICOM], but_for: &[], because: "it is about surfaces" },
    Forbidden {
        from: "render",
        to: &[DICOM],
        but_for: &[],
        because: "it is about volumes and pages",
    },
    Forbidden { from: "workbook", to: &[DICOM], but_for: &[], because: "it is about tables" },
    Forbidden {
        from: "testkit",
        to: &["dicom_common"],
        but_for: &[],
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
                    if !rule.but_for.contains(&file.as_str()) {
                        violations.insert((file, (*to).into()));
                    }
                }
            }
        }
    }
    violations
}

/// Packages of `crates/` that need a tool to run. A tool is one of them with a program.
pub fn on_tools(workspace: &Workspace) -> BTreeSet<Violation> {
    let is_inside = |package: &&Package| package.manifest.starts_with("crates/");
    let inside: Vec<&Package> = workspace.packages.values().filter(is_inside).collect();
    let is_tool = |need: &String| inside.iter().any(|p| p.is_program && p.name == *need);
    let mut violations = BTreeSet::new();
    for package in &inside {
        let tools = workspace.needs(package).into_iter().filter(is_tool);
        violations.extend(tools.map(|tool| (package.manifest.clone(), tool)));
    }
    violations
}

/// Programs of `crates/` that decode pixels, by the names of their packages.
pub fn decoding<'a>(workspace: &'a Workspace, arrows: &BTreeSet<Arrow>) -> BTreeSet<&'a str> {
    let decoders = ["dicom_common::imaging::pixels", "dicom_common::imaging::volume", "burned_in"];
    let decodes = |package: &&Package| {
        let own = package.name.replace('-', "_");
        let to = |place: &Place| decoders.iter().any(|to| covers(to, &place.join("::")));
        arrows.iter().any(|arrow| is_of(&arrow.from, &own) && arrow.through.iter().any(to))
    };
    let is_tool = |p: &&Package| p.is_program && p.manifest.starts_with("crates/");
    let tools = workspace.packages.values().filter(is_tool).filter(decodes);
    tools.map(|package| package.name.as_str()).collect()
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::module::Module;
    use crate::resolve;
    use crate::tokens::tokens;

    /// A workspace of one file for each module, and of packages with what they need.
    fn workspace(modules: &[(&str, &str)], packages: &[(&str, &[&str])]) -> Workspace {
        let mut workspace = Workspace::default();
        for (place, source) in modules {
            let names = place.split("::").map(String::from).collect();
            workspace.add_module(format!("{place}.rs"), Module::parse(&tokens(source)), names);
        }
        for (name, needs) in packages {
            let package = Package {
                name: name.to_string(),
                manifest: format!("crates/{name}/Cargo.toml"),
                dependencies: needs.iter().map(|need| need.to_string()).collect(),
                is_program: name.starts_with("dcm-"),
            };
            workspace.packages.insert(name.to_string(), package);
        }
        workspace
    }

    fn shown(violations: BTreeSet<Violation>) -> Vec<String> {
        violations.into_iter().map(|(file, to)| format!("{file} > {to}")).collect()
    }

    #[test]
    fn an_arrow_back_between_wings_is_found_and_one_down_is_not() {
        let wings = [
            ("dicom_common", ""),
            ("dicom_common::code", "pub struct Code; use crate::dataset::Tag;"),
            ("dicom_common::dataset", "pub struct Tag; use crate::code::Code;"),
        ];
        let workspace = workspace(&wings, &[]);
        let found = against_wings(&workspace, &resolve::arrows(&workspace));
        assert_eq!(shown(found), ["dicom_common::code.rs > dataset"]);
    }

    #[test]
    fn a_name_that_another_wing_hands_on_counts_as_that_wing() {
        let wings = [
            ("dicom_common", ""),
            ("dicom_common::code", "use crate::files::Tag;"),
            ("dicom_common::files", "pub use dicom_core::Tag;"),
        ];
        let workspace = workspace(&wings, &[]);
        let found = against_wings(&workspace, &resolve::arrows(&workspace));
        assert_eq!(shown(found), ["dicom_common::code.rs > files"]);
    }

    #[test]
    fn forbidden_modules_are_found_in_files_and_the_table_as_data_is_allowed() {
        let modules = [
            ("dicom_common", ""),
            ("dicom_common::deid", ""),
            ("dicom_common::deid::policy", "pub use decide::decide; pub use table::Policy;"),
            ("dicom_common::deid::policy::decide", "pub fn decide() {}"),
            ("dicom_common::deid::policy::table", "pub struct Policy;"),
            ("dcm_hdrcheck", "use dicom_common::deid::policy::{Policy, decide};"),
            ("dcm_hdrcheck main", "use dicom_common::deid::policy::Policy;"),
        ];
        let workspace = workspace(&modules, &[("dcm-hdrcheck", &["dicom-common"])]);
        let found = forbidden(&workspace, &resolve::arrows(&workspace));
        assert_eq!(shown(found), ["dcm_hdrcheck.rs > dicom_common::deid::policy::decide"]);
    }

    #[test]
    fn a_file_that_a_rule_excepts_may_and_no_other() {
        let reader = "crates/dcm-hdrcheck/src/reader/second.rs";
        let mut workspace = workspace(
            &[
                ("dicom_common", ""),
                ("dicom_common::dataset", "pub fn parse() {}"),
                ("dcm_hdrcheck", "use dicom_common::dataset::parse;"),
            ],
            &[("dcm-hdrcheck", &["dicom-common"])],
        );
        let second = Module::parse(&tokens("use dicom_common::dataset::parse;"));
        let place = ["dcm_hdrcheck", "reader"].map(String::from).to_vec();
        workspace.add_module(reader.into(), second, place);
        let found = forbidden(&workspace, &resolve::arrows(&workspace));
        assert_eq!(shown(found), ["dcm_hdrcheck.rs > dicom_common::dataset"]);
    }

    #[test]
    fn forbidden_packages_are_found_in_what_a_package_needs_through_others() {
        let packages: [(&str, &[&str]); 2] = [("render", &["face"]), ("face", &["dicom-core"])];
        let workspace = workspace(&[], &packages);
        let found = forbidden(&workspace, &BTreeSet::new());
        assert_eq!(shown(found), ["crates/render/Cargo.toml > dicom_core"]);
    }

    #[test]
    fn a_tool_that_stands_on_a_tool_is_found() {
        let packages: [(&str, &[&str]); 3] =
            [("dcm-a", &["face"]), ("face", &["dcm-b"]), ("dcm-b", &[])];
        let found = shown(on_tools(&workspace(&[], &packages)));
        assert_eq!(found, ["crates/dcm-a/Cargo.toml > dcm-b", "crates/face/Cargo.toml > dcm-b"]);
    }
}
