//! Info-hashes: the identifiers of torrents on the wire.

use alloc::format;
use alloc::string::String;
use core::fmt;

use super::text;
use crate::error::Error;
use crate::percent;

/// The 20 bytes that identify a torrent to trackers and peers: the SHA-1 of the `info` dictionary
/// as it is in the file (BEP 3), or the first 20 bytes of its SHA-256 (BEP 52).
///
/// ```
/// use tracker_types::InfoHash;
///
/// let hex: InfoHash = "d1101a2b9d202811a05e8c57c557a20bf974dc8a".parse()?;
/// let base32: InfoHash = "2EIBUK45EAUBDIC6RRL4KV5CBP4XJXEK".parse()?;
/// let wire = InfoHash::from_percent(
///     b"%D1%10%1A%2B%9D%20%28%11%A0%5E%8C%57%C5%57%A2%0B%F9%74%DC%8A",
/// )?;
/// assert!(hex == base32 && hex == wire);
/// assert_eq!(format!("{hex} {hex:X}").len(), 81);
/// // As a bencode value, and as bytes.
/// assert_eq!(bencode::Value::from(hex), <[u8; 20]>::from(hex));
/// # Ok::<(), tracker_types::Error>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct InfoHash(pub [u8; 20]);

impl InfoHash {
    /// Reads the percent-encoded bytes of a query's `info_hash`.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::BadEscape`](crate::ErrorKind::BadEscape) or
    /// [`ErrorKind::WrongLength`](crate::ErrorKind::WrongLength).
    pub fn from_percent(text: &[u8]) -> Result<InfoHash, Error> {
        percent::decode_array(text).map(InfoHash)
    }

    /// Percent-encodes the bytes, as in a query's `info_hash`.
    pub fn to_percent(&self) -> String {
        percent::encode(&self.0)
    }

    /// The 20 bytes.
    pub const fn as_bytes(&self) -> &[u8; 20] {
        &self.0
    }

    /// Reads 40 hex or 32 base32 digits.
    pub(crate) fn from_text(text: &[u8]) -> Result<[u8; 20], Error> {
        match text.try_into() {
            Ok(digits) => text::from_base32(digits),
            Err(_) => text::from_hex(text),
        }
    }
}

/// The 32 bytes that identify a v2 torrent (BEP 52): the SHA-256 of the `info` dictionary as it is
/// in the file.
///
/// ```
/// use tracker_types::InfoHashV2;
///
/// // The multihash of a magnet link's `urn:btmh:`.
/// let hash: InfoHashV2 =
///     "12209c38422213e30bff212b30c360d26f9a021364228b454d58fecc4894be6d1d56".parse()?;
/// // The hash that a client sends to trackers.
/// assert_eq!(hash.truncate().to_string(), "9c38422213e30bff212b30c360d26f9a02136422");
/// # Ok::<(), tracker_types::Error>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct InfoHashV2(pub [u8; 32]);

impl InfoHashV2 {
    /// The first two bytes of a SHA-256 multihash, as hex: the code of the function and the length.
    const MULTIHASH: &'static [u8] = b"1220";

    /// Returns the first 20 bytes, which are sent to trackers and used in the DHT (BEP 52).
    pub const fn truncate(&self) -> InfoHash {
        let [front @ .., _, _, _, _, _, _, _, _, _, _, _, _] = self.0;
        InfoHash(front)
    }

    /// Returns the multihash `1220…`, as in a magnet link after `urn:btmh:` (BEP 9).
    pub fn to_multihash(&self) -> String {
        format!("1220{self}")
    }

    /// The 32 bytes.
    pub const fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// Reads 64 hex digits, or those after `1220`.
    fn from_text(text: &[u8]) -> Result<[u8; 32], Error> {
        match text.strip_prefix(Self::MULTIHASH) {
            Some(digits) if digits.len() == 64 => {
                text::from_hex(digits).map_err(|error| error.moved_by(Self::MULTIHASH.len()))
            }
            _ => text::from_hex(text),
        }
    }
}

text::id_traits!(InfoHash, 20, InfoHash::from_text);
text::id_traits!(InfoHashV2, 32, InfoHashV2::from_text);

/// 40 hex digits.
impl fmt::Display for InfoHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        text::write_hex(&self.0, f)
    }
}

/// 64 hex digits.
impl fmt::Display for InfoHashV2 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        text::write_hex(&self.0, f)
    }
}
