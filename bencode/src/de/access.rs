//! The items of lists, the entries of dictionaries, and the variants of enums.

use alloc::vec::Vec;

use serde::Deserializer as _;
use serde::de::{DeserializeSeed, EnumAccess, MapAccess, SeqAccess, VariantAccess, Visitor};

use super::decoder::{Deserializer, Lend};
use crate::duplicate::repeated;
use crate::error::{Defect, Error, ErrorKind};
use crate::grammar;
use crate::quirk::Quirk;
use crate::rules::Rules;
use crate::structure::out_of_order;

impl<'i, L> Deserializer<'i, L> {
    /// Deserializes a value inside another one. If its type returns an error without an offset (`try_from`,
    /// `deserialize_with`), the error gets the offset of this value, not of the enclosing one.
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
pub(super) struct ListItems<'d, 'i, L>(pub(super) &'d mut Deserializer<'i, L>);

impl<'i, 'de, L: Lend<'i, 'de>> SeqAccess<'de> for ListItems<'_, 'i, L> {
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

/// Reads the next key, if there is one; `check` gets the key and its place, and may refuse it.
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

/// If a key exceeds the limit of items and is also out of order, the order is reported.
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
pub(super) struct StructFields<'d, 'i, L> {
    de: &'d mut Deserializer<'i, L>,
    order: KeyOrder<'i>,
    are_sorted: bool,
}

impl<'d, 'i, L> StructFields<'d, 'i, L> {
    #[inline]
    pub(super) fn new(de: &'d mut Deserializer<'i, L>) -> StructFields<'d, 'i, L> {
        let are_sorted = !de.cursor.rules.accepts(Quirk::UnsortedKey);
        StructFields { de, order: KeyOrder::default(), are_sorted }
    }
}

/// A separate function, so that the default rules pay only one comparison for each key.
#[inline(never)]
fn check<'i>(order: &mut KeyOrder<'i>, key: &'i [u8], rules: &Rules) -> Result<(), Defect> {
    order.check(key, rules)
}

impl<'i, 'de, L: Lend<'i, 'de>> MapAccess<'de> for StructFields<'_, 'i, L> {
    type Error = Error;

    #[inline(always)]
    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, Error> {
        let StructFields { de, order, are_sorted } = self;
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
pub(super) struct MapEntries<'d, 'i, L> {
    de: &'d mut Deserializer<'i, L>,
    keys: MapKeys<'i>,
}

impl<'d, 'i, L> MapEntries<'d, 'i, L> {
    #[inline]
    pub(super) fn new(de: &'d mut Deserializer<'i, L>) -> MapEntries<'d, 'i, L> {
        MapEntries { keys: MapKeys::new(&de.cursor.rules), de }
    }

    /// Checks for duplicates after the last key.
    #[inline]
    pub(super) fn end(self) -> Result<(), Error> {
        match self.keys.repeated(self.de.cursor.input) {
            None => Ok(()),
            Some(place) => Err(Error::new(ErrorKind::DuplicateKey, place)),
        }
    }
}

impl<'i, 'de, L: Lend<'i, 'de>> MapAccess<'de> for &mut MapEntries<'_, 'i, L> {
    type Error = Error;

    #[inline(always)]
    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, Error> {
        let MapEntries { de, keys } = *self;
        next_key(de, seed, |de, key, place| keys.push(key, place, &de.cursor.rules))
    }

    #[inline(always)]
    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Error> {
        self.de.inside(seed)
    }
}

/// The keys of one map, in the order of the input.
///
/// Their places are kept only if the rules accept unsorted keys and refuse duplicates: otherwise each key is
/// compared with the previous one, or duplicates are not searched for. The cost is one push for each key, and
/// one sort at the end of a map that turns out to be unsorted.
pub(super) struct MapKeys<'i> {
    order: KeyOrder<'i>,
    /// Where the length of each key begins in the input.
    places: Vec<u32>,
    are_kept: bool,
}

/// Whether keys are in order.
#[derive(Default)]
pub(super) struct KeyOrder<'i> {
    last: Option<&'i [u8]>,
    is_broken: bool,
}

