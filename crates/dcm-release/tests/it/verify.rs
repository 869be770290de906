//! Every tampering is named.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test that cannot be set up has failed"
)]

use std::fs;
use std::os::unix::fs::symlink;

use ed25519_dalek::SigningKey;
use ed25519_dalek::pkcs8::EncodePrivateKey;
use ed25519_dalek::pkcs8::spki::EncodePublicKey;
use ed25519_dalek::pkcs8::spki::der::pem::LineEnding;

use crate::common::{FILES, Work, row_of};

/// A signed release with a report, made as a user makes it.
struct Signed(Work);

impl Signed {
    fn new() -> Self {
        let mut work = Work::new();
        // Something is held back, so that there is more to tell.
        work.set(row_of("FOUR"), &[("hdrcheck", "flag"), ("hdrcheck_code", "F_FINDINGS")]);
        for (name, seed) in [("sign", 1), ("other", 2)] {
            let key = SigningKey::from_bytes(&[seed; 32]);
            let private = key.to_pkcs8_pem(LineEnding::LF).unwrap();
            work.lab.secret(&format!("{name}.pem"), private.as_bytes());
            let public = key.verifying_key().to_public_key_pem(LineEnding::LF).unwrap();
            work.lab.put(format!("{name}.pub"), public);
        }
        work.lab.secret("report.xlsx", b"faces");
        let args = ["--sign-key", "sign.pem", "--evidence-file", "report.xlsx"];
        work.release(&args).expect(1);
        work.verify(&["--public-key", "sign.pub"]).expect(0);
        Self(work)
    }

    /// What verify says when this was done to it: all of these parts, in the exit code too.
    #[track_caller]
    fn says(self, parts: &[&str]) {
        let done = self.0.verify(&["--public-key", "sign.pub"]).expect(1);
        let said = String::from_utf8(done.stdout).unwrap();
        for part in parts {
            assert!(said.contains(part), "{part}: {said}");
        }
    }

    fn edit(&self, name: &str, edit: impl Fn(String) -> String) {
        let path = self.0.lab.path(name);
        let before = fs::read_to_string(&path).unwrap();
        let after = edit(before.clone());
        assert_ne!(before, after);
        fs::write(path, after).unwrap();
    }

    fn file(&self) -> String {
        self.0.shared()[0].clone()
    }
}

#[test]
fn a_release_as_it_was_made_is_right() {
    let Signed(work) = Signed::new();
    let done = work.verify(&["--public-key", "sign.pub"]).expect(0);
    let said = String::from_utf8(done.stdout).unwrap();
    assert_eq!(said, format!("All right: {} files are those of the statement.\n", FILES - 1));
    // Without the public key it cannot be told whose signature it is.
    assert!(work.verify(&[]).expect(0).stderr.contains("--public-key"));
}

#[test]
fn a_file_that_was_added() {
    let signed = Signed::new();
    signed.0.lab.put("share/extra.dcm", b"x");
    signed.says(&["extra.dcm was added"]);
}

#[test]
fn a_file_that_was_removed() {
    let signed = Signed::new();
    let file = signed.file();
    fs::remove_file(signed.0.lab.path("share").join(&file)).unwrap();
    signed.says(&[&format!("{file} was removed")]);
}

#[test]
fn a_file_that_was_changed() {
    let signed = Signed::new();
    let file = signed.file();
    let path = signed.0.lab.path("share").join(&file);
    let mut bytes = fs::read(&path).unwrap();
    bytes[400] ^= 1;
    fs::write(path, bytes).unwrap();
    signed.says(&[&format!("{file} was changed")]);
}

#[test]
fn a_file_that_was_renamed() {
    let signed = Signed::new();
    let file = signed.file();
    let share = signed.0.lab.path("share");
    fs::rename(share.join(&file), share.join(format!("{file}x"))).unwrap();
    signed.says(&[&format!("{file} was renamed: it is now {file}x")]);
}

#[test]
fn two_files_that_changed_places() {
    let signed = Signed::new();
    let files = signed.0.shared();
    let share = signed.0.lab.path("share");
    fs::rename(share.join(&files[0]), share.join("t")).unwrap();
    fs::rename(share.join(&files[1]), share.join(&files[0])).unwrap();
    fs::rename(share.join("t"), share.join(&files[1])).unwrap();
    signed.says(&[&format!("{} was changed", files[0]), &format!("{} was changed", files[1])]);
}

#[test]
fn a_row_that_was_edited() {
    let signed = Signed::new();
    signed.edit("share/manifest.csv", |text| text.replacen(",8,8,1,", ",9,9,1,", 1));
    signed.says(&["manifest.csv was changed"]);
    let signed = Signed::new();
    let rows = signed.0.shared();
    signed.edit("share/manifest.csv", |text| text.replacen(&rows[0], &rows[1], 1));
    signed.says(&["A row of manifest.csv was edited"]);
}

#[test]
fn a_row_that_was_removed() {
    let signed = Signed::new();
    signed.edit("share/manifest.csv", |text| {
        let mut lines: Vec<&str> = text.lines().collect();
        lines.remove(2);
        lines.join("\n") + "\n"
    });
    signed.says(&["manifest.csv was changed", "Rows of manifest.csv were removed: 1 files"]);
}

#[test]
fn a_report_that_was_exchanged_or_removed() {
    let signed = Signed::new();
    fs::write(signed.0.lab.path("evidence/report.xlsx"), b"other").unwrap();
    signed.says(&["evidence report.xlsx was edited or exchanged"]);
    let signed = Signed::new();
    fs::remove_file(signed.0.lab.path("evidence/report.xlsx")).unwrap();
    signed.says(&["evidence report.xlsx was removed"]);
    let signed = Signed::new();
    signed.edit("evidence/statement.html", |text| text.replacen("held back", "held up", 1));
    signed.says(&["page of the statement statement.html was edited"]);
    let signed = Signed::new();
    signed.edit("evidence/manifest.csv", |text| text.replacen("F_FINDINGS", "", 1));
    signed.says(&["evidence manifest.csv was edited"]);
}

