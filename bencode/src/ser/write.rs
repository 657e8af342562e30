//! The tokens, straight to a sink.
//!
//! The types of serde see to it that they come in a possible order, so that no state is kept: that
//! is what makes this half the cost of the [`Encoder`](crate::Encoder).

use crate::error::{Defect, Error};
use crate::sink::Sink;
use crate::write;

/// `l`, `d` or `e`.
#[inline(always)]
pub(super) fn letter<S: Sink>(sink: &mut S, letter: u8) -> Result<(), Error> {
    explained(write::letter(sink, letter), sink)
}

/// A byte string.
#[inline(always)]
pub(super) fn string<S: Sink>(sink: &mut S, bytes: &[u8]) -> Result<(), Error> {
    explained(write::string(sink, bytes), sink)
}

/// An integer by sign and magnitude.
#[inline(always)]
pub(super) fn integer<S: Sink>(
    sink: &mut S,
    is_negative: bool,
    magnitude: u64,
) -> Result<(), Error> {
    explained(write::integer(sink, is_negative, magnitude), sink)
}

/// An integer that may need more than 64 bits.
#[inline(never)]
pub(super) fn wide<S: Sink>(sink: &mut S, is_negative: bool, magnitude: u128) -> Result<(), Error> {
    explained(write::wide(sink, is_negative, magnitude), sink)
}

/// What is encoded already.
pub(super) fn verbatim<S: Sink>(sink: &mut S, value: &[u8]) -> Result<(), Error> {
    explained(sink.push(value), sink)
}

#[inline(always)]
fn explained<S: Sink>(result: Result<(), Defect>, sink: &S) -> Result<(), Error> {
    match result {
        Ok(()) => Ok(()),
        Err(_) => Err(full(sink.written().len())),
    }
}

/// Nothing else can go wrong with memory.
#[cold]
#[inline(never)]
fn full(written: usize) -> Error {
    Error::new(crate::error::ErrorKind::BufferFull, written)
}
