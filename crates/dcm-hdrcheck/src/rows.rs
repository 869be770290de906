//! What this tool writes into a manifest.

use dicom_common::pipeline::manifest::Column;
use dicom_common::pipeline::session::Tool;

/// This tool.
pub const TOOL: Tool = Tool {
    name: "dcm-hdrcheck",
    version: env!("CARGO_PKG_VERSION"),
    first: &[Column::Schema, Column::Source, Column::Path, Column::Bytes],
    own: &[
        Column::Hdrcheck,
        Column::HdrcheckCode,
        Column::HdrcheckFindings,
        Column::HdrcheckConfig,
    ],
    status: Column::Hdrcheck,
    code: Column::HdrcheckCode,
    config: Column::HdrcheckConfig,
    done: "passed",
    not_done: "did not pass",
};
