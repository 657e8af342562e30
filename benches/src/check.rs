//! The gate: a few of our figures, counted again and compared with the committed ones.

use std::process::Command;

use crate::documents::{self, Document};
use crate::operation::Operation;
use crate::subjects::{OURS, SUBJECTS};
use crate::table::Table;
use crate::valgrind;

/// Small documents that together use all operations.
const DOCUMENTS: [&str; 14] = [
    "ann_dict_50",
    "krpc_response",
    "query_qb",
    "query_scrape_10",
    "request_qb",
    "reply_100",
    "reply_failure",
    "reply_scrape_10",
    "packet_get_peers",
    "packet_values",
    "ws_announce_5",
    "ws_announce",
    "ws_reply",
    "ws_offer",
];

/// The factor by which a figure may exceed the committed one.
const SLACK: f64 = 1.03;

/// Why figures counted here cannot be compared with those of the table, if they cannot.
pub fn obstacle(table: &Table) -> Option<String> {
    let Some(valgrind) = version("valgrind") else { return Some("no valgrind".to_owned()) };
    let rustc = version("rustc").unwrap_or_default();
    let known = |version: &str| table.notes.iter().any(|note| note.contains(version));
    let other = [rustc, valgrind].into_iter().find(|version| !known(version))?;
    Some(format!("the figures are not of {other}"))
}

/// Counts again; returns a line for each figure that grew.
///
/// # Errors
/// When valgrind fails, or a subject no longer gets a document right.
pub fn grown(table: &Table) -> Result<Vec<String>, String> {
    let mut lines = Vec::new();
    for document in DOCUMENTS.into_iter().filter_map(documents::document) {
        let document: &'static Document = Box::leak(Box::new(document));
        for operation in Operation::ALL.into_iter().filter(|one| one.takes(document.shape)) {
            lines.extend(grown_in(table, operation, document)?);
        }
    }
    Ok(lines)
}

fn grown_in(
    table: &Table,
    operation: Operation,
    document: &'static Document,
) -> Result<Vec<String>, String> {
    let mut lines = Vec::new();
    for subject in SUBJECTS.iter().filter(|one| OURS.contains(&one.name)) {
        let names = [subject.name, operation.name(), document.name];
        let before = table.get(operation.name(), document.name, subject.name);
        let Some(before) = before else { continue };
        let case = (subject.prepare)(operation, document);
        if !case.is_some_and(|case| case.proves(document)) {
            return Err(format!("{names:?}: another digest"));
        }
        let now = valgrind::instructions(names, document).map_err(|error| error.to_string())?;
        if more(before.instructions, now) {
            lines.push(format!("{}: {} before, {now} now", names.join(" "), before.instructions));
        }
    }
    Ok(lines)
}

/// Whether a figure grew by more than the slack, and by more than the few instructions that another layout costs.
#[expect(clippy::cast_precision_loss, reason = "far below 2^52")]
fn more(before: u64, now: u64) -> bool {
    now > before + 10 && now as f64 > before as f64 * SLACK
}

/// The version that a program reports; `None` if the program is missing.
pub fn version(program: &str) -> Option<String> {
    let output = Command::new(program).arg("--version").output().ok()?;
    Some(String::from_utf8_lossy(&output.stdout).trim().to_owned())
}
