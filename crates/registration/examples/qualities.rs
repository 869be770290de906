//! Measures what tells whether a registration is to be trusted, on heads and on what is no head, and
//! prints it as CSV: the evidence of the limits. Its output is `data/qualities.csv`.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "an example")]

#[path = "../tests/phantom/mod.rs"]
mod phantom;

use nalgebra::{Matrix4, Vector3};
use phantom::{CT, T1, T2, bottle, cube, error, noise, noisy, pose, volume, whole};
use registration::limits::ALL;
use registration::{Grid, Settings, align};

/// A right transform puts no place of the skin farther off, in mm.
const RIGHT: f64 = 5.0;

/// Two volumes, and the true map from the one to the other, if there is one.
struct Pair {
    what: String,
    fixed: Grid,
    moving: Grid,
    truth: Option<Matrix4<f64>>,
}

fn main() {
    let names = ALL.iter().map(|limit| limit.name);
    println!(
        "{}",
        ["what", "right", "refused by"].into_iter().chain(names).collect::<Vec<_>>().join(",")
    );
    for pair in heads().into_iter().chain(others()) {
        let Ok(found) = align(&pair.fixed, &pair.moving, &Settings::default()) else { continue };
        let right = pair.truth.is_some_and(|map| error(&found.fixed_to_moving, &map) <= RIGHT);
        let compared = found.quality.compared();
        let refused = compared.iter().filter(|(limit, value, _)| !limit.passes(*value));
        let refused: Vec<&str> = refused.map(|(limit, ..)| limit.name).collect();
        let first = [pair.what.as_str(), if right { "yes" } else { "no" }, &refused.join("; ")];
        let values = compared.map(|(_, value, _)| format!("{:.3}", value));
        let cells = first.into_iter().map(str::to_owned).chain(values);
        println!("{}", cells.collect::<Vec<_>>().join(","));
    }
}

/// Heads against a whole head: in other contrasts, poses, sizes and shapes, and parts of heads.
fn heads() -> Vec<Pair> {
    let template = whole(&Matrix4::identity(), &T1);
    let head = |what: &str, map: Matrix4<f64>, fixed: Grid| Pair {
        what: what.to_owned(),
        fixed,
        moving: template.clone(),
        truth: Some(map),
    };
    let scaled = |x, y, z| Matrix4::new_nonuniform_scaling(&Vector3::new(x, y, z));
    let sheared = |by: f64| {
        let mut map = Matrix4::identity();
        map[(1, 2)] = by;
        map
    };
    let mut pairs = Vec::new();
    for (what, map) in [
        ("turned", pose(14.0, -8.0, 17.0, [9.0, -22.0, 31.0])),
        ("nodding", pose(-30.0, 0.0, 0.0, [0.0, 12.0, -8.0])),
        ("on its side", pose(0.0, 30.0, 5.0, [12.0, 0.0, 0.0])),
        ("of another shape", scaled(1.08, 0.93, 1.03)),
        ("of a child", scaled(1.25, 1.25, 1.25)),
        ("much smaller", scaled(1.38, 1.38, 1.38)),
        ("too small", scaled(1.6, 1.6, 1.6)),
        ("larger", scaled(0.8, 0.8, 0.8)),
        ("much larger", scaled(0.72, 0.72, 0.72)),
        ("sheared", sheared(0.1)),
        ("sheared more", sheared(0.2)),
        ("sheared too much", sheared(0.4)),
    ] {
        for (contrast, values, size) in [("CT", &CT, 25.0), ("T2", &T2, 15.0)] {
            let fixed = noisy(whole(&map, values), size);
            pairs.push(head(&format!("head {what} in {contrast}"), map, fixed));
        }
    }
    let map = pose(10.0, 0.0, -6.0, [-14.0, 5.0, 12.0]);
    for (what, from, to) in [
        ("without its top and one side", [-40.0, -150.0, -160.0], [130.0, 130.0, 30.0]),
        ("with shoulders", [-220.0, -160.0, -330.0], [220.0, 160.0, 140.0]),
        ("half of it", [0.0, -150.0, -150.0], [120.0, 130.0, 130.0]),
        ("a slab of 60 mm", [-120.0, -150.0, -20.0], [120.0, 130.0, 40.0]),
        ("a slab of 40 mm", [-120.0, -150.0, 0.0], [120.0, 130.0, 40.0]),
        ("the neck", [-120.0, -150.0, -220.0], [120.0, 130.0, -70.0]),
    ] {
        let fixed = noisy(volume(&map, &CT, from, to), 25.0);
        pairs.push(head(&format!("head {what} in CT"), map, fixed));
    }
    pairs
}

/// What is no head, against a head and the other way round.
fn others() -> Vec<Pair> {
    let head = whole(&Matrix4::identity(), &T1);
    let things = [("cube", cube()), ("bottle", bottle()), ("noise", noise())];
    let pair = |what: String, fixed: &Grid, moving: &Grid| Pair {
        what,
        fixed: fixed.clone(),
        moving: moving.clone(),
        truth: None,
    };
    let both = |(name, thing): &(&str, Grid)| {
        [
            pair(format!("{name} on a head"), thing, &head),
            pair(format!("head on a {name}"), &head, thing),
        ]
    };
    things.iter().flat_map(both).collect()
}
