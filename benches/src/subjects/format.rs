//! Common to all serde formats: the same structs, selected by the shape of the document.

use serde::de::Deserialize;
use serde::ser::Serialize;

use crate::documents::{Document, Shape};
use crate::operation::Case;
use crate::structs::{borrowed, owned};

/// A serde data format; `None` is an error.
pub(super) trait Format: 'static {
    fn decode<'de, T: Deserialize<'de>>(input: &'de [u8]) -> Option<T>;

    fn encode<T: Serialize>(value: &T) -> Option<Vec<u8>>;
}

/// A serde data format that also writes into a reused vector.
pub(super) trait EncodeInto: 'static {
    fn encode_into<T: Serialize>(value: &T, buffer: &mut Vec<u8>) -> Option<()>;
}

/// Walks without building: serde's way of skipping a value.
#[cfg(feature = "peers")]
pub(super) fn validate<F: Format>(document: &'static Document) -> Case {
    Case::validate(document, |input| F::decode::<serde::de::IgnoredAny>(input).is_some())
}

/// `task::<F, T>(document)`, where T is the struct for the document.
macro_rules! by_shape {
    ($task:ident, $format:ident, $document:ident, $structs:ident $(<$life:lifetime>)?) => {
        match $document.shape {
            Shape::Compact => $task::<$format, $structs::Compact $(<$life>)?>($document),
            Shape::Peers => $task::<$format, $structs::Announce $(<$life>)?>($document),
            Shape::Metainfo => $task::<$format, $structs::Metainfo $(<$life>)?>($document),
            Shape::Krpc => $task::<$format, $structs::Krpc $(<$life>)?>($document),
            Shape::Messages => $task::<$format, $structs::Messages $(<$life>)?>($document),
            Shape::Integers => $task::<$format, owned::Integers>($document),
            Shape::Strings => $task::<$format, $structs::Strings $(<$life>)?>($document),
            Shape::Scrape => $task::<$format, $structs::Scrape $(<$life>)?>($document),
            Shape::Nested => $task::<$format, owned::Nested>($document),
            _ => None,
        }
    };
}

/// Typed decode into borrowing structs.
pub(super) fn borrowed<F: Format>(document: &'static Document) -> Option<Case> {
    by_shape!(decoding, F, document, borrowed<'static>)
}

/// Typed decode into owning structs.
pub(super) fn owned<F: Format>(document: &'static Document) -> Option<Case> {
    by_shape!(decoding, F, document, owned)
}

/// Typed encode, each time into a new vector.
pub(super) fn encode<F: Format>(document: &'static Document) -> Option<Case> {
    by_shape!(encoding, F, document, owned)
}

/// Typed encode into one vector.
pub(super) fn encode_into<F: Format + EncodeInto>(document: &'static Document) -> Option<Case> {
    by_shape!(encoding_into, F, document, owned)
}

/// An announce reply with packed peers, each time into a new vector.
#[cfg(feature = "peers")]
pub(super) fn encode_packed<F: Format>(document: &'static Document) -> Option<Case> {
    use crate::{facts, structs::reply::Packed};
    let (reply, peers) = (facts::reply(&document.bytes), facts::packed(&document.bytes).to_vec());
    let (complete, incomplete) = (reply.complete?, reply.incomplete?);
    let reply = Packed { complete, incomplete, interval: reply.interval?, peers };
    Some(Case::encode(Box::leak(Box::new(reply)), F::encode::<Packed>))
}

#[expect(clippy::unnecessary_wraps, reason = "one of the tasks of `by_shape`")]
fn decoding<F: Format, T>(document: &'static Document) -> Option<Case>
where
    T: Deserialize<'static> + Serialize + 'static,
{
    Some(Case::decode(document, F::decode::<T>))
}

fn encoding<F: Format, T>(document: &'static Document) -> Option<Case>
where
    T: Deserialize<'static> + Serialize + 'static,
{
    Some(Case::encode(leak::<F, T>(document)?, F::encode::<T>))
}

fn encoding_into<F: Format + EncodeInto, T>(document: &'static Document) -> Option<Case>
where
    T: Deserialize<'static> + Serialize + 'static,
{
    Some(Case::encode_into(leak::<F, T>(document)?, F::encode_into::<T>))
}

fn leak<F: Format, T: Deserialize<'static>>(document: &'static Document) -> Option<&'static T> {
    Some(Box::leak(Box::new(F::decode(&document.bytes)?)))
}
