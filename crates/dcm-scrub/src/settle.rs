//! What is decided for a data set as a whole before its elements are: codes of one's own, and the values
//! of content items that name or describe a person.

use dicom_common::dataset::{DataSet, Element, Tag};
use dicom_common::deid::policy::{About, Action, CodingSchemes, Concepts};
use dicom_dictionary_std::tags;

use crate::codes;
use crate::content;
use crate::method::{Method, Stance};

/// Knows public codes, and concept names that tell of somebody.
#[derive(Debug, Default)]
pub struct Settler {
    schemes: CodingSchemes,
    concepts: Concepts,
}

/// A data set, of which some is settled.
#[derive(Debug, Default)]
pub struct Settled {
    /// Elements in their final form.
    pub left: Vec<Element>,
    /// Elements that are still to be decided upon.
    pub open: DataSet,
}

impl Settler {
    /// Settles what can only be judged by more than one element.
    pub fn settle(&self, dataset: DataSet, stance: Stance, method: &Method) -> Settled {
        let mut settled = Settled { left: Vec::new(), open: dataset };
        if stance == Stance::Script {
            return settled;
        }
        self.codes(&mut settled, stance);
        if let Some(about) = content::about(&settled.open, &self.concepts)
            && let Some(action) = method.of_content(about)
        {
            settled.content(about, action);
        }
        settled
    }

    fn codes(&self, settled: &mut Settled, stance: Stance) {
        let item = &settled.open;
        let (is_code, own_resource) =
            (codes::is_code(item), codes::has_own_resource(item, &self.schemes));
        let is_own = match stance {
            Stance::Dummy => true,
            Stance::Policy => !codes::is_public(item, &self.schemes),
            Stance::Named | Stance::Script => return,
        };
        if is_code && is_own {
            settled.left.extend(codes::dummy(item));
            settled.drop(codes::is_of_code);
        } else if is_code && own_resource {
            settled.drop(codes::is_of_context);
        } else if own_resource {
            settled.left.extend(codes::dummy_template(item));
            settled.drop(|tag| codes::is_of_context(tag) || tag == tags::TEMPLATE_IDENTIFIER);
        }
    }
}

impl Settled {
    /// Leaves out all open elements of these tags.
    fn drop(&mut self, of: impl Fn(Tag) -> bool) {
        let open = std::mem::take(&mut self.open).into_elements();
        self.open = DataSet::new(open.into_iter().filter(|element| !of(element.tag)).collect());
    }

    /// Settles the value of a content item.
    fn content(&mut self, about: About, action: Action) {
        match action {
            Action::Keep | Action::Round(_) => self.describes(about, action),
            _ => self.take_values(content::is_value),
        }
    }

    /// What is left of a value that describes a person.
    fn describes(&mut self, about: About, action: Action) {
        if !matches!(about, About::Age | About::Size | About::Weight) {
            return;
        }
        let measured = self.open.get(tags::MEASURED_VALUE_SEQUENCE).map(|sequence| {
            let items = sequence.items().iter().cloned();
            items.map(|item| content::measured(item, about, action)).collect::<Option<Vec<_>>>()
        });
        match measured {
            None => {}
            Some(Some(items)) => {
                self.open.put(Element::sequence(tags::MEASURED_VALUE_SEQUENCE, items));
            }
            Some(None) => self.take_values(|tag| tag == tags::MEASURED_VALUE_SEQUENCE),
        }
        if self.open.get(tags::NUMERIC_VALUE).is_some() {
            match content::measured(self.open.clone(), about, action) {
                Some(open) => self.open = open,
                None => self.take_values(content::is_number),
            }
        }
        for tag in [tags::TEXT_VALUE, tags::UNFORMATTED_TEXT_VALUE] {
            let text = self.open.get(tag).and_then(Element::bytes);
            let stays = about != About::Age || action == Action::Keep;
            if text.is_some_and(|text| !stays || content::tells_great_age(text)) {
                self.take_values(|value| value == tag);
            }
        }
    }

    /// Settles the open values of these tags without what they say.
    fn take_values(&mut self, of: impl Fn(Tag) -> bool) {
        let values = self.open.elements().iter().filter(|element| of(element.tag));
        let left: Vec<_> = values.filter_map(content::without_value).collect();
        self.drop(of);
        self.left.extend(left);
    }
}

#[cfg(test)]
mod tests {
    use dicom_common::dataset::VR;
    use dicom_common::deid::policy::{Chosen, Level, Policy, Profile, ProfileOption};

    use super::*;
    use crate::method::PolicySource;

    fn text(tag: Tag, vr: VR, value: &str) -> Element {
        Element::new(tag, vr, value.as_bytes().to_vec())
    }

    fn code(scheme: &str, value: &str) -> DataSet {
        DataSet::new(vec![
            text(tags::CODE_VALUE, VR::SH, value),
            text(tags::CODING_SCHEME_DESIGNATOR, VR::SH, scheme),
            text(tags::CODE_MEANING, VR::LO, "Mercy"),
        ])
    }

