//! That the documents are what the tables say, and the subjects understand them.
#![allow(clippy::expect_used, clippy::panic, missing_docs, reason = "tests")]

mod documents;
mod goals;
mod subjects;
mod table;
