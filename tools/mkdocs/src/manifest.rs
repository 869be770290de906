//! `docs/manifest.md`: what flows between the tools.

use dicom_common::pipeline::manifest::Column;

use crate::page::Page;
use crate::table::table;

const BEFORE: &str = include_str!("manifest_before.md");
const AFTER: &str = include_str!("manifest_after.md");

/// The page: the columns between two parts written by hand.
pub fn page() -> Page {
    let rows = Column::ALL.iter().map(|column| {
        vec![format!("`{}`", column.name()), column.owner().to_owned(), column.meaning().to_owned()]
    });
    let columns = table(&["column", "written by", "meaning"], rows);
    Page::new("docs/manifest.md", &format!("{BEFORE}\n{columns}\n{AFTER}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_column_has_a_line() {
        let page = page();
        for column in Column::ALL {
            assert!(page.content.contains(&format!("\n| `{}` | ", column.name())));
        }
    }
}
