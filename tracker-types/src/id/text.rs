//! Fixed-size byte arrays as hex and base32 digits, and in serde.

use core::fmt;

use serde::de::{Deserializer, Error as _, SeqAccess, Visitor};
use serde::ser::Serializer;

use crate::error::{Error, ErrorKind};
use crate::percent::hex_byte;

/// Reads two hex digits of either case for each byte.
pub(crate) fn from_hex<const N: usize>(text: &[u8]) -> Result<[u8; N], Error> {
    let digits = N.saturating_mul(2);
    if text.len() != digits {
        let kind = ErrorKind::WrongDigitCount { expected: digits, found: text.len() };
        return Err(Error::new(kind, 0));
    }
    let mut bytes = [0; N];
    for (byte, pair) in bytes.iter_mut().zip(text.chunks_exact(2)) {
        let value = match pair {
            [high, low] => hex_byte(*high, *low),
            _ => None,
        };
        *byte = value.ok_or_else(|| invalid_digit(text, u8::is_ascii_hexdigit))?;
    }
    Ok(bytes)
}

/// Reads 32 base32 digits (RFC 4648, section 6) of either case, as in older magnet links.
pub(crate) fn from_base32(text: &[u8; 32]) -> Result<[u8; 20], Error> {
    let mut bytes = [0; 20];
    for (five, eight) in bytes.chunks_exact_mut(5).zip(text.chunks_exact(8)) {
        let mut bits: u64 = 0;
        for &digit in eight {
            let value = base32_value(digit);
            let value = value.ok_or_else(|| invalid_digit(text, |&digit| is_base32(digit)))?;
            bits = bits << 5 | u64::from(value);
        }
        let [_, _, _, low @ ..] = bits.to_be_bytes();
        five.copy_from_slice(&low);
    }
    Ok(bytes)
}

fn base32_value(digit: u8) -> Option<u8> {
    match digit.to_ascii_uppercase() {
        letter @ b'A'..=b'Z' => letter.checked_sub(b'A'),
        digit @ b'2'..=b'7' => digit.checked_sub(b'2' - 26),
        _ => None,
    }
}

fn is_base32(digit: u8) -> bool {
    base32_value(digit).is_some()
}

/// Returns the error for text or a slice of the wrong length.
#[cold]
pub(crate) fn wrong_length(expected: usize, found: usize) -> Error {
    Error::new(ErrorKind::WrongLength { expected, found }, 0)
}

/// Returns the error at the first byte that is not a digit.
#[cold]
fn invalid_digit(text: &[u8], is_digit: impl Fn(&u8) -> bool) -> Error {
    let offset = text.iter().position(|byte| !is_digit(byte)).unwrap_or(text.len());
    Error::new(ErrorKind::InvalidDigit, offset)
}

/// Writes two lower-case hex digits for each byte.
pub(crate) fn write_hex(bytes: &[u8], f: &mut fmt::Formatter<'_>) -> fmt::Result {
    bytes.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
}

/// Writes two lower-case digits for each byte for `{:x}`, with `0x` before them for `{:#x}`.
pub(crate) fn write_lower(bytes: &[u8], f: &mut fmt::Formatter<'_>) -> fmt::Result {
    f.write_str(if f.alternate() { "0x" } else { "" })?;
    write_hex(bytes, f)
}

/// Writes two upper-case digits for each byte for `{:X}`, with `0x` before them for `{:#X}`.
pub(crate) fn write_upper(bytes: &[u8], f: &mut fmt::Formatter<'_>) -> fmt::Result {
    f.write_str(if f.alternate() { "0x" } else { "" })?;
    bytes.iter().try_for_each(|byte| write!(f, "{byte:02X}"))
}

