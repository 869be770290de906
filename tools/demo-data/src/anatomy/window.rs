//! A look at a small part of an anatomy.

use super::{Anatomy, Layer};
use crate::placement::Placement;
use crate::tissue::Tissue;
use crate::vec3::Vec3;

/// The layers that can be seen in a small part of space.
pub struct Window<'a> {
    placement: &'a Placement,
    /// From the uppermost down.
    body: Vec<&'a Layer>,
    /// From the uppermost down.
    support: Vec<&'a Layer>,
    /// What fills the place below all of these layers.
    ground: Option<Tissue>,
}

/// Distances may change by so many mm per mm: few of the solids' functions are exact.
const STEEPEST: f64 = 2.0;

/// Collects the layers, from the last one up to one that fills the ball around `p`: its tissue is returned.
fn select<'a>(
    layers: &'a [Layer],
    p: Vec3,
    radius: f64,
    blur: f64,
    selected: &mut Vec<&'a Layer>,
) -> Option<Tissue> {
    let margin = STEEPEST * radius + blur;
    for layer in layers.iter().rev() {
        if layer.solid.away(p) > layer.reach + margin {
            continue;
        }
        let distance = layer.solid.distance(p);
        match layer.shells.last() {
            Some(&(depth, tissue)) if distance + depth < -margin => return Some(tissue),
            _ if distance > layer.reach + margin => {}
            _ => selected.push(layer),
        }
    }
    None
}

impl Anatomy {
    /// What can be seen within `radius` mm of `centre` (LPS, mm) when tissues mix over `blur` mm.
    #[must_use]
    pub fn window(&self, centre: Vec3, radius: f64, blur: f64) -> Window<'_> {
        let placement = &self.placement;
        let scale = placement.scale();
        let (mut body, mut support) = (vec![], vec![]);
        let q = placement.to_body(centre);
        let ground = select(&self.body, q, radius / scale, blur / scale, &mut body)
            .or_else(|| select(&self.support, centre, radius, blur, &mut support));
        Window { placement, body, support, ground }
    }

    /// A property of the tissue at `p` (LPS, mm); at borders the tissues mix over `blur` mm.
    pub fn sample(&self, p: Vec3, blur: f64, property: impl Fn(Tissue) -> f64) -> f64 {
        self.window(p, 0.0, blur).sample(p, blur, property)
    }
}

impl Window<'_> {
    /// A property of the tissue at `p` (LPS, mm) in the window, as [`Anatomy::sample`] has it.
    pub fn sample(&self, p: Vec3, blur: f64, property: impl Fn(Tissue) -> f64) -> f64 {
        let mut view = View { value: 0.0, through: 1.0 };
        let (q, scale) = (self.placement.to_body(p), self.placement.scale());
        let opaque = self.body.iter().any(|l| view.covered_by(l, q, blur / scale, &property))
            || self.support.iter().any(|l| view.covered_by(l, p, blur, &property));
        if opaque {
            return view.value;
        }
        view.value + view.through * property(self.ground.unwrap_or(Tissue::Air))
    }
}

/// What is seen of layers from the last one on.
struct View {
    value: f64,
    /// How much of what lies below is still to be seen.
    through: f64,
}

impl View {
    /// Adds what `layer` shows at `p`; whether nothing below it can be seen any more.
    fn covered_by(
        &mut self,
        layer: &Layer,
        p: Vec3,
        blur: f64,
        property: impl Fn(Tissue) -> f64,
    ) -> bool {
        if layer.solid.away(p) > layer.reach + blur {
            return false;
        }
        let distance = layer.solid.distance(p);
        for &(depth, tissue) in layer.shells.iter().rev() {
            let share = (0.5 - (distance + depth) / blur).clamp(0.0, 1.0);
            if share > 0.0 {
                self.value += self.through * share * property(tissue);
                self.through *= 1.0 - share;
            }
            if self.through == 0.0 {
                return true;
            }
        }
        false
    }
}
