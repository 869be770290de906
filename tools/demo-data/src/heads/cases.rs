//! The cases of the test set.

use crate::anatomy::head::{Eyes, Head, Model, Stripped};
use crate::bounds::Bounds;
use crate::contrast::Contrast;
use crate::flaw::Flaw;
use crate::phantom::Phantom;
use crate::placement::{Build, Pose};
use crate::position::Position;
use crate::settings::Settings;
use crate::stack::Plane;
use crate::vec3::{Vec3, vec3};

/// A series of the test set.
#[derive(Clone, Debug, PartialEq)]
pub struct Case {
    /// The folder it is written to; says what is special about it.
    pub name: String,
    /// The body part and the scanner.
    pub phantom: Phantom,
    /// How it is built and scanned.
    pub settings: Settings,
}

/// All cases; each has noise and unique identifiers of its own, which depend on `seed`.
#[must_use]
pub fn cases(seed: u64) -> Vec<Case> {
    let mut cases =
        [ct(), mr(), poses(), fields(), shapes(), faceless(), ends(), coarse(), flaws()].concat();
    for (case, number) in cases.iter_mut().zip(1..) {
        case.settings.seed = seed.wrapping_mul(1000).wrapping_add(number);
    }
    cases
}

/// An axial CT of a head that stays within what an ordinary field of view shows.
fn head_ct() -> Settings {
    Settings {
        field: Some(Bounds::between(vec3(-115.0, -125.0, -138.0), vec3(115.0, 125.0, 110.0))),
        pixel: Some(1.4),
        distance: Some(3.0),
        head: detailed(),
        ..Settings::default()
    }
}

fn detailed() -> Head {
    Head { model: Model::Detailed, ..Head::default() }
}

/// An MR of a head in the direction that the contrast is usually acquired in.
fn head_mr(contrast: Contrast, plane: Plane) -> Settings {
    Settings {
        field: Some(Bounds::between(vec3(-96.0, -127.0, -132.0), vec3(96.0, 121.0, 112.0))),
        pixel: Some(1.4),
        distance: Some(3.0),
        contrast: Some(contrast),
        plane: Some(plane),
        head: detailed(),
        ..Settings::default()
    }
}

fn t1() -> Settings {
    head_mr(Contrast::MrT1, Plane::Sagittal)
}

fn case(name: impl Into<String>, phantom: Phantom, settings: Settings) -> Case {
    Case { name: name.into(), phantom, settings }
}

fn ct_case(name: &str, settings: Settings) -> Case {
    case(format!("ct_{name}"), Phantom::HeadCt, settings)
}

fn mr_case(name: &str, settings: Settings) -> Case {
    case(format!("mr_{name}"), Phantom::HeadMr, settings)
}

fn ct() -> Vec<Case> {
    vec![
        ct_case("plain", head_ct()),
        ct_case("thin_1mm", Settings { distance: Some(1.0), pixel: Some(1.6), ..head_ct() }),
        ct_case("thick_6mm", Settings { distance: Some(6.0), ..head_ct() }),
        ct_case("tilt_plus_20", Settings { gantry_tilt: 20.0, ..head_ct() }),
        ct_case("tilt_minus_20", Settings { gantry_tilt: -20.0, ..head_ct() }),
        ct_case("noise_3", Settings { noise: 3.0, ..head_ct() }),
        ct_case("coronal", Settings { plane: Some(Plane::Coronal), ..head_ct() }),
        ct_case("sagittal", Settings { plane: Some(Plane::Sagittal), ..head_ct() }),
        ct_case("missing_slices", Settings { missing: vec![30, 31, 47], ..head_ct() }),
        ct_case("uneven_slices", Settings { unevenness: 0.2, ..head_ct() }),
    ]
}

