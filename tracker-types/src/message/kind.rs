//! The kinds of values in a message.

use alloc::boxed::Box;
use core::marker::PhantomData;
use core::ops::Deref;

use bencode::{ByteStr, Int, Token};
use serde::de::MapAccess;
use serde::ser::SerializeMap;

use super::cursor::{
    long_number, long_string, one_digit, raw, short_number, short_string, skip, string, token,
};
use super::json::{Shown, Taken, entry, put};
use super::notes::Notes;
use super::output::{Output, Page};
use super::text;
use crate::quirk::Quirk;
use crate::sink::Sink;

/// A kind of value, which determines how it is read.
///
/// The value of a repeated key replaces the one before it, even if the new value is invalid.
pub(crate) trait Kind<'a> {
    /// The place that is filled with the value.
    type Place;

    /// Reads the value at the start of `rest`, if it has the form that nearly all values have, and returns
    /// the bytes after it. It is inlined. For any other value it returns `None` and leaves the place as it is;
    /// then [`read`](Kind::read) is called.
    #[inline]
    fn usual(_rest: &'a [u8], _place: &mut Self::Place) -> Option<&'a [u8]> {
        None
    }

    /// Reads the value at the start of `rest`, whatever its form, and returns the bytes after it; `None` if
    /// it is not bencode.
    fn read(rest: &'a [u8], place: &mut Self::Place, notes: &mut Notes) -> Option<&'a [u8]>;
}

/// Reads a value by its kind, in a call of its own: for keys that are looked up, for which inlined code would
/// only be more code.
#[cold]
#[inline(never)]
pub(crate) fn called<'a, K: Kind<'a>>(
    rest: &'a [u8],
    place: &mut K::Place,
    notes: &mut Notes,
) -> Option<&'a [u8]> {
    K::read(rest, place, notes)
}

