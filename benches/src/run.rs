//! One subject, one operation, one document, a number of times: what a profiler looks at.

use crate::documents::{Document, document};
use crate::operation::{Case, Operation};
use crate::subjects;

/// Runs `SUBJECT OPERATION DOCUMENT N`.
///
/// # Errors
/// If a name is unknown, N is not a number, or the subject does not support the operation.
pub fn run(words: &[String]) -> Result<(), String> {
    let [subject, operation, name, runs] = words else {
        return Err("expected SUBJECT OPERATION DOCUMENT N".to_owned());
    };
    let runs = runs.parse().map_err(|_| format!("`{runs}` is no number"))?;
    let document = document(name).ok_or_else(|| format!("no document `{name}` at hand"))?;
    let mut case = case(subject, operation, Box::leak(Box::new(document)))?;
    case.run(runs);
    Ok(())
}

/// The case of a subject and an operation.
///
/// # Errors
/// If a name is unknown or the subject does not support the operation.
pub fn case(subject: &str, operation: &str, document: &'static Document) -> Result<Case, String> {
    let operation =
        Operation::named(operation).ok_or_else(|| format!("no operation `{operation}`"))?;
    let subject =
        subjects::named(subject).ok_or_else(|| format!("no subject `{subject}` in this build"))?;
    let fits = operation.takes(document.shape);
    fits.then(|| (subject.prepare)(operation, document))
        .flatten()
        .ok_or_else(|| format!("{} does not {} this", subject.name, operation.name()))
}
