//! What is left to chance.

use rand::rngs::Xoshiro256PlusPlus;
use rand::seq::IndexedRandom;

/// One of several, each as likely as the others; none of none.
pub fn draw<'a, T>(rng: &mut Xoshiro256PlusPlus, items: &'a [T]) -> Option<&'a T> {
    items.choose(rng)
}
