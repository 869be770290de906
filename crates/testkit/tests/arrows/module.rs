//! What a module's text says of other modules: its `use` lines, its paths, its children.

use std::collections::{BTreeMap, BTreeSet};

use crate::tokens::Token;

/// The names of a path as written, `["crate", "a", "B"]`.
pub type Path = Vec<String>;

/// A module without what is compiled for tests alone.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Module {
    /// Children in files of their own.
    pub declared: BTreeSet<String>,
    /// Children in braces.
    pub inline: BTreeMap<String, Module>,
    /// Names that are defined here.
    pub items: BTreeSet<String>,
    /// What `use` lines bring here.
    pub imports: Vec<Import>,
    /// Paths elsewhere than in `use` lines.
    pub paths: BTreeSet<Path>,
    /// Single words elsewhere than in `use` lines.
    pub words: BTreeSet<String>,
}

/// One name of a `use` line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Import {
    /// The name here; none for `*`.
    pub name: Option<String>,
    /// Where it is from, without the `*`.
    pub path: Path,
    /// Whether it has a `pub` and so may serve others only.
    pub is_public: bool,
}

/// Words that define the name after them.
const DEFINERS: [&str; 8] = ["fn", "struct", "enum", "union", "trait", "type", "const", "static"];

impl Module {
    /// Reads a file.
    pub fn parse(tokens: &[Token]) -> Self {
        let mut module = Self::default();
        Cursor { tokens, at: 0 }.module(&mut module);
        module
    }
}

/// A place in the tokens of a file.
struct Cursor<'a> {
    tokens: &'a [Token],
    at: usize,
}

