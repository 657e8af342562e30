//! That the documents are what the tables say, and the subjects understand them.
#![allow(clippy::expect_used, clippy::panic, missing_docs, reason = "tests")]

mod documents;
mod goals;
mod subjects;
mod table;

// Numbers as serde_json reads them without its feature `arbitrary_precision`, which the tests of
// tracker-types turn on.
#[path = "../../../tracker-types/tests/it/websocket_errors.rs"]
#[allow(clippy::arithmetic_side_effects, clippy::unwrap_used)]
mod websocket_errors;
#[path = "../../../tracker-types/tests/it/websocket_quirks.rs"]
#[allow(clippy::arithmetic_side_effects, clippy::indexing_slicing, clippy::unwrap_used)]
mod websocket_quirks;
