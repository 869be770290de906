//! The way back: encrypted link files, and originals beside their pseudonyms.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "helpers of tests")]

use std::collections::BTreeSet;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::time::Duration;

use age::secrecy::ExposeSecret;
use age::x25519::Identity;
use testkit::dicom::{Content, Node};
use testkit::samples::{CT, ct, slice};
use testkit::search::{Search, Wanted};
use testkit::{Canaries, Done, Lab, Rows, Syntax, item, text};

const LOW: [&str; 2] = ["--level", "low"];
const PHRASE: &[u8] = b"correct horse battery staple\n";

/// Two patients, and a file that cannot be treated; what identifies occurs nowhere else.
struct Ward {
    lab: Lab,
    canaries: Canaries,
    patients: [String; 2],
}

fn ward() -> Ward {
    let lab = Lab::new(env!("CARGO_BIN_EXE_dcm-scrub"));
    let mut canaries = Canaries::new(5);
    let patients = [canaries.word("patient"), canaries.word("patient")];
    let folder = canaries.word("folder");
    for at in 0..6 {
        lab.put(format!("in/{folder}/{at}"), ct(&patients[at % 2], at).bytes());
    }
    lab.put(format!("in/{folder}/broken"), b"no DICOM");
    canaries.add_text("UID", "1.2.3.");
    Ward { lab, canaries, patients }
}

impl Ward {
    fn scrub(&self, args: &[&str]) -> Done {
        self.lab.work(&[&LOW, args].concat())
    }

    fn relink(&self, args: &[&str], input: &[u8]) -> Done {
        self.lab.tool().run_with([&["relink"], args].concat(), input)
    }

    /// Makes a key: its public half, and the file of the secret one.
    fn key(&self, name: &str) -> String {
        let identity = Identity::generate();
        let text = format!("# created by hand\n{}\n", identity.to_string().expose_secret());
        self.lab.secret(name, text.as_bytes());
        identity.to_public().to_string()
    }

    /// Nothing that identifies stands in these.
    #[track_caller]
    fn assert_silent(&self, texts: &[(&str, &[u8])]) {
        assert_eq!(self.canaries.hits(&self.lab.tree("out"), texts), [""; 0]);
    }
}

/// A manifest with its originals holds what the plain link file says of each input.
#[track_caller]
fn assert_traced(ward: &Ward, manifest: &Rows, table: &Rows) {
    assert_eq!(table.len(), manifest.len());
    for (row, traced) in manifest.rows.iter().zip(&table.rows) {
        for column in ["source", "subject", "study", "series", "instance"] {
            assert_eq!(row[column], traced[column]);
        }
        if row["scrub"] != "ok" {
            assert!(traced["original_path"].ends_with("/broken"));
            assert_eq!(traced["original_instance"], "");
            continue;
        }
        let at: usize = traced["original_path"].rsplit('/').next().unwrap().parse().unwrap();
        let patient = &ward.patients[at % 2];
        assert_eq!(&traced["original_subject"], patient);
        let original = |tag| testkit::read(&ct(patient, at).bytes()).unwrap().text(tag);
        assert_eq!(traced["original_study"], original(0x0020_000D));
        assert_eq!(traced["original_series"], original(0x0020_000E));
        assert_eq!(traced["original_instance"], original(0x0008_0018));
    }
}

#[test]
fn an_encrypted_link_file_leads_back_and_shows_nothing() {
    let ward = ward();
    let (first, second) = (ward.key("first"), ward.key("second"));
    ward.lab.put("team", format!("# the other one\n{second}\n"));
    let args =
        ["--link", "link.age", "--link-recipient", &first, "--link-recipient", "team", "-vv"];
    let done = ward.scrub(&args).expect(1);
    let link = fs::read(ward.lab.path("link.age")).unwrap();
    let mode = fs::metadata(ward.lab.path("link.age")).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
    ward.assert_silent(&[
        ("link", &link),
        ("manifest", &done.stdout),
        ("standard error", done.stderr.as_bytes()),
    ]);
    for key in ["first", "second"] {
        let args = ["--link", "link.age", "--identity", key];
        let traced = ward.relink(&args, &done.stdout).expect(0);
        assert_eq!(traced.stderr, "");
        assert_traced(&ward, &done.rows(), &traced.rows());
    }
}

