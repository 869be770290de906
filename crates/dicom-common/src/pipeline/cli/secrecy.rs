//! What a process that holds a key must not leave behind.

use rustix::process::{Resource, Rlimit, setrlimit};

/// Forbids core dumps: one would hold the key, and values of patients. Where the system hands dumps to
/// a program whatever their limit (systemd-coredump), no memory is in them.
pub fn forbid_core_dumps() {
    let none = Rlimit { current: Some(0), maximum: Some(0) };
    // Each by itself is of use, and a run without it is better than none.
    let _ = std::fs::write("/proc/self/coredump_filter", "0");
    let _ = setrlimit(Resource::Core, none);
}