/// A kind of value that can be written from a place of type `P`.
pub(crate) trait Written<P> {
    /// Writes the encoded `key` and its value; nothing if there is no value.
    fn write<const N: usize>(place: &P, key: &[u8; N], out: &mut Output<'_, impl Sink>);

    /// Writes the same to a page, if values of this kind are short; nothing if they can be long.
    #[inline]
    fn short<const N: usize>(_place: &P, _key: &[u8; N], _page: &mut Page<'_>) {}
}

/// A place of type `()` has nothing to write.
impl<K> Written<()> for K {
    fn write<const N: usize>((): &(), _: &[u8; N], _: &mut Output<'_, impl Sink>) {}
}

/// A number that cannot be negative; one that is too large becomes [`u32::MAX`].
pub(crate) struct Number;

impl<'a> Kind<'a> for Number {
    type Place = Option<u32>;

    #[inline]
    fn usual(rest: &'a [u8], place: &mut Option<u32>) -> Option<&'a [u8]> {
        let (number, rest) = short_number(rest)?;
        *place = Some(number);
        Some(rest)
    }

    // A number of nine digits, or at the end of the body, is common but not read by `usual`.
    #[inline(never)]
    fn read(rest: &'a [u8], place: &mut Option<u32>, notes: &mut Notes) -> Option<&'a [u8]> {
        if let Some((number, rest)) = long_number(rest) {
            *place = Some(number);
            return Some(rest);
        }
        odd_number(rest, place, notes)
    }
}

/// Reads a number that is text, negative, too large or has leading zeros; or something that is not a number.
#[cold]
#[inline(never)]
fn odd_number<'a>(rest: &'a [u8], place: &mut Option<u32>, notes: &mut Notes) -> Option<&'a [u8]> {
    *place = None;
    if let [b'i', ..] = rest {
        let (Token::Int(int), rest) = token(rest, notes)? else { return None };
        *place = number(int, notes);
        return Some(rest);
    }
    let (text, rest) = string(rest, notes)?;
    if let Some(text) = text {
        if is_decimal(text) {
            notes.report(Quirk::NumberAsText);
            *place = decimal(text, notes);
        } else {
            notes.report(Quirk::WrongType);
        }
    }
    Some(rest)
}

/// Converts an integer to a number; a negative one is reported and gives `None`.
pub(crate) fn number(int: Int<'_>, notes: &mut Notes) -> Option<u32> {
    if int.is_negative() {
        notes.report(Quirk::NegativeNumber);
        return None;
    }
    let value = int.to_u64().ok().and_then(|value| u32::try_from(value).ok());
    if value.is_none() {
        notes.report(Quirk::LargeNumber);
    }
    value.or(Some(u32::MAX))
}

/// Whether text consists of decimal digits, perhaps after a minus.
pub(crate) fn is_decimal(text: &[u8]) -> bool {
    let digits = text.strip_prefix(b"-").unwrap_or(text);
    !digits.is_empty() && digits.iter().all(u8::is_ascii_digit)
}

/// Converts text for which [`is_decimal`] is true to a number.
pub(crate) fn decimal(text: &[u8], notes: &mut Notes) -> Option<u32> {
    if text.starts_with(b"-") {
        notes.report(Quirk::NegativeNumber);
        return None;
    }
    let value = core::str::from_utf8(text).ok().and_then(|digits| digits.parse().ok());
    if value.is_none() {
        notes.report(Quirk::LargeNumber);
    }
    value.or(Some(u32::MAX))
}

impl Written<Option<u32>> for Number {
    #[inline]
    fn write<const N: usize>(place: &Option<u32>, key: &[u8; N], out: &mut Output<'_, impl Sink>) {
        if let Some(value) = *place {
            out.number(key, value);
        }
    }

    #[inline]
    fn short<const N: usize>(place: &Option<u32>, key: &[u8; N], page: &mut Page<'_>) {
        if let Some(value) = *place {
            page.put(key);
            page.number(value);
        }
    }
}

impl Shown<Option<u32>> for Number {
    fn show<M: SerializeMap>(
        place: &Option<u32>,
        key: &'static str,
        map: &mut M,
    ) -> Result<(), M::Error> {
        entry(map, key, *place)
    }
}

impl Taken<Option<u32>> for Number {
    fn take<'de, A: MapAccess<'de>>(
        place: &mut Option<u32>,
        map: &mut A,
    ) -> Result<bool, A::Error> {
        put(place, map, Some)
    }
}

/// A byte string, as a [`ByteStr`].
pub(crate) struct Text;

impl<'a> Kind<'a> for Text {
    type Place = Option<ByteStr<'a>>;

    #[inline]
    fn read(
        rest: &'a [u8],
        place: &mut Option<ByteStr<'a>>,
        notes: &mut Notes,
    ) -> Option<&'a [u8]> {
        let (text, rest) = string(rest, notes)?;
        *place = text.map(ByteStr::borrowed);
        Some(rest)
    }
}

impl<T: Deref<Target = [u8]>> Written<Option<T>> for Text {
    #[inline]
    fn write<const N: usize>(place: &Option<T>, key: &[u8; N], out: &mut Output<'_, impl Sink>) {
        out.string(key, place.as_deref());
    }
}

impl<T: Deref<Target = [u8]>> Shown<Option<T>> for Text {
    fn show<M: SerializeMap>(
        place: &Option<T>,
        key: &'static str,
        map: &mut M,
    ) -> Result<(), M::Error> {
        entry(map, key, place.as_deref().map(text::Shown))
    }
}

impl Taken<Option<ByteStr<'static>>> for Text {
    fn take<'de, A: MapAccess<'de>>(
        place: &mut Option<ByteStr<'static>>,
        map: &mut A,
    ) -> Result<bool, A::Error> {
        put(place, map, |text::Read(bytes)| Some(bytes))
    }
}

/// A value that is boxed because it is rare, so that it costs the message one word.
pub(crate) struct Boxed<K>(PhantomData<K>);

impl<'a, T, K: Kind<'a, Place = Option<T>>> Kind<'a> for Boxed<K> {
    type Place = Option<Box<T>>;