#[test]
fn a_passphrase_leads_back_too() {
    let ward = ward();
    ward.lab.secret("phrase", PHRASE);
    let flags = ["--link", "link.age", "--link-passphrase-file", "phrase"];
    let done = ward.scrub(&flags).expect(1);
    ward.assert_silent(&[("link", &fs::read(ward.lab.path("link.age")).unwrap())]);
    let traced = ward.relink(&flags, &done.stdout).expect(0);
    assert_traced(&ward, &done.rows(), &traced.rows());
    ward.lab.secret("other", b"another horse battery staple\n");
    let other = ["--link", "link.age", "--passphrase-file", "other"];
    let refused = ward.relink(&other, &done.stdout).expect(2);
    assert!(refused.stderr.contains("passphrase does not open"), "{}", refused.stderr);
    assert!(refused.stdout.is_empty());
}

#[test]
fn a_plain_link_file_leads_back_into_a_file_of_ones_own() {
    let ward = ward();
    let done = ward.scrub(&["--link", "link.csv"]).expect(1);
    ward.lab.put("scrub.csv", &done.stdout);
    let args = ["--link", "link.csv", "--input", "scrub.csv", "--output", "who.csv"];
    let traced = ward.relink(&args, b"").expect(0);
    assert!(traced.stdout.is_empty());
    ward.assert_silent(&[("standard error", traced.stderr.as_bytes())]);
    let table = fs::read(ward.lab.path("who.csv")).unwrap();
    assert_traced(&ward, &done.rows(), &Rows::parse(&table));
    let mode = fs::metadata(ward.lab.path("who.csv")).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
    ward.relink(&args, b"").expect(2);
    ward.relink(&[&args[..], &["--force"]].concat(), b"").expect(0);
    let over = ["--link", "link.csv", "--input", "scrub.csv", "--output", "link.csv", "--force"];
    ward.relink(&over, b"").expect(2);
    ward.relink(&args[..4], b"").expect(0);
}

#[test]
fn a_list_is_answered_one_by_one_and_strangers_stay_without_original() {
    let ward = ward();
    let done = ward.scrub(&["--link", "link.csv"]).expect(1);
    let row = done.rows().rows[0].clone();
    let asked = ["source", "subject", "study", "series", "instance"].map(|c| row[c].clone());
    let known = ward.relink(&["--link", "link.csv"], (asked.join("\n") + "\n\n").as_bytes());
    let known = known.expect(0).rows();
    assert_eq!(known.column("kind"), ["path", "patient", "study", "series", "instance"]);
    assert_eq!(known.column("pseudonym"), asked);
    assert!(known.column("original").iter().all(|original| !original.is_empty()));
    let list = format!("2.25.7\n{}\n", row["subject"]);
    let some = ward.relink(&["--link", "link.csv", "--input", "-"], list.as_bytes()).expect(1);
    assert_eq!(some.rows().column("pseudonym"), ["2.25.7", &row["subject"]]);
    assert_eq!(some.rows().column("original")[0], "");
    assert!(ward.patients.contains(&some.rows().rows[1]["original"]));
    assert!(some.stderr.contains("1 rows"), "{}", some.stderr);
    ward.assert_silent(&[("standard error", some.stderr.as_bytes())]);
}

#[test]
fn a_manifest_of_another_run_has_rows_without_originals() {
    let ward = ward();
    ward.scrub(&["--link", "link.csv"]).expect(1);
    let args = ["--input", "in", "--output", "other", "--level", "low"];
    let stranger = ward.lab.run(args).expect(1);
    let traced = ward.relink(&["--link", "link.csv"], &stranger.stdout).expect(1).rows();
    assert_eq!(traced.len(), stranger.rows().len());
    for column in traced.columns.iter().filter(|name| name.starts_with("original")) {
        assert!(traced.column(column).iter().all(|cell| cell.is_empty()), "{column}");
    }
}

