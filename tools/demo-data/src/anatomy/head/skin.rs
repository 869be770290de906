//! The outer surface of the head: scalp, face, ears and neck.

use super::{Model, shoulders};
use crate::anatomy::Layer;
use crate::shapes::{ball, ellipsoid, path, rod};
use crate::solid::{Solid, blended};
use crate::tissue::Tissue;
use crate::vec3::vec3;

/// Skin over a layer of fat over muscle.
pub fn layers(model: Model) -> Vec<Layer> {
    let surface = match model {
        Model::Simple => surface(),
        Model::Detailed => surface().and(shoulders::surface(), 16.0),
    };
    vec![
        Layer::of(Tissue::Skin, ears()),
        Layer::shells(surface, &[(0.0, Tissue::Skin), (1.8, Tissue::Fat), (5.0, Tissue::Muscle)]),
    ]
}

/// Everything inside the skin, ears apart.
pub fn surface() -> Solid {
    let sockets = ellipsoid(vec3(31.0, -91.0, -13.0), vec3(17.0, 14.0, 12.0)).both_sides();
    let lids = ellipsoid(vec3(32.0, -62.5, -14.0), vec3(15.5, 14.5, 14.5)).both_sides();
    let lid_crease = ellipsoid(vec3(32.0, -77.5, -17.0), vec3(13.0, 2.0, 1.0)).both_sides();
    let lip_line = ellipsoid(vec3(0.0, -100.0, -78.0), vec3(23.0, 8.0, 1.3));
    let nostrils = rod(vec3(5.5, -98.0, -58.0), 2.6, vec3(5.0, -93.0, -46.0), 3.0).both_sides();
    base()
        .without(sockets, 12.0)
        .and(lids, 5.0)
        .without(lid_crease, 2.0)
        .and(nose(), 9.0)
        .and(lips(), 5.0)
        .without(lip_line, 3.0)
        .without(nostrils, 1.0)
}

/// Skull cap, cheeks, jaw and neck, without the features of the face.
fn base() -> Solid {
    let scalp = ellipsoid(vec3(0.0, 10.0, 20.0), vec3(80.0, 98.0, 86.0));
    let midface = ellipsoid(vec3(0.0, -38.0, -48.0), vec3(62.0, 49.0, 50.0));
    let jaw = ellipsoid(vec3(0.0, -42.0, -86.0), vec3(52.0, 49.0, 34.0));
    let nape = rod(vec3(0.0, 32.0, -40.0), 56.0, vec3(0.0, 36.0, -200.0), 60.0);
    let throat = rod(vec3(0.0, 8.0, -100.0), 42.0, vec3(0.0, 14.0, -200.0), 50.0);
    let gonion = ball(vec3(44.0, -12.0, -82.0), 17.0).both_sides();
    let brow = path(&[vec3(0.0, -80.0, 2.0), vec3(22.0, -78.0, 5.0), vec3(46.0, -64.0, 0.0)], 8.0)
        .both_sides();
    let cheek = ellipsoid(vec3(43.0, -60.0, -42.0), vec3(19.0, 19.0, 15.0)).both_sides();
    let temple = rod(vec3(50.0, -54.0, -30.0), 8.0, vec3(49.0, -52.0, 6.0), 8.0).both_sides();
    let below_ear = ellipsoid(vec3(0.0, 2.0, -42.0), vec3(69.0, 50.0, 44.0));
    let chin = ellipsoid(vec3(0.0, -77.0, -110.0), vec3(18.0, 14.0, 12.0));
    let muzzle = ellipsoid(vec3(0.0, -70.0, -76.0), vec3(30.0, 25.0, 24.0));
    blended(
        scalp,
        [midface, jaw, below_ear, nape, throat, gonion, brow, temple, cheek, muzzle, chin],
        16.0,
    )
}

/// Bridge, tip and wings of the nose.
fn nose() -> Solid {
    let bridge = rod(vec3(0.0, -79.0, -6.0), 7.5, vec3(0.0, -98.0, -46.0), 8.5);
    let tip = ball(vec3(0.0, -101.5, -49.0), 9.0);
    let wings = ellipsoid(vec3(11.0, -91.0, -51.0), vec3(6.5, 10.0, 7.0)).both_sides();
    let column = rod(vec3(0.0, -100.0, -54.0), 4.0, vec3(0.0, -90.0, -60.0), 4.0);
    blended(bridge, [tip, wings, column], 7.0)
}

/// Upper and lower lip.
fn lips() -> Solid {
    let upper = ellipsoid(vec3(0.0, -91.0, -73.5), vec3(22.0, 8.0, 5.5));
    let lower = ellipsoid(vec3(0.0, -90.0, -83.0), vec3(20.0, 8.0, 6.0));
    upper.and(lower, 2.0)
}

/// Two auricles, each a tilted rim around a hollow.
fn ears() -> Solid {
    let outline = ellipsoid(vec3(76.0, 10.0, -20.0), vec3(7.0, 16.0, 29.0));
    let hollow = ellipsoid(vec3(83.0, 8.0, -20.0), vec3(6.0, 10.0, 20.0));
    outline.without(hollow, 3.0).both_sides()
}
