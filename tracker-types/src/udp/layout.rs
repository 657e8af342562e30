//! Headers of fixed length, read and written field by field in network byte order.

use crate::error::{Error, ErrorKind};
use crate::quirk::{Quirk, Quirks};
use crate::sink::Sink;

/// The magic constant in place of the connection id in a connect request (BEP 15, `protocol_id`).
pub(super) const PROTOCOL: u64 = 0x0000_0417_2710_1980;

pub(super) const CONNECT: u32 = 0;
pub(super) const ANNOUNCE: u32 = 1;
pub(super) const SCRAPE: u32 = 2;
pub(super) const ERROR: u32 = 3;
/// An announce with a 16-byte address, as in opentracker in 2007.
pub(super) const OLD_ANNOUNCE: u32 = 4;
/// [`ERROR`], least significant byte first.
pub(super) const SWAPPED_ERROR: u32 = ERROR.swap_bytes();

/// The largest number that trackers with signed integers read correctly.
pub(super) const LARGEST: u32 = u32::MAX / 2;

/// The fields of a whole header, in order.
pub(super) struct Fields<'a>(&'a [u8]);

impl<'a> Fields<'a> {
    /// Takes `N` bytes of header off a datagram, and returns what follows them; `None` if there are
    /// fewer.
    #[inline]
    pub(super) fn split<const N: usize>(datagram: &'a [u8]) -> Option<(Self, &'a [u8])> {
        let (header, rest) = datagram.split_first_chunk::<N>()?;
        Some((Fields(header), rest))
    }

    /// Reads the fields of a header.
    #[inline]
    pub(super) fn of<const N: usize>(header: &'a [u8; N]) -> Self {
        Fields(header)
    }

    #[inline]
    pub(super) fn bytes<const N: usize>(&mut self) -> [u8; N] {
        match self.0.split_first_chunk() {
            Some((field, rest)) => {
                self.0 = rest;
                *field
            }
            None => [0; N],
        }
    }

    #[inline]
    pub(super) fn u16(&mut self) -> u16 {
        u16::from_be_bytes(self.bytes())
    }

    #[inline]
    pub(super) fn u32(&mut self) -> u32 {
        u32::from_be_bytes(self.bytes())
    }

    #[inline]
    pub(super) fn i32(&mut self) -> i32 {
        i32::from_be_bytes(self.bytes())
    }

    #[inline]
    pub(super) fn u64(&mut self) -> u64 {
        u64::from_be_bytes(self.bytes())
    }
}

/// Reports the bytes after the end of a message.
#[inline]
pub(super) fn trailing(after: &[u8]) -> Quirks {
    quirks_if(!after.is_empty(), Quirk::TrailingData, after.len())
}

/// Reports a quirk `times` times if it was met.
#[inline]
pub(super) fn quirks_if(met: bool, quirk: Quirk, times: usize) -> Quirks {
    if met { quirks(quirk, times) } else { Quirks::new() }
}

#[cold]
#[inline(never)]
fn quirks(quirk: Quirk, times: usize) -> Quirks {
    let mut quirks = Quirks::new();
    quirks.report_times(quirk, times);
    quirks
}

/// The error for a datagram that ends within its header of `expected` bytes.
#[cold]
#[inline(never)]
pub(super) fn too_short<T>(expected: usize, datagram: &[u8]) -> Result<T, Error> {
    let found = datagram.len();
    Err(Error::new(ErrorKind::WrongLength { expected, found }, found))
}

/// Builds a header of `N` bytes, whose fields `write` writes in order.
#[inline]
pub(super) fn header<const N: usize>(write: impl FnOnce(&mut FieldsMut<'_>)) -> [u8; N] {
    let mut header = [0; N];
    write(&mut FieldsMut::of(&mut header));
    header
}

/// Appends a header of `N` bytes, whose fields `write` writes in order, and then `after`.
#[inline]
pub(super) fn append<const N: usize>(
    out: &mut impl Sink,
    after: &[u8],
    write: impl FnOnce(&mut FieldsMut<'_>),
) {
    if out.room() < N {
        return append_growing::<N>(out, after, write);
    }
    out.append(&header::<N>(write));
    append_last(out, after);
}

/// Appends the bytes that end a message.
#[inline]
pub(super) fn append_last(out: &mut impl Sink, bytes: &[u8]) {
    if out.room() < bytes.len() {
        return append_last_growing(out, bytes);
    }
    out.append(bytes);
}

// Functions of their own, called last: a call that grows memory on the plain way would need a saved
// register for each field.
#[cold]
#[inline(never)]
fn append_last_growing(out: &mut impl Sink, bytes: &[u8]) {
    out.append(bytes);
}

#[cold]
#[inline(never)]
fn append_growing<const N: usize>(
    out: &mut impl Sink,
    after: &[u8],
    write: impl FnOnce(&mut FieldsMut<'_>),
) {
    out.reserve_for(after.len().saturating_add(N));
    out.append(&header::<N>(write));
    out.append(after);
}

/// The rest of a header that is being written. Callers write exactly the fields for which it has
/// room.
pub(super) struct FieldsMut<'h>(&'h mut [u8]);

impl<'h> FieldsMut<'h> {
    /// The fields of a header.
    #[inline]
    pub(super) fn of<const N: usize>(header: &'h mut [u8; N]) -> Self {
        FieldsMut(header)
    }

    #[inline]
    pub(super) fn bytes<const N: usize>(&mut self, field: [u8; N]) {
        if let Some((place, rest)) = core::mem::take(&mut self.0).split_first_chunk_mut() {
            *place = field;
            self.0 = rest;
        }
    }

    #[inline]
    pub(super) fn u16(&mut self, field: u16) {
        self.bytes(field.to_be_bytes());
    }

    #[inline]
    pub(super) fn u32(&mut self, field: u32) {
        self.bytes(field.to_be_bytes());
    }

    #[inline]
    pub(super) fn u64(&mut self, field: u64) {
        self.bytes(field.to_be_bytes());
    }
}
