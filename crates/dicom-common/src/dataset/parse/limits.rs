//! What a reader takes in at most.

/// How much of a file may be taken in, and how strictly.
#[derive(Debug, Clone, Copy)]
pub struct ReadLimits {
    /// Deepest nesting of sequences.
    pub depth: usize,
    /// Bytes of values kept in memory, and of an inflated data set.
    pub memory: u64,
    /// Elements at all depths together.
    pub elements: usize,
    /// Read what can be read of a damaged file, as lenient readers do. Only for the modes that
    /// reproduce another tool's results: such a file is otherwise refused.
    pub lenient: bool,
}

impl Default for ReadLimits {
    fn default() -> Self {
        Self { depth: 64, memory: 256 << 20, elements: 4_000_000, lenient: false }
    }
}
