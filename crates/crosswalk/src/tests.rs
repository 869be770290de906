//! Round trips, and files that are not what they should be.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::time::Instant;

use age::x25519;
use proptest::prelude::*;
use tempfile::TempDir;

use super::*;

fn identity() -> x25519::Identity {
    x25519::Identity::generate()
}

/// A lock for a key, and what opens it.
fn key() -> (Lock, Opener) {
    let identity = identity();
    (Lock::Recipients(vec![identity.to_public()]), Opener::Identities(vec![identity]))
}

fn write(path: &Path, rows: &[(String, Vec<u8>)], lock: Option<&Lock>) {
    let mut writer = Writer::create(path, IfThere::Replace, lock).unwrap();
    for (new, original) in rows {
        writer.write("S", "patient", original, new).unwrap();
    }
    writer.finish().unwrap();
}

fn read(path: &Path, opener: Option<&Opener>) -> Result<Vec<LinkRow>, LinkError> {
    Reader::open(path, opener)?.collect()
}

fn folder() -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("link");
    (folder, path)
}

fn many(count: usize) -> Vec<(String, Vec<u8>)> {
    (0..count).map(|at| (format!("NEW{at}"), format!("ORIGINAL-{at}").into_bytes())).collect()
}

/// Writes over a file what there is of another one.
fn put(path: &Path, bytes: &[u8]) {
    fs::write(path, bytes).unwrap();
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn what_is_decrypted_is_the_plain_file(
        rows in proptest::collection::vec(("[A-Z2-7]{1,16}", proptest::collection::vec(any::<u8>(), 0..60)), 0..60)
    ) {
        let (folder, sealed) = folder();
        let plain = folder.path().join("plain");
        let (lock, opener) = key();
        write(&plain, &rows, None);
        write(&sealed, &rows, Some(&lock));
        let entries = read(&sealed, Some(&opener)).unwrap();
        prop_assert_eq!(&entries, &read(&plain, None).unwrap());
        prop_assert_eq!(entries.len(), rows.len());
        for (entry, (new, original)) in entries.iter().zip(&rows) {
            prop_assert_eq!((&entry.new, &entry.original), (new, original));
        }
        let bytes = fs::read(&sealed).unwrap();
        let mut content = Vec::new();
        let sealed = opener.open(bytes.as_slice()).unwrap();
        std::io::Read::read_to_end(&mut { sealed }, &mut content).unwrap();
        prop_assert_eq!(content, fs::read(&plain).unwrap());
    }
}

proptest! {
    #[test]
    fn any_bytes_are_refused_but_never_panic(
        start in 0usize..4, bytes in proptest::collection::vec(any::<u8>(), 0..300)
    ) {
        let (_folder, path) = folder();
        let starts = ["", "\n-> X25519 ", "\n-> scrypt ", "\n--- "];
        put(&path, &[b"age-encryption.org/v1", starts[start].as_bytes(), &bytes, b"\n--- "].concat());
        prop_assert!(read(&path, Some(&key().1)).is_err());
        prop_assert!(read(&path, Some(&Opener::Passphrase("x".to_owned().into()))).is_err());
    }
}

#[test]
fn an_encrypted_file_shows_nothing_and_is_its_owners_alone() {
    let (_folder, path) = folder();
    write(&path, &many(3000), Some(&key().0));
    let bytes = fs::read(&path).unwrap();
    assert!(bytes.starts_with(b"age-encryption.org/v1\n"));
    assert!(!bytes.windows(8).any(|part| part == b"ORIGINAL"));
    assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
}

#[test]
fn a_file_that_was_cut_or_changed_anywhere_is_refused() {
    let (_folder, path) = folder();
    let (lock, opener) = key();
    write(&path, &many(20), Some(&lock));
    let whole = fs::read(&path).unwrap();
    for len in 19..whole.len() {
        put(&path, &whole[..len]);
        assert_eq!(read(&path, Some(&opener)), Err(LinkError::Damaged), "cut to {len}");
    }
    for at in (22..whole.len()).step_by(7) {
        let mut changed = whole.clone();
        changed[at] ^= 1;
        put(&path, &changed);
        assert!(read(&path, Some(&opener)).is_err(), "changed at {at}");
    }
    put(&path, &[whole.as_slice(), b"\n"].concat());
    assert_eq!(read(&path, Some(&opener)), Err(LinkError::Damaged));
}

