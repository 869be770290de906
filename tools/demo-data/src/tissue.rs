//! Materials and how they look in CT and in MR.

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
    /// Water of a bottle.
    Water,
    /// Wall of a bottle.
    Acrylic,
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
            Self::Water => 0.0,
            Self::Acrylic => 120.0,
        }
    }

    /// Signal in a T1-weighted spoiled gradient-echo image, in arbitrary units.
    #[must_use]
    pub fn t1_signal(self) -> f64 {
        match self {
            Self::Air | Self::Foam | Self::Board | Self::Enamel | Self::Acrylic => 0.0,
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
            Self::Water => 250.0,
            Self::Fat => 900.0,
        }
    }

    /// Signal in a T2-weighted turbo spin-echo image, in arbitrary units.
    #[must_use]
    pub fn t2_signal(self) -> f64 {
        match self {
            Self::Air | Self::Foam | Self::Board | Self::Enamel | Self::Acrylic => 0.0,
            Self::Bone => 20.0,
            Self::Lung => 25.0,
            Self::Blood => 60.0,
            Self::Lens => 130.0,
            Self::Muscle => 170.0,
            Self::Skin => 260.0,
            Self::WhiteMatter => 350.0,
            Self::SpongyBone => 380.0,
            Self::GreyMatter => 480.0,
            Self::Water => 900.0,
            Self::Fat => 600.0,
            Self::Vitreous => 1000.0,
            Self::Csf => 1050.0,
        }
    }

    /// Signal in a FLAIR image, in which fluid is suppressed, in arbitrary units.
    #[must_use]
    pub fn flair_signal(self) -> f64 {
        match self {
            Self::Air | Self::Foam | Self::Board | Self::Enamel | Self::Acrylic => 0.0,
            Self::Bone => 20.0,
            Self::Lung => 25.0,
            Self::Blood => 60.0,
            Self::Csf => 70.0,
            Self::Vitreous => 90.0,
            Self::Lens => 170.0,
            Self::Muscle => 240.0,
            Self::Skin => 320.0,
            Self::SpongyBone => 420.0,
            Self::WhiteMatter => 440.0,
            Self::GreyMatter => 560.0,
            Self::Water => 80.0,
            Self::Fat => 650.0,
        }
    }

    /// Signal in a turbo spin-echo image weighted by proton density, in arbitrary units.
    #[must_use]
    pub fn pd_signal(self) -> f64 {
        match self {
            Self::Air | Self::Foam | Self::Board | Self::Enamel | Self::Acrylic => 0.0,
            Self::Bone => 30.0,
            Self::Lung => 50.0,
            Self::Blood => 150.0,
            Self::Lens => 350.0,
            Self::Muscle => 480.0,
            Self::Skin => 520.0,
            Self::SpongyBone => 620.0,
            Self::WhiteMatter => 640.0,
            Self::Csf => 680.0,
            Self::Vitreous => 720.0,
            Self::GreyMatter => 780.0,
            Self::Water => 650.0,
            Self::Fat => 850.0,
        }
    }
}
