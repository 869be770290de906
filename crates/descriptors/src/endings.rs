//! Endings of medical words. There are two lists, because they decide two things: a word that no list
//! has needs better proof that it is nobody's name than a word that is known.

/// Endings that no name is known to have, of examinations and operations: a word of no list that ends
/// so stays.
const OF_TERMS_ALONE: [&str; 10] = [
    "ogram", "ography", "ographic", "oscopy", "oscopic", "ectomy", "otomy", "ostomy", "plasty",
    "centesis",
];

/// Shorter endings, of departments, examinations, operations and diseases: a known word that ends so is
/// no part of the name of the institution behind it (`Neurology Mercy Hospital`).
const BEFORE_INSTITUTIONS: [&str; 19] = [
    "logy", "graphy", "gram", "scopy", "metry", "therapy", "tomy", "stomy", "plasty", "surgery",
    "pathy", "iatrics", "iatry", "medicine", "itis", "osis", "oma", "opsy", "centesis",
];

/// Whether a word in lower case has an ending that no name has.
pub(crate) fn is_built_like_a_term(lower: &str) -> bool {
    OF_TERMS_ALONE.iter().any(|ending| lower.ends_with(ending))
}

/// Whether a known word in lower case has the ending of a department, an examination or a disease.
pub(crate) fn is_medical_before_an_institution(lower: &str) -> bool {
    let ends = |ending: &&str| lower.ends_with(*ending) && lower.len() > ending.len();
    BEFORE_INSTITUTIONS.iter().any(ends)
}
