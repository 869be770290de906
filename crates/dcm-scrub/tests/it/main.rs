//! The tool as people use it. One program, because each further one is linked by itself and runs alone.

mod burned_in;
mod canaries;
mod crosswalk;
mod ctp;
mod descriptors;
mod golden;
mod inputs;
mod interruption;
mod keys;
mod level_high;
mod level_low;
mod limits;
mod manifests;
mod messages;
mod meta;
mod mutation;
mod outputs;
mod preservation;
mod profile;
mod reference;
mod repetition;
mod scripts_and_tables;
mod sharding;
mod streams;
mod truncation;
