//! Peer ids: what a client calls itself.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::client::Client;
use super::text;
use crate::error::Error;
use crate::percent;

/// The 20 bytes a client chose for itself (BEP 3); by custom they begin with its name and version
/// (BEP 20).
///
/// As text it is its 20 characters where all of them are printable ASCII, 40 hex digits otherwise;
/// [`FromStr`] and serde read both.
///
/// ```
/// use tracker_types::PeerId;
///
/// let id: PeerId = "-TR2940-0890apv0oznf".parse()?;
/// assert_eq!(id.client().unwrap().name, "Transmission");
/// assert_eq!(format!("{id:?}"), "PeerId(2d5452323934302d30383930617076306f7a6e66)");
/// # Ok::<(), tracker_types::Error>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PeerId(pub [u8; 20]);

impl PeerId {
    /// Reads the percent-encoded bytes of a query's `peer_id`.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::BadEscape`](crate::ErrorKind::BadEscape) or
    /// [`ErrorKind::WrongLength`](crate::ErrorKind::WrongLength).
    pub fn from_percent(text: &[u8]) -> Result<PeerId, Error> {
        percent::decode_array(text).map(PeerId)
    }

    /// The 20 bytes.
    pub const fn as_bytes(&self) -> &[u8; 20] {
        &self.0
    }

    /// The program that chose this id, by the three styles of BEP 20: Azureus (`-TR2940-…`),
    /// Shadow (`T03I-----…`) and Mainline (`M4-20-8--…`).
    pub fn client(&self) -> Option<Client> {
        Client::of(&self.0)
    }

    fn from_text(text: &[u8]) -> Result<[u8; 20], Error> {
        match text.len() {
            40 => text::from_hex(text),
            length => text.try_into().map_err(|_| text::wrong_length(20, length)),
        }
    }
}

impl From<[u8; 20]> for PeerId {
    fn from(bytes: [u8; 20]) -> PeerId {
        PeerId(bytes)
    }
}

impl AsRef<[u8]> for PeerId {
    fn as_ref(&self) -> &[u8] {
        &self.0
    }
}

impl TryFrom<&[u8]> for PeerId {
    type Error = Error;

    fn try_from(bytes: &[u8]) -> Result<PeerId, Error> {
        bytes.try_into().map(PeerId).map_err(|_| text::wrong_length(20, bytes.len()))
    }
}

impl FromStr for PeerId {
    type Err = Error;

    fn from_str(text: &str) -> Result<PeerId, Error> {
        PeerId::from_text(text.as_bytes()).map(PeerId)
    }
}

impl fmt::Display for PeerId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match std::str::from_utf8(&self.0) {
            Ok(text) if self.0.iter().all(|byte| matches!(byte, b' '..=b'~')) => f.write_str(text),
            _ => text::write_hex(&self.0, f),
        }
    }
}

impl fmt::Debug for PeerId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PeerId(")?;
        text::write_hex(&self.0, f)?;
        f.write_str(")")
    }
}

impl Serialize for PeerId {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        text::serialize(&self.0, self, serializer)
    }
}

impl<'de> Deserialize<'de> for PeerId {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<PeerId, D::Error> {
        text::deserialize(deserializer, PeerId::from_text).map(PeerId)
    }
}
