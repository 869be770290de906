//! Checkpoints that are damaged, or made to do damage.

use std::fs;
use std::io::Write;

use tempfile::TempDir;
use zip::write::SimpleFileOptions;

use super::*;
use crate::Model;

fn fixture() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../fixtures/nnunet/nnUNetTrainer__nnUNetResEncUNetPlans__3d_fullres")
}

fn path() -> PathBuf {
    fixture().join("fold_0/checkpoint_final.pth")
}

fn parameters() -> Vec<Parameter> {
    Model::open(&fixture()).unwrap().layout.parameters()
}

/// Opens, checks and reads all weights.
fn read(path: &Path, parameters: &[Parameter]) -> Result<Vec<Weight>, Error> {
    let checkpoint = Checkpoint::open(path)?;
    checkpoint.check(parameters)?;
    checkpoint.read(parameters.to_vec())?.collect()
}

#[test]
fn a_checkpoint_says_what_was_trained() {
    let checkpoint = Checkpoint::open(&path()).unwrap();
    assert_eq!(checkpoint.configuration, "3d_fullres");
    assert_eq!(checkpoint.trainer, "nnUNetTrainer");
    assert_eq!(checkpoint.mirrored, [0, 1, 2]);
    let weights = read(&path(), &parameters()).unwrap();
    assert!(
        weights.iter().all(|weight| weight.shape.iter().product::<usize>() == weight.values.len())
    );
    // Norms were made of numbers around 1.
    let norm = weights.iter().find(|weight| weight.name == "encoder.stem.convs.0.norm.weight");
    assert!(norm.unwrap().values.iter().all(|value| (0.0..2.0).contains(value)));
}

#[test]
fn a_checkpoint_that_ends_too_early_is_an_error() {
    let folder = TempDir::new().unwrap();
    let cut = folder.path().join("cut.pth");
    let bytes = fs::read(path()).unwrap();
    let parameters = parameters();
    // Near the end lies the zip's directory.
    let ends = (0..bytes.len()).step_by(3989).chain(bytes.len() - 100..bytes.len());
    for end in ends {
        fs::write(&cut, &bytes[..end]).unwrap();
        assert!(read(&cut, &parameters).is_err(), "at {end}");
    }
}

#[test]
fn changed_bytes_do_not_go_unnoticed_among_weights_and_never_make_it_panic() {
    let folder = TempDir::new().unwrap();
    let changed = folder.path().join("changed.pth");
    let bytes = fs::read(path()).unwrap();
    let parameters = parameters();
    let weights = read(&path(), &parameters).unwrap();
    for at in (0..bytes.len()).step_by(1999).chain(bytes.len() - 500..bytes.len()) {
        let mut bytes = bytes.clone();
        bytes[at] ^= 1 << (at % 8);
        fs::write(&changed, &bytes).unwrap();
        if let Ok(read) = read(&changed, &parameters) {
            assert_eq!(read, weights, "at {at}");
        }
    }
}

#[test]
fn no_changed_byte_of_the_pickle_makes_it_panic() {
    let mut archive = Archive::open(&path()).unwrap();
    let pickle = archive.read("data.pkl", LARGEST_PICKLE).unwrap().unwrap();
    let parameters = parameters();
    let mut accepted = 0;
    for at in (0..pickle.len()).step_by(11) {
        let mut changed = pickle.clone();
        changed[at] = changed[at].wrapping_mul(31).wrapping_add(at as u8) ^ 0x5A;
        if let Ok(checkpoint) = Checkpoint::parse(&changed, &path(), archive.len) {
            accepted += usize::from(checkpoint.check(&parameters).is_ok());
        }
    }
    // What only the training needs can be anything.
    assert!(accepted > 0);
    for end in (0..pickle.len()).step_by(101) {
        assert!(Checkpoint::parse(&pickle[..end], &path(), archive.len).is_err());
    }
}

/// A checkpoint of entries made up.
fn checkpoint(entries: &[(&str, &[u8])]) -> (TempDir, PathBuf) {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("made-up.pth");
    let mut zip = zip::ZipWriter::new(fs::File::create(&path).unwrap());
    let stored = SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    for (name, bytes) in entries {
        zip.start_file(format!("made-up/{name}"), stored).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap();
    (folder, path)
}

#[test]
fn a_checkpoint_that_asks_for_a_command_is_refused() {
    let asked = b"\x80\x02cposix\nsystem\nX\x04\0\0\0true\x85R.";
    let (_folder, path) = checkpoint(&[("data.pkl", asked)]);
    assert_eq!(Checkpoint::open(&path).unwrap_err(), Error::Forbidden("posix.system".into()));
}

#[test]
fn a_checkpoint_of_another_order_of_bytes_is_refused() {
    let (_folder, path) = checkpoint(&[("data.pkl", b"\x80\x02}."), ("byteorder", b"big")]);
    assert_eq!(Checkpoint::open(&path).unwrap_err(), Error::unsupported("order of bytes", "big"));
}

#[test]
fn other_files_are_no_checkpoints() {
    let (_folder, path) = checkpoint(&[("data.txt", b"")]);
    assert!(matches!(Checkpoint::open(&path), Err(Error::Damaged(File::Checkpoint, _))));
    assert!(matches!(
        Checkpoint::open(&fixture().join("plans.json")),
        Err(Error::Damaged(File::Checkpoint, _))
    ));
    assert_eq!(
        Checkpoint::open(&fixture().join("nowhere")).unwrap_err(),
        Error::Unreadable(File::Checkpoint)
    );
}

#[test]
fn weights_must_be_those_of_the_network() {
    let checkpoint = Checkpoint::open(&path()).unwrap();
    let mut parameters = parameters();
    parameters[0].shape[0] += 1;
    assert!(matches!(checkpoint.check(&parameters), Err(Error::Weights(_))));
    parameters[0].shape[0] -= 1;
    checkpoint.check(&parameters).unwrap();
    let gone = parameters.remove(0);
    assert_eq!(checkpoint.check(&parameters), Err(Error::unsupported("weight", &gone.name)));
    parameters.push(Parameter { name: "another".into(), ..gone });
    assert_eq!(
        checkpoint.check(&parameters).unwrap_err().to_string(),
        "the checkpoint does not fit the plans: another is missing"
    );
}
