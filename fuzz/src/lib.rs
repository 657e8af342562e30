//! The laws of both libraries.
