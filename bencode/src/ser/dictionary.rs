//! A dictionary in the making: straight through while keys come sorted.

use serde::Serialize;
use serde::ser::{SerializeMap, SerializeStruct, SerializeStructVariant};

use super::entry::Entry;
use super::key::{KeySerializer, Take};
use super::order;
use super::serializer::Serializer;
use crate::error::Error;
use crate::rules::Rules;
use crate::sink::Sink;

/// Keys may come in any order, for the end of the dictionary sorts them, but each only once.
const RULES: Rules = Rules::DEFAULT.max_depth(usize::MAX);

/// The dictionary opened last.
pub struct Dictionary<'s, S> {
    pub(super) serializer: &'s mut Serializer<S>,
    /// Where its `d` stands.
    start: usize,
    /// How many `e` end it: one more for a variant.
    levels: usize,
    is_unsorted: bool,
}

impl<'s, S: Sink> Dictionary<'s, S> {
    #[inline(always)]
    pub(super) fn new(serializer: &'s mut Serializer<S>, levels: usize) -> Dictionary<'s, S> {
        let start = serializer.encoder.written().len().wrapping_sub(1);
        Dictionary { serializer, start, levels, is_unsorted: false }
    }

    /// Writes a key.
    #[inline(always)]
    pub(super) fn key(&mut self, key: &[u8]) -> Result<(), Error> {
        match self.serializer.encoder.key_in_any_order(key, &RULES) {
            Ok(None) => Ok(()),
            Ok(Some(_)) => {
                self.is_unsorted = true;
                Ok(())
            }
            Err(error) => Err(super::error::about_key(error, key)),
        }
    }

    #[inline(always)]
    fn finish(self) -> Result<(), Error> {
        if self.is_unsorted {
            order::sort(self.serializer, self.start)?;
        }
        self.serializer.end(self.levels)
    }
}

/// The fields of structs.
macro_rules! fields {
    ($($trait:ident)*) => {$(
        impl<S: Sink> $trait for Dictionary<'_, S> {
            type Ok = ();
            type Error = Error;

            #[inline(always)]
            fn serialize_field<T: Serialize + ?Sized>(
                &mut self,
                key: &'static str,
                value: &T,
            ) -> Result<(), Error> {
                value.serialize(Entry { dictionary: self, key: key.as_bytes() })
            }

            #[inline]
            fn end(self) -> Result<(), Error> {
                self.finish()
            }
        }
    )*};
}

fields! { SerializeStruct SerializeStructVariant }

impl<S: Sink> SerializeMap for Dictionary<'_, S> {
    type Ok = ();
    type Error = Error;

    #[inline]
    fn serialize_entry<K: Serialize + ?Sized, V: Serialize + ?Sized>(
        &mut self,
        key: &K,
        value: &V,
    ) -> Result<(), Error> {
        key.serialize(KeySerializer(Then { dictionary: self, value }))
    }

    fn serialize_key<K: Serialize + ?Sized>(&mut self, key: &K) -> Result<(), Error> {
        self.serializer.key.clear();
        key.serialize(KeySerializer(&mut self.serializer.key))
    }

    fn serialize_value<V: Serialize + ?Sized>(&mut self, value: &V) -> Result<(), Error> {
        let key = core::mem::take(&mut self.serializer.key);
        value.serialize(Entry { dictionary: self, key: &key })?;
        self.serializer.key = key;
        Ok(())
    }

    #[inline]
    fn end(self) -> Result<(), Error> {
        self.finish()
    }
}

/// Goes on with the value as soon as the key is known, without a copy of it.
struct Then<'e, 's, S, V: ?Sized> {
    dictionary: &'e mut Dictionary<'s, S>,
    value: &'e V,
}

impl<S: Sink, V: Serialize + ?Sized> Take for Then<'_, '_, S, V> {
    #[inline(always)]
    fn take(self, key: &[u8]) -> Result<(), Error> {
        self.value.serialize(Entry { dictionary: self.dictionary, key })
    }
}
