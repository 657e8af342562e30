//! The tokens, straight to a sink.
//!
//! The types of serde see to it that they come in a possible order, so that no state is kept: that
//! is what makes this half the cost of the [`Encoder`](crate::Encoder).

use crate::decimal::Decimal;
use crate::error::{Defect, Error};
use crate::sink::Sink;

/// `l`, `d` or `e`.
#[inline(always)]
pub(super) fn letter<S: Sink>(sink: &mut S, letter: u8) -> Result<(), Error> {
    explained(sink.push_within(&[letter], 1), sink)
}

/// A byte string.
#[inline(always)]
pub(super) fn string<S: Sink>(sink: &mut S, bytes: &[u8]) -> Result<(), Error> {
    explained(prefix(sink, bytes.len()).and_then(|()| sink.push(bytes)), sink)
}

/// `<length>:`
#[inline(always)]
fn prefix<S: Sink>(sink: &mut S, length: usize) -> Result<(), Defect> {
    match length {
        0..=9 => sink.push_within(&[digit(length), b':'], 2),
        10..=99 => sink.push_within(&[digit(length / 10), digit(length % 10), b':'], 3),
        _ => long_prefix(sink, length),
    }
}

#[inline(never)]
fn long_prefix<S: Sink>(sink: &mut S, length: usize) -> Result<(), Defect> {
    sink.push(Decimal::length(length).as_bytes())
}

#[expect(clippy::cast_possible_truncation, reason = "below 10")]
fn digit(value: usize) -> u8 {
    b'0'.wrapping_add(value as u8)
}

/// An integer by sign and magnitude.
#[inline(always)]
pub(super) fn integer<S: Sink>(
    sink: &mut S,
    is_negative: bool,
    magnitude: u64,
) -> Result<(), Error> {
    let decimal = Decimal::integer(is_negative, magnitude);
    let (text, length) = decimal.chunk();
    explained(sink.push_within(text, length), sink)
}

/// An integer that may need more than 64 bits.
#[inline(never)]
pub(super) fn wide<S: Sink>(sink: &mut S, is_negative: bool, magnitude: u128) -> Result<(), Error> {
    match u64::try_from(magnitude) {
        Ok(small) => integer(sink, is_negative, small),
        Err(_) => explained(sink.push(Decimal::wide(is_negative, magnitude).as_bytes()), sink),
    }
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
