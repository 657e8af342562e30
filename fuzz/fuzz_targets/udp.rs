//! The laws of `laws::udp`.
#![no_main]
use fuzz::laws::{hold, udp};

libfuzzer_sys::fuzz_target!(|input: &[u8]| hold(udp::LAWS, input));
