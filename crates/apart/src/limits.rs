//! What a child may take.

use std::time::Duration;

/// Memory of a child beyond its program: 1 GiB for a frame, and what an allocator loses between.
pub const MOST_MEMORY: u64 = (1 << 30) + (1 << 28);
/// Processor time that one piece of work may take. Unlike time on a clock it does not depend on what
/// else the machine does, so neither do results.
pub const MOST_CPU: Duration = Duration::from_secs(2);
/// Time on a clock, for a child that waits instead of working.
pub const MOST_WALL: Duration = Duration::from_secs(20);
/// Processor time after which a child is replaced: it has a limit that it must not meet.
pub const FRESH: Duration = Duration::from_secs(60);
