//! What is made is what the tests of others rely on.

mod anatomy;
mod bench_set;
mod heads;
mod phantoms;
