//! Materials and how they look in CT and in T1-weighted MR.

/// A material with uniform contrast.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tissue {
    /// Air outside and inside the body.
    Air,
    /// Inflated lung.
    Lung,
    /// Foam of the head holder and of the mattress.
    Foam,
    /// Shell of the head holder and of the table.
    Board,
    /// Skin and cartilage.
    Skin,
    /// Subcutaneous, buccal and orbital fat.
    Fat,
    /// Muscle and other soft tissue.
    Muscle,
    /// Blood in the heart and in large vessels.
    Blood,
    /// Cerebrospinal fluid.
    Csf,
    /// Cortex and deep nuclei.
    GreyMatter,
    /// White matter.
    WhiteMatter,
    /// Vitreous body of the eye.
    Vitreous,
    /// Lens of the eye.
    Lens,
    /// Spongy bone with marrow.
    SpongyBone,
    /// Compact bone.
    Bone,
    /// Teeth.
    Enamel,
}

impl Tissue {
    /// X-ray attenuation in Hounsfield units.
    #[must_use]
    pub fn hounsfield(self) -> f64 {
        match self {
            Self::Air => -1000.0,
            Self::Lung => -800.0,
            Self::Foam => -300.0,
            Self::Board => 100.0,
            Self::Skin => 30.0,
            Self::Fat => -95.0,
            Self::Muscle => 55.0,
            Self::Blood => 42.0,
            Self::Csf => 8.0,
            Self::GreyMatter => 38.0,
            Self::WhiteMatter => 28.0,
            Self::Vitreous => 10.0,
            Self::Lens => 80.0,
            Self::SpongyBone => 450.0,
            Self::Bone => 950.0,
            Self::Enamel => 1800.0,
        }
    }

    /// Signal in a T1-weighted spoiled gradient-echo image, in arbitrary units.
    #[must_use]
    pub fn t1_signal(self) -> f64 {
        match self {
            Self::Air | Self::Foam | Self::Board | Self::Enamel => 0.0,
            Self::Bone => 25.0,
            Self::Lung => 40.0,
            Self::Vitreous => 120.0,
            Self::Csf => 150.0,
            Self::Blood => 200.0,
            Self::Lens => 330.0,
            Self::Muscle => 380.0,
            Self::GreyMatter => 450.0,
            Self::Skin => 480.0,
            Self::SpongyBone => 550.0,
            Self::WhiteMatter => 600.0,
            Self::Fat => 900.0,
        }
    }
}