#[test]
fn a_file_of_several_pieces_that_ends_after_one_of_them_is_refused() {
    let (_folder, path) = folder();
    let (lock, opener) = key();
    let rows = many(9000);
    write(&path, &rows, Some(&lock));
    assert_eq!(read(&path, Some(&opener)).unwrap().len(), rows.len());
    let whole = fs::read(&path).unwrap();
    let header = whole.windows(5).position(|end| end == b"\n--- ").unwrap();
    let content = header + 1 + whole[header + 1..].iter().position(|b| *b == b'\n').unwrap() + 1;
    // A nonce, then pieces of 64 KiB with their tags.
    let pieces = (1..).map(|n| content + 16 + n * (65536 + 16)).take_while(|at| *at < whole.len());
    assert!(pieces.clone().count() >= 2);
    for end in pieces {
        put(&path, &whole[..end]);
        assert_eq!(read(&path, Some(&opener)), Err(LinkError::Damaged));
    }
}

#[test]
fn only_the_right_key_opens() {
    let (_folder, path) = folder();
    let (first, second, stranger) = (identity(), identity(), identity());
    let lock = Lock::Recipients(vec![first.to_public(), second.to_public()]);
    write(&path, &many(3), Some(&lock));
    for own in [vec![first], vec![identity(), second]] {
        assert_eq!(read(&path, Some(&Opener::Identities(own))).unwrap().len(), 3);
    }
    let with = |opener: Opener| read(&path, Some(&opener));
    assert_eq!(with(Opener::Identities(vec![stranger])), Err(LinkError::WrongIdentity));
    assert_eq!(
        with(Opener::Passphrase("correct horse".to_owned().into())),
        Err(LinkError::NeedsIdentity)
    );
    assert_eq!(read(&path, None), Err(LinkError::Encrypted));
    write(&path, &many(3), None);
    assert_eq!(read(&path, Some(&key().1)), Err(LinkError::NotEncrypted));
}

#[test]
fn only_the_right_passphrase_opens() {
    let (_folder, path) = folder();
    let opener = |text: &str| Opener::Passphrase(text.to_owned().into());
    write(&path, &many(3), Some(&Lock::Passphrase("correct horse".to_owned().into())));
    assert_eq!(read(&path, Some(&opener("correct horse"))).unwrap().len(), 3);
    assert_eq!(read(&path, Some(&opener("correct house"))), Err(LinkError::WrongPassphrase));
    assert_eq!(read(&path, Some(&key().1)), Err(LinkError::NeedsPassphrase));
}

#[test]
fn files_that_ask_for_hours_or_gigabytes_are_refused_at_once() {
    let (_folder, path) = folder();
    let opener = Opener::Passphrase("correct horse".to_owned().into());
    let start = Instant::now();
    let header = |work| {
        let (salt, rest) = ("A".repeat(22), "A".repeat(43));
        format!("age-encryption.org/v1\n-> scrypt {salt} {work}\n{rest}\n--- {rest}\n")
    };
    for (work, error) in [
        (1, LinkError::WrongPassphrase),
        (21, LinkError::Work),
        (63, LinkError::Work),
        (255, LinkError::Work),
        (256, LinkError::Damaged),
    ] {
        put(&path, &[header(work).as_bytes(), &[0; 64]].concat());
        assert_eq!(read(&path, Some(&opener)), Err(error), "{work}");
    }
    let endless = ["age-encryption.org/v1\n", &"-> X Y\n\n".repeat(1 << 20)].concat();
    put(&path, endless.as_bytes());
    assert_eq!(read(&path, Some(&opener)), Err(LinkError::Damaged));
    assert!(start.elapsed().as_secs() < 10, "{:?}", start.elapsed());
}

#[test]
fn other_files_are_no_link_files() {
    let (_folder, path) = folder();
    for (text, error) in [
        ("", LinkError::NoLinkFile),
        ("source,kind,original\n", LinkError::NoLinkFile),
        ("source,kind,original,new\nS,path\n", LinkError::Row),
        ("-----BEGIN AGE ENCRYPTED FILE-----\nYWdl\n", LinkError::Armored),
    ] {
        put(&path, text.as_bytes());
        assert_eq!(read(&path, None), Err(error), "{text:?}");
    }
}