#[test]
fn a_statement_that_was_edited_even_by_somebody_who_mends_its_digest() {
    let signed = Signed::new();
    signed.edit("evidence/statement.json", |text| {
        text.replacen("\"held_back\": 1", "\"held_back\": 0", 1)
    });
    signed.says(&[
        "The statement was edited after it was made",
        "signature is not of this statement",
    ]);
    let signed = Signed::new();
    signed.edit("evidence/statement.json", |text| {
        let text = text.replacen("\"held_back\": 1", "\"held_back\": 0", 1);
        let statement: serde_json::Value = serde_json::from_str(&text).unwrap();
        let (old, zeros) = (statement["digest"].as_str().unwrap().to_owned(), "0".repeat(64));
        let empty = text.replace(&old, &zeros);
        let digest = hex(&sha2::Digest::finalize(sha2::Digest::chain_update(
            <sha2::Sha256 as sha2::Digest>::new(),
            &empty,
        )));
        empty.replace(&zeros, &digest)
    });
    signed.says(&["signature is not of this statement"]);
    let signed = Signed::new();
    signed.edit("evidence/statement.json", |text| text.replacen('{', "[", 1));
    signed.says(&["The statement was edited"]);
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[test]
fn a_key_that_was_exchanged_and_a_signature_that_was_removed() {
    let signed = Signed::new();
    // Signed again, in whole, by somebody else.
    let args = ["--sign-key", "other.pem", "--evidence-file", "report.xlsx"];
    signed.0.release(&args).expect(1);
    signed.0.verify(&[]).expect(0);
    signed.says(&["The key was exchanged"]);
    let signed = Signed::new();
    fs::remove_file(signed.0.lab.path("evidence/statement.json.sig")).unwrap();
    signed.says(&["The signature was removed"]);
    let signed = Signed::new();
    signed.0.release(&["--evidence-file", "report.xlsx"]).expect(1);
    signed.0.verify(&[]).expect(0);
    signed.says(&["not signed"]);
    let signed = Signed::new();
    fs::write(signed.0.lab.path("evidence/statement.json.sig"), [7; 64]).unwrap();
    signed.says(&["The signature is not of this statement"]);
}

#[test]
fn sums_that_were_edited_with_the_file_that_they_are_of() {
    let signed = Signed::new();
    let file = signed.file();
    let share = signed.0.lab.path("share");
    fs::write(share.join(&file), b"other").unwrap();
    let script = "cd share && sha256sum $(cut -c67- SHA256SUMS) > s && mv s SHA256SUMS";
    let command = signed.0.lab.tool().shell(script, [""]);
    testkit::tool::finish({ command }.spawn().unwrap()).expect(0);
    signed.says(&["SHA256SUMS was edited or exchanged", "A row of manifest.csv was edited"]);
    let signed = Signed::new();
    fs::remove_file(signed.0.lab.path("share/SHA256SUMS")).unwrap();
    signed.says(&["SHA256SUMS was removed"]);
    let signed = Signed::new();
    signed
        .edit("share/SHA256SUMS", |text| text.lines().skip(1).map(|l| format!("{l}\n")).collect());
    signed.says(&["SHA256SUMS was edited or exchanged", "was added", "names 6 files"]);
    let signed = Signed::new();
    signed.edit("share/SHA256SUMS", |text| text.replacen("  ", "  ../", 1));
    signed.says(&["A line of SHA256SUMS is none that a release writes"]);
}

#[test]
fn a_link_in_the_place_of_a_file_and_a_folder_that_was_added() {
    let signed = Signed::new();
    let file = signed.file();
    let share = signed.0.lab.path("share");
    fs::rename(share.join(&file), signed.0.lab.path("moved")).unwrap();
    symlink(signed.0.lab.path("moved"), share.join(&file)).unwrap();
    signed.says(&[&format!("{file} is a link or a folder in the place of the file")]);
    let signed = Signed::new();
    fs::create_dir(signed.0.lab.path("share/more")).unwrap();
    signed.says(&["The folder more was added"]);
}

#[test]
fn names_that_could_deceive_a_terminal_are_escaped() {
    let signed = Signed::new();
    signed.0.lab.put("share/a\u{1b}[2K\nAll right", b"x");
    let done = signed.0.verify(&[]).expect(1);
    let said = String::from_utf8(done.stdout).unwrap();
    assert!(!said.contains('\u{1b}') && !said.contains("\nAll right"), "{said}");
}

#[test]
fn the_one_who_received_the_folder_needs_the_statement_alone() {
    let Signed(work) = Signed::new();
    for name in ["statement.json", "statement.json.sig"] {
        work.lab
            .put(format!("got/{name}"), fs::read(work.lab.path("evidence").join(name)).unwrap());
    }
    let verify = ["verify", "share", "got/statement.json", "--public-key", "sign.pub"];
    assert_eq!(work.lab.run(verify).code, Some(1), "evidence is missing");
    work.lab.run([&verify[..], &["--without-evidence"]].concat()).expect(0);
}

#[test]
fn what_cannot_be_read_is_no_verdict() {
    let Signed(work) = Signed::new();
    work.lab.run(["verify", "share", "none.json"]).expect(2);
    work.lab.run(["verify", "none", "evidence/statement.json"]).expect(2);
    work.verify(&["--public-key", "sign.pem"]).expect(2);
}
