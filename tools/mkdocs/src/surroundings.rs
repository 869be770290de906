//! What of a tool's surroundings its manual page has to say, and no flag does: variables and files.

/// A name and what it means to a tool.
pub struct Entry {
    /// `TMPDIR`, `key`.
    pub name: &'static str,
    /// What it is for, in sentences.
    pub meaning: &'static str,
}

const COLOUR: Entry =
    Entry { name: "NO_COLOR", meaning: "If it is set to anything, messages have no colour." };
const TERM: Entry = Entry { name: "TERM", meaning: "If it is dumb, messages have no colour." };
const TMPDIR: Entry = Entry {
    name: "TMPDIR",
    meaning: "Where copies of manifests and of large values lie while they are needed, without a name; by \
              default /tmp. They hold what the files hold: it must be as safe as these.",
};
const TESSDATA: Entry = Entry {
    name: "TESSDATA_PREFIX",
    meaning: "Where Tesseract finds its languages, for --blank-text in programs that were built with it.",
};
const RECOGNISER: Entry = Entry {
    name: "DCM_RECOGNISER",
    meaning: "The weights of the face recogniser; by default those that lie near the program.",
};
const OF_NETWORKS: Entry = Entry {
    name: "OMP_WAIT_POLICY, MALLOC_MMAP_MAX_, MALLOC_TRIM_THRESHOLD_",
    meaning: "Set by the tool for itself where --model is given, so that networks run fast and the same.",
};

const RECORD: Entry = Entry {
    name: ".dcm-output.json",
    meaning: "In the output folder: the tool, its version, its settings, and which key wrote it, by a \
              fingerprint that does not tell the key. A run with another configuration, or without a key, \
              is refused there. No tool takes it for an input.",
};
const STAGING: Entry = Entry {
    name: ".dcm-staging",
    meaning: "In the output folder while a run writes: files that have no name yet. What a killed run left \
              is removed by the next one.",
};
const KEY: Entry = Entry {
    name: "--key-file FILE",
    meaning: "16 to 4096 random bytes that only you can read (mode 0600): head -c 32 /dev/urandom > key.",
};
const PARTIAL: Entry = Entry {
    name: ".NAME.partial",
    meaning: "What a link file is called until it is whole, readable by you alone.",
};
const WEIGHTS: Entry = Entry {
    name: "dlib_face_recognition_resnet_model_v1.dat",
    meaning: "The weights of the face recogniser, beside the program or in ../share/dcm-tools.",
};
const SHARED: Entry = Entry {
    name: "SHA256SUMS, manifest.csv",
    meaning: "In the folder to share: hashes of all files, as sha256sum writes and checks them, and the \
              public columns of the manifest.",
};
const STATEMENT: Entry = Entry {
    name: "statement.html, statement.json, statement.json.sig, manifest.csv",
    meaning: "In the folder of the evidence: the statement for people and for programs, its signature, and \
              all rows with what became of them.",
};

/// The variables that a tool reads, or that its manual page must name.
pub fn environment(page: &str) -> Vec<Entry> {
    let mut entries = vec![COLOUR, TERM, TMPDIR];
    match page {
        "dcm-scrub" => entries.push(TESSDATA),
        "dcm-facecheck" => entries.extend([RECOGNISER, OF_NETWORKS]),
        _ => {}
    }
    entries
}

/// The files that a tool keeps or expects besides those that flags name.
pub fn files(page: &str) -> Vec<Entry> {
    match page {
        "dcm-scrub" => vec![RECORD, STAGING, KEY, PARTIAL],
        "dcm-deface" => vec![RECORD, STAGING, KEY],
        "dcm-hdrcheck" => vec![KEY],
        "dcm-facecheck" => vec![KEY, WEIGHTS],
        "dcm-release" | "dcm-release-verify" => vec![SHARED, STATEMENT, STAGING],
        _ => Vec::new(),
    }
}
