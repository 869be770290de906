//! What this tool writes into a manifest.

use dicom_common::pipeline::manifest::Column;
use dicom_common::pipeline::session::Tool;

/// This tool.
pub const TOOL: Tool = Tool {
    name: "dcm-release",
    version: env!("CARGO_PKG_VERSION"),
    first: &[],
    own: &[
        Column::Path,
        Column::Bytes,
        Column::Sha256,
        Column::Release,
        Column::ReleaseCode,
        Column::ReleaseConfig,
    ],
    status: Column::Release,
    code: Column::ReleaseCode,
    config: Column::ReleaseConfig,
    done: "released",
    not_done: "changed or were not checked",
};
