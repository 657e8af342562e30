//! Everything of `bencode` that needs only `core`, linked with nothing else.
#![no_std]
#![forbid(unsafe_code)]

use bencode::{Reader, Rules};

#[panic_handler]
fn panic(_: &core::panic::PanicInfo<'_>) -> ! {
    loop {}
}

/// Reads `input` to its end; the offset of an error, or the length of the value.
pub fn validate(input: &[u8]) -> usize {
    let mut reader = Reader::with_rules(input, Rules::STRICT);
    match reader.skip_value() {
        Ok(_) => reader.offset(),
        Err(err) => err.offset(),
    }
}
