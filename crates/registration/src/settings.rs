//! How thorough the search is.

/// How closely two volumes are compared.
#[derive(Clone, Copy, Debug)]
pub struct Resolution {
    /// Voxel size in mm; finer volumes are averaged, coarser ones stay as they are.
    pub spacing: f64,
    /// Points of the fixed volume that are compared.
    pub samples: usize,
    /// Most steps of one climb.
    pub steps: usize,
}

/// How thorough the search is. The defaults suit heads: about 2 s on two cores.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Here the pose is sought, from many starts.
    pub coarse: Resolution,
    /// Here the best of them are improved and bent.
    pub middle: Resolution,
    /// Here the very best is completed.
    pub fine: Resolution,
    /// Starts that are followed at the coarse resolution.
    pub followed: usize,
    /// Poses that are followed at the middle resolution.
    pub kept: usize,
    /// Chooses the points that are compared. The same seed gives the same result.
    pub seed: u64,
}

impl Default for Settings {
    fn default() -> Self {
        Settings {
            coarse: Resolution { spacing: 8.0, samples: 8_000, steps: 60 },
            middle: Resolution { spacing: 4.0, samples: 30_000, steps: 60 },
            fine: Resolution { spacing: 2.0, samples: 100_000, steps: 60 },
            followed: 24,
            kept: 8,
            seed: 1,
        }
    }
}
