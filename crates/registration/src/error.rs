//! Why there is no registration.

/// Why a registration is not to be trusted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Doubt {
    /// The volumes show too little of the head in common.
    #[error("the volumes show too little of the head in common")]
    Overlap,
    /// One would have to be scaled or sheared as no head differs from another.
    #[error("the shapes of the two heads differ too much")]
    Shape,
    /// What lies inside the outlines does not match.
    #[error("the insides of the two heads do not match")]
    Unlike,
    /// Another start or another place gives as good a match.
    #[error("there is more than one way to match the two heads")]
    Ambiguous,
}

/// Why there is no registration.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// A matrix that does not place a volume in space, or a volume without voxels.
    #[error("the geometry of a volume cannot be used")]
    Geometry,
    /// One of the volumes shows nothing that could be a head.
    #[error("there is no head in one of the volumes")]
    NoHead,
    /// There is a best transform, but it is not to be trusted.
    #[error(transparent)]
    Doubt(#[from] Doubt),
}