fn mr() -> Vec<Case> {
    use Contrast::{MrFlair, MrPd, MrT1, MrT2};
    use Plane::{Axial, Coronal, Sagittal};
    let thick = |settings: Settings| Settings { distance: Some(6.0), pixel: Some(1.2), ..settings };
    vec![
        mr_case("t1_sag", t1()),
        mr_case("t1_sag_1mm", Settings { distance: Some(1.0), pixel: Some(1.6), ..t1() }),
        mr_case("t1_sag_6mm", thick(t1())),
        mr_case("t1_ax", head_mr(MrT1, Axial)),
        mr_case("t1_cor", head_mr(MrT1, Coronal)),
        mr_case("t1_noise_3", Settings { noise: 3.0, ..t1() }),
        mr_case("t1_shading_3", Settings { shading: 3.0, ..t1() }),
        mr_case("t2_ax", head_mr(MrT2, Axial)),
        mr_case("t2_ax_6mm", thick(head_mr(MrT2, Axial))),
        mr_case("t2_sag", head_mr(MrT2, Sagittal)),
        mr_case("t2_cor", head_mr(MrT2, Coronal)),
        mr_case("flair_ax_oblique", Settings { oblique: -12.0, ..head_mr(MrFlair, Axial) }),
        mr_case("flair_ax_6mm", thick(head_mr(MrFlair, Axial))),
        mr_case("flair_sag", head_mr(MrFlair, Sagittal)),
        mr_case("pd_ax", head_mr(MrPd, Axial)),
        mr_case("pd_ax_noise_3", Settings { noise: 3.0, ..head_mr(MrPd, Axial) }),
    ]
}

fn poses() -> Vec<Case> {
    let posed = |settings: Settings, pitch: f64, roll: f64, yaw: f64| {
        let pose = Pose { pitch, roll, yaw };
        Settings { head: Head { pose, ..settings.head }, ..settings }
    };
    let t2 = || head_mr(Contrast::MrT2, Plane::Axial);
    let pd = || head_mr(Contrast::MrPd, Plane::Axial);
    vec![
        ct_case("pitch_plus_25", posed(head_ct(), 25.0, 0.0, 0.0)),
        ct_case("pitch_minus_25", posed(head_ct(), -25.0, 0.0, 0.0)),
        ct_case("roll_plus_25", posed(head_ct(), 0.0, 25.0, 0.0)),
        ct_case("yaw_minus_25", posed(head_ct(), 0.0, 0.0, -25.0)),
        ct_case("pitch_15_roll_15_yaw_15", posed(head_ct(), 15.0, 15.0, 15.0)),
        ct_case("prone", Settings { position: Position::Hfp, ..posed(head_ct(), 8.0, 0.0, 3.0) }),
        mr_case("t1_pitch_plus_25", posed(t1(), 25.0, 0.0, 0.0)),
        mr_case("t1_pitch_minus_25", posed(t1(), -25.0, 0.0, 0.0)),
        mr_case("t1_roll_minus_25", posed(t1(), 0.0, -25.0, 0.0)),
        mr_case("t1_yaw_plus_25", posed(t1(), 0.0, 0.0, 25.0)),
        mr_case("t1_pitch_minus_20_roll_10_yaw_20", posed(t1(), -20.0, 10.0, 20.0)),
        mr_case("t2_pitch_20_yaw_20", posed(t2(), 20.0, 0.0, 20.0)),
        mr_case("pd_roll_20_yaw_minus_20", posed(pd(), 0.0, 20.0, -20.0)),
    ]
}

