//! The laws of `laws::krpc`.
#![no_main]
use fuzz::laws::{hold, krpc};

libfuzzer_sys::fuzz_target!(|input: &[u8]| hold(krpc::LAWS, input));
