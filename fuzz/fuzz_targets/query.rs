//! The laws of `laws::query`.
#![no_main]
use fuzz::laws::{query, hold};

libfuzzer_sys::fuzz_target!(|input: &[u8]| hold(query::LAWS, input));
