//! Lists and dictionaries while they are written.

use alloc::vec::Vec;

use serde::Serialize;
use serde::ser::{
    SerializeMap, SerializeSeq, SerializeStruct, SerializeStructVariant, SerializeTuple,
    SerializeTupleStruct, SerializeTupleVariant,
};

use super::entry::{EntryValue, Keyed};
use super::key::{HandleKey, KeySerializer};
use super::serializer::{Serializer, duplicate, out_of_order, unpaired};
use crate::duplicate::repeated;
use crate::error::Error;
use crate::reader::Reader;
use crate::rules::Rules;
use crate::sink::Sink;
use crate::token::Token;

/// Writes the list opened last.
pub struct ListWriter<'s, S> {
    serializer: &'s mut Serializer<S>,
    /// Whether it is the value of a variant, which needs one more `e`.
    is_variant: bool,
}

impl<'s, S: Sink> ListWriter<'s, S> {
    #[inline]
    pub(super) fn new(
        serializer: &'s mut Serializer<S>,
        is_variant: bool,
    ) -> Result<ListWriter<'s, S>, Error> {
        serializer.open(b'l')?;
        Ok(ListWriter { serializer, is_variant })
    }

    #[inline]
    fn finish(self) -> Result<(), Error> {
        if self.is_variant {
            self.serializer.close()?;
        }
        self.serializer.close()
    }
}

/// The items of everything that is a list.
macro_rules! items {
    ($($trait:ident $method:ident)*) => {$(
        impl<S: Sink> $trait for ListWriter<'_, S> {
            type Ok = ();
            type Error = Error;

            #[inline]
            fn $method<T: Serialize + ?Sized>(&mut self, item: &T) -> Result<(), Error> {
                item.serialize(&mut *self.serializer)
            }

            #[inline]
            fn end(self) -> Result<(), Error> {
                self.finish()
            }
        }
    )*};
}

items! {
    SerializeSeq serialize_element
    SerializeTuple serialize_element
    SerializeTupleStruct serialize_field
    SerializeTupleVariant serialize_field
}

/// Writes the struct opened last.
///
/// Where the derived code is inlined, names are compared at compile time.
pub struct StructWriter<'s, S> {
    serializer: &'s mut Serializer<S>,
    /// Where its `d` is.
    start: usize,
    last: Option<&'static str>,
    is_unsorted: bool,
    /// Whether it is the value of a variant, which needs one more `e`.
    is_variant: bool,
}

impl<'s, S: Sink> StructWriter<'s, S> {
    #[inline(always)]
    pub(super) fn new(
        serializer: &'s mut Serializer<S>,
        is_variant: bool,
    ) -> Result<StructWriter<'s, S>, Error> {
        let start = serializer.written();
        serializer.open(b'd')?;
        Ok(StructWriter { serializer, start, last: None, is_unsorted: false, is_variant })
    }

    #[inline(always)]
    fn finish(self) -> Result<(), Error> {
        if self.is_unsorted {
            sort(self.serializer, self.start)?;
        }
        if self.is_variant {
            self.serializer.close()?;
        }
        self.serializer.close()
    }
}

/// The name of a field.
pub(super) struct FieldName<'e, 's, S> {
    fields: &'e mut StructWriter<'s, S>,
    name: &'static str,
}

impl<'e, S: Sink> Keyed<'e, S> for FieldName<'e, '_, S> {
    #[inline(always)]
    fn begin(self) -> Result<&'e mut Serializer<S>, Error> {
        let fields = self.fields;
        match fields.last.replace(self.name) {
            Some(last) if last >= self.name => {
                fields.is_unsorted = true;
                out_of_order(last.as_bytes(), self.name.as_bytes(), fields.serializer)?;
            }
            _ => {}
        }
        fields.serializer.write_string(self.name.as_bytes())?;
        Ok(fields.serializer)
    }
}

/// The fields of structs, and of variants that look like one.
macro_rules! fields {
    ($($trait:ident)*) => {$(
        impl<S: Sink> $trait for StructWriter<'_, S> {
            type Ok = ();
            type Error = Error;

            #[inline]
            fn serialize_field<T: Serialize + ?Sized>(
                &mut self,
                name: &'static str,
                value: &T,
            ) -> Result<(), Error> {
                value.serialize(EntryValue::new(FieldName { fields: self, name }))
            }

            #[inline]
            fn end(self) -> Result<(), Error> {
                self.finish()
            }
        }
    )*};
}

fields! { SerializeStruct SerializeStructVariant }

/// Writes the map opened last.
pub struct MapWriter<'s, S> {
    serializer: &'s mut Serializer<S>,
    /// Where its `d` is.
    start: usize,
    /// Where the last key ends in the sink, and how long it is; 0 before the first.
    last: (usize, usize),
    is_unsorted: bool,
    /// Whether a key waits for its value.
    has_key: bool,
}

