//! Trees and items of documents to canonical bytes, and items to trees.

use alloc::vec::Vec;
use core::mem::replace;
use core::slice;

use super::Value;
use super::dict::KeyValue;
use super::parse::tree;
use crate::document::Item;
use crate::encoder::Encoder;
use crate::encoder::any_integer::sealed::Written;
use crate::error::{Defect, Error};
use crate::sink::Sink;
use crate::sink::sealed::Memory;
use crate::write::{self, FIRST};

impl Value<'_> {
    /// The canonical encoding, which may differ from the one that the value was read from: see [`Value`].
    ///
    /// ```
    /// let query = bencode::bencode!({ "q": "ping", "a": { "id": b"abcdefghij0123456789" } });
    /// assert_eq!(query.to_vec(), b"d1:ad2:id20:abcdefghij0123456789e1:q4:pinge");
    /// ```
    pub fn to_vec(&self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(FIRST);
        // A growing buffer is never full.
        let _ = write(self, &mut bytes);
        bytes
    }

    /// Writes the canonical encoding to `encoder`.
    ///
    /// # Errors
    /// [`Unbalanced`](crate::ErrorKind::Unbalanced) where no value is expected; `BufferFull`.
    pub fn write<S: Sink>(&self, encoder: &mut Encoder<S>) -> Result<(), Error> {
        encoder.checked_raw(&[])?;
        write(self, encoder.sink_mut()).map_err(|defect| encoder.explain(defect))
    }
}

impl<'d> Item<'d> {
    /// The canonical encoding; [`raw`](Item::raw) is the encoding in the input.
    ///
    /// ```
    /// use bencode::Document;
    ///
    /// let reply = Document::parse(b"d5:peers0:8:intervali1800ee")?; // keys out of order
    /// assert_eq!(reply.root().to_vec(), b"d8:intervali1800e5:peers0:e");
    /// # Ok::<(), bencode::Error>(())
    /// ```
    pub fn to_vec(&self) -> Vec<u8> {
        if self.is_canonical() { self.raw().to_vec() } else { self.to_value().to_vec() }
    }

    /// Writes the canonical encoding to `encoder`: a copy if the input is already canonical.
    ///
    /// # Errors
    /// [`Unbalanced`](crate::ErrorKind::Unbalanced) where no value is expected; `BufferFull`.
    pub fn write<S: Sink>(&self, encoder: &mut Encoder<S>) -> Result<(), Error> {
        if self.is_canonical() {
            return encoder.checked_raw(self.raw());
        }
        self.to_value().write(encoder)
    }

    /// Builds a tree of this value, to edit: keys are in order, and of repeated keys the last one is kept.
    ///
    /// ```
    /// let document = bencode::Document::parse(b"d5:peersld2:ip7:1.2.3.44:porti51413eeee")?;
    /// let mut peer = document.find("peers[0]").unwrap().to_value();
    /// peer["port"] = 6881.into();
    /// assert_eq!(peer.to_vec(), b"d2:ip7:1.2.3.44:porti6881ee");
    /// # Ok::<(), bencode::Error>(())
    /// ```
    #[cold]
    pub fn to_value(&self) -> Value<'d> {
        let (input, nodes) = self.tape();
        tree(input, nodes, |text| text)
    }
}

/// The part of a list or dictionary that is still to be written.
#[derive(Clone)]
struct Unfinished<'v, 'a> {
    rest: Remaining<'v, 'a>,
    /// How many ends follow it: its own, and those of the levels whose last item it is.
    ends: usize,
}

#[derive(Clone)]
enum Remaining<'v, 'a> {
    List(slice::Iter<'v, Value<'a>>),
    Dict(slice::Iter<'v, KeyValue<'a>>),
}

/// The keys of a tree are in order, so nothing is checked.
///
/// A separate loop rather than a [`TreeWalk`](super::walk::TreeWalk): it stays inside a list or dictionary as
/// long as there are leaves, and keeps no level whose last item is open.
fn write(value: &Value<'_>, memory: &mut impl Memory) -> Result<(), Defect> {
    let Some(rest) = leaf(value, memory)? else { return Ok(()) };
    let mut inner = Unfinished { rest, ends: 1 };
    let mut outer = Vec::new();
    loop {
        if let Some(rest) = leaves(&mut inner.rest, memory)? {
            if inner.rest.is_empty() {
                inner = Unfinished { rest, ends: inner.ends.wrapping_add(1) };
            } else {
                outer.push(replace(&mut inner, Unfinished { rest, ends: 1 }));
            }
            continue;
        }
        for _ in 0..inner.ends {
            write::letter(memory, b'e')?;
        }
        match outer.pop() {
            Some(level) => inner = level,
            None => return Ok(()),
        }
    }
}

impl Remaining<'_, '_> {
    #[inline]
    fn is_empty(&self) -> bool {
        match self {
            Remaining::List(values) => values.as_slice().is_empty(),
            Remaining::Dict(entries) => entries.as_slice().is_empty(),
        }
    }
}

/// Writes leaves up to the next list or dictionary, and its beginning.
#[inline]
fn leaves<'v, 'a>(
    rest: &mut Remaining<'v, 'a>,
    memory: &mut impl Memory,
) -> Result<Option<Remaining<'v, 'a>>, Defect> {
    match rest {
        Remaining::List(values) => {
            for value in values {
                if let Some(inside) = leaf(value, memory)? {
                    return Ok(Some(inside));
                }
            }
        }
        Remaining::Dict(entries) => {
            for (key, value) in entries {
                write::string(memory, key)?;
                if let Some(inside) = leaf(value, memory)? {
                    return Ok(Some(inside));
                }
            }
        }
    }
    Ok(None)
}

/// Writes a leaf, or the start of a list or dictionary.
#[inline(always)]
fn leaf<'v, 'a>(
    value: &'v Value<'a>,
    memory: &mut impl Memory,
) -> Result<Option<Remaining<'v, 'a>>, Defect> {
    match value {
        Value::Int(int) => int.write(memory).map(|()| None),
        Value::Bytes(bytes) => write::string(memory, bytes).map(|()| None),
        Value::List(list) => {
            write::letter(memory, b'l')?;
            Ok(Some(Remaining::List(list.0.iter())))
        }
        Value::Dict(dict) => {
            write::letter(memory, b'd')?;
            Ok(Some(Remaining::Dict(dict.0.iter())))
        }
    }
}