/// Fields of view that show less or more than a head.
fn fields() -> Vec<Case> {
    let field = |settings: Settings, low, high| Settings {
        field: Some(Bounds::between(low, high)),
        ..settings
    };
    let left = |settings| field(settings, vec3(-4.0, -125.0, -130.0), vec3(96.0, 120.0, 110.0));
    let right = |settings| field(settings, vec3(-96.0, -125.0, -130.0), vec3(4.0, 120.0, 110.0));
    let upper = |settings| field(settings, vec3(-96.0, -115.0, -22.0), vec3(96.0, 120.0, 112.0));
    let shoulders =
        |settings| field(settings, vec3(-200.0, -130.0, -270.0), vec3(200.0, 150.0, 112.0));
    let lying = |settings: Settings, position, roll| Settings {
        position,
        head: Head { pose: Pose { roll, ..Pose::default() }, ..detailed() },
        ..settings
    };
    let wide = |settings: Settings| Settings { pixel: Some(2.0), ..shoulders(settings) };
    let t2 = head_mr(Contrast::MrT2, Plane::Axial);
    vec![
        ct_case("left_half", left(head_ct())),
        ct_case("right_half", right(head_ct())),
        ct_case("upper_head", upper(head_ct())),
        ct_case("head_and_shoulders", wide(head_ct())),
        ct_case("right_side_down", lying(right(head_ct()), Position::Hfdr, 12.0)),
        mr_case("t1_left_half", left(t1())),
        mr_case("t1_right_half", right(t1())),
        mr_case("t1_left_side_down", lying(left(t1()), Position::Hfdl, -12.0)),
        mr_case("t1_head_and_shoulders", wide(t1())),
        mr_case("t2_upper_head", upper(t2)),
    ]
}

fn shapes() -> Vec<Case> {
    let built = |settings, x, y, z, face| Settings {
        head: Head { build: Build { size: vec3(x, y, z), face }, ..detailed() },
        ..settings
    };
    let eyes = |settings, eyes| Settings { head: Head { eyes, ..detailed() }, ..settings };
    let simple = |settings| Settings { head: Head::default(), ..settings };
    vec![
        ct_case("simple_model", simple(head_ct())),
        mr_case("t1_simple_model", simple(t1())),
        ct_case("left_eye_missing", eyes(head_ct(), Eyes::RightOnly)),
        mr_case("t1_right_eye_missing", eyes(t1(), Eyes::LeftOnly)),
        ct_case("child", built(head_ct(), 0.83, 0.82, 0.84, 0.82)),
        ct_case("long_head", built(head_ct(), 0.92, 1.06, 1.0, 1.0)),
        ct_case("broad_head", built(head_ct(), 1.08, 0.93, 0.97, 1.0)),
        mr_case("t1_infant", built(t1(), 0.76, 0.75, 0.77, 0.76)),
        mr_case("t1_high_head", built(t1(), 0.96, 0.97, 1.08, 1.0)),
        mr_case("t2_child", built(head_mr(Contrast::MrT2, Plane::Axial), 0.84, 0.83, 0.84, 0.84)),
    ]
}

/// What has no face to remove.
fn faceless() -> Vec<Case> {
    let stripped = |settings, stripped| Settings {
        head: Head { stripped: Some(stripped), ..detailed() },
        ..settings
    };
    let flair = head_mr(Contrast::MrFlair, Plane::Axial);
    vec![
        ct_case("defaced_wedge", stripped(head_ct(), Stripped::Wedge)),
        ct_case("defaced_plane", stripped(head_ct(), Stripped::Plane)),
        mr_case("t1_defaced_wedge", stripped(t1(), Stripped::Wedge)),
        mr_case("t1_defaced_plane", stripped(t1(), Stripped::Plane)),
        mr_case("t1_brain_only", stripped(t1(), Stripped::Skull)),
        mr_case("flair_brain_only", stripped(flair, Stripped::Skull)),
        case("ct_water", Phantom::WaterCt, Settings { matrix: 160, ..Settings::default() }),
        case("mr_water", Phantom::WaterMr, Settings { matrix: 160, ..Settings::default() }),
        case("ct_knee", Phantom::KneeCt, Settings { matrix: 160, ..Settings::default() }),
        case("mr_knee", Phantom::KneeMr, Settings { matrix: 160, ..Settings::default() }),
        case("ct_chest", Phantom::ChestCt, Settings { matrix: 160, ..Settings::default() }),
    ]
}

