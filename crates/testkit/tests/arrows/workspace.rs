//! The crates of the workspace: their modules, their files, what they depend on.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

use crate::module::Module;
use crate::tokens::tokens;

/// Where a module stands: its crate's name in Rust, then the modules down to it. `main.rs` beside
/// a library is a crate of its own, `dcm_scrub main`, which no path can name.
pub type Place = Vec<String>;

/// A module and its file.
#[derive(Debug)]
pub struct Located {
    /// Relative to the workspace.
    pub file: String,
    /// What it says.
    pub module: Module,
}

/// A package of the workspace.
#[derive(Debug)]
pub struct Package {
    /// As Cargo writes it, `dicom-common`.
    pub name: String,
    /// Relative to the workspace.
    pub manifest: String,
    /// Packages that it needs to run, not only to be tested, of the workspace and others.
    pub dependencies: BTreeSet<String>,
    /// Whether it has a program of its own.
    pub is_program: bool,
}

/// All that is read.
#[derive(Debug, Default)]
pub struct Workspace {
    /// Modules by their places.
    pub modules: BTreeMap<Place, Located>,
    /// Packages by name.
    pub packages: BTreeMap<String, Package>,
}

impl Workspace {
    /// Reads the workspace that this test is part of.
    pub fn read() -> Self {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().nth(2).unwrap();
        let cargo = std::env::var("CARGO").unwrap_or_else(|_| "cargo".into());
        let mut command = Command::new(cargo);
        command.args(["metadata", "--no-deps", "--offline", "--format-version", "1"]);
        let output = command.current_dir(root).output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        let metadata: Value = serde_json::from_slice(&output.stdout).unwrap();
        let mut workspace = Self::default();
        for package in metadata["packages"].as_array().unwrap() {
            workspace.add_package(root, package);
        }
        workspace
    }

    fn add_package(&mut self, root: &Path, package: &Value) {
        let name = text(&package["name"]);
        let targets = package["targets"].as_array().unwrap();
        let of_kind = |kind: &str| {
            targets.iter().find(|target| target["kind"][0] == kind).map(|t| text(&t["src_path"]))
        };
        let (library, program) = (of_kind("lib"), of_kind("bin"));
        let in_rust = name.replace('-', "_");
        let place = match library {
            Some(_) => format!("{in_rust} main"),
            None => in_rust.clone(),
        };
        for (place, source) in [(in_rust, &library), (place, &program)] {
            if let Some(source) = source {
                self.add_file(root, Path::new(source), vec![place]);
            }
        }
        let dependencies = package["dependencies"].as_array().unwrap();
        // The kind of a dependency of tests is "dev", of a build script "build".
        let dependencies = dependencies.iter().filter(|dependency| dependency["kind"] != "dev");
        let package = Package {
            manifest: relative(root, Path::new(&text(&package["manifest_path"]))),
            dependencies: dependencies.map(|dependency| text(&dependency["name"])).collect(),
            is_program: program.is_some(),
            name: name.clone(),
        };
        self.packages.insert(name, package);
    }

    /// Reads a file and the files of the modules that it declares.
    fn add_file(&mut self, root: &Path, file: &Path, place: Place) {
        let source = std::fs::read_to_string(file).unwrap();
        let module = Module::parse(&tokens(&source));
        let is_folder = place.len() == 1 || file.ends_with("mod.rs");
        let folder =
            if is_folder { file.parent().unwrap().into() } else { file.with_extension("") };
        for child in &module.declared {
            let mut place = place.clone();
            place.push(child.clone());
            self.add_file(root, &file_of(&folder, child), place);
        }
        self.add_module(relative(root, file), module, place);
    }

    /// Adds a module and those in braces within.
    pub fn add_module(&mut self, file: String, mut module: Module, place: Place) {
        for (name, child) in std::mem::take(&mut module.inline) {
            let mut place = place.clone();
            place.push(name);
            self.add_module(file.clone(), child, place);
        }
        self.modules.insert(place, Located { file, module });
    }

    /// The packages of the workspace and others that one needs to run, those that these need too.
    pub fn needs(&self, package: &Package) -> BTreeSet<String> {
        let mut needs = BTreeSet::new();
        let mut open: Vec<&Package> = vec![package];
        while let Some(package) = open.pop() {
            for name in &package.dependencies {
                if needs.insert(name.clone()) {
                    open.extend(self.packages.get(name));
                }
            }
        }
        needs
    }
}

/// The file of a module that a file in `folder` declares.
fn file_of(folder: &Path, name: &str) -> PathBuf {
    let file = folder.join(format!("{name}.rs"));
    if file.is_file() { file } else { folder.join(name).join("mod.rs") }
}

fn relative(root: &Path, file: &Path) -> String {
    file.strip_prefix(root).unwrap().to_str().unwrap().to_owned()
}

fn text(value: &Value) -> String {
    value.as_str().unwrap().to_owned()
}
