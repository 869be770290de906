//! The closed list of codes that say why a row was skipped, flagged or failed.
//!
//! A code is all that a manifest, a log or a report says about a problem: it never carries a value
//! of the file. `docs/codes.md` is made from this list.

mod archive;
mod lang;
mod run_error;
mod words;

pub use archive::START;
pub use lang::Lang;
pub use run_error::RunError;

use std::fmt;

use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

macro_rules! codes {
    ($($(#[doc = $doc:literal])+ $variant:ident = $text:literal : $help:literal;)+) => {
        /// Why a row was skipped (`S_`), flagged (`F_`) or failed (`E_`).
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Code { $($(#[doc = $doc])+ $variant,)+ }

        impl Code {
            /// Every code, in the order of the documentation page.
            pub const ALL: &'static [Code] = &[$(Code::$variant,)+];

            /// The text that stands in a manifest, `E_TRUNCATED`.
            pub fn as_str(self) -> &'static str {
                match self { $(Code::$variant => $text,)+ }
            }

            /// One sentence for the person at the terminal.
            pub fn meaning(self) -> &'static str {
                match self { $(Code::$variant => concat!($($doc),+).trim_ascii(),)+ }
            }

            /// What the person can do about it.
            pub fn remedy(self) -> &'static str {
                match self { $(Code::$variant => $help,)+ }
            }
        }
    };
}

codes! {
    /// The file could not be read.
    Unreadable = "E_UNREADABLE": "Check that it exists and that you may read it.";
    /// The content is not DICOM.
    NotDicom = "E_NOT_DICOM": "Leave it out, or repair its file meta information.";
    /// An archive or a compressed file; what is inside was not looked at.
    Archive = "E_ARCHIVE": "Unpack it first, then give the folder with what was in it.";
    /// The file ends before its content does.
    Truncated = "E_TRUNCATED": "Fetch it again from its source.";
    /// The encoding breaks the rules of PS3.5 in a way that cannot be mended safely.
    Malformed = "E_MALFORMED": "Repair it with a DICOM toolkit, or fetch it again.";
    /// Sequences are nested deeper than 64 levels.
    Depth = "E_DEPTH": "No real object is nested so deeply; inspect the file.";
    /// Headers larger than the memory that one file may take.
    TooLarge = "E_TOO_LARGE": "Inspect the file: its header elements are larger than any real object's.";
    /// The transfer syntax is unknown.
    TransferSyntax = "E_TRANSFER_SYNTAX": "Convert the file to a standard transfer syntax first.";
    /// A SOP Class, SOP Instance, Study or Series UID is missing.
    MissingUid = "E_MISSING_UID": "Without them no valid object can be written; repair the file first.";
    /// An image without pixel data.
    NoPixels = "E_NO_PIXELS": "Fetch it again from its source.";
    /// The pixel data is shorter than its description says.
    PixelLength = "E_PIXEL_LENGTH": "Fetch it again from its source.";
    /// A compressed stream that cannot be walked to its end, or that holds text where image data
    /// belongs.
    Stream = "E_STREAM": "Decompress the file with a DICOM toolkit first, or compress it anew.";
    /// An encapsulated document or a recorded voice, which a header tool cannot make anonymous.
    Document = "E_DOCUMENT": "Treat it by hand.";
    /// An overlay is stored inside the pixel data, which a header tool does not change.
    EmbeddedOverlay = "E_EMBEDDED_OVERLAY": "Clear the unused bits of the pixel data first.";
    /// An image whose position, orientation or spacing is missing or impossible.
    Geometry = "E_GEOMETRY": "Without it nothing can be found in the image; export the series again.";
    /// Pixels that are not whole numbers of one grey channel, or that contradict their description.
    PixelFormat = "E_PIXEL_FORMAT": "Convert the image to unsigned or signed integers of 8, 16 or 32 bits.";
    /// Compressed pixel data that cannot be decoded.
    Codec = "E_CODEC": "Decompress the file with a DICOM toolkit first.";
    /// The content is not a NIfTI-1 image of three dimensions in one file.
    Nifti = "E_NIFTI": "Convert it to .nii or .nii.gz.";
    /// An element that must stay cannot be given a valid value.
    NoValidValue = "E_NO_VALID_VALUE": "Name the attribute in a policy or a script of your own.";
    /// A different file with the same SOP Instance UID came earlier.
    Duplicate = "E_DUPLICATE": "Keep one of the two, or process them into separate folders.";
    /// Another file is already there under the output's name.
    Exists = "E_EXISTS": "Choose an empty output folder, or give --force.";
    /// A symbolic link stands where a folder of the output belongs.
    Link = "E_LINK": "Look who put it there and remove it; no output is written through links.";
    /// The input lies inside the output folder.
    InsideOutput = "E_INSIDE_OUTPUT": "Choose an output folder apart from the inputs.";
    /// The output could not be written.
    Unwritable = "E_UNWRITABLE": "Check free space and permissions of the output folder, then run again.";
    /// What was read back differs from what was to be written.
    Verification = "E_VERIFICATION": "Check the disk; the file was not published.";
    /// The file is not the one that the manifest names (size or hash).
    Changed = "E_CHANGED": "Run the earlier tool again.";
    /// A script's action cannot be carried out on this value.
    Script = "E_SCRIPT": "See the documentation of the script's function.";
    /// The patient is not in the table of --subjects-map.
    Subject = "E_SUBJECT": "Add a line for the patient's ID, as it stands in the file, or leave the file out.";
    /// A fault of the tool itself, confined to this row.
    Internal = "E_INTERNAL": "Please report it, with the tool's version and without the file.";
    /// A DICOMDIR: an index that repeats the patients' names, not an object to share.
    Dicomdir = "S_DICOMDIR": "Make a new index over the output, if one is needed.";
    /// The same object was already written from an earlier row.
    SameObject = "S_SAME_OBJECT": "Nothing to do.";
    /// The script says to leave this file out.
    SkippedByScript = "S_SCRIPT": "Nothing to do; see @skip() in the script.";
    /// An earlier tool did not deliver this file.
    Upstream = "S_UPSTREAM": "See the row's earlier columns.";
    /// Another file of its series was not accepted, so the series is held back whole.
    SeriesHeld = "S_SERIES_HELD": "See the series' other rows; mend or leave out what was not accepted, or release with --partial.";
    /// A named person decided to hold the series back.
    Decided = "S_DECIDED": "Nothing to do; the statement says who, when and why.";
    /// Not a head: there is no face to remove.
    NotHead = "S_NOT_HEAD": "Nothing to do; the file stays as it is.";
    /// A brain without its skull, vessels or a map: no skin is in it.
    NoSkin = "S_NO_SKIN": "Nothing to do; the file stays as it is.";
    /// Neither CT nor MR, and no kind of object that shows a face.
    Modality = "S_MODALITY": "Nothing to do; the file stays as it is.";
    /// Slices tiled into one picture (a mosaic), which cannot be placed in space, or no face is known there.
    Mosaic = "F_MOSAIC": "Keep what places its slices (dcm-scrub --safe-private converters) beside a series that shows the face; or decide about it.";
    /// A localizer, or too few slices for a volume; it can show a face in profile.
    Localizer = "F_LOCALIZER": "Look at it; leave it out, or share it knowingly.";
    /// A projection, rendering or screenshot; it can show a face.
    Rendering = "F_RENDERING": "Look at it; leave it out, or share it knowingly.";
    /// Neither CT nor MR, so that it cannot be cut; it can show a face or its outline.
    OtherModality = "F_MODALITY": "Look at it; leave it out, or share it knowingly.";
    /// The cut would remove nothing, or more of the body than a face can be.
    Cut = "F_CUT": "Look at the series' picture; give another method, or treat the series by hand.";
    /// No face was found in what may be a head.
    NoFace = "F_NO_FACE": "Look at the series; leave it out, or share it knowingly.";
    /// Eyes, skin profile and brain disagree about where the face is.
    FaceDoubt = "F_FACE_DOUBT": "Look at the series; --on-doubt deep takes a larger cut.";
    /// The template could not be laid over the head beyond doubt, or its mask leaves the eyes.
    Registration = "F_REGISTRATION": "Look at the series; use --method landmarks, or another template.";
    /// The head ends in fill where a face should be: it seems to be defaced already.
    Defaced = "F_DEFACED": "Look at the series' picture; hand it on only if no skin of the face is left in it.";
    /// What a person decided does not go with what the series shows.
    DecisionDoubt = "F_DECISION": "Look at the series again: it is not flagged by itself, or has nothing where the eyes are said to be. Change the line of --decisions, or leave it out.";
    /// Text is burned into the pixels, or may be.
    BurnedIn = "F_BURNED_IN": "Look at it; blank the text (--pixel-rules, --blackout, --blank-text), or share it knowingly (--accept-burned-in).";
    /// The pixels are to be looked at or blanked, and cannot be decoded.
    UnreadPixels = "F_UNREAD_PIXELS": "Decompress the file with a DICOM toolkit first, or treat it by hand.";
    /// No rectangle that is to be blanked meets the image.
    Blackout = "F_BLACKOUT": "Treat images of another size in a run of their own.";
    /// The check found something that should not be there.
    Findings = "F_FINDINGS": "See the report's sheets or the findings file.";
    /// Two readers do not see the same in the file, or one of them cannot read it.
    ReadersDiffer = "F_READERS_DIFFER": "Do not share it: other programs may show what no check has seen. Write it again with a DICOM toolkit.";
    /// A stage of the pipeline has not judged this file.
    NotChecked = "F_NOT_CHECKED": "Run that tool on the manifest, or state with --without that it was left out.";
    /// There is no original to compare with.
    NoOriginal = "F_NO_ORIGINAL": "Name the files before defacing with --raw, or check the rows of dcm-deface.";
    /// Frames are missing, or do not lie where they did before.
    Frames = "F_FRAMES": "Deface the series again; do not share it like this.";
    /// Voxels outside of what was removed are not what they were.
    Altered = "F_ALTERED": "Deface the series again from its original.";
    /// Some frames still hold what the mask or their neighbours say is removed.
    MaskNotApplied = "F_MASK_NOT_APPLIED": "Deface the series again; do not share it like this.";
    /// Parts of the face are left.
    FaceLeft = "F_FACE_LEFT": "Look at the report's picture; deface the series again or by hand.";
    /// What is left still reads as a face.
    Recognizable = "F_RECOGNIZABLE": "Look at the report's picture; take a larger cut.";
    /// Brain was removed.
    BrainLost = "F_BRAIN_LOST": "Look at the report's picture; the series may be of no use like this.";
    /// Nothing that can judge has a word here: a kind of file that is not read, or no second way to the face.
    NotJudged = "F_NOT_JUDGED": "Look at the series; judge the DICOM series that a NIfTI file was made from.";
    /// A network could not be applied to the volume.
    Network = "F_NETWORK": "See the message; judge without --model, or on a machine with more memory.";
    /// The numbers miss the thresholds of the earlier verification tool.
    Reference = "F_REFERENCE": "See the report; --criteria default judges by what can be recognized.";
}

impl Code {
    /// The code whose text this is; `None` for any other text.
    ///
    /// ```
    /// use dicom_common::code::Code;
    ///
    /// assert_eq!(Code::parse("E_TRUNCATED"), Some(Code::Truncated));
    /// assert_eq!(Code::parse("E_SOMETHING"), None);
    /// ```
    pub fn parse(text: &str) -> Option<Code> {
        Self::ALL.iter().copied().find(|code| code.as_str() == text)
    }
}

/// As a manifest has it.
impl Serialize for Code {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for Code {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Code::parse(&text).ok_or_else(|| D::Error::custom("no code of the list"))
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A file that was not fully treated, and why. Carries nothing of the file's content.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("{code}: {meaning}", code = .0, meaning = .0.meaning())]
pub struct Fault(pub Code);

/// A result whose error is a code of the closed list.
pub type Outcome<T> = Result<T, Fault>;

impl Fault {
    /// The fault of a file that is not DICOM, by its first bytes: [`START`] of them, or all.
    pub fn not_dicom(start: &[u8]) -> Fault {
        Fault(if archive::is_archive(start) { Code::Archive } else { Code::NotDicom })
    }

    /// The fault for an input that could not be read; an unexpected end is a truncation.
    pub fn reading(error: &std::io::Error) -> Fault {
        match error.kind() {
            std::io::ErrorKind::UnexpectedEof => Fault(Code::Truncated),
            std::io::ErrorKind::InvalidInput | std::io::ErrorKind::InvalidData => {
                Fault(Code::Malformed)
            }
            _ => Fault(Code::Unreadable),
        }
    }

    /// The fault for an output that could not be written; no step to it follows a link.
    pub fn writing(error: &std::io::Error) -> Fault {
        let link = Some(rustix::io::Errno::LOOP.raw_os_error());
        if error.raw_os_error() == link { Fault(Code::Link) } else { Fault(Code::Unwritable) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_is_unique_and_read_back() {
        for code in Code::ALL {
            assert_eq!(Code::parse(code.as_str()), Some(*code));
            assert!(!code.meaning().is_empty() && !code.remedy().is_empty());
        }
    }
}
