//! The parts of `bencode` that need only `core`, linked without anything else.
#![no_std]
#![forbid(unsafe_code)]

use bencode::hex::Excerpt;
use bencode::{Encoder, Error, FixedBuffer, Path, Progress, Reader, Rules, Scanner};
use core::fmt::Write;

#[panic_handler]
fn panic(_: &core::panic::PanicInfo<'_>) -> ! {
    loop {}
}

/// Reads a value to its end; prints an error with its offset and the bytes around it.
pub fn validate(input: &[u8], log: &mut dyn Write) -> Result<usize, core::fmt::Error> {
    let mut reader = Reader::with_rules(input, Rules::STRICT);
    if let Err(err) = reader.skip_value() {
        let offset = err.offset();
        writeln!(log, "{}: {err}\n{}", Path::of(input, offset), Excerpt { input, offset })?;
    }
    Ok(reader.offset())
}

/// The number of bytes that a message still needs, if any.
pub fn missing(buffer: &[u8]) -> Result<usize, Error> {
    match Scanner::new().scan(buffer)? {
        Progress::Need(bytes) => Ok(bytes),
        Progress::Frame(_) => Ok(0),
    }
}

/// Writes an announce reply without peers to `space`.
pub fn reply(interval: u32, space: &mut [u8]) -> Result<&[u8], Error> {
    let mut encoder = Encoder::new(FixedBuffer::new(space));
    encoder.dict()?;
    encoder.key(b"interval")?;
    encoder.int(interval)?;
    encoder.key(b"peers")?;
    encoder.bytes(b"")?;
    encoder.end()?;
    Ok(encoder.finish()?.into_written())
}
