use core::borrow::{Borrow, BorrowMut};
use core::fmt;
use core::ops::{Deref, DerefMut};

use super::{fmt_debug, fmt_display};

/// A byte string of exactly `N` bytes, such as an info-hash or a peer id.
///
/// In serde, `[u8; N]` is a list of integers; a `ByteArray<N>` is a byte string. Human-readable formats
/// get it as they get a [`ByteStr`](crate::ByteStr), also as a key.
///
/// ```
/// use bencode::ByteArray;
///
/// let peer_id = ByteArray::<20>::try_from(&b"-TR2940-0890apv0oznf"[..])?;
/// assert_eq!(peer_id.0[1..3], *b"TR");
/// assert_eq!(peer_id.to_string(), "-TR2940-0890apv0oznf");
/// # Ok::<(), core::array::TryFromSliceError>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ByteArray<const N: usize>(pub [u8; N]);

impl<const N: usize> Deref for ByteArray<N> {
    type Target = [u8; N];

    fn deref(&self) -> &[u8; N] {
        &self.0
    }
}

impl<const N: usize> DerefMut for ByteArray<N> {
    fn deref_mut(&mut self) -> &mut [u8; N] {
        &mut self.0
    }
}

impl<const N: usize> AsRef<[u8]> for ByteArray<N> {
    fn as_ref(&self) -> &[u8] {
        &self.0
    }
}

impl<const N: usize> Borrow<[u8]> for ByteArray<N> {
    fn borrow(&self) -> &[u8] {
        &self.0
    }
}

impl<const N: usize> BorrowMut<[u8]> for ByteArray<N> {
    fn borrow_mut(&mut self) -> &mut [u8] {
        &mut self.0
    }
}

impl<const N: usize> Default for ByteArray<N> {
    fn default() -> Self {
        ByteArray([0; N])
    }
}

impl<const N: usize> From<[u8; N]> for ByteArray<N> {
    fn from(bytes: [u8; N]) -> Self {
        ByteArray(bytes)
    }
}

impl<const N: usize> From<ByteArray<N>> for [u8; N] {
    fn from(bytes: ByteArray<N>) -> Self {
        bytes.0
    }
}

impl<const N: usize> TryFrom<&[u8]> for ByteArray<N> {
    type Error = core::array::TryFromSliceError;

    fn try_from(bytes: &[u8]) -> Result<Self, Self::Error> {
        bytes.try_into().map(ByteArray)
    }
}

/// Writes a Rust byte string literal: `b"d8:\xff"`.
impl<const N: usize> fmt::Debug for ByteArray<N> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt_debug(&self.0, f)
    }
}

/// Writes the text, with `\xff` for each byte that is not UTF-8 and escapes for control characters.
impl<const N: usize> fmt::Display for ByteArray<N> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt_display(&self.0, f)
    }
}
