//! Messages in JSON, or any other format of serde: the same keys, with readable values.

use core::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, Visitor};
use serde::ser::{Serialize, SerializeMap};

use super::keys::Keys;
use crate::from_bytes::FromBytes;

/// A kind of value that can be serialized from a place of type `P`.
pub(crate) trait Shown<P> {
    /// Serializes `key` and its value; nothing if there is no value.
    fn show<M: SerializeMap>(place: &P, key: &'static str, map: &mut M) -> Result<(), M::Error>;
}

/// A kind of value that can be deserialized, from the form that [`Shown`] writes, into a place of type `P`.
pub(crate) trait Taken<P> {
    /// Takes the next value; returns `false` if it has no content, such as `null`.
    fn take<'de, A: MapAccess<'de>>(place: &mut P, map: &mut A) -> Result<bool, A::Error>;
}

/// A place of type `()` has nothing to show.
impl<K> Shown<()> for K {
    fn show<M: SerializeMap>((): &(), _: &'static str, _: &mut M) -> Result<(), M::Error> {
        Ok(())
    }
}

/// A place of type `()` has no room for a value, which is skipped.
impl<K> Taken<()> for K {
    fn take<'de, A: MapAccess<'de>>((): &mut (), map: &mut A) -> Result<bool, A::Error> {
        map.next_value::<IgnoredAny>().map(|_| false)
    }
}

/// Serializes a key and its value, if there is one.
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

/// The known members of an object. [`message!`](super::message) implements it for each type that a table
/// names after `take`.
pub(crate) trait Members {
    /// The place of a key among the known ones.
    fn find(key: &[u8]) -> Option<usize>;

    /// The key at this place.
    fn name(index: usize) -> &'static str;

    /// Takes the value of the key at this place; returns `false` if it has no content.
    fn take<'de, A: MapAccess<'de>>(&mut self, index: usize, map: &mut A)
    -> Result<bool, A::Error>;
}

/// The members of two messages; a key that both know belongs to the first.
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

/// The members that were found: bit i for the key at place i.
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

/// Why the members do not make a value.
pub(crate) enum Incomplete {
    /// A required member is missing.
    Missing(&'static str),
    /// The members contradict each other or describe something else.
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

/// Reads an object and makes a value of its members. `what` is what is expected, for error messages.
///
/// `finish` is called inside the object, so that its error has the position of the object.
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
