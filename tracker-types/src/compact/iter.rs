//! Iterators over packed entries, and collecting and extending them.

use alloc::vec::Vec;
use core::iter::FusedIterator;
use core::marker::PhantomData;
use core::mem;
use core::ops::Range;
use core::slice::ChunksExact;

use bencode::ByteStr;

use super::{Compact, Packed};

/// An iterator over the entries of a [`Compact`], in order.
#[derive(Clone, Debug)]
pub struct CompactIter<'c, T> {
    entries: ChunksExact<'c, u8>,
    entry: PhantomData<fn() -> T>,
}

impl<'c, T: Packed> CompactIter<'c, T> {
    /// Iterates over the whole entries of these bytes.
    #[inline]
    pub(super) fn new(bytes: &'c [u8]) -> CompactIter<'c, T> {
        CompactIter { entries: bytes.chunks_exact(T::SIZE), entry: PhantomData }
    }
}

impl<T: Packed> Iterator for CompactIter<'_, T> {
    type Item = T;

    #[inline]
    fn next(&mut self) -> Option<T> {
        self.entries.next().map(T::unpack)
    }

    #[inline]
    fn size_hint(&self) -> (usize, Option<usize>) {
        self.entries.size_hint()
    }

    #[inline]
    fn nth(&mut self, index: usize) -> Option<T> {
        self.entries.nth(index).map(T::unpack)
    }

    #[inline]
    fn fold<B, F: FnMut(B, T) -> B>(self, first: B, each: F) -> B {
        self.entries.map(T::unpack).fold(first, each)
    }
}

impl<T: Packed> DoubleEndedIterator for CompactIter<'_, T> {
    #[inline]
    fn next_back(&mut self) -> Option<T> {
        self.entries.next_back().map(T::unpack)
    }
}

impl<T: Packed> ExactSizeIterator for CompactIter<'_, T> {}
impl<T: Packed> FusedIterator for CompactIter<'_, T> {}

/// An owning iterator over the entries of a [`Compact`], in order.
#[derive(Clone, Debug)]
pub struct CompactIntoIter<'a, T> {
    bytes: ByteStr<'a>,
    entries: Range<usize>,
    entry: PhantomData<fn() -> T>,
}

impl<T: Packed> CompactIntoIter<'_, T> {
    fn get(&self, index: usize) -> Option<T> {
        CompactIter::new(&self.bytes).nth(index)
    }
}

impl<T: Packed> Iterator for CompactIntoIter<'_, T> {
    type Item = T;

    fn next(&mut self) -> Option<T> {
        self.entries.next().and_then(|index| self.get(index))
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.entries.size_hint()
    }
}

impl<T: Packed> DoubleEndedIterator for CompactIntoIter<'_, T> {
    fn next_back(&mut self) -> Option<T> {
        self.entries.next_back().and_then(|index| self.get(index))
    }
}

impl<T: Packed> ExactSizeIterator for CompactIntoIter<'_, T> {}
impl<T: Packed> FusedIterator for CompactIntoIter<'_, T> {}

impl<'c, T: Packed> IntoIterator for &'c Compact<'_, T> {
    type Item = T;
    type IntoIter = CompactIter<'c, T>;

    #[inline]
    fn into_iter(self) -> CompactIter<'c, T> {
        CompactIter::new(&self.bytes)
    }
}

impl<'a, T: Packed> IntoIterator for Compact<'a, T> {
    type Item = T;
    type IntoIter = CompactIntoIter<'a, T>;

    fn into_iter(self) -> CompactIntoIter<'a, T> {
        CompactIntoIter { entries: 0..self.len(), bytes: self.bytes, entry: PhantomData }
    }
}

impl<T: Packed> FromIterator<T> for Compact<'static, T> {
    fn from_iter<I: IntoIterator<Item = T>>(entries: I) -> Self {
        let mut packed = Vec::new();
        entries.into_iter().for_each(|entry| entry.pack(&mut packed));
        Compact::of(ByteStr::from(packed))
    }
}

/// Copies the entries first if they are borrowed or shared.
impl<T: Packed> Extend<T> for Compact<'_, T> {
    fn extend<I: IntoIterator<Item = T>>(&mut self, entries: I) {
        let mut packed = Vec::from(mem::take(&mut self.bytes));
        entries.into_iter().for_each(|entry| entry.pack(&mut packed));
        self.bytes = ByteStr::from(packed);
    }
}
