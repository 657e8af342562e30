//! A tree to bytes.

use alloc::vec::Vec;

use super::walk::{Step, Walk};
use super::{Integer, Value};
use crate::decimal::Decimal;
use crate::encoder::Encoder;
use crate::error::{Defect, Error};
use crate::sink::Sink;
use crate::sink::sealed::Memory;

impl Value<'_> {
    /// The canonical encoding.
    ///
    /// ```
    /// let query = bencode::bencode!({ "q": "ping", "a": { "id": b"abcdefghij0123456789" } });
    /// assert_eq!(query.to_vec(), b"d1:ad2:id20:abcdefghij0123456789e1:q4:pinge");
    /// ```
    pub fn to_vec(&self) -> Vec<u8> {
        let mut bytes = Vec::new();
        // Memory that grows is never full.
        let _ = write(self.walk(), &mut bytes);
        bytes
    }

    /// Writes the canonical encoding where `encoder` is.
    ///
    /// # Errors
    /// [`Unbalanced`](crate::ErrorKind::Unbalanced) where no value is due; `BufferFull`.
    pub fn write<S: Sink>(&self, encoder: &mut Encoder<S>) -> Result<(), Error> {
        encoder.checked_raw(&[])?;
        write(self.walk(), encoder.sink_mut()).map_err(|defect| encoder.explain(defect))
    }
}

/// Keys are in order and ends in place: a tree can be nothing else.
#[inline]
fn write(walk: Walk<'_, '_>, sink: &mut impl Memory) -> Result<(), Defect> {
    walk.try_each(|step| match step {
        Step::Int(int) => integer(int, sink),
        Step::Bytes(bytes) | Step::Key(bytes) => string(bytes, sink),
        Step::List => sink.push(b"l"),
        Step::Dict => sink.push(b"d"),
        Step::End => sink.push(b"e"),
    })
}

#[inline(always)]
fn string(bytes: &[u8], sink: &mut impl Memory) -> Result<(), Defect> {
    match u8::try_from(bytes.len()) {
        // Nearly all keys: two bytes known to the compiler cost less than a copy of unknown length.
        Ok(length @ 0..10) => sink.push(&[b'0'.wrapping_add(length), b':'])?,
        _ => sink.push(Decimal::length(bytes.len()).as_bytes())?,
    }
    sink.push(bytes)
}

#[inline(always)]
fn integer(int: &Integer<'_>, sink: &mut impl Memory) -> Result<(), Defect> {
    match int.parts() {
        Ok(small) => sink.push(Decimal::integer(small < 0, small.unsigned_abs()).as_bytes()),
        Err(big) => {
            sink.push(b"i")?;
            sink.push(big.digits())?;
            sink.push(b"e")
        }
    }
}