impl<'s, S: Sink> MapWriter<'s, S> {
    #[inline]
    pub(super) fn new(serializer: &'s mut Serializer<S>) -> Result<MapWriter<'s, S>, Error> {
        let start = serializer.written();
        serializer.open(b'd')?;
        Ok(MapWriter { serializer, start, last: (0, 0), is_unsorted: false, has_key: false })
    }

    /// Checks that a key is expected, or a value if `has_key`: serde leaves their order to the types.
    #[inline(always)]
    fn expect(&mut self, has_key: bool) -> Result<(), Error> {
        if self.has_key == has_key { Ok(()) } else { Err(unpaired(self.serializer, has_key)) }
    }

    /// Compares `key` with the previous one in the output.
    #[inline(always)]
    fn check(&mut self, key: &[u8]) -> Result<(), Error> {
        let (end, length) = self.last;
        let written = self.serializer.sink.written();
        match written.get(end.wrapping_sub(length)..end) {
            Some(last) if end > 0 && last >= key => {
                self.is_unsorted = true;
                out_of_order(last, key, self.serializer)
            }
            _ => Ok(()),
        }
    }
}

/// A key of any bytes.
struct EntryKey<'e, 's, 'k, S> {
    entries: &'e mut MapWriter<'s, S>,
    key: &'k [u8],
}

impl<'e, S: Sink> Keyed<'e, S> for EntryKey<'e, '_, '_, S> {
    #[inline(always)]
    fn begin(self) -> Result<&'e mut Serializer<S>, Error> {
        let entries = self.entries;
        entries.check(self.key)?;
        entries.serializer.write_string(self.key)?;
        entries.last = (entries.serializer.written(), self.key.len());
        Ok(entries.serializer)
    }
}

impl<S: Sink> SerializeMap for MapWriter<'_, S> {
    type Ok = ();
    type Error = Error;

    #[inline]
    fn serialize_entry<K: Serialize + ?Sized, V: Serialize + ?Sized>(
        &mut self,
        key: &K,
        value: &V,
    ) -> Result<(), Error> {
        self.expect(false)?;
        key.serialize(KeySerializer(Then { entries: self, value }))
    }

    fn serialize_key<K: Serialize + ?Sized>(&mut self, key: &K) -> Result<(), Error> {
        self.expect(false)?;
        self.serializer.key.clear();
        key.serialize(KeySerializer(&mut self.serializer.key))?;
        self.has_key = true;
        Ok(())
    }

    fn serialize_value<V: Serialize + ?Sized>(&mut self, value: &V) -> Result<(), Error> {
        self.expect(true)?;
        self.has_key = false;
        let key = core::mem::take(&mut self.serializer.key);
        value.serialize(EntryValue::new(EntryKey { entries: self, key: &key }))?;
        self.serializer.key = key;
        Ok(())
    }

    #[inline]
    fn end(mut self) -> Result<(), Error> {
        self.expect(false)?;
        if self.is_unsorted {
            sort(self.serializer, self.start)?;
        }
        self.serializer.close()
    }
}

/// Writes the entry as soon as the key is known, without a copy of it.
struct Then<'e, 's, S, V: ?Sized> {
    entries: &'e mut MapWriter<'s, S>,
    value: &'e V,
}

impl<S: Sink, V: Serialize + ?Sized> HandleKey for Then<'_, '_, S, V> {
    #[inline(always)]
    fn handle(self, key: &[u8]) -> Result<(), Error> {
        self.value.serialize(EntryValue::new(EntryKey { entries: self.entries, key }))
    }
}

/// A key, and the encoded bytes of the key and its value.
struct WrittenEntry<'a> {
    key: &'a [u8],
    text: &'a [u8],
}

/// Sorts the dictionary that starts at `start` and is complete except for its end.
#[cold]
#[inline(never)]
pub(super) fn sort<S: Sink>(serializer: &mut Serializer<S>, start: usize) -> Result<(), Error> {
    let written = serializer.sink.written();
    let mut entries = entries(written.get(start..).unwrap_or_default())?;
    entries.sort_unstable_by_key(|entry| entry.key);
    if let Some(twice) = repeated(&entries, |a, b| a.key == b.key).next() {
        return Err(duplicate(twice.key, written.len()));
    }
    let mut sorted = Vec::with_capacity(written.len().saturating_sub(start));
    sorted.push(b'd');
    for entry in &entries {
        sorted.extend_from_slice(entry.text);
    }
    if let Some(place) = serializer.sink.written_mut().get_mut(start..) {
        place.copy_from_slice(&sorted);
    }
    Ok(())
}

/// The entries as they were written. Spliced raw values need not be canonical.
fn entries(dictionary: &[u8]) -> Result<Vec<WrittenEntry<'_>>, Error> {
    let mut reader = Reader::with_rules(dictionary, Rules::TOLERANT_UNLIMITED);
    let mut entries = Vec::new();
    reader.next()?;
    while reader.offset() < dictionary.len() {
        let start = reader.offset();
        let Some(Token::Bytes(key)) = reader.next()? else { break };
        reader.skip_value()?;
        let text = dictionary.get(start..reader.offset()).unwrap_or_default();
        entries.push(WrittenEntry { key, text });
    }
    Ok(entries)
}