#[test]
fn nothing_is_there_before_it_is_whole_and_nothing_is_replaced_unasked() {
    let (folder, path) = folder();
    let mut writer = Writer::create(&path, IfThere::Refuse, None).unwrap();
    writer.write("S", "patient", b"Doe", "P").unwrap();
    assert!(!path.exists());
    drop(writer);
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
    put(&path, b"precious");
    let error = Writer::create(&path, IfThere::Refuse, None).err().unwrap();
    assert_eq!(error.kind(), std::io::ErrorKind::AlreadyExists);
    let mut writer = Writer::create(&path, IfThere::Replace, None).unwrap();
    writer.write("S", "patient", b"Doe", "P").unwrap();
    assert_eq!(fs::read(&path).unwrap(), b"precious");
    writer.finish().unwrap();
    assert_eq!(fs::read(&path).unwrap(), b"source,kind,original,new\nS,patient,Doe,P\n");
}

#[test]
fn keys_and_passphrases_are_checked_before_they_are_used() {
    let folder = tempfile::tempdir().unwrap();
    let file = |name: &str, text: &str| {
        let path = folder.path().join(name);
        put(&path, text.as_bytes());
        fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).unwrap();
        path
    };
    let public = identity().to_public().to_string();
    let secret = age::secrecy::ExposeSecret::expose_secret(&identity().to_string()).to_owned();
    let recipients = |given: &[&str]| {
        let given: Vec<_> = given.iter().map(|text| (*text).to_owned()).collect();
        Lock::to_recipients(&given).map(|lock| match lock {
            Lock::Recipients(keys) => keys.len(),
            Lock::Passphrase(_) => 0,
        })
    };
    let list = file("list", &format!("# both\n\n{public}\n  {public}\r\n"));
    assert_eq!(recipients(&[&public, list.to_str().unwrap()]), Ok(3));
    assert_eq!(recipients(&[&public[..50]]), Err(LinkError::Recipient));
    assert_eq!(recipients(&[&secret]), Err(LinkError::SecretRecipient));
    assert_eq!(recipients(&[&secret.to_lowercase()]), Err(LinkError::SecretRecipient));
    let wrong = file("wrong", &format!("{public}\nage1other\n"));
    assert_eq!(recipients(&[wrong.to_str().unwrap()]), Err(LinkError::RecipientLine(2)));
    let swapped = file("swapped", &secret);
    assert_eq!(recipients(&[swapped.to_str().unwrap()]), Err(LinkError::SecretRecipient));
    let empty = file("empty", "# none\n");
    assert_eq!(recipients(&[empty.to_str().unwrap()]), Err(LinkError::Recipients));
    assert!(matches!(recipients(&["missing"]), Err(LinkError::NoRecipient(_))));
    assert_eq!(recipients(&[public.as_str(); 101]), Err(LinkError::Recipients));

    let own = file("own", &format!("# created: today\n# public key: {public}\n{secret}\n"));
    assert!(Opener::of_identities(&[own]).is_ok());
    assert_eq!(Opener::of_identities(&[list]).err(), Some(LinkError::Identity));
    assert_eq!(Opener::of_identities(&[empty]).err(), Some(LinkError::Identity));

    let passphrase = |text: &str| Lock::to_passphrase(&file("p", text)).err();
    assert_eq!(passphrase("correct horse\n"), None);
    assert_eq!(passphrase("correct horse\r\n"), None);
    assert_eq!(passphrase("열두 글자가 넘는 긴 문장"), None);
    assert_eq!(passphrase("too short\n"), Some(LinkError::ShortPassphrase));
    for text in ["", "\n", "correct horse\nbattery\n", "correct\0horse battery"] {
        assert_eq!(passphrase(text), Some(LinkError::Passphrase), "{text:?}");
    }
    assert_eq!(passphrase(&"x".repeat(70_000)), Some(LinkError::Passphrase));
    let open = file("open", "correct horse\n");
    fs::set_permissions(&open, fs::Permissions::from_mode(0o644)).unwrap();
    assert!(matches!(Opener::of_passphrase(&open), Err(LinkError::PassphraseFile(_))));
}
