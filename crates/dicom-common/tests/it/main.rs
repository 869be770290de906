//! Against the reference results and other decoders.

mod codecs;
mod heads;
mod policy;
