//! What `--version` says.

use std::sync::OnceLock;

/// What a program was built from.
#[derive(Debug, Clone, Copy)]
pub struct Build<'a> {
    /// The version of its crate.
    pub version: &'a str,
    /// The commit, where the build was told (`DCM_COMMIT`).
    pub commit: Option<&'a str>,
    /// Features that it has, and those that it could have.
    pub features: &'a [Feature<'a>],
}

/// A feature that can be left out of a program.
#[derive(Debug, Clone, Copy)]
pub struct Feature<'a> {
    /// Its name in Cargo.toml.
    pub name: &'a str,
    /// Whether the program has it.
    pub is_built_in: bool,
}

impl Build<'_> {
    /// What `--version` says behind the name: version, commit, features. For the one program of a
    /// process: the first build that is asked stands.
    pub fn text(&self) -> &'static str {
        static TEXT: OnceLock<String> = OnceLock::new();
        TEXT.get_or_init(|| self.describe())
    }

    fn describe(&self) -> String {
        let has = self.features.iter().filter(|feature| feature.is_built_in);
        let names: Vec<&str> = has.map(|feature| feature.name).collect();
        let names = if names.is_empty() { "none".into() } else { names.join(", ") };
        let commit = self.commit.filter(|commit| !commit.is_empty()).unwrap_or("unknown");
        format!("{} (commit {commit}; features: {names})", self.version)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn version_commit_and_features_are_told() {
        let features = [
            Feature { name: "ocr", is_built_in: true },
            Feature { name: "torch", is_built_in: false },
        ];
        let build = Build { version: "1.2.3", commit: Some("abc1234"), features: &features };
        assert_eq!(build.describe(), "1.2.3 (commit abc1234; features: ocr)");
        let bare = Build { version: "1.2.3", commit: None, features: &[] };
        assert_eq!(bare.describe(), "1.2.3 (commit unknown; features: none)");
        assert_eq!(Build { commit: Some(""), ..bare }.describe(), bare.describe());
    }
}
