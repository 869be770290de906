//! Unique identifiers of made-up objects.

use demo_data::UID_ROOT;

use super::person::Person;

/// The identifiers of one patient's objects.
#[derive(Debug, Clone)]
pub struct Uids {
    prefix: String,
}

impl Uids {
    /// Those of a patient of a set.
    pub fn new(seed: u64, patient: usize) -> Self {
        Self { prefix: format!("{UID_ROOT}.7.{seed}.{}", patient + 1) }
    }

    /// A SOP Instance UID.
    pub fn instance(&self, study: usize, series: usize, instance: usize) -> String {
        format!("{}.{study}.{series}.{instance}", self.prefix)
    }

    /// A Series Instance UID.
    pub fn series(&self, study: usize, series: usize) -> String {
        format!("{}.{study}.{series}", self.prefix)
    }

    /// The person with the identifiers of an object, for templates; `other` is the instance of the
    /// same series that it refers to.
    pub fn give(&self, person: &mut Person, at: [usize; 3], other: usize, sop_class: &str) {
        let [study, series, instance] = at;
        person.values.extend([
            ("instance_uid", self.instance(study, series, instance)),
            ("other_uid", self.instance(study, series, other)),
            ("series_uid", self.series(study, series)),
            ("image_series_uid", self.series(study, 1)),
            ("study_uid", format!("{}.{study}", self.prefix)),
            ("frame_uid", format!("{}.{study}.{series}.0.1", self.prefix)),
            ("step_uid", format!("{}.{study}.0.2", self.prefix)),
            ("bookmark_uid", format!("{}.{study}.0.3", self.prefix)),
            ("sop_class", sop_class.to_owned()),
        ]);
    }
}
