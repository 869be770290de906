//! From a path as written to the module that defines what it names, through re-exports.

use std::collections::{BTreeMap, BTreeSet};

use crate::module::{Import, Path};
use crate::workspace::{Place, Workspace};

/// An arrow from one module to another, or to itself.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Arrow {
    /// Where the path is written.
    pub from: Place,
    /// The modules in which its names were looked up; the last one defines what it names.
    pub through: Vec<Place>,
    /// Whether it only hands something on: a `pub use` of a name that the module itself never says.
    pub is_handed_on: bool,
}

impl Arrow {
    /// The module that defines what the path names.
    pub fn to(&self) -> &Place {
        self.through.last().unwrap()
    }
}

/// Re-exports of re-exports end here; more is a circle of `use` lines.
const DEEPEST: usize = 16;

/// What a path ends at.
#[derive(Clone, Copy, PartialEq, Eq)]
enum End {
    /// A module, and nothing in it.
    Module,
    /// Something in the module that was looked into last.
    Item,
}

/// All arrows of the workspace that end in it.
pub fn arrows(workspace: &Workspace) -> BTreeSet<Arrow> {
    let mut arrows = BTreeSet::new();
    for (from, located) in &workspace.modules {
        let module = &located.module;
        let is_said = |name: &String| {
            module.words.contains(name) || module.paths.iter().any(|path| path[0] == *name)
        };
        for import in &module.imports {
            let is_handed_on = import.is_public && !import.name.as_ref().is_some_and(is_said);
            match workspace.resolve(from, &import.path) {
                // Brought here for the paths that start with it: these are the arrows.
                Some((_, End::Module)) if import.name.is_some() => {}
                Some((through, _)) => {
                    arrows.insert(Arrow { from: from.clone(), through, is_handed_on });
                }
                None => {}
            }
        }
        for path in &module.paths {
            if let Some((through, _)) = workspace.resolve(from, path) {
                arrows.insert(Arrow { from: from.clone(), through, is_handed_on: false });
            }
        }
    }
    arrows
}

impl Workspace {
    /// The modules that a path written in `from` leads through, and what it ends at; none if it
    /// leads out of the workspace.
    fn resolve(&self, from: &Place, path: &[String]) -> Option<(Vec<Place>, End)> {
        let mut walk = Walk { workspace: self, through: Vec::new(), depth: 0 };
        let end = walk.start(from, path)?;
        Some((walk.through, end))
    }
}

/// A path being followed.
struct Walk<'a> {
    workspace: &'a Workspace,
    /// The modules so far.
    through: Vec<Place>,
    /// How many re-exports were followed.
    depth: usize,
}

impl<'a> Walk<'a> {
    /// Follows a path that is written in `from`.
    fn start(&mut self, from: &[String], path: &[String]) -> Option<End> {
        let (first, rest) = path.split_first()?;
        match first.as_str() {
            "crate" => self.down(&from[..1], rest),
            "self" => self.down(from, rest),
            "super" => {
                let ups = path.iter().take_while(|name| *name == "super").count();
                let up = from.len().checked_sub(ups).filter(|left| *left > 0)?;
                self.down(&from[..up], &path[ups..])
            }
            first if self.child(from, first).is_some() => self.down(from, path),
            // `use face::{self, find}` names the crate, not itself.
            first => match self.import(from, first).filter(|import| import.path[0] != first) {
                Some(import) => self.follow(import, from, rest),
                None => self.down(&[first.to_owned()], rest),
            },
        }
    }

    /// Follows names down from a module.
    fn down(&mut self, at: &[String], names: &[String]) -> Option<End> {
        let module = &self.workspace.modules.get(at)?.module;
        self.through.push(at.to_vec());
        let Some((name, rest)) = names.split_first() else { return Some(End::Module) };
        let child = self.child(at, name);
        // A module and a function may share a name: at the end of a path, it is the function's.
        if child.is_none() || rest.is_empty() {
            if module.items.contains(name) {
                return Some(End::Item);
            }
            if let Some(import) =
                self.import(at, name).filter(|import| import.path != [name.clone()])
            {
                // What comes from outside of the workspace is had from here.
                return Some(self.follow(import, at, rest).unwrap_or(End::Item));
            }
        }
        match child {
            Some(child) => self.down(&child, rest),
            None => Some(self.through_globs(at, names)),
        }
    }

    /// Follows a `use` line of `at`, and further names.
    fn follow(&mut self, import: &Import, at: &[String], rest: &[String]) -> Option<End> {
        if self.depth == DEEPEST {
            return None;
        }
        self.depth += 1;
        let path: Path = import.path.iter().chain(rest).cloned().collect();
        self.start(at, &path)
    }

    /// Looks into the modules whose names are all brought to `at`. What none of them defines is made
    /// by a macro, or belongs to a type (`Kind::Head`): it ends here.
    fn through_globs(&mut self, at: &[String], names: &[String]) -> End {
        let imports = &self.workspace.modules[at].module.imports;
        for import in imports.iter().filter(|import| import.name.is_none()) {
            let mut walk = Walk { through: self.through.clone(), ..*self };
            let end = walk.follow(import, at, names);
            let last = &self.workspace.modules[walk.through.last().unwrap()].module;
            if end.is_some() && last.items.contains(&names[0]) {
                self.through = walk.through;
                return End::Item;
            }
        }
        End::Item
    }

