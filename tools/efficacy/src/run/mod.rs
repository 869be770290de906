//! Measuring configurations of dcm-scrub.
