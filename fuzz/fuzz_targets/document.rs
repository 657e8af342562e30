//! The laws of `laws::document`.
#![no_main]
use fuzz::laws::{document, hold};

libfuzzer_sys::fuzz_target!(|input: &[u8]| hold(document::LAWS, input));
