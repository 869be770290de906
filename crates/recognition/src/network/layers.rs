//! The layers of the network, on channels of pixels.

use ndarray::{Array1, Array2, Array3, Axis};

use super::weights::Filter;

/// Values by channel, row and column.
pub type Planes = Array3<f32>;

/// A convolution as one product of matrices, and the scale and shift of each channel that follow it.
/// Around the picture lie `border` pixels of 0.
pub fn convolve(input: &Planes, filter: &Filter, step: usize, border: usize) -> Planes {
    let (channels, height, width) = input.dim();
    let side = filter.side;
    let places = |length: usize| (length + 2 * border).saturating_sub(side) / step + 1;
    let (rows, columns) = (places(height), places(width));
    let window = side * side;
    // Each row of this matrix holds what one weight meets, place by place. What lies before the first pixel has
    // an index beyond the last.
    let met = Array2::from_shape_fn((channels * window, rows * columns), |(weight, place)| {
        let (channel, down, right) = (weight / window, weight / side % side, weight % side);
        let row = (place / columns * step + down).wrapping_sub(border);
        let column = (place % columns * step + right).wrapping_sub(border);
        input.get((channel, row, column)).copied().unwrap_or_default()
    });
    let mut output = filter.weights.dot(&met);
    let adjust = filter.bias.iter().zip(&filter.scale).zip(&filter.shift);
    for (mut line, ((bias, scale), shift)) in output.outer_iter_mut().zip(adjust) {
        line.mapv_inplace(|value| (value + bias) * scale + shift);
    }
    let shape = (output.nrows(), rows, columns);
    output.into_shape_with_order(shape).unwrap_or_default()
}

/// Nothing below 0.
pub fn rectify(mut planes: Planes) -> Planes {
    planes.mapv_inplace(|value| value.max(0.0));
    planes
}

/// The largest value of each window.
pub fn max_pool(planes: &Planes, side: usize, step: usize) -> Planes {
    pool(planes, side, step, f32::MIN, f32::max)
}

/// The mean of each window.
pub fn average_pool(planes: &Planes, side: usize, step: usize) -> Planes {
    pool(planes, side, step, 0.0, |a, b| a + b) / (side * side) as f32
}

fn pool(
    planes: &Planes,
    side: usize,
    step: usize,
    first: f32,
    join: impl Fn(f32, f32) -> f32,
) -> Planes {
    let (channels, height, width) = planes.dim();
    let places = |length: usize| length.saturating_sub(side) / step + 1;
    Array3::from_shape_fn((channels, places(height), places(width)), |(channel, row, column)| {
        let at = |n: usize| (channel, row * step + n / side, column * step + n % side);
        (0..side * side).filter_map(|n| planes.get(at(n))).fold(first, |a, b| join(a, *b))
    })
}

/// The sum of both; what one of them lacks of the larger's channels, rows and columns counts as 0.
pub fn add(a: &Planes, b: &Planes) -> Planes {
    let ((ac, ah, aw), (bc, bh, bw)) = (a.dim(), b.dim());
    Array3::from_shape_fn((ac.max(bc), ah.max(bh), aw.max(bw)), |at| {
        [a, b].into_iter().filter_map(|part| part.get(at)).sum()
    })
}

/// The mean of each channel.
pub fn means(planes: &Planes) -> Array1<f32> {
    planes.axis_iter(Axis(0)).map(|plane| plane.mean().unwrap_or_default()).collect()
}
