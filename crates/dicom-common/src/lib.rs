//! What the tools share. Each module is one step of a file's way: found ([`discover`]), opened
//! safely ([`dataset`]), decided upon ([`policy`], [`pseudonym`]), published safely ([`publish`]),
//! one row ([`manifest`]).
//!
//! Images make volumes: headers become images and stacks of frames ([`series`]), which lie in space
//! ([`geometry`]), are decoded ([`pixels`]) and put together ([`volume`], [`nifti`]).

pub mod cli;
pub mod code;
pub mod ctp;
pub mod dataset;
pub mod discover;
pub mod facts;
pub mod geometry;
pub mod intact;
pub mod known;
pub mod manifest;
pub mod names;
pub mod nifti;
pub mod pending;
pub mod pixels;
pub mod policy;
pub mod pseudonym;
pub mod publish;
pub mod secret;
pub mod series;
pub mod suspect;
pub mod volume;
pub mod workbook;
