//! Who is counted: ours, and with the feature `peers` the others.

mod ours;

use crate::documents::Document;
use crate::operation::{Case, Operation};

/// One library, or one way of using it.
pub struct Subject {
    /// Name in commands and tables.
    pub name: &'static str,
    /// Makes a case ready; `None` where the library has no such operation.
    pub prepare: fn(Operation, &'static Document) -> Option<Case>,
}

/// All subjects, ours first.
pub const SUBJECTS: &[Subject] = &[ours::STRICT, ours::DEFAULT];

/// The subject of that name.
pub fn named(name: &str) -> Option<&'static Subject> {
    SUBJECTS.iter().find(|subject| subject.name == name)
}

/// Where a subject stands among all.
pub fn position(name: &str) -> Option<usize> {
    SUBJECTS.iter().position(|subject| subject.name == name)
}
