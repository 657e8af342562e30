//! Peer ids: the identifiers that clients choose for themselves.

use core::fmt;

use super::client::Client;
use super::text;
use crate::error::Error;
use crate::percent;

/// The 20 bytes a client chose as its identifier (BEP 3); by convention they begin with the
/// client's name and version (BEP 20).
///
/// The text form is the 20 characters if all of them are printable ASCII, and 40 hex digits
/// otherwise; [`FromStr`](core::str::FromStr) and serde read both.
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

/// The characters of the random part of an id.
const LETTERS: &[u8; 64] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-_";

impl PeerId {
    /// Builds the id of your own client: a prefix, such as `-ZZ0100-`, followed by characters made
    /// from random bytes, six bits of each. A prefix of more than 20 bytes is truncated.
    ///
    /// The characters are letters, digits, `-` and `_`, which need no escape in a URL and cause
    /// trouble in no program.
    ///
    /// ```
    /// use tracker_types::PeerId;
    ///
    /// // From a generator of random numbers, once for each session.
    /// let random = [7, 21, 8, 200, 77, 31, 9, 0, 255, 64, 92, 3, 18, 17, 99, 1, 2, 3, 4, 5];
    /// let id = PeerId::with_prefix(b"-ZZ0100-", random);
    /// assert_eq!(id.to_string(), "-ZZ0100-_0S3IHZ12345");
    /// assert_eq!(id.client().unwrap().to_string(), "ZZ 0.1");
    /// ```
    pub fn with_prefix(prefix: &[u8], random: [u8; 20]) -> PeerId {
        let letter = |byte: u8| LETTERS.get(usize::from(byte % 64)).copied().unwrap_or(b'0');
        let mut id = random.map(letter);
        id.iter_mut().zip(prefix).for_each(|(place, byte)| *place = *byte);
        PeerId(id)
    }

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

    /// The program that chose this id, recognized by the three styles of BEP 20: Azureus
    /// (`-TR2940-…`), Shadow (`T03I-----…`) and Mainline (`M4-20-8--…`), and by styles that only
    /// one program uses, such as Tixati's (`TIX0196-…`).
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

text::id_traits!(PeerId, 20, PeerId::from_text);

/// Writes the 20 characters if all of them are printable ASCII, and 40 hex digits otherwise.
impl fmt::Display for PeerId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match core::str::from_utf8(&self.0) {
            Ok(text) if self.0.iter().all(|byte| matches!(byte, b' '..=b'~')) => f.write_str(text),
            _ => text::write_hex(&self.0, f),
        }
    }
}