    fn child(&self, at: &[String], name: &str) -> Option<Place> {
        let place: Place = at.iter().cloned().chain([name.to_owned()]).collect();
        self.workspace.modules.contains_key(&place).then_some(place)
    }

    fn import(&self, at: &[String], name: &str) -> Option<&'a Import> {
        let imports = &self.workspace.modules.get(at)?.module.imports;
        imports.iter().find(|import| import.name.as_deref() == Some(name))
    }
}

/// Arrows between files of one crate, by file.
pub fn between_files(
    workspace: &Workspace,
    arrows: &BTreeSet<Arrow>,
) -> BTreeMap<String, BTreeSet<String>> {
    let mut files: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for arrow in arrows.iter().filter(|arrow| !arrow.is_handed_on && arrow.from[0] == arrow.to()[0])
    {
        let file = |place: &Place| workspace.modules[place].file.clone();
        let (from, to) = (file(&arrow.from), file(arrow.to()));
        if from != to {
            files.entry(from).or_default().insert(to);
        }
    }
    files
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::module::Module;
    use crate::tokens::tokens;

    /// A workspace of modules: `crate::a::b` and its text.
    fn workspace(modules: &[(&str, &str)]) -> Workspace {
        let mut workspace = Workspace::default();
        for (place, source) in modules {
            let place = place.split("::").map(String::from).collect();
            workspace.add_module(format!("{place:?}"), Module::parse(&tokens(source)), place);
        }
        workspace
    }

    /// The arrows that are more than handed on, without those to a module itself.
    fn found(modules: &[(&str, &str)]) -> Vec<String> {
        let arrows = arrows(&workspace(modules));
        let arrows = arrows.iter().filter(|a| !a.is_handed_on && a.from != *a.to());
        let shown = arrows.map(|a| format!("{} > {}", a.from.join("::"), a.to().join("::")));
        BTreeSet::from_iter(shown).into_iter().collect()
    }

    #[test]
    fn a_name_is_followed_through_facades_to_the_file_that_defines_it() {
        let facade = ("a::f", "mod g; pub use g::G;");
        let modules = [("a", ""), facade, ("a::f::g", "pub struct G;"), ("b", "use a::f::G;")];
        assert_eq!(found(&modules), ["b > a::f::g"]);
    }

    #[test]
    fn a_facade_that_says_the_name_itself_has_an_arrow() {
        let child = ("a::g", "pub struct G; use super::f;");
        assert_eq!(found(&[("a", "pub use g::G; pub fn f() {}"), child]), ["a::g > a"]);
        let both = found(&[("a", "pub use g::G; pub fn f() -> G {}"), child]);
        assert_eq!(both, ["a > a::g", "a::g > a"]);
    }

    #[test]
    fn a_child_that_takes_its_sibling_from_the_parent_has_no_arrow_to_the_parent() {
        let siblings = [("a::b", "pub struct B;"), ("a::c", "use super::B; use super::b::B as D;")];
        assert_eq!(
            found(&[&[("a", "use b::B;")], siblings.as_slice()].concat()),
            ["a > a::b", "a::c > a::b"]
        );
    }

    #[test]
    fn an_imported_module_counts_by_what_is_taken_from_it() {
        let b = ("a::b", "pub use d::D;");
        let modules = [
            ("a", ""),
            b,
            ("a::b::d", "pub struct D;"),
            ("a::c", "use super::b; fn f(_: b::D) {}"),
        ];
        assert_eq!(found(&modules), ["a::c > a::b::d"]);
        let unsaid = [("a", ""), b, ("a::c", "use crate::b;")];
        assert!(found(&unsaid).is_empty());
    }

    #[test]
    fn a_function_with_the_name_of_its_module_is_found() {
        let facade = ("a", "mod decide; pub use decide::decide;");
        let modules = [facade, ("a::decide", "pub fn decide() {}"), ("b", "use a::decide;")];
        assert_eq!(found(&modules), ["b > a::decide"]);
    }

    #[test]
    fn stars_lead_to_what_defines_the_name() {
        let facade = ("a", "pub use b::*; pub use c::*;");
        let modules =
            [facade, ("a::b", "pub fn x() {}"), ("a::c", "pub fn y() {}"), ("d", "use a::y;")];
        assert_eq!(found(&modules), ["d > a::c"]);
    }

    #[test]
    fn paths_of_other_crates_are_no_arrows_and_circles_of_re_exports_end() {
        assert!(found(&[("a", "use std::fmt::Display; fn f() { serde::x() }")]).is_empty());
        assert!(found(&[("a", "pub use b::X;"), ("a::b", "pub use super::X;")]).is_empty());
    }

    #[test]
    fn a_child_in_braces_is_in_the_file_of_its_parent() {
        let modules =
            [("a", "mod b { use super::c::C; }"), ("a::c", "pub struct C; use crate::f;")];
        let workspace = workspace(&[&modules, [("a::f", "")].as_slice()].concat());
        let files = between_files(&workspace, &arrows(&workspace));
        assert_eq!(files.len(), 1, "{files:?}");
    }
}
