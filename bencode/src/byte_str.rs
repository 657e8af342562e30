//! Byte strings that borrow from the input or share its buffer.

mod array;
mod convert;

#[cfg(not(feature = "bytes"))]
use alloc::boxed::Box;
use alloc::{borrow::Cow, string::String, vec::Vec};
use core::borrow::Borrow;
use core::cmp::Ordering;
use core::fmt;
use core::hash::{Hash, Hasher};
use core::ops::Deref;

pub use array::ByteArray;
pub(crate) use convert::{eq_bytes, eq_int};

#[cfg(feature = "bytes")]
use bytes::Bytes as Owned;
#[cfg(not(feature = "bytes"))]
type Owned = Box<[u8]>;

/// A byte string: borrowed from the input, or owning its bytes.
///
/// With the feature `bytes`, the owning form is a [`Bytes`]: clones are cheap and [`share`](ByteStr::share)
/// returns slices of the frame that it arrived in. Without the feature it is a boxed slice. A `ByteStr`
/// compares, orders and hashes like the `[u8]` it derefs to.
///
/// ```
/// use bencode::ByteStr;
///
/// let peer_id = ByteStr::from("-TR2940-0890apv0oznf");
/// assert_eq!(peer_id.as_str(), Some("-TR2940-0890apv0oznf"));
/// assert_eq!(peer_id.get(..3), Some(&b"-TR"[..]));
///
/// let peers = ByteStr::from(b"\x7f\0\0\x01\x1a\xe1");
/// assert_eq!(peers, b"\x7f\0\0\x01\x1a\xe1");
/// assert_eq!(format!("{peers:?}"), r#"b"\x7f\x00\x00\x01\x1a\xe1""#);
/// ```
///
/// As a field of a type that derives `Deserialize`, it borrows if marked `#[serde(borrow)]`, or owns: see
/// [borrowing and owning](crate::de#borrowing-and-owning).
///
/// In human-readable formats, such as JSON, it serializes as text, or as `{"$hex":"…"}` if it is not UTF-8 or
/// has control characters other than tab, CR and LF. Both forms are read back. As the key of a map it serializes
/// in the same forms, and serde_json refuses the second ("key must be a string"); text is written as it is, even
/// if it begins with `$hex:`. [`Value`](crate::Value) and [`Dict`](crate::Dict) write any key.
///
/// [`Bytes`]: https://docs.rs/bytes/latest/bytes/struct.Bytes.html
#[derive(Clone)]
pub struct ByteStr<'a>(Repr<'a>);

// Both owning forms have a niche, so the tag costs nothing:
// 32 bytes with `Bytes`, 24 without.
#[derive(Clone)]
enum Repr<'a> {
    Borrowed(&'a [u8]),
    Owned(Owned),
}