impl<'i> MapKeys<'i> {
    /// A map begins.
    #[inline]
    pub(super) fn new(rules: &Rules) -> MapKeys<'i> {
        let are_kept = rules.accepts(Quirk::UnsortedKey) && !rules.accepts(Quirk::DuplicateKey);
        MapKeys { order: KeyOrder::default(), places: Vec::new(), are_kept }
    }

    /// A key whose length is at `place`.
    #[inline(always)]
    #[expect(clippy::cast_possible_truncation, reason = "4 GiB of input are refused at the start")]
    pub(super) fn push(
        &mut self,
        key: &'i [u8],
        place: usize,
        rules: &Rules,
    ) -> Result<(), Defect> {
        self.order.check(key, rules)?;
        if self.are_kept {
            self.places.push(place as u32);
        }
        Ok(())
    }

    /// The place of the first duplicate key, if there is one; called at the end of the map.
    #[inline]
    pub(super) fn repeated(&self, input: &[u8]) -> Option<usize> {
        if self.order.is_broken { self.find_repeated(input) } else { None }
    }

    #[cold]
    #[inline(never)]
    fn find_repeated(&self, input: &[u8]) -> Option<usize> {
        let key = |&place: &u32| {
            let key = grammar::leading_string(input.get(place as usize..)?)?;
            Some((key, place))
        };
        let mut keys: Vec<_> = self.places.iter().filter_map(key).collect();
        keys.sort_unstable();
        repeated(&keys, |(a, _), (b, _)| a == b).map(|&(_, place)| place as usize).min()
    }
}

impl<'i> KeyOrder<'i> {
    /// Compares a key with the previous one.
    #[inline(always)]
    pub(super) fn check(&mut self, key: &'i [u8], rules: &Rules) -> Result<(), Defect> {
        match self.last.replace(key) {
            Some(last) if last >= key => {
                self.is_broken = true;
                out_of_order(Some(last), key, rules.token()).map(drop)
            }
            _ => Ok(()),
        }
    }
}

/// The one entry of the dictionary opened last.
pub(super) struct Variant<'d, 'i, L>(pub(super) &'d mut Deserializer<'i, L>);

impl<'d, 'i, 'de, L: Lend<'i, 'de>> EnumAccess<'de> for Variant<'d, 'i, L> {
    type Error = Error;
    type Variant = VariantValue<'d, 'i, L>;

    fn variant_seed<V: DeserializeSeed<'de>>(
        self,
        seed: V,
    ) -> Result<(V::Value, Self::Variant), Error> {
        let before = self.0.cursor.rest.len();
        if let [b'e', ..] = self.0.cursor.rest {
            return Err(self.0.no_variant());
        }
        let name = self.0.key()?;
        match seed.deserialize(self.0.text(name)) {
            Ok(variant) => Ok((variant, VariantValue(self.0))),
            Err(error) => Err(self.0.place(error, before)),
        }
    }
}

impl<L> Deserializer<'_, L> {
    /// Returns the error for a dictionary that ends where the name of a variant is expected.
    #[cold]
    fn no_variant(&self) -> Error {
        Error::new(ErrorKind::WrongLength, self.byte_offset())
            .with_text("expected dictionary of one key (a variant), found an empty one".into())
    }

    /// Returns the error for a unit variant that is followed by a value.
    #[cold]
    fn unit_with_value(&self) -> Error {
        let error = self.mismatch("its name alone");
        match error.kind() {
            ErrorKind::WrongType => {
                error.with_text("this variant has no value: expected its name alone".into())
            }
            _ => error,
        }
    }
}

/// The value of the variant.
pub(super) struct VariantValue<'d, 'i, L>(&'d mut Deserializer<'i, L>);

impl<'i, 'de, L: Lend<'i, 'de>> VariantAccess<'de> for VariantValue<'_, 'i, L> {
    type Error = Error;

    fn unit_variant(self) -> Result<(), Error> {
        Err(self.0.unit_with_value())
    }

    fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Result<T::Value, Error> {
        self.0.inside(seed)
    }

    fn tuple_variant<V: Visitor<'de>>(self, length: usize, visitor: V) -> Result<V::Value, Error> {
        self.0.deserialize_tuple(length, visitor)
    }

    fn struct_variant<V: Visitor<'de>>(
        self,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        self.0.deserialize_struct("", fields, visitor)
    }
}
