//! WebRTC offers and answers, which trackers only forward.

use alloc::borrow::Cow;
use alloc::boxed::Box;
use alloc::vec::Vec;
use core::fmt;

use bencode::ByteStr;
use bytes::Bytes;

use super::members::{SdpMembers, Span};
use super::string;
use super::write;
use crate::id::text::write_hex;

/// The id that a client gives an offer, by which it recognizes the answer: opaque bytes, usually 20.
///
/// ```
/// use tracker_types::websocket::OfferId;
///
/// let id = OfferId::from(*b"0123456789ABCDEFGHIJ");
/// assert_eq!(id.as_bytes().len(), 20);
/// // As libtorrent before 2.1 sends it.
/// let short = OfferId::from(&b"0123456789ABCDEF"[..]);
/// assert_ne!(id, short);
/// ```
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct OfferId(Repr);

#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Repr {
    Usual([u8; 20]),
    Other(Box<[u8]>),
}

impl OfferId {
    /// The bytes.
    pub fn as_bytes(&self) -> &[u8] {
        match &self.0 {
            Repr::Usual(bytes) => bytes,
            Repr::Other(bytes) => bytes,
        }
    }
}

impl From<[u8; 20]> for OfferId {
    fn from(bytes: [u8; 20]) -> OfferId {
        OfferId(Repr::Usual(bytes))
    }
}

impl From<&[u8; 20]> for OfferId {
    fn from(bytes: &[u8; 20]) -> OfferId {
        OfferId::from(*bytes)
    }
}

impl From<&[u8]> for OfferId {
    fn from(bytes: &[u8]) -> OfferId {
        OfferId(match bytes.try_into() {
            Ok(bytes) => Repr::Usual(bytes),
            Err(_) => Repr::Other(bytes.into()),
        })
    }
}

impl AsRef<[u8]> for OfferId {
    fn as_ref(&self) -> &[u8] {
        self.as_bytes()
    }
}

/// Hex digits.
impl fmt::LowerHex for OfferId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_hex(self.as_bytes(), f)
    }
}

/// The bytes, escaped if they are not printable ASCII.
impl fmt::Display for OfferId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.as_bytes().escape_ascii())
    }
}

impl fmt::Debug for OfferId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "OfferId(b\"{}\")", self.as_bytes().escape_ascii())
    }
}

/// A session description (SDP, RFC 8866) in the JSON object that WebRTC makes of it. It is forwarded byte for
/// byte as the client sent it.
///
/// ```
/// use tracker_types::websocket::Sdp;
///
/// let offer = Sdp::offer("v=0\r\ns=-\r\n");
/// assert_eq!(offer.as_json(), br#"{"type":"offer","sdp":"v=0\r\ns=-\r\n"}"#);
/// assert_eq!(offer.text().as_deref(), Some("v=0\r\ns=-\r\n"));
/// ```
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Sdp<'a>(ByteStr<'a>);

impl<'a> Sdp<'a> {
    /// Creates a description from the text that, for example, `RTCPeerConnection.createOffer`
    /// returned.
    pub fn offer(text: &str) -> Sdp<'static> {
        Sdp::new(text, SdpKind::Offer)
    }

    /// Creates a description from the text that, for example, `RTCPeerConnection.createAnswer`
    /// returned.
    pub fn answer(text: &str) -> Sdp<'static> {
        Sdp::new(text, SdpKind::Answer)
    }

    fn new(text: &str, kind: SdpKind) -> Sdp<'static> {
        let start = kind.start();
        let mut json = Vec::with_capacity(start.len().saturating_add(write::expected(text)));
        json.extend_from_slice(start.as_bytes());
        // `string` writes the quote itself.
        json.pop();
        write::string(text, &mut json);
        json.push(b'}');
        Sdp(ByteStr::from(json))
    }

    pub(super) fn from_span(span: Span<'a>) -> Sdp<'a> {
        Sdp(ByteStr::borrowed(span.0.as_bytes()))
    }

    /// The JSON value, byte for byte: usually an object with `type` and `sdp`.
    pub fn as_json(&self) -> &[u8] {
        &self.0
    }

    /// The text of `sdp`, if that is a string; a lone surrogate in it becomes U+FFFD.
    pub fn text(&self) -> Option<Cow<'_, str>> {
        let members: SdpMembers<'_> = serde_json::from_slice(&self.0).ok()?;
        Some(string::text(members.sdp?.inside()?))
    }

    /// The same description, borrowed from this one.
    pub(super) fn lend(&self) -> Sdp<'_> {
        Sdp(ByteStr::borrowed(&self.0))
    }

    /// Copies the description if it is borrowed.
    pub fn into_owned(self) -> Sdp<'static> {
        Sdp(self.0.into_owned())
    }

    /// Shares `frame` if the description is in it, and copies it otherwise.
    pub fn share(&self, frame: &Bytes) -> Sdp<'static> {
        Sdp(self.0.share(frame))
    }
}

impl fmt::Debug for Sdp<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Sdp({})", self.0.to_string_lossy())
    }
}

/// The side of a connection that a description is from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum SdpKind {
    Offer,
    Answer,
}

impl SdpKind {
    /// The value of `type`.
    pub(super) const fn name(self) -> &'static str {
        match self {
            SdpKind::Offer => "offer",
            SdpKind::Answer => "answer",
        }
    }

    /// The start of a description, up to its text.
    pub(super) const fn start(self) -> &'static str {
        match self {
            SdpKind::Offer => r#"{"type":"offer","sdp":""#,
            SdpKind::Answer => r#"{"type":"answer","sdp":""#,
        }
    }
}

/// An offer to connect, for a peer that the tracker chooses.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Offer<'a> {
    /// The id that the answer repeats.
    pub id: OfferId,
    /// The offer itself.
    pub sdp: Sdp<'a>,
}

impl<'a> Offer<'a> {
    /// An offer with this id.
    pub fn new(id: impl Into<OfferId>, sdp: Sdp<'a>) -> Offer<'a> {
        Offer { id: id.into(), sdp }
    }

    pub(super) fn lend(&self) -> Offer<'_> {
        Offer { id: self.id.clone(), sdp: self.sdp.lend() }
    }

    /// Copies the description if it is borrowed.
    pub fn into_owned(self) -> Offer<'static> {
        Offer { id: self.id, sdp: self.sdp.into_owned() }
    }

    /// Shares `frame` if the description is in it, and copies it otherwise.
    pub fn share(&self, frame: &Bytes) -> Offer<'static> {
        Offer { id: self.id.clone(), sdp: self.sdp.share(frame) }
    }
}
