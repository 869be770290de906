//! Copies from file to file inside the kernel: the bytes never enter this process.

use std::fs::File;
use std::io;
use std::os::fd::OwnedFd;

use rustix::pipe::{PipeFlags, SpliceFlags, fcntl_setpipe_size, pipe_with, splice};

/// Bytes that pass at once: a frame of a usual image. (`copy_file_range` copies through a buffer of
/// 64 KiB of the kernel's own, and takes half as long again for values that do not begin at a page.)
const PIPE: usize = 1 << 20;

/// The kernel's buffer of one thread.
#[derive(Debug, Default)]
pub struct Conveyor {
    pipe: Option<(OwnedFd, OwnedFd)>,
}

impl Conveyor {
    /// Copies `len` bytes of `source` from `offset` to where `target` is to be written next.
    ///
    /// # Errors
    /// What the system says, and `UnexpectedEof` when the source is shorter.
    pub fn copy(&mut self, source: &File, offset: u64, len: u64, target: &File) -> io::Result<()> {
        let (read, write) = match self.pipe.take() {
            Some(pipe) => pipe,
            None => open_pipe()?,
        };
        let (mut from, end) = (offset, offset + len);
        while from < end {
            let want = usize::try_from(end - from).unwrap_or(PIPE).min(PIPE);
            let mut taken = splice(source, Some(&mut from), &write, None, want, SpliceFlags::MOVE)?;
            if taken == 0 {
                return Err(io::ErrorKind::UnexpectedEof.into());
            }
            while taken > 0 {
                let given = splice(&read, None, target, None, taken, SpliceFlags::MOVE)?;
                if given == 0 {
                    return Err(io::ErrorKind::WriteZero.into());
                }
                taken -= given;
            }
        }
        // Kept only when it is empty: after an error it may hold bytes of this file.
        self.pipe = Some((read, write));
        Ok(())
    }
}

fn open_pipe() -> io::Result<(OwnedFd, OwnedFd)> {
    let (read, write) = pipe_with(PipeFlags::CLOEXEC)?;
    // A user with many pipes may not enlarge them; a small one works as well.
    let _ = fcntl_setpipe_size(&write, PIPE);
    Ok((read, write))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::{Read, Seek, Write};

    #[test]
    fn parts_of_any_size_and_place_arrive_whole_and_in_order() {
        let bytes: Vec<u8> =
            (0..5_000_000u32).map(|i| (i.wrapping_mul(2_654_435_761) >> 24) as u8).collect();
        let mut source = tempfile::tempfile().unwrap();
        source.write_all(&bytes).unwrap();
        let mut target = tempfile::tempfile().unwrap();
        let mut conveyor = Conveyor::default();
        target.write_all(b"head").unwrap();
        conveyor.copy(&source, 17, 3_000_001, &target).unwrap();
        target.write_all(b"middle").unwrap();
        conveyor.copy(&source, 4_999_990, 10, &target).unwrap();
        let short = conveyor.copy(&source, 4_999_990, 11, &target).unwrap_err();
        assert_eq!(short.kind(), io::ErrorKind::UnexpectedEof);
        target.rewind().unwrap();
        let mut written = Vec::new();
        target.read_to_end(&mut written).unwrap();
        let expected =
            [b"head", &bytes[17..3_000_018], b"middle", &bytes[4_999_990..], &bytes[4_999_990..]];
        assert_eq!(written, expected.concat());
    }
}
