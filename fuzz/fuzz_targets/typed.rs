//! The laws of `laws::typed`.
#![no_main]
use fuzz::laws::{hold, typed};

libfuzzer_sys::fuzz_target!(|input: &[u8]| hold(typed::LAWS, input));
