//! The items of lists, the entries of dictionaries.

use serde::de::{DeserializeSeed, MapAccess, SeqAccess};

use super::decoder::Deserializer;
use super::keys::{Keys, Order};
use super::lend::Lend;
use crate::error::{Defect, Error, ErrorKind};
use crate::quirk::Quirk;
use crate::rules::Rules;

impl<'i, L> Deserializer<'i, L> {
    /// A value inside another one. An error of its type without an offset (`try_from`, `deserialize_with`) gets
    /// the offset of this value, not of the one around it.
    #[inline(always)]
    pub(super) fn inside<'de, T: DeserializeSeed<'de>>(
        &mut self,
        seed: T,
    ) -> Result<T::Value, Error>
    where
        L: Lend<'i, 'de>,
    {
        let before = self.cursor.rest.len();
        match seed.deserialize(&mut *self) {
            Ok(value) => Ok(value),
            Err(error) => Err(self.place(error, before)),
        }
    }
}

/// The items of the list opened last.
pub(super) struct Items<'d, 'i, L>(pub(super) &'d mut Deserializer<'i, L>);

impl<'i, 'de, L: Lend<'i, 'de>> SeqAccess<'de> for Items<'_, 'i, L> {
    type Error = Error;

    #[inline(always)]
    fn next_element_seed<T: DeserializeSeed<'de>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>, Error> {
        if let [b'e', ..] = self.0.cursor.rest {
            return Ok(None);
        }
        self.0.inside(seed).map(Some)
    }
}

/// The next key, if there is one that `check`, told its place, lets pass.
#[inline(always)]
fn next_key<'i, 'de, L: Lend<'i, 'de>, K: DeserializeSeed<'de>>(
    de: &mut Deserializer<'i, L>,
    seed: K,
    check: impl FnOnce(&mut Deserializer<'i, L>, &'i [u8], usize) -> Result<(), Defect>,
) -> Result<Option<K::Value>, Error> {
    let before = de.cursor.rest;
    if let [b'e', ..] = before {
        return Ok(None);
    }
    let key = match de.key() {
        Ok(key) => key,
        Err(error) => return Err(one_too_many(de, error, check)),
    };
    let place = de.cursor.input.len().wrapping_sub(before.len());
    if let Err(defect) = check(de, key, place) {
        return Err(de.fail_before(before, defect));
    }
    match seed.deserialize(de.text(key)) {
        Ok(key) => Ok(Some(key)),
        Err(error) => Err(de.place(error, before.len())),
    }
}

/// A key beyond the limit of items may be out of order, too: that error comes first from left to right.
#[cold]
#[inline(never)]
fn one_too_many<'i, L>(
    de: &mut Deserializer<'i, L>,
    error: Error,
    check: impl FnOnce(&mut Deserializer<'i, L>, &'i [u8], usize) -> Result<(), Defect>,
) -> Error {
    if let (ErrorKind::ItemLimit { .. }, Ok(lexeme)) = (error.kind(), de.cursor.string()) {
        let place = de.byte_offset();
        if let Err(defect) = check(de, lexeme.token, place) {
            return de.fail(defect);
        }
    }
    error
}

/// The entries of the dictionary opened last, for a struct that knows its fields.
pub(super) struct Fields<'d, 'i, L> {
    de: &'d mut Deserializer<'i, L>,
    order: Order<'i>,
    are_sorted: bool,
}

impl<'d, 'i, L> Fields<'d, 'i, L> {
    #[inline(always)]
    pub(super) fn new(de: &'d mut Deserializer<'i, L>) -> Fields<'d, 'i, L> {
        let are_sorted = !de.cursor.rules.accepts(Quirk::UnsortedKey);
        Fields { de, order: Order::default(), are_sorted }
    }
}

/// Apart, so that the default rules pay one comparison for each key.
#[inline(never)]
fn check<'i>(order: &mut Order<'i>, key: &'i [u8], rules: &Rules) -> Result<(), Defect> {
    order.check(key, rules)
}

impl<'i, 'de, L: Lend<'i, 'de>> MapAccess<'de> for Fields<'_, 'i, L> {
    type Error = Error;

    #[inline(always)]
    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, Error> {
        let Fields { de, order, are_sorted } = self;
        next_key(
            de,
            seed,
            |de, key, _| {
                if *are_sorted { check(order, key, &de.cursor.rules) } else { Ok(()) }
            },
        )
    }

    #[inline(always)]
    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Error> {
        self.de.inside(seed)
    }
}

/// The entries of the dictionary opened last, for a map that takes any key.
pub(super) struct Entries<'d, 'i, L> {
    de: &'d mut Deserializer<'i, L>,
    keys: Keys<'i>,
}

impl<'d, 'i, L> Entries<'d, 'i, L> {
    #[inline(always)]
    pub(super) fn new(de: &'d mut Deserializer<'i, L>) -> Entries<'d, 'i, L> {
        Entries { keys: Keys::new(&de.cursor.rules), de }
    }

    /// The last look at the keys, when all were read.
    #[inline(always)]
    pub(super) fn end(self) -> Result<(), Error> {
        match self.keys.repeated(self.de.cursor.input) {
            None => Ok(()),
            Some(place) => Err(Error::new(ErrorKind::DuplicateKey, place)),
        }
    }
}

impl<'i, 'de, L: Lend<'i, 'de>> MapAccess<'de> for &mut Entries<'_, 'i, L> {
    type Error = Error;

    #[inline(always)]
    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, Error> {
        let Entries { de, keys } = *self;
        next_key(de, seed, |de, key, place| keys.push(key, place, &de.cursor.rules))
    }

    #[inline(always)]
    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Error> {
        self.de.inside(seed)
    }
}
