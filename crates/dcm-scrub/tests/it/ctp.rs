//! Scripts of CTP: the results of the original program, and what is done otherwise on purpose.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "helpers of tests")]

use std::fs;

use testkit::dicom::Content;
use testkit::samples::{ct, slice};
use testkit::{Dicom, Done, Lab, Node, Parsed, Syntax, item, number, reference, sequence, text};

fn lab() -> Lab {
    Lab::new(env!("CARGO_BIN_EXE_dcm-scrub"))
}

fn work(lab: &Lab, entries: &str, more: &[&str]) -> Done {
    lab.put("script.xml", format!("<script>\n{entries}\n</script>"));
    lab.work(&[&["--script", "script.xml", "--dialect", "ctp", "--force"], more].concat())
}

fn entry(tag: &str, body: &str) -> String {
    format!("<e en=\"T\" t=\"{tag}\" n=\"x\">{body}</e>\n")
}

/// What a script makes of a file, other arguments given.
fn made(file: Dicom, entries: &str, more: &[&str]) -> Parsed {
    let lab = lab();
    lab.put("in/a", file.bytes());
    lab.put("table.properties", "id/A = P001\nid/B|F = P002\nshift/A=-7\nbase/A=1/1/2020\n");
    work(&lab, entries, more).expect(0);
    lab.only_output()
}

/// What a body makes of Study Description; none where it is gone.
fn described(body: &str) -> Option<String> {
    let file = ct("A", 1).with_all([
        text(0x0008_1030, "LO", "Head w/o 12 for Erika"),
        text(0x0010_4000, "LT", "a/b/c"),
        text(0x0008_0021, "DA", "202001"),
    ]);
    let more = ["--lookup", "table.properties", "--integers", "numbers.csv", "--param", "SITE=7"];
    let output = made(file, &entry("00081030", body), &more);
    output.node(0x0008_1030).map(|_| output.text(0x0008_1030))
}