#[test]
fn a_defaced_file_is_traced_through_the_scrubbed_one() {
    let ward = ward();
    let done = ward.scrub(&["--link", "link.csv"]).expect(1);
    let mut manifest = String::new();
    for (at, line) in String::from_utf8(done.stdout.clone()).unwrap().lines().enumerate() {
        let cells: Vec<_> = line.split(',').collect();
        let path = cells[done.rows().columns.iter().position(|c| c == "path").unwrap()];
        let new = line.replace(&done.rows().rows[0]["instance"], "2.25.8");
        let new = new.replace(&done.rows().rows[0]["series"], "2.25.9");
        manifest += &match at {
            0 => format!("{line},undefaced\n"),
            _ => format!("{new},{path}\n"),
        };
    }
    let traced = ward.relink(&["--link", "link.csv"], manifest.as_bytes()).expect(0).rows();
    assert_eq!(traced.rows[0]["instance"], "2.25.8");
    assert!(traced.rows[0]["original_instance"].starts_with("1.2.3."));
    assert!(traced.rows[0]["original_series"].starts_with("1.2.3."));
}

#[test]
fn originals_are_no_formulas_and_several_of_one_pseudonym_are_all_shown() {
    let ward = ward();
    let link = "source,kind,original,new\nS,patient,=cmd(),P\nS,patient,Doe,P\nS,path,-rf,S\n";
    ward.lab.put("link.csv", link);
    let traced = ward.relink(&["--link", "link.csv"], b"P\nS\n").expect(1);
    assert_eq!(traced.rows().column("original"), ["'=cmd()", "Doe", "'-rf"]);
    assert!(traced.stderr.contains("several"), "{}", traced.stderr);
    let manifest = b"schema,source,path,subject\n1,S,out/x,P\n";
    let traced = ward.relink(&["--link", "link.csv"], manifest).expect(1).rows();
    assert_eq!(traced.column("original_subject"), ["'=cmd() | Doe"]);
    assert_eq!(traced.column("original_path"), ["'-rf"]);
}

#[test]
fn whoever_may_not_open_it_is_told_why_and_gets_nothing() {
    let ward = ward();
    let (public, _) = (ward.key("mine"), ward.key("theirs"));
    ward.lab.secret("phrase", PHRASE);
    let done = ward.scrub(&["--link", "link.age", "--link-recipient", &public]).expect(1);
    let whole = fs::read(ward.lab.path("link.age")).unwrap();
    ward.lab.put("cut.age", &whole[..whole.len() - 40]);
    ward.lab.put("head.age", &whole[..60]);
    ward.lab.put("open", fs::read(ward.lab.path("mine")).unwrap());
    fs::set_permissions(ward.lab.path("open"), fs::Permissions::from_mode(0o644)).unwrap();
    let work = format!(
        "age-encryption.org/v1\n-> scrypt {} 30\n{}\n--- {}\n{}",
        "A".repeat(22),
        "A".repeat(43),
        "A".repeat(43),
        "D".repeat(64)
    );
    ward.lab.put("work.age", work);
    for (link, flags, says) in [
        ("link.age", [].as_slice(), "age -d"),
        ("link.age", &["--identity", "theirs"], "not encrypted to any"),
        ("link.age", &["--passphrase-file", "phrase"], "--link-identity"),
        ("link.age", &["--identity", "open"], "chmod 600"),
        ("link.age", &["--identity", "phrase"], "secret keys"),
        ("link.age", &["--identity", "missing"], "cannot be read"),
        ("link.age", &["--identity", "mine", "--passphrase-file", "phrase"], "cannot be used"),
        ("cut.age", &["--identity", "mine"], "was cut"),
        ("head.age", &["--identity", "mine"], "was cut"),
        ("work.age", &["--passphrase-file", "phrase"], "more work"),
        ("mine", &["--identity", "mine"], "not encrypted"),
        ("key", &[], "not a link file"),
        ("missing", &[], "cannot be read"),
    ] {
        let args = [&["--link", link], flags].concat();
        let refused = ward.relink(&args, &done.stdout).expect(2);
        assert!(refused.stderr.contains(says), "{link} {flags:?}: {}", refused.stderr);
        assert!(refused.stdout.is_empty(), "{link} {flags:?}");
        assert!(!refused.stderr.contains("SECRET-KEY-1") || says == "secret keys");
        assert!(refused.took < Duration::from_secs(30));
    }
    for input in [b"Erika Mustermann\n".as_slice(), b"P\n\xFF\n", b"schema,source\n1,S\n"] {
        let args = ["--link", "link.age", "--identity", "mine"];
        let refused = ward.relink(&args, input).expect(2);
        assert!(!refused.stderr.contains("Erika"), "{}", refused.stderr);
    }
}

