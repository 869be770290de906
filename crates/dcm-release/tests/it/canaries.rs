//! Nothing of the originals is in the folder to share, in the evidence or in a message.

use testkit::samples::ct;
use testkit::{Canaries, Lab, text};

use crate::common::Work;

#[test]
fn no_original_value_is_in_what_is_shared_in_the_evidence_or_in_messages() {
    let lab = Lab::new(env!("CARGO_BIN_EXE_dcm-release"));
    let mut canaries = Canaries::new(3);
    for at in 0..4 {
        let (folder, id) = (canaries.word("folder"), canaries.word("id"));
        let file = ct(&id, at)
            .with(text(0x0010_0010, "PN", canaries.word("name")))
            .with(text(0x0008_0020, "DA", canaries.date("study date")))
            .with(text(0x0008_0080, "LO", canaries.word("institution")))
            .with(text(0x0010_4000, "LT", canaries.word("comment")))
            .with(text(0x0020_000D, "UI", canaries.uid("study")))
            .with(text(0x0020_000E, "UI", canaries.uid("series")))
            .with(text(0x0008_0018, "UI", canaries.uid("instance")));
        let name = canaries.word("file");
        lab.put(format!("in/{folder}/{name}.dcm"), file.bytes());
    }
    let name = canaries.word("text file");
    lab.put(format!("in/{name}.txt"), canaries.word("text"));
    let work = Work::scrubbed(lab, &[]);
    let done = work.release(&["-vv"]).expect(1);
    assert_eq!(work.shared().len(), 4);
    let verified = work.verify(&[]).expect(0);
    let others = [
        ("stdout", done.stdout.as_slice()),
        ("stderr", done.stderr.as_bytes()),
        ("verify", verified.stdout.as_slice()),
        ("verify", verified.stderr.as_bytes()),
    ];
    for folder in ["share", "evidence"] {
        assert_eq!(
            canaries.hits(&work.lab.tree(folder), &others),
            Vec::<String>::new(),
            "{folder}"
        );
    }
    assert!(
        work.statement()["counts"]["without_series"] == 1,
        "the text file belongs to no series"
    );
}
