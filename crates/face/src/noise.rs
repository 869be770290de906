//! Air that is noise as bright as tissue: ratios of images, as those of MP2RAGE, have nothing else where there
//! is no signal.

use dicom_common::imaging::volume::Coarse;
use ndarray::{Array3, Zip};

/// A voxel is rough that differs from its surroundings by this part of what bright tissue measures.
const ROUGH: f32 = 0.035;
/// Part of the voxels at the edge of the volume that are rough where air is such noise.
const LEAST_ROUGH: f64 = 0.5;
/// Of what bright tissue measures they have at least this part on average.
const LEAST_BRIGHT: f32 = 0.3;
/// A value that so many of 100 voxels do not reach is bright tissue.
const BRIGHT: usize = 90;
/// Every so many voxels are looked at, to find out whether there is such noise at all.
const SAMPLE: usize = 3;
/// Part of the roughness of air from which on a voxel is air: half of its surroundings are.
const AIR: f32 = 0.5;

/// The values with 0 where there is nothing but noise; none where the edges of the volume are calm.
pub fn quieted(volume: &Coarse) -> Option<Array3<f32>> {
    let values = &volume.values;
    let mut sample: Vec<f32> =
        values.iter().copied().step_by(13).filter(|v| v.is_finite()).collect();
    sample.sort_unstable_by(f32::total_cmp);
    let bright = sample.get(sample.len() * BRIGHT / 100).copied()?;
    let seen = |at: &[usize; 3]| values.get(*at).copied().filter(|v| !v.is_nan());
    let (level, _) = mean(edges(values).filter_map(|at| seen(&at)))?;
    let edge = || edges(values).filter_map(|at| roughness(values, at));
    let (mean, count) = mean(edge())?;
    let rough = edge().filter(|off| *off > ROUGH * bright).count();
    if level < LEAST_BRIGHT * bright || (rough as f64) < LEAST_ROUGH * count as f64 {
        return None;
    }
    let mut off = Array3::zeros(values.dim());
    Zip::indexed(&mut off)
        .par_for_each(|(x, y, z), off| *off = roughness(values, [x, y, z]).unwrap_or(mean));
    let off = averaged(averaged(averaged(off)));
    let mut quiet = values.clone();
    Zip::from(&mut quiet).and(&off).par_for_each(|value, off| {
        if !value.is_nan() && *off > AIR * mean {
            *value = 0.0;
        }
    });
    Some(quiet)
}

/// The mean of some values and how many there are; none of none.
fn mean(values: impl Iterator<Item = f32>) -> Option<(f32, usize)> {
    let (sum, count) = values.fold((0.0, 0usize), |(sum, count), v| (sum + v, count + 1));
    (count > 0).then(|| (sum / count as f32, count))
}

/// Voxels of the outermost planes to the left and right, in front and behind; the neck ends below.
fn edges(values: &Array3<f32>) -> impl Iterator<Item = [usize; 3]> {
    let (nx, ny, nz) = values.dim();
    let along = |n: usize| (1..n.saturating_sub(1)).step_by(SAMPLE);
    let sides = [1, nx.saturating_sub(2)]
        .into_iter()
        .flat_map(move |x| along(ny).flat_map(move |y| along(nz).map(move |z| [x, y, z])));
    let ends = [1, ny.saturating_sub(2)]
        .into_iter()
        .flat_map(move |y| along(nx).flat_map(move |x| along(nz).map(move |z| [x, y, z])));
    sides.chain(ends)
}

/// By how much a voxel differs from the middle of it and its neighbours: little at a border, much in noise. None
/// where it is not in view.
fn roughness(values: &Array3<f32>, [x, y, z]: [usize; 3]) -> Option<f32> {
    let own = values.get([x, y, z]).copied().filter(|v| !v.is_nan())?;
    let mut near = [own; 7];
    let neighbours = [
        [x.wrapping_sub(1), y, z],
        [x + 1, y, z],
        [x, y.wrapping_sub(1), z],
        [x, y + 1, z],
        [x, y, z.wrapping_sub(1)],
        [x, y, z + 1],
    ];
    for (slot, at) in near.iter_mut().skip(1).zip(neighbours) {
        *slot = values.get(at).copied().filter(|v| !v.is_nan()).unwrap_or(own);
    }
    near.sort_unstable_by(f32::total_cmp);
    let [_, _, _, middle, ..] = near;
    Some((own - middle).abs())
}

/// Each value with its neighbours along the first axis averaged, and the axes moved on by one: three times is
/// a cube.
fn averaged(values: Array3<f32>) -> Array3<f32> {
    let mut averaged = values.clone();
    let count = values.dim().0;
    Zip::indexed(&mut averaged).par_for_each(|(x, y, z), value| {
        let at = |x: usize| values.get([x, y, z]).copied().unwrap_or_default();
        let last = count.saturating_sub(1);
        *value = (at(x.saturating_sub(1)) + *value + at((x + 1).min(last))) / 3.0;
    });
    averaged.permuted_axes([1, 2, 0])
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A ball of tissue of 100 in air that is noise of so much.
    fn ball(noise: f32) -> Coarse {
        let mut state = 7u32;
        let values = Array3::from_shape_fn((50, 50, 50), |(x, y, z)| {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            let off = [x, y, z].map(|i| (i as f32 - 24.5).powi(2)).iter().sum::<f32>();
            let uneven = (state >> 8) as f32 / (1u32 << 24) as f32;
            if off < 300.0 { 95.0 + 10.0 * uneven } else { noise * uneven }
        });
        Coarse { spacing: 2.0, values, ..Coarse::default() }
    }

    #[test]
    fn air_as_bright_as_tissue_becomes_dark_and_tissue_stays() {
        let quiet = quieted(&ball(120.0)).unwrap();
        let air = quiet.indexed_iter().filter(|((x, y, _), _)| *x < 5 && *y < 40);
        let (dark, all) =
            air.fold((0, 0), |(dark, all), (_, v)| (dark + u32::from(*v == 0.0), all + 1));
        assert!(f64::from(dark) > 0.95 * f64::from(all), "{dark} of {all}");
        assert!((20..30).all(|x| quiet[[x, 25, 25]] > 90.0));
    }

    #[test]
    fn air_that_is_dark_stays_as_it_is() {
        assert!(quieted(&ball(10.0)).is_none());
    }
}
