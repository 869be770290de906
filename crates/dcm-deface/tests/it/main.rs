//! The tool as people use it. One program, because each further one is linked by itself and runs alone.

mod common;
mod contract;
mod decisions;
mod interruption;
mod nifti;
mod pipeline;
mod pixels;
mod series;
mod swaps;
mod template;
