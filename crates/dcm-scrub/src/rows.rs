//! What this tool writes into a manifest.

use dicom_common::pipeline::manifest::{Column, Header, Row, Status};
use dicom_common::pipeline::session::{Ending, Tool};

use crate::publish::Published;

/// This tool.
pub const TOOL: Tool = Tool {
    name: "dcm-scrub",
    version: env!("CARGO_PKG_VERSION"),
    first: &[],
    own: &[
        Column::Schema,
        Column::Source,
        Column::Path,
        Column::Bytes,
        Column::Sha256,
        Column::Subject,
        Column::Study,
        Column::Series,
        Column::Instance,
        Column::Modality,
        Column::SopClass,
        Column::TransferSyntax,
        Column::Rows,
        Column::Columns,
        Column::Frames,
        Column::Scrub,
        Column::ScrubCode,
        Column::ScrubConfig,
    ],
    status: Column::Scrub,
    code: Column::ScrubCode,
    config: Column::ScrubConfig,
    done: "written",
    not_done: "were not written",
};

/// Takes back what an earlier tool said of a file: this one writes another, or none.
pub fn clear(row: &mut Row, header: &Header) {
    for column in [Column::Path, Column::Bytes, Column::Sha256] {
        row.set(header, column, "");
    }
}

/// Writes what became of a file into its row; in a dry run there is no file to name.
pub fn settle(row: &mut Row, header: &Header, published: Published, dry_run: bool) -> Ending {
    published.instance.describe(header, row);
    if dry_run {
        return Ending::done(Status::Plan);
    }
    row.set(header, Column::Path, published.target.to_string_lossy());
    row.set(header, Column::Bytes, published.bytes.to_string());
    row.set(header, Column::Sha256, published.sha256);
    Ending::done(Status::Ok).unchanged(published.unchanged)
}
