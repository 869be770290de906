//! The four numbers by which the reference implementation judges a defaced head scan: how far the
//! removed region agrees with the region that a network takes for removed (surface Dice, HD95), and
//! how far the picture in it still agrees with the original (SSIM, PSNR). The same figures as
//! NumPy, SciPy and scikit-image give, in time linear in the number of voxels and with little
//! memory besides the volumes. [`Numbers::verdicts`] says whether a scan passes by the reference's
//! [`limits`].
//!
//! Volumes and masks are indexed i, j, k on one grid, masks in any order in memory, intensities slice
//! by slice ([`Intensities`]); spacing is in mm along i, j, k.

mod case;
mod extent;
mod foreground;
mod intensities;
mod intensity;
mod kept;
pub mod limits;
mod numbers;
mod percentile;
mod region;
mod ssim;
mod surface;
mod verdict;

pub use case::{Case, Error};
pub use foreground::foreground;
pub use intensities::Intensities;
pub use kept::on_grid;
pub use numbers::{Numbers, numbers};
pub use region::region_of_interest;
pub use verdict::Verdicts;
