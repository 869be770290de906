//! Arguments of `phantoms`.

use clap::Args;
use demo_data::anatomy::head::{Head, Model};
use demo_data::contrast::Contrast;
use demo_data::placement::Pose;
use demo_data::position::Position;
use demo_data::stack::Plane;
use demo_data::{Phantom, Settings};
use std::path::PathBuf;

/// Which phantoms are made, and how.
#[derive(Args)]
pub struct PhantomArgs {
    /// Folder to write to.
    #[arg(long)]
    pub output: PathBuf,
    /// Seed of the noise and of the unique identifiers.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Make only these phantoms [default: head-ct, head-mr and chest-ct].
    #[arg(long, num_args = 1.., value_enum)]
    only: Vec<Phantom>,
    /// Turn the acquired planes about the left-right axis, in degrees.
    #[arg(long, default_value_t = 0.0, value_name = "DEGREES", allow_negative_numbers = true)]
    oblique: f64,
    /// Tilt the CT gantry, in degrees: planes are tilted, the table moves along z.
    #[arg(long, default_value_t = 0.0, value_name = "DEGREES", allow_negative_numbers = true)]
    gantry_tilt: f64,
    /// Rows and columns of every slice.
    #[arg(long, default_value_t = 192, value_parser = clap::value_parser!(u16).range(16..=1024))]
    matrix: u16,
    /// Slices of every series [default: 64 for heads, 24 for the chest].
    #[arg(long, value_parser = clap::value_parser!(u16).range(1..=2048))]
    slices: Option<u16>,
    /// Lower the chin by this angle, in degrees.
    #[arg(long, default_value_t = 0.0, value_name = "DEGREES", allow_negative_numbers = true)]
    pitch: f64,
    /// Lean the crown to the left by this angle, in degrees.
    #[arg(long, default_value_t = 0.0, value_name = "DEGREES", allow_negative_numbers = true)]
    roll: f64,
    /// Turn the face to the left by this angle, in degrees.
    #[arg(long, default_value_t = 0.0, value_name = "DEGREES", allow_negative_numbers = true)]
    yaw: f64,
    /// Draw heads with cranial fossae, muscles and shoulders.
    #[arg(long)]
    detailed: bool,
    /// How the patient lies.
    #[arg(long, value_enum, default_value_t = Position::Hfs)]
    position: Position,
    /// What is measured of the phantoms of this modality [default: CT and T1-weighted MR].
    #[arg(long, value_enum)]
    contrast: Option<Contrast>,
    /// Direction of the slices [default: as usual for the phantom].
    #[arg(long, value_enum)]
    plane: Option<Plane>,
    /// Distance of neighbouring pixels in mm; instead of --matrix.
    #[arg(long, value_name = "MM", conflicts_with = "matrix", value_parser = millimetres)]
    pixel: Option<f64>,
    /// Distance and thickness of the slices in mm; instead of --slices.
    #[arg(long, value_name = "MM", conflicts_with = "slices", value_parser = millimetres)]
    distance: Option<f64>,
    /// Noise, as a multiple of the usual.
    #[arg(long, default_value_t = 1.0)]
    noise: f64,
}

/// A length at which a field of view still has a sensible number of pixels.
fn millimetres(text: &str) -> Result<f64, String> {
    let length: f64 = text.parse().map_err(|_| "not a number")?;
    if (0.2..=50.0).contains(&length) { Ok(length) } else { Err("not from 0.2 to 50 mm".into()) }
}

impl PhantomArgs {
    /// The phantoms to make.
    pub fn phantoms(&self) -> &[Phantom] {
        if self.only.is_empty() { &Phantom::DEMONSTRATION } else { &self.only }
    }

    /// How they are built and scanned.
    pub fn settings(&self) -> Settings {
        let model = if self.detailed { Model::Detailed } else { Model::Simple };
        let pose = Pose { pitch: self.pitch, roll: self.roll, yaw: self.yaw };
        Settings {
            seed: self.seed,
            matrix: self.matrix,
            slices: self.slices,
            oblique: self.oblique,
            gantry_tilt: self.gantry_tilt,
            head: Head { model, pose, ..Head::default() },
            position: self.position,
            contrast: self.contrast,
            plane: self.plane,
            pixel: self.pixel,
            distance: self.distance,
            noise: self.noise,
            ..Settings::default()
        }
    }
}