    fn method(choice: impl Into<dicom_common::deid::policy::Choice>) -> Method {
        let chosen = Box::new(Chosen::new(Policy::built_in(), choice));
        Method::Policy { chosen, source: PolicySource::BuiltIn }
    }

    /// The value of a content item that is settled, with its concept name.
    fn settled(method: &Method, concept: &str, value: Element) -> Settled {
        let name = Element::sequence(tags::CONCEPT_NAME_CODE_SEQUENCE, vec![code("DCM", concept)]);
        let item = DataSet::new(vec![name, value]);
        Settler::default().settle(item, Stance::Policy, method)
    }

    fn age(number: &str) -> Element {
        let measure = DataSet::new(vec![
            Element::sequence(tags::MEASUREMENT_UNITS_CODE_SEQUENCE, vec![code("UCUM", "a")]),
            text(tags::NUMERIC_VALUE, VR::DS, number),
        ]);
        Element::sequence(tags::MEASURED_VALUE_SEQUENCE, vec![measure])
    }

    #[test]
    fn a_name_goes_from_a_content_item_of_every_value_type() {
        let low = method(Level::Low);
        for value in [
            text(tags::TEXT_VALUE, VR::UT, "Mercy General"),
            text(tags::UNFORMATTED_TEXT_VALUE, VR::ST, "Mercy General"),
            text(tags::PERSON_NAME, VR::PN, "Doe^Jane"),
            text(tags::DATE, VR::DA, "19630217"),
            text(tags::NUMERIC_VALUE, VR::DS, "448120"),
            Element::sequence(tags::CONCEPT_CODE_SEQUENCE, vec![code("SCT", "22232009")]),
            age("96"),
        ] {
            let tag = value.tag;
            let Settled { left, open } = settled(&low, "121009", value);
            assert!(open.get(tag).is_none() && left.len() == 1, "{tag}");
            let left = format!("{left:?}");
            assert!(!left.contains("Mercy") && !left.contains("Jane"), "{left}");
        }
    }

    #[test]
    fn a_birth_date_never_moves_with_the_other_dates() {
        let modified = [ProfileOption::RetainLongModifiedDates].into_iter().collect();
        let profile = Profile { options: modified, ..Profile::default() };
        for method in [
            method(Level::Low),
            method(Level::High),
            method(dicom_common::deid::policy::Choice::Profile(profile)),
        ] {
            let Settled { left, .. } =
                settled(&method, "121031", text(tags::DATE, VR::DA, "19630217"));
            assert_eq!(left, [text(tags::DATE, VR::DA, "19000101")]);
        }
        // Any other date is left to the policy.
        let other = settled(&method(Level::Low), "111060", text(tags::DATE, VR::DA, "20240101"));
        assert!(other.left.is_empty() && other.open.get(tags::DATE).is_some());
    }

    #[test]
    fn an_age_is_treated_as_the_patients_age_is() {
        let number = |method: &Method, number: &str| {
            let Settled { left, open } = settled(method, "121033", age(number));
            let sequence = open.get(tags::MEASURED_VALUE_SEQUENCE).cloned();
            let sequence = sequence.or(left.first().cloned()).unwrap();
            let item = sequence.items().first()?;
            item.ascii(tags::NUMERIC_VALUE).map(str::to_owned)
        };
        let basic = method(dicom_common::deid::policy::Choice::Profile(Profile::default()));
        assert_eq!(number(&method(Level::Low), "96").as_deref(), Some("90"));
        assert_eq!(number(&method(Level::Low), "43").as_deref(), Some("43"));
        assert_eq!(number(&method(Level::High), "43").as_deref(), Some("45"));
        assert_eq!(number(&basic, "43"), None, "a number may be missing (PS3.3 C.18.1)");
    }

    #[test]
    fn codes_of_ones_own_become_dummies_but_where_they_name_on_purpose() {
        let settle = |item: DataSet, stance| {
            Settler::default().settle(item, stance, &method(Level::High)).left
        };
        assert_eq!(settle(code("99MERCY", "CT7"), Stance::Policy).len(), 3);
        assert!(settle(code("SCT", "52988006"), Stance::Policy).is_empty());
        assert!(settle(code("99MERCY", "CT7"), Stance::Named).is_empty());
        assert_eq!(settle(code("SCT", "52988006"), Stance::Dummy).len(), 3);
    }

    #[test]
    fn a_template_of_ones_own_has_no_name() {
        let template = |resource| {
            let item = DataSet::new(vec![
                text(tags::MAPPING_RESOURCE, VR::CS, resource),
                text(tags::TEMPLATE_IDENTIFIER, VR::CS, "MERCY_7"),
            ]);
            Settler::default().settle(item, Stance::Policy, &method(Level::High))
        };
        assert!(template("DCMR").left.is_empty());
        let own = template("99MERCY");
        assert!(own.open.elements().is_empty() && !format!("{:?}", own.left).contains("MERCY"));
    }
}
