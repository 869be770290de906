//! Reading frames, with a library that the tools do not use for it.

use std::path::Path;

use anyhow::{Context, Result, ensure};
use demo_data::stack::Stack;
use demo_data::vec3::{Vec3, vec3};
use dicom_dictionary_std::tags;
use dicom_object::{DefaultDicomObject, Tag, open_file};
use rayon::prelude::*;

use crate::plane::Plane;

/// The only frame of a file.
#[derive(Clone, Debug, PartialEq)]
pub struct Frame {
    /// Where its pixels lie.
    pub plane: Plane,
    /// Stored values, row by row.
    pub values: Vec<u16>,
}

impl Frame {
    /// Reads a file of one frame with 16 bits for each pixel.
    ///
    /// # Errors
    /// When it is not such a file.
    pub fn read(path: &Path) -> Result<Self> {
        let frame = || {
            let object = open_file(path)?;
            let frame = Self { plane: plane(&object)?, values: values(&object)? };
            let [rows, columns] = frame.plane.size.map(usize::from);
            ensure!(frame.values.len() == rows * columns, "pixels are missing");
            Ok(frame)
        };
        frame().with_context(|| format!("{} is no usable frame", path.display()))
    }

    /// Reads files, each of one frame.
    ///
    /// # Errors
    /// When one of them is not such a file.
    pub fn read_all(paths: &[impl AsRef<Path> + Sync]) -> Result<Vec<Self>> {
        paths.par_iter().map(|path| Self::read(path.as_ref())).collect()
    }
}

/// Where a file stands in its study.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Number {
    /// Series Number.
    pub series: u16,
    /// Instance Number.
    pub instance: u16,
}

impl Number {
    /// Reads it from a file.
    ///
    /// # Errors
    /// When the file has none.
    pub fn read(path: &Path) -> Result<Self> {
        let number = || {
            let object = open_file(path)?;
            let number = |tag| Ok::<u16, anyhow::Error>(object.element(tag)?.to_int()?);
            let (series, instance) = (number(tags::SERIES_NUMBER)?, number(tags::INSTANCE_NUMBER)?);
            Ok::<_, anyhow::Error>(Self { series, instance })
        };
        number().with_context(|| format!("{} has no number in its study", path.display()))
    }
}

/// The slices of a picture in which they stand side by side, row by row from the top left, as [`Part::Mosaic`] does.
///
/// # Errors
/// When it is no such picture of these slices.
///
/// [`Part::Mosaic`]: demo_data::study::Part::Mosaic
pub fn tiles(path: &Path, stack: &Stack) -> Result<Vec<Frame>> {
    let tiles = || {
        let picture = Frame::read(path)?;
        let [height, width] = picture.plane.size.map(usize::from);
        let size = [stack.rows, stack.columns];
        let [rows, columns] = size.map(usize::from);
        let across = width / columns;
        ensure!(height / rows * across >= usize::from(stack.slices), "tiles are missing");
        let tile = |slice: u16| {
            let at = usize::from(slice);
            let (top, left) = (at / across * rows, at % across * columns);
            let lines = picture.values.chunks_exact(width).skip(top).take(rows);
            let values = lines.flat_map(|line| line.iter().skip(left).take(columns).copied());
            let plane = Plane {
                origin: stack.position(slice),
                along_row: stack.along_row,
                along_column: stack.along_column,
                spacing: [stack.pixel; 2],
                size,
            };
            Frame { plane, values: values.collect() }
        };
        Ok::<_, anyhow::Error>((0..stack.slices).map(tile).collect())
    };
    tiles().with_context(|| format!("{} has no usable tiles", path.display()))
}

fn plane(object: &DefaultDicomObject) -> Result<Plane> {
    let [x, y, z] = numbers(object, tags::IMAGE_POSITION_PATIENT)?;
    let [rx, ry, rz, cx, cy, cz] = numbers(object, tags::IMAGE_ORIENTATION_PATIENT)?;
    Ok(Plane {
        origin: vec3(x, y, z),
        along_row: unit(vec3(rx, ry, rz))?,
        along_column: unit(vec3(cx, cy, cz))?,
        spacing: numbers(object, tags::PIXEL_SPACING)?,
        size: [object.element(tags::ROWS)?.to_int()?, object.element(tags::COLUMNS)?.to_int()?],
    })
}

fn unit(v: Vec3) -> Result<Vec3> {
    ensure!((v.length() - 1.0).abs() < 1e-3, "a direction is not of unit length");
    Ok(v.normalized())
}

fn numbers<const N: usize>(object: &DefaultDicomObject, tag: Tag) -> Result<[f64; N]> {
    let values = object.element(tag)?.to_multi_float64()?;
    values.try_into().ok().with_context(|| format!("{tag} has not {N} values"))
}

fn values(object: &DefaultDicomObject) -> Result<Vec<u16>> {
    let bits: u16 = object.element(tags::BITS_ALLOCATED)?.to_int()?;
    ensure!(bits == 16, "pixels of {bits} bits");
    Ok(object.element(tags::PIXEL_DATA)?.uint16_slice()?.to_vec())
}
