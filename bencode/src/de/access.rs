//! The items of lists, the entries of dictionaries.

use serde::de::{DeserializeSeed, MapAccess, SeqAccess};

use super::decoder::Deserializer;
use super::keys::Order;
use super::lend::Lend;
use super::text::Text;
use crate::error::{Defect, Error, ErrorKind};
use crate::quirk::Quirk;

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
        seed.deserialize(&mut *self.0).map(Some)
    }
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

    /// Apart, so that the default rules pay one comparison for each key.
    #[inline(never)]
    fn check(&mut self, key: &'i [u8], before: &'i [u8]) -> Result<(), Error> {
        match self.order.check(key, &self.de.cursor.rules) {
            Ok(()) => Ok(()),
            Err(defect) => Err(self.de.fail_before(before, defect)),
        }
    }
}

impl<'i, 'de, L: Lend<'i, 'de>> MapAccess<'de> for Fields<'_, 'i, L> {
    type Error = Error;

    #[inline(always)]
    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, Error> {
        let before = self.de.cursor.rest;
        if let [b'e', ..] = before {
            return Ok(None);
        }
        let key = self.de.key()?;
        if self.are_sorted {
            self.check(key, before)?;
        }
        match seed.deserialize(Text::<L>::new(key)) {
            Ok(key) => Ok(Some(key)),
            Err(error) => Err(self.de.place(error, before.len())),
        }
    }

    #[inline(always)]
    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Error> {
        seed.deserialize(&mut *self.de)
    }
}

/// The entries of the dictionary opened last, for a map that takes any key.
pub(super) struct Entries<'d, 'i, L> {
    de: &'d mut Deserializer<'i, L>,
    order: Order<'i>,
}

impl<'d, 'i, L> Entries<'d, 'i, L> {
    #[inline(always)]
    pub(super) fn new(de: &'d mut Deserializer<'i, L>) -> Entries<'d, 'i, L> {
        Entries { order: de.keys.begin(), de }
    }

    /// The last look at the keys, when all were read.
    #[inline(always)]
    pub(super) fn end(self) -> Result<(), Error> {
        match self.de.keys.end(&self.order, self.de.cursor.input) {
            None => Ok(()),
            Some(place) => Err(Error::new(ErrorKind::DuplicateKey, place)),
        }
    }

    #[inline(always)]
    fn note(&mut self, key: &'i [u8], place: usize) -> Result<(), Defect> {
        self.de.keys.push(&mut self.order, key, place, &self.de.cursor.rules)
    }
}

impl<'i, 'de, L: Lend<'i, 'de>> MapAccess<'de> for &mut Entries<'_, 'i, L> {
    type Error = Error;

    #[inline(always)]
    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, Error> {
        let before = self.de.cursor.rest;
        if let [b'e', ..] = before {
            return Ok(None);
        }
        let key = self.de.key()?;
        let place = self.de.cursor.input.len().wrapping_sub(before.len());
        if let Err(defect) = self.note(key, place) {
            return Err(self.de.fail_before(before, defect));
        }
        match seed.deserialize(Text::<L>::new(key)) {
            Ok(key) => Ok(Some(key)),
            Err(error) => Err(self.de.place(error, before.len())),
        }
    }

    #[inline(always)]
    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Error> {
        seed.deserialize(&mut *self.de)
    }
}
