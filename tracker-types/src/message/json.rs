//! Messages in JSON, or any other format of serde: the same keys, their values for people.

use core::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, Visitor};
use serde::ser::{Serialize, SerializeMap};

use super::keys::Keys;
use crate::from_bytes::FromBytes;

/// A kind of value that is shown, from places of type `P`.
pub(crate) trait Shown<P> {
    /// Shows `key` and the value after it; nothing if there is no value.
    fn show<M: SerializeMap>(place: &P, key: &'static str, map: &mut M) -> Result<(), M::Error>;
}

/// A kind of value that is taken from what is shown, into places of type `P`.
pub(crate) trait Taken<P> {
    /// Takes the next value; `false` where that says nothing, as `null` does.
    fn take<'de, A: MapAccess<'de>>(place: &mut P, map: &mut A) -> Result<bool, A::Error>;
}

/// Where there is nothing to show.
impl<K> Shown<()> for K {
    fn show<M: SerializeMap>((): &(), _: &'static str, _: &mut M) -> Result<(), M::Error> {
        Ok(())
    }
}

/// Where there is no room for a value, it is skipped.
impl<K> Taken<()> for K {
    fn take<'de, A: MapAccess<'de>>((): &mut (), map: &mut A) -> Result<bool, A::Error> {
        map.next_value::<IgnoredAny>().map(|_| false)
    }
}

/// Shows a value, if there is one.
pub(crate) fn entry<M: SerializeMap>(
    map: &mut M,
    key: &'static str,
    value: Option<impl Serialize>,
) -> Result<(), M::Error> {
    match value {
        Some(value) => map.serialize_entry(key, &value),
        None => Ok(()),
    }
}

/// Takes a value in the form `T`.
pub(crate) fn put<'de, T: serde::Deserialize<'de>, P, A: MapAccess<'de>>(
    place: &mut P,
    map: &mut A,
    put: impl FnOnce(T) -> P,
) -> Result<bool, A::Error> {
    let value = map.next_value::<Option<T>>()?;
    let found = value.is_some();
    if let Some(value) = value {
        *place = put(value);
    }
    Ok(found)
}

/// The members of an object, of which some are known: what [`message!`](super::message) makes of a
/// table for each type that it takes values into.
pub(crate) trait Members {
    /// The place of a key among the known ones.
    fn find(key: &[u8]) -> Option<usize>;

    /// The key at this place.
    fn name(index: usize) -> &'static str;

    /// Takes the value of the key at this place; `false` if that says nothing.
    fn take<'de, A: MapAccess<'de>>(&mut self, index: usize, map: &mut A)
    -> Result<bool, A::Error>;
}

/// The members of two messages: the first one takes those that both know.
impl<T: Members, U: Members> Members for (T, U) {
    fn find(key: &[u8]) -> Option<usize> {
        T::find(key).or_else(|| Some(U::find(key)?.saturating_add(Keys::MOST)))
    }

    fn name(index: usize) -> &'static str {
        match index.checked_sub(Keys::MOST) {
            None => T::name(index),
            Some(index) => U::name(index),
        }
    }

    fn take<'de, A: MapAccess<'de>>(
        &mut self,
        index: usize,
        map: &mut A,
    ) -> Result<bool, A::Error> {
        match index.checked_sub(Keys::MOST) {
            None => self.0.take(index, map),
            Some(index) => self.1.take(index, map),
        }
    }
}

/// Which members were there: bit i for the key at place i.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Found(u64);

impl Found {
    /// Whether the key at this place has a value.
    pub(crate) const fn has(self, index: usize) -> bool {
        self.0 & Found::bit(index) != 0
    }

    #[expect(clippy::cast_possible_truncation, reason = "below 64")]
    const fn bit(index: usize) -> u64 {
        1_u64.wrapping_shl(index as u32)
    }
}

/// Why members do not make what they should.
pub(crate) enum Incomplete {
    /// A member that has to be there is not.
    Missing(&'static str),
    /// They make something else.
    Other(&'static str),
}

impl Incomplete {
    fn error<E: Error>(&self) -> E {
        match *self {
            Incomplete::Missing(key) => E::missing_field(key),
            Incomplete::Other(words) => E::custom(words),
        }
    }
}

/// Reads an object and makes something of its members; `what` names it where it is missing.
///
/// What they lack is found inside the object, so that the error has its place.
pub(crate) fn members<'de, T: Members + Default, V, D: Deserializer<'de>>(
    deserializer: D,
    what: &'static str,
    finish: fn(T, Found) -> Result<V, Incomplete>,
) -> Result<V, D::Error> {
    deserializer.deserialize_map(Object { what, finish })
}

struct Object<T, V> {
    what: &'static str,
    finish: fn(T, Found) -> Result<V, Incomplete>,
}

impl<'de, T: Members + Default, V> Visitor<'de> for Object<T, V> {
    type Value = V;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.what)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<V, A::Error> {
        let (mut members, mut found) = (T::default(), Found::default());
        while let Some(index) = map.next_key_seed(Name { find: T::find })? {
            let Some(index) = index else {
                map.next_value::<IgnoredAny>()?;
                continue;
            };
            if found.has(index) {
                return Err(A::Error::duplicate_field(T::name(index)));
            }
            if members.take(index, &mut map)? {
                found.0 |= Found::bit(index);
            }
        }
        (self.finish)(members, found).map_err(|incomplete| incomplete.error())
    }
}

/// The place of a key, if it is known.
struct Name {
    find: fn(&[u8]) -> Option<usize>,
}

impl<'de> DeserializeSeed<'de> for Name {
    type Value = Option<usize>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        let read = |key: &[u8]| Some((self.find)(key));
        deserializer.deserialize_identifier(FromBytes { what: "a key", read })
    }
}
