//! Byte arrays of fixed length, borrowed or owned: keys, signatures and filters.

use alloc::boxed::Box;
use core::cmp::Ordering;
use core::fmt;
use core::hash::{Hash, Hasher};
use core::ops::Deref;

use crate::error::Error;
use crate::id::text::{write_hex, wrong_length};

/// `N` bytes, borrowed from a packet or owned, for values too long to be copied with each message.
///
/// ```
/// use tracker_types::krpc::ByteArray;
///
/// let packet = *b"...0123456789abcdef0123456789abcdef";
/// let key = ByteArray::<32>::from(packet.last_chunk().unwrap());
/// let kept: ByteArray<'static, 32> = key.clone().into_owned();
/// assert_eq!((kept[10], &kept), (b'a', &key));
/// ```
#[derive(Clone)]
pub struct ByteArray<'a, const N: usize>(Form<'a, N>);

#[derive(Clone)]
enum Form<'a, const N: usize> {
    Borrowed(&'a [u8; N]),
    Owned(Box<[u8; N]>),
}

impl<const N: usize> ByteArray<'_, N> {
    /// The bytes.
    #[inline]
    pub const fn as_array(&self) -> &[u8; N] {
        match &self.0 {
            Form::Borrowed(bytes) => bytes,
            Form::Owned(bytes) => bytes,
        }
    }

    /// Copies the bytes if they are borrowed.
    pub fn into_owned(self) -> ByteArray<'static, N> {
        ByteArray(Form::Owned(match self.0 {
            Form::Borrowed(bytes) => Box::new(*bytes),
            Form::Owned(bytes) => bytes,
        }))
    }
}

impl<const N: usize> Deref for ByteArray<'_, N> {
    type Target = [u8; N];

    #[inline]
    fn deref(&self) -> &[u8; N] {
        self.as_array()
    }
}

impl<'a, const N: usize> From<&'a [u8; N]> for ByteArray<'a, N> {
    #[inline]
    fn from(bytes: &'a [u8; N]) -> ByteArray<'a, N> {
        ByteArray(Form::Borrowed(bytes))
    }
}

impl<const N: usize> From<[u8; N]> for ByteArray<'static, N> {
    fn from(bytes: [u8; N]) -> ByteArray<'static, N> {
        ByteArray(Form::Owned(Box::new(bytes)))
    }
}

impl<const N: usize> PartialEq for ByteArray<'_, N> {
    fn eq(&self, other: &Self) -> bool {
        self.as_array() == other.as_array()
    }
}

impl<const N: usize> Eq for ByteArray<'_, N> {}

impl<const N: usize> PartialOrd for ByteArray<'_, N> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl<const N: usize> Ord for ByteArray<'_, N> {
    fn cmp(&self, other: &Self) -> Ordering {
        self.as_array().cmp(other.as_array())
    }
}

impl<const N: usize> Hash for ByteArray<'_, N> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.as_array().hash(state);
    }
}

impl<const N: usize> AsRef<[u8]> for ByteArray<'_, N> {
    fn as_ref(&self) -> &[u8] {
        self.as_array()
    }
}

impl<'a, const N: usize> TryFrom<&'a [u8]> for ByteArray<'a, N> {
    type Error = Error;

    fn try_from(bytes: &'a [u8]) -> Result<ByteArray<'a, N>, Error> {
        let array: Result<&[u8; N], _> = bytes.try_into();
        array.map(ByteArray::from).map_err(|_| wrong_length(N, bytes.len()))
    }
}

/// Hex digits.
impl<const N: usize> fmt::Display for ByteArray<'_, N> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_hex(&**self, f)
    }
}

/// Hex digits.
impl<const N: usize> fmt::Debug for ByteArray<'_, N> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}
