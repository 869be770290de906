//! Tables in Markdown.

/// A table whose first line names the columns.
pub fn table(columns: &[&str], rows: impl IntoIterator<Item = Vec<String>>) -> String {
    let mut text = line(columns.iter().map(|name| (*name).to_owned()));
    text += &line(columns.iter().map(|_| "---".to_owned()));
    for row in rows {
        text += &line(row.into_iter());
    }
    text
}

fn line(cells: impl Iterator<Item = String>) -> String {
    let cells: Vec<_> = cells.map(|cell| cell.replace('|', "\\|")).collect();
    format!("| {} |\n", cells.join(" | "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bar_in_a_cell_is_no_border() {
        let text = table(&["a", "b"], [vec!["x|y".into(), "z".into()]]);
        assert_eq!(text, "| a | b |\n| --- | --- |\n| x\\|y | z |\n");
    }
}