    #[inline]
    fn read(rest: &'a [u8], place: &mut Option<Box<T>>, notes: &mut Notes) -> Option<&'a [u8]> {
        let mut value = None;
        let rest = K::read(rest, &mut value, notes)?;
        *place = value.map(Box::new);
        Some(rest)
    }
}

impl<T, K: Written<Option<T>>> Written<Option<T>> for Boxed<K> {
    #[inline]
    fn write<const N: usize>(place: &Option<T>, key: &[u8; N], out: &mut Output<'_, impl Sink>) {
        K::write(place, key, out);
    }
}

impl<T, K: Shown<Option<T>>> Shown<Option<T>> for Boxed<K> {
    fn show<M: SerializeMap>(
        place: &Option<T>,
        key: &'static str,
        map: &mut M,
    ) -> Result<(), M::Error> {
        K::show(place, key, map)
    }
}

impl<T, K: Taken<Option<T>>> Taken<Option<Box<T>>> for Boxed<K> {
    fn take<'de, A: MapAccess<'de>>(
        place: &mut Option<Box<T>>,
        map: &mut A,
    ) -> Result<bool, A::Error> {
        let mut value = None;
        let found = K::take(&mut value, map)?;
        if found {
            *place = value.map(Box::new);
        }
        Ok(found)
    }
}

/// A byte string, as a slice; most have at most nine bytes.
pub(crate) type Bytes = ByteString<false>;

/// A byte string, as a slice; most have 100 to 999 bytes.
pub(crate) type LongBytes = ByteString<true>;

/// A byte string, as a slice. The parameter only says which lengths are read without a call.
pub(crate) struct ByteString<const LONG: bool>;

impl<'a, const LONG: bool> Kind<'a> for ByteString<LONG> {
    type Place = Option<&'a [u8]>;

    #[inline]
    fn usual(rest: &'a [u8], place: &mut Option<&'a [u8]>) -> Option<&'a [u8]> {
        let (text, rest) = if LONG {
            long_string(rest)?
        } else {
            let (length, text) = one_digit(rest)?;
            text.split_at_checked(length)?
        };
        *place = Some(text);
        Some(rest)
    }

    #[inline]
    fn read(rest: &'a [u8], place: &mut Option<&'a [u8]>, notes: &mut Notes) -> Option<&'a [u8]> {
        any_bytes(rest, place, notes)
    }
}

/// Reads a byte string of any length, or anything else.
#[inline(never)]
fn any_bytes<'a>(
    rest: &'a [u8],
    place: &mut Option<&'a [u8]>,
    notes: &mut Notes,
) -> Option<&'a [u8]> {
    if let Some((text, rest)) = short_string(rest) {
        *place = Some(text);
        return Some(rest);
    }
    other_bytes(rest, place, notes)
}

/// Reads a byte string that is empty or very long, or anything else.
#[inline(never)]
fn other_bytes<'a>(
    rest: &'a [u8],
    place: &mut Option<&'a [u8]>,
    notes: &mut Notes,
) -> Option<&'a [u8]> {
    let (text, rest) = string(rest, notes)?;
    *place = text;
    Some(rest)
}

#[expect(clippy::ref_option_ref, reason = "a place is lent whatever it is")]
impl<const LONG: bool> Written<Option<&[u8]>> for ByteString<LONG> {
    #[inline]
    fn write<const N: usize>(
        place: &Option<&[u8]>,
        key: &[u8; N],
        out: &mut Output<'_, impl Sink>,
    ) {
        out.string(key, *place);
    }
}

/// The exact encoding of a value of any type.
pub(crate) struct Raw;

impl<'a> Kind<'a> for Raw {
    type Place = Option<&'a [u8]>;

    fn read(rest: &'a [u8], place: &mut Option<&'a [u8]>, notes: &mut Notes) -> Option<&'a [u8]> {
        let (value, rest) = raw(rest, notes)?;
        *place = Some(value);
        Some(rest)
    }
}

#[expect(clippy::ref_option_ref, reason = "a place is lent whatever it is")]
impl Written<Option<&[u8]>> for Raw {
    fn write<const N: usize>(
        place: &Option<&[u8]>,
        key: &[u8; N],
        out: &mut Output<'_, impl Sink>,
    ) {
        if let Some(value) = place {
            out.put(key);
            out.put(value);
        }
    }
}

/// A value that has no meaning here, of a key that has one in another message.
pub(crate) struct Ignored;

impl<'a> Kind<'a> for Ignored {
    type Place = ();

    fn read(rest: &'a [u8], (): &mut (), notes: &mut Notes) -> Option<&'a [u8]> {
        skip(rest, notes)
    }
}
