//! Writes canonical bencode without checking the order of keys: those of a table are in order.

use alloc::format;

use super::decimal::decimal;
use crate::sink::Sink;

/// Appends to a buffer, which is made longer first and cut to its final length at the end.
///
/// Appending to a `Vec` checks each time whether it has to grow; here one check covers a key and its
/// number. The buffer is owned until [`finish`](Output::finish): if it were borrowed, its address would
/// be loaded again for each piece.
pub(crate) struct Output<'v, S> {
    home: &'v mut S,
    out: S,
    /// How much of `out` is written; the rest is room.
    length: usize,
}

/// Room for what is written together with a key: a number, or the length of a byte string.
const AFTER: usize = 24;

/// Room for the longest key and what is written with it.
const ROOM: usize = 64;

/// Room for what is written around peers or files, and for a page after it.
const SPACE: usize = PAGE + 64;

impl<'v, S: Sink> Output<'v, S> {
    /// Begins to append to `out` about `expected` bytes.
    #[inline]
    pub(crate) fn new(out: &'v mut S, expected: usize) -> Output<'v, S> {
        let length = out.length();
        out.stretch(length.saturating_add(expected).saturating_add(SPACE));
        Output { out: core::mem::take(out), home: out, length }
    }

    /// Appends bytes as they are.
    #[inline]
    pub(crate) fn put(&mut self, text: &[u8]) {
        let end = self.length.wrapping_add(text.len());
        match self.out.space().get_mut(self.length..end) {
            Some(place) => {
                place.copy_from_slice(text);
                self.length = end;
            }
            None => self.length = put_long(&mut self.out, self.length, text),
        }
    }

    /// Appends `length` bytes for the caller to fill in, at most those that were expected and a page.
    #[inline]
    pub(crate) fn lend(&mut self, length: usize) -> &mut [u8] {
        let start = self.length;
        self.length = start.saturating_add(length);
        self.out.space().get_mut(start..self.length).unwrap_or_default()
    }

    /// Appends pieces that together fit a page, with one check of the room for all of them.
    #[inline]
    pub(crate) fn page(&mut self, write: impl FnOnce(&mut Page<'_>)) {
        let mut beside = None;
        let end = self.length.wrapping_add(PAGE);
        let space = self.out.space().get_mut(self.length..end);
        let place = match space.and_then(<[u8]>::first_chunk_mut) {
            Some(place) => place,
            None => beside.insert([0; PAGE]),
        };
        let mut page = Page { place, length: 0 };
        write(&mut page);
        let used = page.length;
        self.length = match beside {
            None => self.length.wrapping_add(used),
            Some(page) => {
                put_long(&mut self.out, self.length, page.get(..used).unwrap_or_default())
            }
        };
    }

    /// Appends `key` and a byte string, if there is one.
    #[inline]
    pub(crate) fn string<const N: usize>(&mut self, key: &[u8; N], value: Option<&[u8]>) {
        if let Some(value) = value {
            self.head(key, |place| size(place, value.len()));
            self.put(value);
        }
    }

    /// Appends `key` and a number.
    #[inline]
    pub(crate) fn number<const N: usize>(&mut self, key: &[u8; N], value: u32) {
        self.head(key, |place| {
            let (first, place) = place.split_first_mut()?;
            *first = b'i';
            Some(decimal(place.first_chunk_mut()?, value, b'e').wrapping_add(1))
        });
    }

    /// Appends `key` and the few bytes that `write` puts after it, with one check of the room for both.
    #[inline]
    fn head<const N: usize>(
        &mut self,
        key: &[u8; N],
        write: impl FnOnce(&mut [u8; AFTER]) -> Option<usize>,
    ) {
        let place = self.out.space().get_mut(self.length..).and_then(<[u8]>::first_chunk_mut);
        match place {
            Some(place) => {
                let used = fill(place, key, write);
                self.length = self.length.wrapping_add(used);
            }
            None => self.length = head_beside(&mut self.out, self.length, key, write),
        }
    }

    /// Appends the `e` that ends the outermost dictionary, and finishes.
    #[inline]
    pub(crate) fn end(&mut self) {
        self.put(b"e");
        self.finish();
    }

    /// Cuts the unused room after the last byte, and gives the buffer back.
    #[inline]
    pub(crate) fn finish(&mut self) {
        self.out.cut(self.length);
        *self.home = core::mem::take(&mut self.out);
    }
}

/// Appends to `out`, cut to `length`, and makes room again; returns the new length.
#[cold]
#[inline(never)]
fn put_long(out: &mut impl Sink, length: usize, text: &[u8]) -> usize {
    out.cut(length);
    out.append(text);
    let length = out.length();
    out.stretch(length.saturating_add(length / 2).saturating_add(SPACE));
    length
}

/// Appends a byte string, without making room for what follows.
#[inline]
pub(crate) fn append_string(text: &[u8], out: &mut impl Sink) {
    match u8::try_from(text.len()) {
        // Most strings have such a length; appending three bytes, a known number, needs no call to copy them.
        Ok(length @ 10..=99) => out.append(&[b'0' | (length / 10), b'0' | (length % 10), b':']),
        _ => append_size(text.len(), out),
    }
    out.append(text);
}

#[inline(never)]
fn append_size(length: usize, out: &mut impl Sink) {
    let mut place = [0; AFTER];
    let digits = size(&mut place, length).and_then(|length| place.get(..length));
    out.append(digits.unwrap_or_default());
}

/// Appends a key and what `write` puts after it when less than [`ROOM`] is left, although they may need less
/// than that; returns the new length.
#[cold]
#[inline(never)]
fn head_beside<const N: usize>(
    out: &mut impl Sink,
    length: usize,
    key: &[u8; N],
    write: impl FnOnce(&mut [u8; AFTER]) -> Option<usize>,
) -> usize {
    let mut place = [0; ROOM];
    let used = fill(&mut place, key, write);
    put_long(out, length, place.get(..used).unwrap_or_default())
}

/// Writes a key and what `write` puts after it; returns the number of bytes.
#[inline]
fn fill<const N: usize>(
    place: &mut [u8; ROOM],
    key: &[u8; N],
    write: impl FnOnce(&mut [u8; AFTER]) -> Option<usize>,
) -> usize {
    const { assert!(N + AFTER <= ROOM, "a key that is longer than the room for it") };
    let Some((first, place)) = place.split_first_chunk_mut() else { return 0 };
    *first = *key;
    N.wrapping_add(place.first_chunk_mut().and_then(write).unwrap_or(0))
}

/// Writes the length of a byte string and its colon; returns the number of bytes.
#[inline]
#[expect(clippy::cast_possible_truncation, reason = "one digit")]
fn size(place: &mut [u8; AFTER], length: usize) -> Option<usize> {
    match u32::try_from(length) {
        Ok(length @ 0..=9) => {
            let [first, second, ..] = place;
            (*first, *second) = (b'0' | length as u8, b':');
            Some(2)
        }
        Ok(length) => Some(decimal(place.first_chunk_mut()?, length, b':')),
        Err(_) => long_size(place, length),
    }
}

#[cold]
#[inline(never)]
fn long_size(place: &mut [u8; AFTER], length: usize) -> Option<usize> {
    let text = format!("{length}:");
    place.get_mut(..text.len())?.copy_from_slice(text.as_bytes());
    Some(text.len())
}

/// Room for short pieces that are known to fit.
pub(crate) struct Page<'p> {
    place: &'p mut [u8; PAGE],
    length: usize,
}

/// The size of a [`Page`]: more than a scraped file takes, or a reply to an announce before its peers.
const PAGE: usize = 192;

impl Page<'_> {
    /// Appends bytes as they are.
    #[inline]
    pub(crate) fn put<const N: usize>(&mut self, text: &[u8; N]) {
        let place = self.place.get_mut(self.length..).and_then(<[u8]>::first_chunk_mut);
        if let Some(place) = place {
            *place = *text;
            self.length = self.length.wrapping_add(N);
        }
    }

    /// Appends a number.
    #[inline]
    pub(crate) fn number(&mut self, value: u32) {
        self.put(b"i");
        self.decimal(value, b'e');
    }

    /// Appends the length of a byte string and its colon.
    #[inline]
    pub(crate) fn size(&mut self, length: usize) {
        match u32::try_from(length) {
            Ok(length) => self.decimal(length, b':'),
            Err(_) => self.long_size(length),
        }
    }

    #[cold]
    #[inline(never)]
    fn long_size(&mut self, length: usize) {
        format!("{length}:").bytes().for_each(|byte| self.put(&[byte]));
    }

    #[inline]
    fn decimal(&mut self, value: u32, last: u8) {
        let place = self.place.get_mut(self.length..).and_then(<[u8]>::first_chunk_mut);
        if let Some(place) = place {
            self.length = self.length.wrapping_add(decimal(place, value, last));
        }
    }
}
