//! The dictionary of a map: its keys come as they come.

use serde::Serialize;
use serde::ser::SerializeMap;

use super::entry::{Entry, Keyed};
use super::error::{out_of_order, unpaired};
use super::key::{KeySerializer, Take};
use super::order;
use super::serializer::Serializer;
use super::write;
use crate::error::Error;
use crate::sink::Sink;

/// The map begun last.
pub struct Entries<'s, S> {
    serializer: &'s mut Serializer<S>,
    /// Where its `d` stands.
    start: usize,
    /// Where the last key ends in the sink, and how long it is; 0 before the first.
    last: (usize, usize),
    is_unsorted: bool,
    /// Whether a key waits for its value.
    has_key: bool,
}

impl<'s, S: Sink> Entries<'s, S> {
    #[inline(always)]
    pub(super) fn new(serializer: &'s mut Serializer<S>) -> Result<Entries<'s, S>, Error> {
        let start = serializer.written();
        serializer.open(b'd')?;
        Ok(Entries { serializer, start, last: (0, 0), is_unsorted: false, has_key: false })
    }

    /// Checks that a key is expected, or (`has_key`) a value.
    ///
    /// serde leaves it to the types to hand out one after the other.
    #[inline(always)]
    fn expect(&mut self, has_key: bool) -> Result<(), Error> {
        if self.has_key == has_key { Ok(()) } else { Err(unpaired(self.serializer, has_key)) }
    }

    /// Compares `key` with the last one, where that was written.
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
struct Key<'e, 's, 'k, S> {
    entries: &'e mut Entries<'s, S>,
    key: &'k [u8],
}

impl<'e, S: Sink> Keyed<'e, S> for Key<'e, '_, '_, S> {
    #[inline(always)]
    fn begin(self) -> Result<&'e mut Serializer<S>, Error> {
        let entries = self.entries;
        entries.check(self.key)?;
        write::string(&mut entries.serializer.sink, self.key)?;
        entries.last = (entries.serializer.written(), self.key.len());
        Ok(entries.serializer)
    }
}

impl<S: Sink> SerializeMap for Entries<'_, S> {
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
        value.serialize(Entry::new(Key { entries: self, key: &key }))?;
        self.serializer.key = key;
        Ok(())
    }

    #[inline]
    fn end(mut self) -> Result<(), Error> {
        self.expect(false)?;
        if self.is_unsorted {
            order::sort(self.serializer, self.start)?;
        }
        self.serializer.close()
    }
}

/// Goes on with the value as soon as the key is known, without a copy of it.
struct Then<'e, 's, S, V: ?Sized> {
    entries: &'e mut Entries<'s, S>,
    value: &'e V,
}

impl<S: Sink, V: Serialize + ?Sized> Take for Then<'_, '_, S, V> {
    #[inline(always)]
    fn take(self, key: &[u8]) -> Result<(), Error> {
        self.value.serialize(Entry::new(Key { entries: self.entries, key }))
    }
}
