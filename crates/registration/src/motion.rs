//! Small motions: the directions in which a transform is improved.

use nalgebra::{DVector, Matrix3, Matrix4, Point3, Vector3};

/// What a transform may do to a head.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Freedom {
    /// Move and turn.
    Rigid,
    /// Grow and shrink as well.
    Similar,
    /// Scale and shear as well.
    Affine,
}

/// Distance from the head's centre at which a unit of every motion moves a point by about 1 mm.
pub const RADIUS: f64 = 80.0;

/// Velocity fields in world coordinates that together make up every small motion about a centre.
#[derive(Clone, Debug)]
pub struct Motions {
    generators: Vec<Matrix4<f64>>,
}

impl Motions {
    /// The motions about this centre; rigid ones come first.
    pub fn about(centre: &Point3<f64>, freedom: Freedom) -> Motions {
        let axis = |n: usize| Vector3::ith(n, 1.0);
        let turn = |n: usize| axis(n).cross_matrix();
        let stretch = |x, y, z| Matrix3::from_diagonal(&Vector3::new(x, y, z));
        let shear = |n: usize| turn(n).abs();
        let mut linear: Vec<Matrix3<f64>> = (0..3).map(turn).collect();
        if freedom != Freedom::Rigid {
            linear.push(stretch(1.0, 1.0, 1.0));
        }
        if freedom == Freedom::Affine {
            linear.extend([stretch(1.0, -1.0, 0.0), stretch(-0.5, -0.5, 1.0)]);
            linear.extend((0..3).map(shear));
        }
        let shift = (0..3).map(|n| Matrix4::new_translation(&axis(n)) - Matrix4::identity());
        let linear = linear.into_iter().map(|linear| {
            let linear = linear / RADIUS;
            let mut field = Matrix4::zeros();
            field.fixed_view_mut::<3, 3>(0, 0).copy_from(&linear);
            field.fixed_view_mut::<3, 1>(0, 3).copy_from(&(-linear * centre.coords));
            field
        });
        Motions { generators: shift.chain(linear).collect() }
    }

    /// How many there are.
    pub fn count(&self) -> usize {
        self.generators.len()
    }

    /// The transform after the motions by these amounts.
    pub fn moved(&self, transform: &Matrix4<f64>, amounts: &DVector<f64>) -> Matrix4<f64> {
        let field: Matrix4<f64> =
            self.generators.iter().zip(amounts.iter()).map(|(g, a)| g * *a).sum();
        field.exp() * transform
    }

    /// The slope along each motion, from the slope for each element of the transform.
    pub fn slopes(&self, transform: &Matrix4<f64>, slope: &Matrix4<f64>) -> DVector<f64> {
        let slopes = self.generators.iter().map(|field| slope.dot(&(field * transform)));
        DVector::from_iterator(self.count(), slopes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rigid_motions_keep_distances() {
        let motions = Motions::about(&Point3::new(3.0, -20.0, 50.0), Freedom::Rigid);
        let amounts = DVector::from_vec(vec![5.0, -3.0, 9.0, 30.0, -50.0, 22.0]);
        let moved = motions.moved(&Matrix4::identity(), &amounts);
        let turn = moved.fixed_view::<3, 3>(0, 0).into_owned();
        assert!((turn * turn.transpose() - Matrix3::identity()).norm() < 1e-9);
        assert!(turn.determinant() > 0.99);
        assert_eq!(moved.row(3), Matrix4::identity().row(3));
    }

    #[test]
    fn a_linear_motion_leaves_its_centre_where_it_is() {
        let centre = Point3::new(3.0, -20.0, 50.0);
        let motions = Motions::about(&centre, Freedom::Affine);
        for n in 3..motions.count() {
            let mut amounts = DVector::zeros(motions.count());
            amounts[n] = 7.0;
            let moved = motions.moved(&Matrix4::identity(), &amounts);
            assert!((moved.transform_point(&centre) - centre).norm() < 1e-9);
            assert!((moved - Matrix4::identity()).norm() > 0.05);
        }
    }
}