/// Implements what ids of `$length` bytes have in common: conversions, hex and text, serde.
/// `$from_text` reads all text forms; each id implements `Display` itself.
macro_rules! id_traits {
    ($id:ident, $length:literal, $from_text:path) => {
        impl From<[u8; $length]> for $id {
            fn from(bytes: [u8; $length]) -> $id {
                $id(bytes)
            }
        }

        impl From<$id> for [u8; $length] {
            fn from(id: $id) -> [u8; $length] {
                id.0
            }
        }

        impl From<$id> for bencode::ByteStr<'_> {
            fn from(id: $id) -> Self {
                bencode::ByteStr::from(id.0)
            }
        }

        impl<'a> From<&'a $id> for bencode::ByteStr<'a> {
            fn from(id: &'a $id) -> Self {
                bencode::ByteStr::borrowed(&id.0)
            }
        }

        /// Converts to a byte string.
        impl From<$id> for bencode::Value<'_> {
            fn from(id: $id) -> Self {
                bencode::Value::from(bencode::ByteStr::from(id))
            }
        }

        impl AsRef<[u8]> for $id {
            fn as_ref(&self) -> &[u8] {
                &self.0
            }
        }

        impl TryFrom<&[u8]> for $id {
            type Error = $crate::error::Error;

            fn try_from(bytes: &[u8]) -> Result<$id, Self::Error> {
                let array = bytes.try_into();
                array.map($id).map_err(|_| $crate::id::text::wrong_length($length, bytes.len()))
            }
        }

        impl core::str::FromStr for $id {
            type Err = $crate::error::Error;

            fn from_str(text: &str) -> Result<$id, Self::Err> {
                $from_text(text.as_bytes()).map($id)
            }
        }

        impl core::fmt::LowerHex for $id {
            fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
                $crate::id::text::write_lower(&self.0, f)
            }
        }

        impl core::fmt::UpperHex for $id {
            fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
                $crate::id::text::write_upper(&self.0, f)
            }
        }

        impl core::fmt::Debug for $id {
            fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
                write!(f, concat!(stringify!($id), "({:x})"), self)
            }
        }

        impl serde::Serialize for $id {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                $crate::id::text::serialize(&self.0, self, serializer)
            }
        }

        impl<'de> serde::Deserialize<'de> for $id {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<$id, D::Error> {
                $crate::id::text::deserialize(deserializer, $from_text).map($id)
            }
        }
    };
}

pub(crate) use id_traits;

/// Serializes as text in human-readable formats, and as raw bytes otherwise.
pub(crate) fn serialize<S: Serializer>(
    bytes: &[u8],
    text: &impl fmt::Display,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    if serializer.is_human_readable() {
        serializer.collect_str(text)
    } else {
        serializer.serialize_bytes(bytes)
    }
}

/// Reads what [`serialize`] writes; `from_text` reads the text form.
pub(crate) fn deserialize<'de, const N: usize, D: Deserializer<'de>>(
    deserializer: D,
    from_text: fn(&[u8]) -> Result<[u8; N], Error>,
) -> Result<[u8; N], D::Error> {
    if deserializer.is_human_readable() {
        deserializer.deserialize_str(TextVisitor { from_text })
    } else {
        deserializer.deserialize_bytes(BytesVisitor)
    }
}

struct TextVisitor<const N: usize> {
    from_text: fn(&[u8]) -> Result<[u8; N], Error>,
}

impl<const N: usize> Visitor<'_> for TextVisitor<N> {
    type Value = [u8; N];

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the text form of {N} bytes")
    }

    fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<[u8; N], E> {
        (self.from_text)(text.as_bytes()).map_err(E::custom)
    }

    /// serde's buffer for `flatten` and untagged enums loses whether the format is human-readable.
    /// Bytes from it are raw if there are `N` of them: only the text form of a peer id has that
    /// length, and it consists of the same bytes.
    fn visit_bytes<E: serde::de::Error>(self, bytes: &[u8]) -> Result<[u8; N], E> {
        bytes.try_into().or_else(|_| (self.from_text)(bytes).map_err(E::custom))
    }
}

struct BytesVisitor<const N: usize>;

impl<'de, const N: usize> Visitor<'de> for BytesVisitor<N> {
    type Value = [u8; N];

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{N} bytes")
    }

    fn visit_bytes<E: serde::de::Error>(self, bytes: &[u8]) -> Result<[u8; N], E> {
        bytes.try_into().map_err(|_| E::invalid_length(bytes.len(), &self))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<[u8; N], A::Error> {
        let mut bytes = [0; N];
        for (place, byte) in bytes.iter_mut().enumerate() {
            *byte = items.next_element()?.ok_or_else(|| A::Error::invalid_length(place, &self))?;
        }
        match items.next_element::<u8>()? {
            None => Ok(bytes),
            Some(_) => Err(A::Error::invalid_length(N.saturating_add(1), &self)),
        }
    }
}
