//! Heads that are known again, and those that are not.

mod made_up_head;
mod recogniser;
