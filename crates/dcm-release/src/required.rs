//! Which stages must have accepted a file.

use dicom_common::code::RunError;
use dicom_common::pipeline::manifest::{Column, Header};

use crate::args::Optional;
use crate::stage::Stage;

/// The stages that are required, in the order of the pipeline; the others were left out on purpose.
///
/// # Errors
/// A stage that has not run and was not left out on purpose, and one that was said to be left out
/// but has run.
pub fn required(header: &Header, without: &[Optional]) -> Result<Vec<Stage>, RunError> {
    let mut required = Vec::new();
    for stage in Stage::ALL {
        let [status, ..] = stage.columns();
        let (has_run, left_out) = (has(header, status), is_left_out(stage, without));
        let (tool, column) = (stage.tool(), status.name());
        match (has_run, left_out) {
            (true, false) => required.push(stage),
            (false, true) => {}
            (true, true) => {
                return Err(RunError::Usage(format!(
                    "--without {column}, but the manifest has a column `{column}`: {tool} has run"
                )));
            }
            (false, false) => {
                let way_out = match stage {
                    Stage::Scrub => "names and folders come from it".to_owned(),
                    _ => format!("or state that it was left out: --without {column}"),
                };
                return Err(RunError::Usage(format!(
                    "the manifest has no column `{column}`: run {tool} on it first, {way_out}"
                )));
            }
        }
    }
    for column in [Column::Subject, Column::Study, Column::Series, Column::Instance, Column::Bytes]
    {
        if !has(header, column) {
            let name = column.name();
            return Err(RunError::Usage(format!("the manifest has no column `{name}`")));
        }
    }
    Ok(required)
}

fn has(header: &Header, column: Column) -> bool {
    header.names().iter().any(|name| name == column.name())
}

fn is_left_out(stage: Stage, without: &[Optional]) -> bool {
    let optional = match stage {
        Stage::Scrub => return false,
        Stage::Deface => Optional::Deface,
        Stage::Hdrcheck => Optional::Hdrcheck,
        Stage::Facecheck => Optional::Facecheck,
    };
    without.contains(&optional)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(columns: &str, without: &[Optional]) -> String {
        let text = format!("schema,source,path,{columns}\n");
        let manifest = dicom_common::pipeline::manifest::Manifest::read(text.as_bytes()).unwrap();
        match required(manifest.header(), without) {
            Ok(stages) => format!("{stages:?}"),
            Err(error) => error.to_string(),
        }
    }

    #[test]
    fn a_stage_that_did_not_run_is_named_unless_it_was_left_out_on_purpose() {
        let names = "subject,study,series,instance,bytes";
        let all = format!("{names},scrub,deface,hdrcheck,facecheck");
        assert_eq!(said(&all, &[]), "[Scrub, Deface, Hdrcheck, Facecheck]");
        let none = format!("{names},scrub,deface,hdrcheck");
        assert!(said(&none, &[]).contains("--without facecheck"));
        assert_eq!(said(&none, &[Optional::Facecheck]), "[Scrub, Deface, Hdrcheck]");
        assert!(said(&all, &[Optional::Facecheck]).contains("has run"));
        assert!(said(&format!("{names},deface,hdrcheck,facecheck"), &[]).contains("dcm-scrub"));
        assert!(said("scrub,deface,hdrcheck,facecheck", &[]).contains("`subject`"));
    }
}