#[test]
fn what_cannot_encrypt_stops_the_run_before_anything_is_written() {
    let ward = ward();
    let public = ward.key("mine");
    let secret = fs::read_to_string(ward.lab.path("mine")).unwrap();
    let secret = secret.lines().last().unwrap();
    ward.lab.secret("short", b"short\n");
    ward.lab.secret("lines", b"correct horse\nbattery staple\n");
    ward.lab.secret("phrase", PHRASE);
    let open = ward.lab.put("open", PHRASE);
    fs::set_permissions(open, fs::Permissions::from_mode(0o644)).unwrap();
    for (flags, says) in [
        (["--link-recipient", "age1nobody"], "not a public key"),
        (["--link-recipient", secret], "age-keygen -y"),
        (["--link-recipient", "mine"], "age-keygen -y"),
        (["--link-recipient", "missing"], "neither"),
        (["--link-recipient", "short"], "line 1"),
        (["--link-passphrase-file", "short"], "shorter"),
        (["--link-passphrase-file", "lines"], "one line"),
        (["--link-passphrase-file", "open"], "chmod 600"),
        (["--link-passphrase-file", "missing"], "cannot be read"),
    ] {
        let refused = ward.scrub(&[&["--link", "link.age"], &flags[..]].concat()).expect(2);
        assert!(refused.stderr.contains(says), "{flags:?}: {}", refused.stderr);
        assert!(!refused.stderr.contains(secret) && !refused.stderr.contains("horse"));
        assert!(!ward.lab.path("link.age").exists() && !ward.lab.path("out").exists());
    }
    let both = ["--link-recipient", public.as_str(), "--link-passphrase-file", "phrase"];
    ward.scrub(&[&["--link", "link.age"], &both[..]].concat()).expect(2);
    ward.scrub(&both[..2]).expect(2);
    ward.scrub(&["--link", "link.age", "--link-passphrase", "correct horse battery"]).expect(2);
}

#[test]
fn a_run_that_stops_leaves_no_link_file() {
    let ward = ward();
    let public = ward.key("mine");
    for at in 0..600 {
        ward.lab.put(format!("in/more/{at}"), slice(Syntax::Explicit, "P", at).bytes());
    }
    let flags = ["--link", "link.age", "--link-recipient", &public];
    let args = [&testkit::lab::IN_TO_OUT, &LOW[..], &flags].concat();
    // The reader of the manifest goes away after its header.
    let script = "\"$@\" | head -n 1 >/dev/null";
    let child = ward.lab.tool().shell(script, &args).spawn().unwrap();
    testkit::tool::finish(child);
    let names: BTreeSet<_> = fs::read_dir(ward.lab.path(""))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    assert!(!names.contains("link.age"), "{names:?}");
    assert!(!names.iter().any(|name| name.ends_with(".partial")), "{names:?}");
    let done = ward.scrub(&flags).expect(1);
    ward.relink(&["--link", "link.age", "--identity", "mine"], &done.stdout).expect(0);
}

#[test]
fn the_old_command_line_and_its_demands_are_as_they_were() {
    let ward = ward();
    let missing = ward.lab.run(["--input", "in"]).expect(2);
    assert!(missing.stderr.contains("--output"), "{}", missing.stderr);
    // Behind a flag it is the name of an input.
    let mixed = ward.lab.run(["--level", "low", "relink", "--link", "link.csv"]).expect(2);
    assert!(mixed.stderr.contains("--output"), "{}", mixed.stderr);
    let help = ward.lab.run(["relink", "--help"]).expect(0);
    assert!(String::from_utf8_lossy(&help.stdout).contains("PATIENT DATA"));
    // A folder of this name is still an input.
    ward.lab.put("relink/1", ct("P", 1).bytes());
    ward.lab.run(["--input", "relink", "--output", "out", "--level", "low"]).expect(0);
}