impl<'a> ByteStr<'a> {
    /// An empty byte string.
    pub const fn new() -> ByteStr<'a> {
        ByteStr(Repr::Borrowed(&[]))
    }

    /// Borrows `bytes`.
    pub const fn borrowed(bytes: &'a [u8]) -> ByteStr<'a> {
        ByteStr(Repr::Borrowed(bytes))
    }

    /// The bytes.
    #[inline]
    pub fn as_bytes(&self) -> &[u8] {
        match &self.0 {
            Repr::Borrowed(bytes) => bytes,
            Repr::Owned(bytes) => bytes,
        }
    }

    /// The bytes with the lifetime of the input, if they are borrowed from it.
    ///
    /// ```
    /// fn name(torrent: &[u8]) -> Result<&[u8], bencode::Error> {
    ///     #[derive(serde::Deserialize)]
    ///     struct Info<'a> {
    ///         #[serde(borrow)]
    ///         name: bencode::ByteStr<'a>,
    ///     }
    ///     let info: Info = bencode::from_slice(torrent)?;
    ///     Ok(info.name.as_borrowed().unwrap_or_default())
    /// }
    ///
    /// assert_eq!(name(b"d6:lengthi1e4:name4:spame")?, b"spam");
    /// # Ok::<(), bencode::Error>(())
    /// ```
    pub const fn as_borrowed(&self) -> Option<&'a [u8]> {
        match self.0 {
            Repr::Borrowed(bytes) => Some(bytes),
            Repr::Owned(_) => None,
        }
    }

    /// The number of bytes.
    pub fn len(&self) -> usize {
        self.as_bytes().len()
    }

    /// Whether there are no bytes; usable as a path in `#[serde(skip_serializing_if)]`.
    pub fn is_empty(&self) -> bool {
        self.as_bytes().is_empty()
    }

    /// Returns `part` of these bytes as an owned byte string.
    #[cfg(feature = "serde")]
    pub(crate) fn part<'b>(&self, part: &ByteStr<'_>) -> ByteStr<'b> {
        match &self.0 {
            #[cfg(feature = "bytes")]
            Repr::Owned(frame) => part.share(frame),
            _ => part.clone().into_owned(),
        }
    }

    /// The bytes as text, if they are UTF-8.
    pub fn as_str(&self) -> Option<&str> {
        core::str::from_utf8(self).ok()
    }

    /// The bytes as text, with each byte that is not UTF-8 replaced by U+FFFD.
    pub fn to_string_lossy(&self) -> Cow<'_, str> {
        String::from_utf8_lossy(self)
    }

    /// Detaches it from the input: copies borrowed bytes, keeps owned ones.
    pub fn into_owned(self) -> ByteStr<'static> {
        ByteStr(Repr::Owned(match self.0 {
            Repr::Borrowed(bytes) => Owned::from(Vec::from(bytes)),
            Repr::Owned(bytes) => bytes,
        }))
    }

    /// Detaches it from the input without copying, if its bytes lie inside `frame`.
    ///
    /// Bytes borrowed from elsewhere are copied.
    ///
    /// ```
    /// use bencode::ByteStr;
    /// use bytes::Bytes;
    ///
    /// let frame = Bytes::from_static(b"4:spam");
    /// let spam = ByteStr::borrowed(&frame[2..]).share(&frame);
    /// assert_eq!(spam.as_ptr(), frame[2..].as_ptr());
    /// ```
    #[cfg(feature = "bytes")]
    pub fn share(&self, frame: &bytes::Bytes) -> ByteStr<'static> {
        match &self.0 {
            Repr::Owned(bytes) => bytes.clone().into(),
            Repr::Borrowed(bytes) if holds(frame, bytes) => frame.slice_ref(bytes).into(),
            Repr::Borrowed(bytes) => bytes::Bytes::copy_from_slice(bytes).into(),
        }
    }
}

/// Whether `part` lies inside `frame`, by address.
#[cfg(feature = "bytes")]
fn holds(frame: &[u8], part: &[u8]) -> bool {
    let (frame, part) = (frame.as_ptr_range(), part.as_ptr_range());
    frame.start <= part.start && part.end <= frame.end
}

impl Default for ByteStr<'_> {
    fn default() -> Self {
        ByteStr::new()
    }
}

impl Deref for ByteStr<'_> {
    type Target = [u8];

    #[inline]
    fn deref(&self) -> &[u8] {
        self.as_bytes()
    }
}

impl AsRef<[u8]> for ByteStr<'_> {
    fn as_ref(&self) -> &[u8] {
        self
    }
}

impl Borrow<[u8]> for ByteStr<'_> {
    fn borrow(&self) -> &[u8] {
        self
    }
}

impl Eq for ByteStr<'_> {}

impl PartialEq for ByteStr<'_> {
    #[inline]
    fn eq(&self, other: &Self) -> bool {
        self.as_bytes() == other.as_bytes()
    }
}

impl Ord for ByteStr<'_> {
    #[inline]
    fn cmp(&self, other: &Self) -> Ordering {
        self.as_bytes().cmp(other.as_bytes())
    }
}

impl PartialOrd for ByteStr<'_> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Hash for ByteStr<'_> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.as_bytes().hash(state);
    }
}

/// Writes a Rust byte string literal: `b"d8:\xff"`.
impl fmt::Debug for ByteStr<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt_debug(self, f)
    }
}

/// Writes the text, with `\xff` for each byte that is not UTF-8 and escapes for control characters.
///
/// Safe to print to a terminal; not meant to be read back.
impl fmt::Display for ByteStr<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt_display(self, f)
    }
}

fn fmt_debug(bytes: &[u8], f: &mut fmt::Formatter<'_>) -> fmt::Result {
    write!(f, "b\"{}\"", bytes.escape_ascii())
}

fn fmt_display(bytes: &[u8], f: &mut fmt::Formatter<'_>) -> fmt::Result {
    use fmt::Write;
    for chunk in bytes.utf8_chunks() {
        for text in chunk.valid().chars() {
            if text.is_control() {
                write!(f, "{}", text.escape_debug())?;
            } else {
                f.write_char(text)?;
            }
        }
        for byte in chunk.invalid() {
            write!(f, "\\x{byte:02x}")?;
        }
    }
    Ok(())
}
