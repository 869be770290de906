//! The child: gives up what it may do, then works until nobody asks any more.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, Write};
use std::os::fd::{AsFd, AsRawFd};

use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
use seccompiler::{
    BpfProgram, SeccompAction, SeccompCmpArgLen, SeccompCmpOp, SeccompCondition, SeccompFilter,
    SeccompRule, apply_filter,
};

use crate::limits::{FRESH, MOST_MEMORY};
use crate::wire;

/// What a decoder needs of the system beside its socket: memory, threads, and an end, a violent one too.
const ALLOWED: [i64; 20] = [
    libc::SYS_brk,
    libc::SYS_munmap,
    libc::SYS_mremap,
    libc::SYS_madvise,
    libc::SYS_futex,
    libc::SYS_set_robust_list,
    libc::SYS_rseq,
    libc::SYS_sched_getaffinity,
    libc::SYS_clone3,
    libc::SYS_getrandom,
    libc::SYS_clock_gettime,
    libc::SYS_sched_yield,
    libc::SYS_sigaltstack,
    libc::SYS_rt_sigreturn,
    libc::SYS_rt_sigaction,
    libc::SYS_rt_sigprocmask,
    libc::SYS_getpid,
    libc::SYS_gettid,
    libc::SYS_exit,
    libc::SYS_exit_group,
];

/// Works until the other end is closed.
///
/// # Errors
/// Where the child cannot be confined: then it does no work at all.
pub fn serve(work: impl Fn(&[u8]) -> Option<Vec<u8>>) -> io::Result<()> {
    let mut socket = File::from(io::stdin().as_fd().try_clone_to_owned()?);
    confine(&socket)?;
    // Ready: what the program's start took is not the work's.
    wire::write(&mut socket, &[])?;
    while let Some(request) = wire::read(&mut socket, usize::MAX)? {
        match work(&request) {
            Some(result) => wire::write(&mut socket, &[&result])?,
            None => socket.write_all(&wire::NONE.to_le_bytes())?,
        }
    }
    Ok(())
}

fn confine(socket: &File) -> io::Result<()> {
    // The first that is ended where a machine has no memory left; not every system lets it choose.
    let _ = std::fs::write("/proc/self/oom_score_adj", "1000");
    let limit = |resource, most| {
        let maximum = getrlimit(resource).maximum.map_or(most, |now| now.min(most));
        setrlimit(resource, Rlimit { current: Some(maximum), maximum: Some(maximum) })
    };
    limit(Resource::Core, 0)?;
    limit(Resource::As, program()? + MOST_MEMORY)?;
    // If the other process is killed meanwhile, nobody else stops what never ends.
    limit(Resource::Cpu, 2 * FRESH.as_secs())?;
    for filter in [older_clone(), filter(socket)] {
        filter.and_then(|filter| apply_filter(&filter).ok()).ok_or(io::ErrorKind::Unsupported)?;
    }
    Ok(())
}

/// Bytes of address space that the program has taken.
fn program() -> io::Result<u64> {
    let status = std::fs::read_to_string("/proc/self/status")?;
    let size = status.lines().find_map(|line| line.strip_prefix("VmSize:"));
    let kib = size.and_then(|size| size.trim().strip_suffix(" kB")).map(str::parse::<u64>);
    match kib {
        Some(Ok(kib)) => Ok(kib << 10),
        _ => Err(io::ErrorKind::Unsupported.into()),
    }
}

/// What a new call says where a kernel does not know it: the C library takes the older one, whose flags can be seen.
fn older_clone() -> Option<BpfProgram> {
    let rules = BTreeMap::from([(libc::SYS_clone3, Vec::new())]);
    let unknown = SeccompAction::Errno(libc::ENOSYS.cast_unsigned());
    let machine = std::env::consts::ARCH.try_into().ok()?;
    SeccompFilter::new(rules, SeccompAction::Allow, unknown, machine).ok()?.try_into().ok()
}

/// Where, of an argument, the bits of a mask have this value.
fn masked(argument: u8, bits: u64, are: u64) -> Option<SeccompCondition> {
    let (qword, equal) = (SeccompCmpArgLen::Qword, SeccompCmpOp::MaskedEq(bits));
    SeccompCondition::new(argument, qword, equal, are).ok()
}

/// Where an argument of 32 bits is this.
fn only(argument: u8, is: u32) -> Option<SeccompCondition> {
    SeccompCondition::new(argument, SeccompCmpArgLen::Dword, SeccompCmpOp::Eq, is.into()).ok()
}

/// Where all of these are so.
fn where_all(conditions: Vec<SeccompCondition>) -> Option<Vec<SeccompRule>> {
    Some(vec![SeccompRule::new(conditions).ok()?])
}

/// Any other call fails, as one without permission does. What else a shell left open (the file of a key,
/// with `--key-fd 3`) is neither read nor mapped.
fn filter(socket: &File) -> Option<BpfProgram> {
    let mut rules: BTreeMap<_, _> = ALLOWED.into_iter().map(|call| (call, Vec::new())).collect();
    for call in [libc::SYS_read, libc::SYS_write, libc::SYS_writev] {
        rules.insert(call, where_all(vec![only(0, socket.as_raw_fd().cast_unsigned())?])?);
    }
    // Memory of no file, and none that is or becomes a program.
    let no_program = masked(2, libc::PROT_EXEC.cast_unsigned().into(), 0)?;
    rules.insert(libc::SYS_mmap, where_all(vec![only(4, u32::MAX)?, no_program.clone()])?);
    rules.insert(libc::SYS_mprotect, where_all(vec![no_program])?);
    // jpeg-decoder has a thread for what is wider than 128 pixels. Threads, no processes.
    let thread = u64::from((libc::CLONE_VM | libc::CLONE_THREAD).cast_unsigned());
    rules.insert(libc::SYS_clone, where_all(vec![masked(0, thread, thread)?])?);
    // Itself alone: that is how programs abort.
    rules.insert(libc::SYS_tgkill, where_all(vec![only(0, std::process::id())?])?);
    let refused = SeccompAction::Errno(libc::EPERM.cast_unsigned());
    let machine = std::env::consts::ARCH.try_into().ok()?;
    SeccompFilter::new(rules, refused, SeccompAction::Allow, machine).ok()?.try_into().ok()
}