/// Fields of view that end so many mm below the eyes, or begin above the orbits: the rest of the face is not
/// there to tell where the eyes are.
fn ends() -> Vec<Case> {
    /// Of the eyes in the upright head.
    const EYES: f64 = -14.0;
    let above = |settings: Settings, low: f64| Settings {
        field: Some(Bounds::between(vec3(-96.0, -127.0, EYES + low), vec3(96.0, 121.0, 112.0))),
        ..settings
    };
    let below = (10..=34).step_by(3).flat_map(|mm| {
        let low = -f64::from(mm);
        let t2 = head_mr(Contrast::MrT2, Plane::Axial);
        [
            mr_case(&format!("t1_ends_{mm}_below"), above(t1(), low)),
            mr_case(&format!("t2_ends_{mm}_below"), above(t2, low)),
            ct_case(&format!("ends_{mm}_below"), above(head_ct(), low)),
        ]
    });
    let begins = [
        mr_case("t1_begins_20_above", above(t1(), 20.0)),
        ct_case("begins_20_above", above(head_ct(), 20.0)),
    ];
    below.chain(begins).collect()
}

/// Voxels of 2 to 4 mm, and more poses and sizes in which heads are scanned.
fn coarse() -> Vec<Case> {
    let cube =
        |settings: Settings, mm: f64| Settings { pixel: Some(mm), distance: Some(mm), ..settings };
    let voxels = [2.0, 3.0, 4.0].into_iter().flat_map(|mm| {
        let t2 = head_mr(Contrast::MrT2, Plane::Axial);
        [
            mr_case(&format!("t1_voxels_{mm}mm"), cube(t1(), mm)),
            mr_case(&format!("t2_voxels_{mm}mm"), cube(t2, mm)),
            ct_case(&format!("voxels_{mm}mm"), cube(head_ct(), mm)),
        ]
    });
    let shaded = [
        mr_case("t1_shading_6", Settings { shading: 6.0, ..t1() }),
        mr_case("t1_noise_6", Settings { noise: 6.0, ..t1() }),
        ct_case("noise_8", Settings { noise: 8.0, ..head_ct() }),
        mr_case("t1_prone", Settings { position: Position::Hfp, ..t1() }),
    ];
    voxels.chain(shaded).collect()
}

/// What goes wrong in scans, and values as other programs store them.
fn flaws() -> Vec<Case> {
    /// Behind the mouth of the upright head.
    const TEETH: Vec3 = vec3(0.0, -85.0, -78.0);
    let flawed = |settings: Settings, flaw| Settings { flaw: Some(flaw), ..settings };
    let wrapped = |settings: Settings| {
        let field = Some(Bounds::between(vec3(-96.0, -92.0, -132.0), vec3(96.0, 121.0, 112.0)));
        flawed(Settings { field, ..settings }, Flaw::Wrap)
    };
    let t2 = || head_mr(Contrast::MrT2, Plane::Axial);
    let void = Flaw::Void { at: TEETH, radius: 30.0 };
    let mr = [
        mr_case("t1_nose_wrapped", wrapped(t1())),
        mr_case("t2_nose_wrapped", wrapped(t2())),
        mr_case("t1_bright_air", flawed(t1(), Flaw::BrightAir)),
        mr_case("t1_ax_bright_air", flawed(head_mr(Contrast::MrT1, Plane::Axial), Flaw::BrightAir)),
        mr_case("t1_metal", flawed(t1(), void)),
        mr_case("t2_metal", flawed(t2(), void)),
    ];
    let ct = [
        ct_case("metal", flawed(head_ct(), Flaw::Metal(TEETH))),
        ct_case("clipped_soft", flawed(head_ct(), Flaw::Clipped(-100.0, 200.0))),
        ct_case("clipped_wide", flawed(head_ct(), Flaw::Clipped(-200.0, 300.0))),
        ct_case("8_bits_soft", flawed(head_ct(), Flaw::EightBits(-160.0, 240.0))),
        ct_case("8_bits_brain", flawed(head_ct(), Flaw::EightBits(0.0, 80.0))),
        ct_case("8_bits_bone", flawed(head_ct(), Flaw::EightBits(-700.0, 2300.0))),
        ct_case("unscaled", flawed(head_ct(), Flaw::Unscaled)),
    ];
    mr.into_iter().chain(ct).collect()
}