impl Cursor<'_> {
    fn peek(&self) -> Option<&Token> {
        self.tokens.get(self.at)
    }

    fn is_mark(&self, mark: char) -> bool {
        self.peek() == Some(&Token::Mark(mark))
    }

    /// Steps over this mark if it is next.
    fn take_mark(&mut self, mark: char) -> bool {
        let is = self.is_mark(mark);
        self.at += usize::from(is);
        is
    }

    /// Steps over the next word if there is one.
    fn take_word(&mut self) -> Option<String> {
        match self.peek() {
            Some(Token::Word(word)) => {
                let word = word.clone();
                self.at += 1;
                Some(word)
            }
            _ => None,
        }
    }

    /// Reads to the brace that closes the module, or to the end.
    fn module(&mut self, module: &mut Module) {
        let mut depth = 0;
        let mut is_public = false;
        while let Some(token) = self.peek() {
            match token {
                Token::Mark('{') => depth += 1,
                Token::Mark('}') if depth == 0 => {
                    self.at += 1;
                    return;
                }
                Token::Mark('}') => depth -= 1,
                Token::Mark('#') => {
                    if self.attribute(module) {
                        self.skip_item();
                    }
                    continue;
                }
                Token::Word(_) => {
                    let word = self.take_word().unwrap_or_default();
                    match word.as_str() {
                        "pub" => {
                            if self.is_mark('(') {
                                self.skip_group();
                            }
                            is_public = true;
                            continue;
                        }
                        "use" => self.import(&mut Vec::new(), is_public, module),
                        "mod" => self.child(module),
                        _ => self.path_or_item(word, depth == 0, module),
                    }
                    is_public = false;
                    continue;
                }
                Token::Mark(_) | Token::Separator => {}
            }
            self.at += 1;
        }
    }

    /// Steps over an attribute; whether what follows is compiled for tests alone.
    fn attribute(&mut self, module: &mut Module) -> bool {
        self.at += 1;
        self.take_mark('!');
        let start = self.at;
        self.skip_group();
        let tokens = &self.tokens[start..self.at];
        let has = |name: &str| tokens.iter().any(|t| matches!(t, Token::Word(w) if w == name));
        let is_cfg = matches!(tokens.get(1), Some(Token::Word(word)) if word == "cfg");
        if !is_cfg {
            // `#[derive(crate::a::B)]`, `#[arg(value_parser = super::c)]`.
            Cursor { tokens, at: 1 }.module(module);
        }
        is_cfg && has("test") && !has("not")
    }

    /// Steps over an item: to its `;` or over its braces.
    fn skip_item(&mut self) {
        while let Some(token) = self.peek() {
            match token {
                Token::Mark('{') => return self.skip_group(),
                Token::Mark('(' | '[') => self.skip_group(),
                Token::Mark(';') => {
                    self.at += 1;
                    return;
                }
                _ => self.at += 1,
            }
        }
    }

    /// Steps over brackets of any kind and what they hold.
    fn skip_group(&mut self) {
        let mut depth = 0;
        while let Some(token) = self.peek() {
            match token {
                Token::Mark('(' | '[' | '{') => depth += 1,
                Token::Mark(')' | ']' | '}') => depth -= 1,
                _ => {}
            }
            self.at += 1;
            if depth <= 0 {
                return;
            }
        }
    }

    /// Reads what follows `use`, or an entry of its braces.
    fn import(&mut self, prefix: &mut Path, is_public: bool, module: &mut Module) {
        let outer = prefix.len();
        loop {
            if self.take_mark('{') {
                while !self.take_mark('}') && self.peek().is_some() {
                    self.import(prefix, is_public, module);
                    self.take_mark(',');
                }
                break;
            }
            if self.take_mark('*') {
                module.imports.push(Import { name: None, path: prefix.clone(), is_public });
                break;
            }
            if self.peek() == Some(&Token::Separator) {
                self.at += 1;
                continue;
            }
            let Some(word) = self.take_word() else { break };
            // `a::{self}` is `a`.
            if word != "self" || prefix.is_empty() {
                prefix.push(word);
            }
            if self.peek() == Some(&Token::Separator) {
                continue;
            }
            let mut name = prefix.last().cloned();
            if self.peek() == Some(&Token::Word("as".into())) {
                self.at += 1;
                name = self.take_word();
            }
            module.imports.push(Import { name, path: prefix.clone(), is_public });
            break;
        }
        prefix.truncate(outer);
    }

    /// Reads what follows `mod`.
    fn child(&mut self, module: &mut Module) {
        let Some(name) = self.take_word() else { return };
        if self.take_mark('{') {
            self.module(module.inline.entry(name).or_default());
        } else if self.take_mark(';') {
            module.declared.insert(name);
        }
    }

    /// Reads a path that starts with `word`, or the name that `word` defines.
    fn path_or_item(&mut self, word: String, is_top: bool, module: &mut Module) {
        let defines = DEFINERS.contains(&word.as_str());
        if let (true, true, Some(Token::Word(name))) = (is_top, defines, self.peek()) {
            // `const fn` defines what follows `fn`.
            if !DEFINERS.contains(&name.as_str()) {
                module.items.insert(name.clone());
            }
            return;
        }
        let mut path = vec![word];
        while self.peek() == Some(&Token::Separator) {
            self.at += 1;
            match self.take_word() {
                Some(word) => path.push(word),
                None => break,
            }
        }
        match <[String; 1]>::try_from(path) {
            Ok([word]) => module.words.insert(word),
            Err(path) => module.paths.insert(path),
        };
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tokens::tokens;

    fn parse(source: &str) -> Module {
        Module::parse(&tokens(source))
    }

    fn imports(source: &str) -> Vec<String> {
        let show = |import: &Import| {
            let public = if import.is_public { "pub " } else { "" };
            let name = import.name.as_deref().unwrap_or("*");
            format!("{public}{} = {name}", import.path.join("::"))
        };
        parse(source).imports.iter().map(show).collect()
    }

    fn paths(source: &str) -> Vec<String> {
        parse(source).paths.iter().map(|path| path.join("::")).collect()
    }

    #[test]
    fn every_name_of_a_use_line_is_an_import() {
        let source =
            "use a::{self, b::{C, D as E}, f::*,}; use super::super::g; pub(crate) use ::h::I;";
        let expected = [
            "a = a",
            "a::b::C = C",
            "a::b::D = E",
            "a::f = *",
            "super::super::g = g",
            "pub h::I = I",
        ];
        assert_eq!(imports(source), expected);
    }

    #[test]
    fn a_public_item_makes_no_later_use_public() {
        assert_eq!(
            imports("pub fn f() {} use a::B; pub struct S; use c::D;"),
            ["a::B = B", "c::D = D"]
        );
    }

    #[test]
    fn use_lines_in_functions_count() {
        assert_eq!(imports("fn f() { use crate::a::B; B::c() }"), ["crate::a::B = B"]);
    }

    #[test]
    fn paths_are_found_in_types_expressions_macros_and_attributes() {
        let source = "#[derive(crate::d::D)] struct S(super::a::A); fn f() -> crate::b::B { g!(self::c::C::<u8>::new()) }";
        assert_eq!(paths(source), ["crate::b::B", "crate::d::D", "self::c::C", "super::a::A"]);
    }

    #[test]
    fn what_is_for_tests_alone_is_left_out() {
        let source = "#[cfg(test)] mod tests { use a::B; } #[cfg(all(test, x))] mod c; #[cfg(test)] use d::E; \
                      #[cfg(test)] fn f(x: [u8; 2]) { g::h() } #[cfg(not(test))] use i::J; mod k;";
        let module = parse(source);
        assert_eq!(imports(source), ["i::J = J"]);
        assert_eq!(module.declared, ["k".to_string()].into());
        assert!(module.paths.is_empty() && module.inline.is_empty(), "{module:?}");
    }

    #[test]
    fn modules_in_braces_hold_what_is_theirs() {
        let module = parse("mod a { use super::b; fn c() {} } use d::e; mod f;");
        assert_eq!(module.inline["a"].imports.len(), 1);
        assert_eq!(module.inline["a"].items, ["c".to_string()].into());
        assert_eq!(module.imports.len(), 1);
        assert_eq!(module.declared, ["f".to_string()].into());
    }

    #[test]
    fn items_are_those_of_the_module_itself() {
        let source =
            "pub const fn a() { const B: u8 = 0; } pub struct C { d: u8 } impl C { fn e() {} }";
        assert_eq!(parse(source).items, ["C", "a"].map(String::from).into());
    }
}
