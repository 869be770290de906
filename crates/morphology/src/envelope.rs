//! The lower envelope of parabolas, one for each value of a line (Felzenszwalb and Huttenlocher,
//! Distance Transforms of Sampled Functions, Theory of Computing 2012).

/// Room for one line after another.
#[derive(Default)]
pub struct Envelope {
    feet: Vec<Foot>,
    result: Vec<f64>,
}

/// The place of a finite value, and from where on its parabola is the lowest.
struct Foot {
    at: usize,
    value: f64,
    from: f64,
}

impl Envelope {
    /// `min over j of values[j] + ((i − j) · step)²` for each place i of the line.
    pub fn of(&mut self, values: impl Iterator<Item = f64>, step: f64) -> &[f64] {
        let scale = step * step;
        let height = |at: usize, value: f64| value + scale * (at * at) as f64;
        self.feet.clear();
        let mut len = 0;
        for (at, value) in values.enumerate() {
            len = at + 1;
            if value == f64::INFINITY {
                continue;
            }
            let mut from = f64::NEG_INFINITY;
            while let Some(last) = self.feet.last() {
                let higher = height(at, value) - height(last.at, last.value);
                let apart = 2.0 * scale * (at - last.at) as f64;
                if higher > last.from * apart {
                    from = higher / apart;
                    break;
                }
                self.feet.pop();
            }
            self.feet.push(Foot { at, value, from });
        }
        self.result.clear();
        self.result.resize(len, f64::INFINITY);
        let mut feet = self.feet.iter().peekable();
        let Some(mut lowest) = feet.next() else { return &self.result };
        for (at, result) in self.result.iter_mut().enumerate() {
            while let Some(next) = feet.next_if(|next| next.from <= at as f64) {
                lowest = next;
            }
            let away = at.abs_diff(lowest.at) as f64 * step;
            *result = lowest.value + away * away;
        }
        &self.result
    }
}