#[test]
fn a_search_that_finds_nothing_could_find_something() {
    let ward = ward();
    ward.scrub(&["--link", "link.csv"]).expect(1);
    let wanted = ward.patients.each_ref().map(|name| Wanted::text(name, name));
    let link = fs::read(ward.lab.path("link.csv")).unwrap();
    assert_eq!(Search::new(&wanted).hits("", &link).len(), 2);
}

/// A patient whose name is beyond ASCII, with UIDs in many places, in a character set.
fn labelled(instance: usize, set: &str, name: &[u8], id: &[u8]) -> Vec<u8> {
    let uid = |tag, uid: &str| text(tag, "UI", uid);
    let referenced = vec![uid(0x0008_1150, CT), uid(0x0008_1155, "1.2.3.77.1")];
    slice(Syntax::Explicit, "P", instance)
        .with(text(0x0008_0005, "CS", set))
        .with(text(0x0010_0010, "PN", name))
        .with(text(0x0010_0020, "LO", id))
        .with(uid(0x0020_0052, "1.2.3.77.2"))
        .with(uid(0x0020_0200, "1.2.3.77.3"))
        .with(uid(0x0020_9161, "1.2.3.77.4"))
        .with(uid(0x0008_3010, "1.2.3.77.5\\1.2.3.77.6"))
        .with(item(0x0008_1140, referenced))
        .with(item(0x0020_9221, vec![uid(0x0020_9164, "1.2.3.77.7")]))
        .with(item(
            0x0040_A730,
            vec![
                text(0x0040_A040, "CS", "UIDREF"),
                uid(0x0062_0021, "1.2.3.77.8"),
                item(0x0040_A730, vec![uid(0x0040_A124, "1.2.3.77.9")]),
            ],
        ))
        .bytes()
}

#[test]
fn the_link_file_is_utf8_whatever_character_set_the_inputs_have() {
    for (set, name, id, read) in [
        ("ISO_IR 100", b"M\xFCller^J\xF6rg".as_slice(), b"N\xB0 7".as_slice(), "N° 7"),
        ("ISO_IR 144", b"\xBA\xE3\xD7\xDD\xD5\xE6\xDE\xD2", b"\xB4-17", "Д-17"),
        ("ISO_IR 192", "Łąka^Żaneta".as_bytes(), "Ł-1".as_bytes(), "Ł-1"),
        ("GB18030", b"\xD5\xC5\xCE\xB0", b"\xD5\xC5-9", "张-9"),
        ("\\ISO 2022 IR 87", b"\x1B$B;3ED\x1B(B", b"\x1B$B;3\x1B(B-2", "山-2"),
        ("ISO_IR 192", b"M\xFCller", b"H\xFC\\x41-3", "H\\xFC\\x5Cx41-3"),
    ] {
        let lab = Lab::new(env!("CARGO_BIN_EXE_dcm-scrub"));
        lab.put("in/1", labelled(1, set, name, id));
        let done = lab.work(&[&LOW[..], &["--link", "link.csv"]].concat()).expect(0);
        let link = String::from_utf8(fs::read(lab.path("link.csv")).unwrap()).expect(set);
        let patient = format!("patient,{read},{}", done.rows().rows[0]["subject"]);
        assert!(link.contains(&patient), "{set}: {link}");
    }
}

/// The UIDs of elements, but for those of the standard.
fn uids(nodes: &[Node], found: &mut BTreeSet<String>) {
    for node in nodes {
        node.items().iter().for_each(|item| uids(item, found));
        if let Content::Bytes(bytes) = &node.content
            && node.vr == "UI"
        {
            let text = String::from_utf8(bytes.clone()).unwrap();
            let uids = text.trim_end_matches('\0').split('\\').map(str::to_owned);
            found.extend(uids.filter(|uid| !uid.is_empty() && !uid.starts_with("1.2.840.10008.")));
        }
    }
}

