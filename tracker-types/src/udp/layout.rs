//! Headers of fixed length, field by field, most significant bytes first.

use crate::error::{Error, ErrorKind};
use crate::quirk::{Quirk, Quirks};

/// The constant that stands for the connection id in a connect request (BEP 15, `protocol_id`).
pub(super) const PROTOCOL: u64 = 0x0000_0417_2710_1980;

pub(super) const CONNECT: u32 = 0;
pub(super) const ANNOUNCE: u32 = 1;
pub(super) const SCRAPE: u32 = 2;
pub(super) const ERROR: u32 = 3;
/// An announce with an address of 16 bytes, as opentracker had it in 2007.
pub(super) const OLD_ANNOUNCE: u32 = 4;
/// [`ERROR`], least significant byte first.
pub(super) const SWAPPED_ERROR: u32 = ERROR.swap_bytes();

/// The largest number that trackers written with signed integers read back as it was.
pub(super) const LARGEST: u32 = u32::MAX / 2;

/// The fields of a header, in order. It never runs out: the header was found to be whole.
pub(super) struct Fields<'a>(&'a [u8]);

impl<'a> Fields<'a> {
    /// Takes `N` bytes of header off a datagram, and returns what follows them.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::WrongLength`] if there are fewer.
    #[inline(always)]
    pub(super) fn split<const N: usize>(datagram: &'a [u8]) -> Result<(Self, &'a [u8]), Error> {
        match datagram.split_first_chunk::<N>() {
            Some((header, rest)) => Ok((Fields(header), rest)),
            None => Err(too_short(N, datagram)),
        }
    }

    #[inline(always)]
    pub(super) fn bytes<const N: usize>(&mut self) -> [u8; N] {
        match self.0.split_first_chunk() {
            Some((field, rest)) => {
                self.0 = rest;
                *field
            }
            None => [0; N],
        }
    }

    #[inline(always)]
    pub(super) fn u16(&mut self) -> u16 {
        u16::from_be_bytes(self.bytes())
    }

    #[inline(always)]
    pub(super) fn u32(&mut self) -> u32 {
        u32::from_be_bytes(self.bytes())
    }

    #[inline(always)]
    pub(super) fn i32(&mut self) -> i32 {
        i32::from_be_bytes(self.bytes())
    }

    #[inline(always)]
    pub(super) fn u64(&mut self) -> u64 {
        u64::from_be_bytes(self.bytes())
    }
}

/// Reports bytes after the end of a message, one count each.
#[inline(always)]
pub(super) fn report_trailing(behind: &[u8], quirks: &mut Quirks) {
    if !behind.is_empty() {
        quirks.report_times(Quirk::TrailingData, behind.len());
    }
}

/// The error for a datagram that ends inside its header of so many bytes.
#[cold]
fn too_short(expected: usize, datagram: &[u8]) -> Error {
    let found = datagram.len();
    Error::new(ErrorKind::WrongLength { expected, found }, found)
}

/// A header of `N` bytes on the way out, field by field.
pub(super) struct Header<const N: usize> {
    bytes: [u8; N],
    length: usize,
}

impl<const N: usize> Header<N> {
    #[inline(always)]
    pub(super) const fn new() -> Header<N> {
        Header { bytes: [0; N], length: 0 }
    }

    #[inline(always)]
    pub(super) fn bytes<const M: usize>(mut self, field: [u8; M]) -> Header<N> {
        let place = self.bytes.get_mut(self.length..).and_then(<[u8]>::first_chunk_mut);
        if let Some(place) = place {
            *place = field;
            self.length = self.length.wrapping_add(M);
        }
        self
    }

    #[inline(always)]
    pub(super) fn u16(self, field: u16) -> Header<N> {
        self.bytes(field.to_be_bytes())
    }

    #[inline(always)]
    pub(super) fn u32(self, field: u32) -> Header<N> {
        self.bytes(field.to_be_bytes())
    }

    #[inline(always)]
    pub(super) fn u64(self, field: u64) -> Header<N> {
        self.bytes(field.to_be_bytes())
    }

    /// The header, whole.
    #[inline(always)]
    pub(super) const fn done(self) -> [u8; N] {
        self.bytes
    }
}
