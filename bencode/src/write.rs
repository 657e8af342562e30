//! Writes tokens to memory.

use crate::decimal::{self, EIGHT};
use crate::error::Defect;
use crate::sink::sealed::Memory;

/// The initial capacity: nearly every message fits, and growing costs more than writing all of its
/// tokens (`encode` of `krpc_query` in `benches/counts.tsv`).
#[cfg(feature = "alloc")]
pub(crate) const FIRST: usize = 512;

/// `l`, `d` or `e`.
#[inline(always)]
pub(crate) fn letter(memory: &mut impl Memory, letter: u8) -> Result<(), Defect> {
    memory.push(&[letter])
}

/// `<length>:<bytes>`
#[inline(always)]
pub(crate) fn string(memory: &mut impl Memory, bytes: &[u8]) -> Result<(), Defect> {
    match bytes.len() {
        // Nearly all strings: a write of constant size costs less than one of any number of digits.
        length @ 0..=9 => memory.push(&[digit(length), b':'])?,
        length @ 10..=99 => memory.push(&[digit(length / 10), digit(length % 10), b':'])?,
        length => long_prefix(memory, length as u64)?,
    }
    memory.push(bytes)
}

#[expect(clippy::cast_possible_truncation, reason = "below 10")]
fn digit(value: usize) -> u8 {
    b'0'.wrapping_add(value as u8)
}

#[inline(never)]
fn long_prefix(memory: &mut impl Memory, length: u64) -> Result<(), Defect> {
    match decimal::short(length, b':') {
        Some((text, width)) => memory.push_within(&text.to_le_bytes(), width),
        None => long(memory, length, b':'),
    }
}

/// `i<value>e`, by sign and magnitude.
#[inline(always)]
pub(crate) fn integer(
    memory: &mut impl Memory,
    is_negative: bool,
    magnitude: u64,
) -> Result<(), Defect> {
    let Some((text, width)) = decimal::short(magnitude, b'e') else {
        memory.push(front(is_negative))?;
        return long(memory, magnitude, b'e');
    };
    // All of it is in one or two registers, and is written at once.
    let text = u128::from(text);
    if is_negative {
        let text = text << 16 | u128::from(u16::from_le_bytes(*b"i-"));
        memory.push_within(&text.to_le_bytes(), width.wrapping_add(2))
    } else {
        let text = text << 8 | u128::from(b'i');
        memory.push_within(&text.to_le_bytes(), width.wrapping_add(1))
    }
}

#[inline(always)]
fn front(is_negative: bool) -> &'static [u8] {
    if is_negative { b"i-" } else { b"i" }
}

/// Writes a number of eight or more digits, and the byte `last`.
#[inline(never)]
fn long(memory: &mut impl Memory, value: u64, last: u8) -> Result<(), Defect> {
    let (high, low) = (value / EIGHT, value % EIGHT);
    if high >= EIGHT {
        leading(memory, high / EIGHT)?;
        memory.push(&decimal::eight(high % EIGHT).to_le_bytes())?;
    } else if high > 0 {
        leading(memory, high)?;
    }
    let text = u128::from(decimal::eight(low)) | u128::from(last) << 64;
    memory.push_within(&text.to_le_bytes(), 9)
}

#[inline(always)]
fn leading(memory: &mut impl Memory, value: u64) -> Result<(), Defect> {
    let (digits, count) = decimal::leading(value);
    memory.push_within(&digits.to_le_bytes(), count as usize)
}

/// An integer that may need more than 64 bits.
#[inline]
pub(crate) fn wide(
    memory: &mut impl Memory,
    is_negative: bool,
    magnitude: u128,
) -> Result<(), Defect> {
    if let Ok(small) = u64::try_from(magnitude) {
        return integer(memory, is_negative, small);
    }
    let (digits, start) = decimal::wide(magnitude);
    number(memory, is_negative, digits.get(start..).unwrap_or_default())
}

/// An integer by sign and digits.
#[inline]
pub(crate) fn number(
    memory: &mut impl Memory,
    is_negative: bool,
    digits: &[u8],
) -> Result<(), Defect> {
    memory.push(front(is_negative))?;
    memory.push(digits)?;
    memory.push(b"e")
}
