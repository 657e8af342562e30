//! The laws of `laws::query`.
#![no_main]
use fuzz::laws::{hold, query};

libfuzzer_sys::fuzz_target!(|input: &[u8]| hold(query::LAWS, input));
