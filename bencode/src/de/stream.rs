//! Consecutive values.

use core::fmt;
use core::marker::PhantomData;

use serde::Deserialize;

use super::decoder::{Borrowed, Deserializer, Lend};
use crate::error::Error;

impl<'i, L> Deserializer<'i, L> {
    /// Deserializes the value here, adding a path to its errors.
    #[inline]
    pub(super) fn value<'de, T: Deserialize<'de>>(&mut self) -> Result<T, Error>
    where
        L: Lend<'i, 'de>,
    {
        let start = self.cursor.rest;
        self.begin();
        // The result is returned unchanged: unpacking it would move it once more.
        match T::deserialize(&mut *self) {
            Err(error) => Err(self.in_document(error, start)),
            value => value,
        }
    }

    /// Deserializes the only value of the input.
    #[inline]
    pub(super) fn whole<'de, T: Deserialize<'de>>(mut self) -> Result<T, Error>
    where
        L: Lend<'i, 'de>,
    {
        let value = self.value();
        if value.is_ok() {
            self.end()?;
        }
        value
    }

    /// Adds the path inside the value that begins at `start`.
    #[cold]
    #[inline(never)]
    fn in_document(&self, error: Error, start: &[u8]) -> Error {
        let base = self.cursor.input.len().saturating_sub(start.len());
        let error = self.place(error, start.len());
        let offset = error.offset();
        error.with_offset(offset.saturating_sub(base)).in_document(start).with_offset(offset)
    }
}

/// An iterator over consecutive values in a slice.
///
/// It ends after the last value, and after an error.
///
/// ```
/// use bencode::Deserializer;
///
/// let mut numbers = Deserializer::from_slice(b"i6881ei6882e3:").into_iter::<u16>();
/// assert_eq!(numbers.next(), Some(Ok(6881)));
/// assert_eq!(numbers.byte_offset(), 6);
/// assert_eq!(numbers.next(), Some(Ok(6882)));
/// assert_eq!(numbers.next().map(|last| last.is_err()), Some(true));
/// assert_eq!(numbers.next(), None);
/// ```
pub struct StreamDeserializer<'de, T> {
    deserializer: Deserializer<'de, Borrowed>,
    offset: usize,
    has_failed: bool,
    output: PhantomData<fn() -> T>,
}

impl<'de, T: Deserialize<'de>> StreamDeserializer<'de, T> {
    pub(super) fn new(deserializer: Deserializer<'de, Borrowed>) -> StreamDeserializer<'de, T> {
        let offset = deserializer.byte_offset();
        StreamDeserializer { deserializer, offset, has_failed: false, output: PhantomData }
    }

    /// The number of bytes of the values read so far.
    pub fn byte_offset(&self) -> usize {
        self.offset
    }
}

impl<'de, T: Deserialize<'de>> Iterator for StreamDeserializer<'de, T> {
    type Item = Result<T, Error>;

    fn next(&mut self) -> Option<Result<T, Error>> {
        if self.has_failed || self.deserializer.rest().is_empty() {
            return None;
        }
        let value = self.deserializer.value();
        match &value {
            Ok(_) => self.offset = self.deserializer.byte_offset(),
            Err(_) => self.has_failed = true,
        }
        Some(value)
    }
}

impl<'de, T: Deserialize<'de>> core::iter::FusedIterator for StreamDeserializer<'de, T> {}

impl<T> Clone for StreamDeserializer<'_, T> {
    fn clone(&self) -> Self {
        StreamDeserializer { deserializer: self.deserializer.clone(), ..*self }
    }
}

impl<T> fmt::Debug for StreamDeserializer<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("StreamDeserializer").field("offset", &self.offset).finish_non_exhaustive()
    }
}
