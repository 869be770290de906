//! What somebody makes of what is left who wants to know whose head it is: the cut is completed by the average head.

use dicom_common::imaging::volume::Coarse;
use head_model::Seat;
use ndarray::Zip;

/// The same copy with the model of heads wherever there is nothing: as it lies on the original, which is more than an
/// attacker knows. `floor` is the value above which a voxel is no air, `air` that of padding.
pub fn completed(left: &Coarse, seat: &Seat, floor: f32, air: f32) -> Coarse {
    let mut whole = left.clone();
    let contrast = floor - air;
    Zip::indexed(&mut whole.values).par_for_each(|(x, y, z), value| {
        if *value > floor {
            return;
        }
        let depth = seat.depth(&left.point([x, y, z])) as f32;
        *value = value.max(floor + depth * contrast);
    });
    whole
}