#[test]
fn every_uid_that_was_changed_is_in_the_link_file_once() {
    let lab = Lab::new(env!("CARGO_BIN_EXE_dcm-scrub"));
    lab.put("in/1", labelled(1, "ISO_IR 192", b"Doe", b"P1"));
    lab.put("in/2", labelled(2, "ISO_IR 192", b"Doe", b"P1"));
    let profile = ["--profile", "basic", "--option", "clean-structured-content"];
    for method in [&LOW[..], &["--level", "high"], &profile] {
        let _ = fs::remove_dir_all(lab.path("out"));
        let args = [method, &["--link", "link.csv", "--force"]].concat();
        lab.work(&args).expect(0);
        let link = Rows::parse(&fs::read(lab.path("link.csv")).unwrap());
        let mut written = BTreeSet::new();
        for (name, file) in lab.tree("out").content() {
            if name.ends_with(b".dcm") {
                uids(&testkit::read(file).unwrap().nodes, &mut written);
            }
        }
        let of_kind = |kinds: &[&str]| -> Vec<_> {
            let rows = link.rows.iter().filter(|row| kinds.contains(&row["kind"].as_str()));
            rows.map(|row| (row["original"].clone(), row["new"].clone())).collect()
        };
        let others = of_kind(&["uid"]);
        let once: BTreeSet<_> = others.iter().collect();
        assert_eq!(once.len(), others.len(), "{others:?}");
        let all = of_kind(&["uid", "study", "series", "instance"]);
        let new: BTreeSet<_> = all.iter().map(|(_, new)| new.clone()).collect();
        assert_eq!(new, written, "{method:?}");
        let old: BTreeSet<_> = all.iter().map(|(old, _)| old.as_str()).collect();
        assert!(old.contains("1.2.3.77.2") && old.contains("1.2.3.77.1"), "{method:?} {old:?}");
    }
}

#[test]
fn all_pairs_of_a_link_file_are_written_as_two_maps() {
    let ward = ward();
    let done = ward.scrub(&["--link", "link.csv"]).expect(1).rows();
    let maps = ["--link", "link.csv", "--uid-map", "uids.csv", "--patient-map", "patients.csv"];
    let made = ward.relink(&maps, b"").expect(0);
    assert!(made.stdout.is_empty());
    ward.assert_silent(&[("standard error", made.stderr.as_bytes())]);
    let map = |name: &str| Rows::parse(&fs::read(ward.lab.path(name)).unwrap());
    let (uids, patients) = (map("uids.csv"), map("patients.csv"));
    assert_eq!(uids.columns, ["id_old", "id_new"]);
    let pairs = |rows: &Rows| -> BTreeSet<_> {
        rows.rows.iter().map(|row| (row["id_old"].clone(), row["id_new"].clone())).collect()
    };
    assert_eq!(pairs(&uids).len(), uids.len(), "each once");
    // Two studies with a series and a frame of reference each, six instances.
    assert_eq!((uids.len(), patients.len()), (12, 2));
    for row in done.rows.iter().filter(|row| row["scrub"] == "ok") {
        for column in ["study", "series", "instance"] {
            assert!(uids.column("id_new").contains(&row[column].as_str()), "{column}");
        }
        assert!(patients.column("id_new").contains(&row["subject"].as_str()));
    }
    for patient in &ward.patients {
        assert!(patients.column("id_old").contains(&patient.as_str()));
    }
    for map in ["uids.csv", "patients.csv"] {
        let mode = fs::metadata(ward.lab.path(map)).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600, "{map}");
    }
    ward.relink(&maps, b"").expect(2);
    ward.relink(&[&maps[..], &["--force"]].concat(), b"").expect(0);
    ward.relink(&["--link", "link.csv", "--uid-map", "link.csv", "--force"], b"").expect(2);
    ward.relink(&["--link", "link.csv", "--uid-map", "m", "--patient-map", "m"], b"").expect(2);
    ward.relink(&["--link", "link.csv", "--uid-map", "m", "--input", "uids.csv"], b"").expect(2);
}

#[test]
fn a_link_file_that_was_cut_gives_no_map() {
    let ward = ward();
    let public = ward.key("mine");
    ward.scrub(&["--link", "link.age", "--link-recipient", &public]).expect(1);
    let whole = fs::read(ward.lab.path("link.age")).unwrap();
    ward.lab.put("cut.age", &whole[..whole.len() - 40]);
    let args = ["--link", "cut.age", "--identity", "mine", "--uid-map", "uids.csv"];
    ward.relink(&args, b"").expect(2);
    assert!(!ward.lab.path("uids.csv").exists());
}