#[test]
fn every_function_does_what_it_says() {
    for (body, expected) in [
        ("", Some("")),
        ("@keep()", Some("Head w/o 12 for Erika")),
        ("@remove()", None),
        ("@empty()", Some("")),
        ("@blank(3)", Some("")),
        (r"plain \@text", Some("plain @text")),
        ("@param(@SITE)x", Some("7x")),
        ("@contents(this)!", Some("Head w/o 12 for Erika!")),
        (r#"@contents(this,"[0-9]+ ")"#, Some("Head w/o for Erika")),
        (r#"@contents(this,"(\w+) for (\w+)","$2,$1")"#, Some("Head w/o Erika,12")),
        (r#"@value(Occupation,"none")"#, Some("none")),
        ("@value(Modality)", Some("CT")),
        ("@truncate(this,4)", Some("Head")),
        ("@truncate(this,-5)", Some("Erika")),
        ("@lowercase(Modality)", Some("ct")),
        ("@uppercase(Manufacturer)", Some("ACME")),
        ("@initials(PatientName)", Some("EM")),
        ("@initials(PatientName,2)", Some("GO")),
        // MD5 of "A" is 7fc56270e7a70fa81a5935b72eacbe29.
        ("@hash(PatientID)", Some("169836834567204038179966570894283554345")),
        ("@hash(PatientID,4)", Some("1698")),
        ("@hash(Occupation)", None),
        ("@hashuid(1.2,Occupation)", None),
        ("@hashdate(StudyDate,Occupation)", None),
        ("@hashdate(SeriesDate,PatientID)", Some("")),
        // 4345 mod 3650 days back from 2020-01-15.
        ("@hashdate(StudyDate,PatientID)", Some("20180219")),
        ("@incrementdate(StudyDate,17)", Some("20200201")),
        ("@incrementdate(StudyDate,PatientID,shift)", Some("20200108")),
        ("@modifydate(StudyDate,*,12,40)", Some("20210109")),
        ("@dateinterval(StudyDate,base,PatientID)", Some("14")),
        ("@dateinterval(StudyDate,base,PatientID,20000101)", Some("20000115")),
        ("@round(PatientAge,10)", Some("060Y")),
        ("@integer(PatientID,ptid,3)", Some("001")),
        ("@lookup(PatientID,id)", Some("P001")),
        ("@lookup(PatientID,none,remove)", None),
        ("@lookup(PatientID,none,empty)", Some("")),
        ("@lookup(PatientID,none,keep)", Some("Head w/o 12 for Erika")),
        (r#"@lookup(PatientID,none,default,"x y")"#, Some("x y")),
        (r#"@lookup(PatientID,none,ignore,"[A-Z]")"#, Some("A")),
        ("@if(Modality,equals,\"ct\"){yes}{no}", Some("yes")),
        ("@if(Modality,contains,\"R\"){yes}{no}", Some("no")),
        ("@if(Occupation,isblank){@if(Modality,exists){a}{b}}{c}", Some("a")),
        ("@if(PatientAge,greaterthan,54){old}{young}", Some("old")),
        ("@if(Rows,greaterthan,8){big}{small}", Some("small")),
        ("@if(this,matches,\"Head.*\"){@remove()}{@keep()}", None),
        ("@append(){more}", Some(r"Head w/o 12 for Erika\more")),
        ("@append(){@remove()}", None),
        ("@select(){root}{nested}", Some("root")),
        ("@require()", Some("Head w/o 12 for Erika")),
        ("@pathelement(PatientComments,1)", Some("b")),
        ("@pathelement(PatientComments,-1)", Some("c")),
        ("@pathelement(PatientComments,7)", Some("a/b/c")),
    ] {
        assert_eq!(described(body).as_deref(), expected, "{body}");
    }
    let digits = |text: String| text.bytes().all(|b| b.is_ascii_digit()).then_some(text.len());
    assert_eq!(described("@date()").and_then(digits), Some(8));
    assert_eq!(described("@time()").and_then(digits), Some(6));
}

#[test]
fn what_was_encrypted_can_be_decrypted() {
    let hidden = described(r#"@encrypt(Modality,"secret")"#).unwrap();
    assert!(!hidden.contains("CT") && hidden.ends_with('='), "{hidden}");
    let file = ct("A", 1).with(text(0x0008_1030, "LO", &hidden));
    let back = made(file, &entry("00081030", r#"@decrypt(this,"secret")"#), &[]);
    assert_eq!(back.text(0x0008_1030), "CT");
}

#[test]
fn what_is_absent_is_added_only_by_always() {
    let entries = [
        entry("00120010", "@always()SPONSOR"),
        entry("00120020", "@require()"),
        entry("00120021", "@always()@require(Modality)"),
        entry("00120030", "@always()@require(Occupation,\"none\")"),
        entry("00120031", "@always()@remove()"),
        entry("00120040", "@always()@require()"),
        entry("00400260", "@always()@require()"),
        entry("00120064", "113100/999"),
        entry("00080060", "@always()@uppercase(this)x"),
    ];
    let output = made(ct("A", 1).without(0x0008_0005), &entries.concat(), &[]);
    assert_eq!(output.text(0x0012_0010), "SPONSOR");
    assert!(output.node(0x0012_0020).is_none());
    assert_eq!(output.text(0x0012_0021), "CT");
    assert_eq!(output.text(0x0012_0030), "none");
    assert!(output.node(0x0012_0031).is_none());
    assert!(output.node(0x0012_0040).is_some() && output.text(0x0012_0040).is_empty());
    assert!(output.node(0x0040_0260).unwrap().items().is_empty());
    assert_eq!(output.text(0x0008_0060), "CTx", "functions read the original, once");
    assert_eq!(output.text(0x0008_0005), "ISO_IR 100", "as CTP assumes");
    let codes = output.node(0x0012_0064).unwrap().items();
    let values: Vec<_> =
        codes.iter().map(|item| testkit::read::trimmed(item, 0x0008_0104)).collect();
    assert_eq!(values, ["Basic Application Confidentiality Profile", "UNKNOWN"]);
}

#[test]
fn codes_are_added_to_those_that_are_there_unless_reset() {
    let code = |value: &str| vec![text(0x0008_0100, "SH", value)];
    let file = || ct("A", 1).with(sequence(0x0012_0064, vec![code("113100")]));
    let count = |body: &str| {
        let output = made(file(), &entry("00120064", body), &[]);
        output.node(0x0012_0064).map_or(0, |node| node.items().len())
    };
    assert_eq!(count("113105"), 2);
    assert_eq!(count("reset/113105/113107"), 2);
    assert_eq!(count(""), 1);
    assert_eq!(count("@keep()"), 1);
    assert_eq!(count("@remove()"), 0);
}

fn with_sequences() -> Dicom {
    let request = vec![
        text(0x0010_0020, "LO", "NESTED-4711"),
        text(0x0040_0007, "LO", "CT head"),
        item(0x0040_0008, vec![text(0x0008_0104, "LO", "deep"), text(0x0010_0020, "LO", "D")]),
    ];
    ct("A", 1).with_all([
        item(0x0040_0275, request),
        item(0x0010_1002, vec![text(0x0010_0020, "LO", "SSN-1")]),
        item(0x0008_1110, vec![text(0x0008_1155, "UI", "1.2.3.4")]),
        item(0x0008_1140, vec![text(0x0008_1155, "UI", "1.2.3.5")]),
    ])
}

#[test]
fn items_are_treated_only_where_a_sequence_is_processed() {
    let entries = [
        entry("00100020", "@select(){root}{@lowercase(this)@contents(00400008::00080104)}"),
        entry("00400275", "@process()"),
        entry("00400008", "@keep()"),
        entry("00081110", "@remove()"),
    ];
    let flat = made(with_sequences(), &entries.concat(), &[]).flat();
    let at = |path: &str| flat.get(path).map(|b| String::from_utf8_lossy(b).trim().to_owned());
    assert_eq!(at("00100020").as_deref(), Some("root"));
    assert_eq!(at("00400275[0].00100020").as_deref(), Some("nested-4711deep"));
    assert_eq!(at("00400275[0].00400007").as_deref(), Some("CT head"));
    assert_eq!(at("00400275[0].00400008[0].00100020").as_deref(), Some("D"), "not processed");
    assert_eq!(at("00101002[0].00100020").as_deref(), Some("REMOVED"), "swept, not processed");
    assert_eq!(at("00081110"), None);
}

#[test]
fn an_emptied_sequence_is_empty() {
    let entries =
        [entry("00101002", "@empty()"), entry("00081110", ""), entry("00081140", "@blank(3)")];
    let output = made(with_sequences(), &entries.concat(), &[]);
    for tag in [0x0010_1002, 0x0008_1110, 0x0008_1140] {
        assert!(output.node(tag).unwrap().items().is_empty(), "{tag:08X}");
    }
    assert!(!output.flat().values().any(|v| v.windows(5).any(|w| w == b"SSN-1")));
}

#[test]
fn groups_private_elements_overlays_and_curves_follow_k_and_r() {
    let file = || {
        ct("A", 1).with_all([
            text(0x0009_0010, "LO", "ACME"),
            text(0x0009_1001, "LO", "one"),
            text(0x0009_1002, "LO", "two"),
            text(0x0018_0015, "CS", "HEAD"),
            number(0x5000_0005, 1),
            number(0x6000_0010, 8),
            number(0x6000_0102, 0),
            text(0x6000_3000, "OW", "12"),
        ])
    };
    let keep = entry("0009[Acme]01", "@keep()");
    let there = |entries: &str, tags: &[u32]| {
        let output = made(file(), &format!("{keep}{entries}"), &[]);
        let found: Vec<bool> = tags.iter().map(|tag| output.node(*tag).is_some()).collect();
        found
    };
    let tags =
        [0x0009_1001, 0x0009_1002, 0x0018_0015, 0x0008_0070, 0x5000_0005, 0x6000_3000, 0x0028_0010];
    assert_eq!(there("", &tags), [true; 7], "what is not named stays");
    let r = |t: &str| format!("<r en=\"T\" t=\"{t}\">x</r>");
    let private = there(&r("privategroups"), &tags);
    assert_eq!(private, [true, false, true, true, true, true, true]);
    let curves = there(&(r("curves") + &r("overlays")), &tags);
    assert_eq!(curves, [true, true, true, true, false, false, true], "curves without more");
    let rest =
        entry("0020000E", "@keep()") + "<k en=\"T\" t=\"0018\">x</k>" + &r("unspecifiedelements");
    assert_eq!(there(&rest, &tags), [true, false, true, false, true, true, true]);
}

#[test]
fn safe_private_elements_stay_with_all_creators_where_r_would_remove_them() {
    let brain_wave = || {
        vec![
            text(0x2001_0011, "LO", "brainwave: 1.2.840.113819.3"),
            number(0x2001_1131, 1),
            text(0x2001_1141, "LO", "Mustermann"),
            number(0x2001_1199, 1),
        ]
    };
    let file = ct("A", 1)
        .with_all([text(0x0009_0010, "LO", "ACME"), text(0x0009_1031, "LO", "x")])
        .with_all(brain_wave())
        .with(item(0x0008_1140, brain_wave()));
    let entries = entry("00081140", "@process()")
        + "<k en=\"T\" t=\"safeprivateelements\"/><r en=\"T\" t=\"privategroups\"/>";
    let output = made(file, &entries, &[]);
    let private = |nodes: &[Node]| -> Vec<u32> {
        nodes.iter().map(|n| n.tag).filter(|tag| (tag >> 16) % 2 == 1).collect()
    };
    assert_eq!(private(&output.nodes), [0x0009_0010, 0x2001_0011, 0x2001_1131]);
    let nested = output.node(0x0008_1140).unwrap();
    assert_eq!(private(&nested.items()[0]), [0x2001_0011, 0x2001_1131]);
}

#[test]
fn a_failed_call_fails_the_file_and_skip_leaves_it_out() {
    for (tag, body, verdict) in [
        ("00081030", "@quarantine()", "fail E_SCRIPT"),
        ("00081030", "@skip()", "skip S_SCRIPT"),
        ("00081030", "@lookup(PatientID,none)", "fail E_SCRIPT"),
        ("00081030", "@incrementdate(PatientName,1)", "fail E_SCRIPT"),
        ("00081030", "@dateinterval(StudyDate,none,PatientID)", "fail E_SCRIPT"),
        ("00081030", "@round(PatientName,5)", "fail E_SCRIPT"),
        ("00081030", "@decrypt(this,key)", "fail E_SCRIPT"),
        ("00081030", "@keep()text", "fail E_SCRIPT"),
        ("00081030", "@hash(RequestAttributesSequence)", "fail E_SCRIPT"),
        ("00400275", "text", "fail E_SCRIPT"),
        ("00280010", "many", "fail E_SCRIPT"),
        ("00280010", "@empty()", "fail E_SCRIPT"),
        ("00280010", "9000", "fail E_SCRIPT"),
        ("00080016", "1.2.3", "fail E_SCRIPT"),
    ] {
        let lab = lab();
        lab.put("in/a", with_sequences().with(text(0x0008_1030, "LO", "Erika 12345678")).bytes());
        lab.put("in/b", ct("B", 2).without(0x0008_1030).bytes());
        lab.put("t", "id/A=1\n");
        let guard = format!("@if(PatientID,equals,\"A\"){{{body}}}{{@keep()}}");
        let done = work(&lab, &entry(tag, &guard), &["--lookup", "t"]);
        let done = done.expect(i32::from(verdict.starts_with("fail")));
        let verdicts = done.rows().verdicts("scrub");
        assert_eq!(verdicts, [verdict, "ok"], "{tag} {body}");
        assert_eq!(lab.tree("out").len(), 1);
        assert!(!done.stderr.contains("Erika"));
    }
}

#[test]
fn what_cannot_be_carried_out_is_refused_by_name_when_the_script_is_read() {
    let lab = lab();
    lab.put("in/a", ct("A", 1).bytes());
    for (line, says) in [
        (entry("00100010", "@call(myplugin,x)"), "line 3 of the script, <e> 00100010: @call"),
        (entry("00100010", "@uid()"), "unknown function @uid"),
        (entry("00100010", "@param(@SITE)"), "SITE"),
        (entry("00100010", "@lookup(this,x)"), "--lookup"),
        (entry("00100010", "@integer(this,x,1)"), "--integers"),
        (entry("00100010", "@hash(Nobody)"), "Nobody"),
        ("<k en=\"T\" t=\"everything\"/>".into(), "<k> everything"),
        (entry("00100020", "@keep()"), "an entry for this already"),
    ] {
        let done = work(&lab, &(entry("00100020", "@keep()") + &line), &[]).expect(2);
        assert!(done.stderr.contains(says), "{line}: {}", done.stderr);
        assert!(!lab.path("out").exists());
    }
    lab.put("t", "no key\nid/A=1\nid/A=2\n");
    let done = work(&lab, "", &["--lookup", "t"]).expect(2);
    assert!(done.stderr.contains("line 3 of --lookup"), "{}", done.stderr);
}

#[test]
fn the_dialect_is_found_or_asked_for() {
    let lab = lab();
    lab.put("in/a", ct("A", 1).bytes());
    let run = |entries: &str, more: &[&str]| {
        lab.put("script.xml", format!("<script>{entries}</script>"));
        lab.work(&[&["--script", "script.xml", "--force"], more].concat())
    };
    let ctp = entry("00100010", "@always()X");
    run(&ctp, &[]).expect(0);
    assert_eq!(lab.only_output().text(0x0010_0010), "X");
    let unclear = entry("00100010", "@empty()");
    assert!(run(&unclear, &[]).expect(2).stderr.contains("--dialect"));
    let both = ctp + &entry("00080018", "@uid");
    assert!(run(&both, &[]).expect(2).stderr.contains("@uid"));
    let rsna = entry("00080018", "@uid");
    assert!(run(&rsna, &["--param", "A=1"]).expect(2).stderr.contains("--param"));
    run(&unclear, &["--dialect", "rsna", "--dry-run"]).expect(0);
}

#[test]
fn parameters_of_the_command_line_come_first() {
    let entries = format!("<p t=\"A\">own</p>{}", entry("00081030", "@param(@A)-@param($B)"));
    let file = ct("A", 1).with(text(0x0008_1030, "LO", "x"));
    let output = made(file, &entries, &["--param", "B=b=c", "--param", "A=given"]);
    assert_eq!(output.text(0x0008_1030), "given-b=c");
}

#[test]
fn integers_go_on_in_the_next_run_in_the_order_of_the_files() {
    let lab = lab();
    let script = entry("00100020", "@integer(this,ptid,3)");
    for at in 0..20 {
        lab.put(format!("in/{at:02}"), ct(&format!("P{}", at % 10), at).bytes());
    }
    let more = ["--integers", "numbers.csv"];
    let ids = |done: Done| -> Vec<String> {
        done.rows().column("path").iter().map(|p| lab.output(p).text(0x0010_0020)).collect()
    };
    let first = ids(work(&lab, &script, &more).expect(0));
    let expected: Vec<_> = (0..20).map(|at| format!("{:03}", at % 10 + 1)).collect();
    assert_eq!(first, expected);
    lab.put("in/000", ct("NEW", 99).bytes());
    let second = ids(work(&lab, &script, &more).expect(0));
    assert_eq!(second[0], "001");
    assert!(second.contains(&"011".to_owned()));
    assert_eq!(fs::read_to_string(lab.path("numbers.csv")).unwrap().lines().count(), 11);
}

#[test]
fn what_nothing_names_is_swept_and_what_an_entry_keeps_is_not_touched() {
    let file = ct("HOSP-100200", 1).with_all([
        text(0x0008_1030, "LO", "Head of HOSP-100200"),
        text(0x0020_4000, "LT", "HOSP-100200 came"),
        text(0x0010_1010, "AS", "093Y"),
        item(0x0008_1140, vec![text(0x0008_1030, "LO", "for HOSP-100200")]),
    ]);
    let entries = entry("00100020", "@hash(this,8)") + &entry("00204000", "@keep()");
    let output = made(file, &entries, &[]);
    assert_eq!(output.text(0x0008_1030), "Head of");
    assert_eq!(output.text(0x0020_4000), "HOSP-100200 came");
    assert_eq!(output.text(0x0010_1010), "090Y");
    assert_eq!(output.text(0x0010_0010), "Mustermann^Erika", "stays: the script says nothing");
    let nested = output.node(0x0008_1140).unwrap().items();
    assert_eq!(testkit::read::trimmed(&nested[0], 0x0008_1030), "for");
}

#[test]
fn claims_are_true_unless_the_script_makes_its_own() {
    let plain = made(ct("A", 1), &entry("00100020", "@hash(this)"), &[]);
    assert_eq!(plain.text(0x0012_0062), "NO", "the name stays");
    assert!(plain.text(0x0012_0063).contains("CTP script"));
    assert_eq!(plain.text(0x0028_0303), "UNMODIFIED");
    let own = entry("00120062", "@always()YES") + &entry("00120063", "@always()mine");
    let own = made(ct("A", 1), &own, &[]);
    assert_eq!([own.text(0x0012_0062), own.text(0x0012_0063)], ["YES", "mine"]);
    let strict = [
        entry("00100010", "@empty()"),
        entry("00100020", "@hash(this)"),
        entry("00080020", "@hashdate(this,PatientID)"),
        entry("0020000E", "@keep()"),
        "<r en=\"T\" t=\"unspecifiedelements\">x</r>".to_owned(),
    ];
    let strict = made(ct("A", 1), &strict.concat(), &[]);
    assert_eq!(strict.text(0x0012_0062), "YES");
    assert_eq!(strict.text(0x0028_0303), "MODIFIED");
}

#[test]
fn every_transfer_syntax_and_character_set_is_served() {
    let entries = entry("00280011", "@contents(Rows)") + &entry("00081030", "@uppercase(this)");
    for syntax in Syntax::ALL {
        let file = slice(syntax, "A", 1).with(text(0x0008_0005, "CS", "ISO_IR 100")).with(text(
            0x0008_1030,
            "LO",
            b"Z\xFCrich",
        ));
        let output = made(file, &entries, &[]);
        let Content::Bytes(bytes) = &output.node(0x0008_1030).unwrap().content else { panic!() };
        assert_eq!(bytes, b"Z\xDCRICH", "{syntax:?}");
        let flat = output.flat();
        assert_eq!(flat["00280010"], flat["00280011"]);
    }
}

/// Bodies that CTP carries out by writing them into the file, or by giving up.
const REFUSED: [&str; 3] = ["@uid()", "@@uid()", "@hashdate"];

#[test]
fn ctps_own_results_are_reproduced() {
    let Some(shared) = reference::folder(env!("CARGO_MANIFEST_DIR")) else { return };
    let golden = shared.join("golden/ctp-functions");
    let vectors = fs::read(golden.join("expected.json")).unwrap();
    let vectors: Vec<serde_json::Value> = serde_json::from_slice(&vectors).unwrap();
    let script = fs::read_to_string(golden.join("fn.script")).unwrap();
    let lab = lab();
    let input = fs::read(golden.join("t.dcm")).unwrap();
    lab.put("in/a", &input);
    lab.put("lk", fs::read(golden.join("lk.properties")).unwrap());
    let more = [
        "--script",
        "fn.script",
        "--dialect",
        "ctp",
        "--lookup",
        "lk",
        "--integers",
        "numbers.csv",
    ];
    let is_refused = |line: &str| REFUSED.iter().any(|body| line.contains(&format!(">{body}</e>")));
    for body in REFUSED {
        let kept = |line: &&str| !is_refused(line) || line.contains(&format!(">{body}</e>"));
        lab.put("fn.script", script.lines().filter(kept).collect::<Vec<_>>().join("\n"));
        let done = lab.work(&more).expect(2);
        assert!(done.stderr.contains(&body.trim_end_matches("()")[1..]), "{body}: {}", done.stderr);
    }
    lab.put("fn.script", script.lines().filter(|l| !is_refused(l)).collect::<Vec<_>>().join("\n"));
    lab.work(&more).expect(0);
    let (input, output) = (testkit::read(&input).unwrap(), lab.only_output());
    let (mut same, mut clock, mut emptied, mut refused) = (0, 0, 0, 0);
    for vector in &vectors {
        let [tag, body, before, after] =
            ["tag", "script", "input", "output"].map(|key| vector[key].as_str().unwrap());
        let tag = u32::from_str_radix(tag, 16).unwrap();
        let node = output.node(tag);
        let is_sequence = after.starts_with('[');
        if REFUSED.contains(&body) {
            refused += 1;
        } else if body.starts_with("@date(") || body.starts_with("@time(") {
            let shape = |text: &str| text.replace(|c: char| c.is_ascii_digit(), "0");
            assert_eq!(shape(&output.text(tag)), shape(after), "{tag:08X} {body}");
            clock += 1;
        } else if is_sequence && matches!(body, "" | "@empty()") {
            assert!(node.unwrap().items().is_empty(), "{tag:08X}: CTP leaves it full");
            emptied += 1;
        } else if is_sequence && before == after {
            assert_eq!(node, input.node(tag), "{tag:08X} {body}");
            same += 1;
        } else if is_sequence {
            let values: Vec<String> = node.unwrap().items().iter().flatten().map(value).collect();
            let quoted: Vec<&str> = after.split("'").skip(1).step_by(2).collect();
            assert_eq!(values.len(), quoted.len(), "{tag:08X} {body}");
            assert!(quoted.iter().all(|q| values.iter().any(|v| v == q)), "{values:?} {quoted:?}");
            same += 1;
        } else if after == "<absent>" {
            assert!(node.is_none(), "{tag:08X} {body}");
            same += 1;
        } else {
            let expected = if after == "None" { "" } else { after };
            assert!(node.is_some(), "{tag:08X} {body}");
            assert_eq!(output.text(tag), expected, "{tag:08X} {body}");
            same += 1;
        }
    }
    let Content::Bytes(blank) = &output.node(0x0010_4000).unwrap().content else { panic!() };
    assert_eq!(blank, b"      ", "five spaces, padded");
    assert_eq!((same, clock, emptied, refused), (vectors.len() - 7, 2, 2, 3));
    println!("{} vectors: {same} the same", vectors.len());
}

fn value(node: &Node) -> String {
    match &node.content {
        Content::Bytes(bytes) => String::from_utf8_lossy(bytes).trim_matches([' ', '\0']).into(),
        _ => String::new(),
    }
}
