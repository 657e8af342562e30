//! Documents and subjects.
