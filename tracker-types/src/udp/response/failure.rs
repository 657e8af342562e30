//! Errors over UDP, and refusals that amplify nothing.

use bencode::ByteStr;
use bytes::Bytes;

use crate::quirk::{Quirk, Quirks};
use crate::udp::ids::TransactionId;
use crate::udp::layout::{
    ANNOUNCE, CONNECT, ERROR, Fields, Header, OLD_ANNOUNCE, PROTOCOL, SCRAPE,
};

/// An error reply as it is on the wire (BEP 15); a [`crate::Failure`] becomes one by
/// [`of_model`](Failure::of_model), and one by `From`.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Failure<'a> {
    /// The request's; 0 from torrust for a request that it cannot read.
    pub transaction: TransactionId,
    /// Why, for people; without the NULs at its end that opentracker and chihaya send.
    pub reason: ByteStr<'a>,
}

impl<'a> Failure<'a> {
    /// A refusal that says why.
    pub fn new(transaction: TransactionId, reason: impl Into<ByteStr<'a>>) -> Failure<'a> {
        Failure { transaction, reason: reason.into() }
    }

    /// Puts a failure on the wire: its reason, which is all that goes there.
    pub fn of_model(transaction: TransactionId, failure: &crate::Failure<'a>) -> Failure<'a> {
        Failure { transaction, reason: failure.reason.clone() }
    }

    #[inline]
    pub(super) fn read(
        transaction: TransactionId,
        text: &'a [u8],
        quirks: &mut Quirks,
    ) -> Failure<'a> {
        let reason = without_nul(text);
        if !reason.is_ascii() && std::str::from_utf8(reason).is_err() {
            quirks.report(Quirk::FailureNotUtf8);
        }
        Failure { transaction, reason: ByteStr::borrowed(reason) }
    }

    #[inline]
    pub(super) fn write(&self, out: &mut Vec<u8>) {
        out.extend_from_slice(&head(self.transaction));
        if self.reason.is_ascii() {
            out.extend_from_slice(without_nul(&self.reason));
        } else {
            out.extend_from_slice(without_nul(self.reason.to_string_lossy().as_bytes()));
        }
    }

    /// The same failure, owned.
    pub fn into_owned(self) -> Failure<'static> {
        Failure { reason: self.reason.into_owned(), ..self }
    }

    /// The same failure without a copy of what lies in `frame`.
    pub fn share(&self, frame: &Bytes) -> Failure<'static> {
        Failure { reason: self.reason.share(frame), ..*self }
    }
}

#[inline(always)]
fn head(transaction: TransactionId) -> [u8; 8] {
    Header::new().u32(ERROR).u32(transaction.0).done()
}

#[inline]
fn without_nul(mut text: &[u8]) -> &[u8] {
    while let [front @ .., 0] = text {
        text = front;
    }
    text
}

impl<'a> From<Failure<'a>> for crate::Failure<'a> {
    fn from(failure: Failure<'a>) -> crate::Failure<'a> {
        crate::Failure::new(failure.reason)
    }
}

/// Appends an error in answer to a request whose sender may not be where it seems to be, and
/// answers whether there is one to send: it is never longer than the request.
///
/// A datagram whose source is forged makes a tracker send its reply to a victim. So the reason is cut
/// to what the request leaves room for, and there is no reply to what is no request: fewer than 16
/// bytes, action 0 without the protocol's constant, unknown actions. A connect reply has 16 bytes and
/// needs no such care.
///
/// ```
/// use tracker_types::udp::response;
///
/// let scrape = b"\0\0\0\0\0\0\0\0\0\0\0\x02\x64\x6e\xd9\x94";
/// let mut datagram = Vec::new();
/// assert!(response::refuse(scrape, "bad connection id", &mut datagram));
/// assert_eq!(datagram, b"\0\0\0\x03\x64\x6e\xd9\x94bad conn");
/// assert!(!response::refuse(b"stray", "what?", &mut datagram));
/// ```
pub fn refuse(request: &[u8], reason: &str, out: &mut Vec<u8>) -> bool {
    let Ok((mut fields, _)) = Fields::split::<16>(request) else { return false };
    let (connection, action) = (fields.u64(), fields.u32());
    let answered = match action {
        CONNECT => connection == PROTOCOL,
        ANNOUNCE | SCRAPE | OLD_ANNOUNCE => true,
        _ => false,
    };
    if answered {
        let head = head(TransactionId(fields.u32()));
        out.extend_from_slice(&head);
        out.extend_from_slice(cut(reason, request.len().saturating_sub(head.len())).as_bytes());
    }
    answered
}

/// The most of `text` that fits into so many bytes, in whole characters.
fn cut(text: &str, room: usize) -> &str {
    let mut ends = (0..=room.min(text.len())).rev();
    ends.find_map(|end| text.get(..end)).unwrap_or_default()
}
