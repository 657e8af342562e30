//! Errors over UDP, and refusals no longer than the request.

use core::fmt;

use bencode::ByteStr;
use bytes::Bytes;

use crate::quirk::{Quirk, Quirks};
use crate::sink::Sink;
use crate::udp::ids::TransactionId;
use crate::udp::layout::{
    ANNOUNCE, CONNECT, ERROR, Fields, OLD_ANNOUNCE, PROTOCOL, SCRAPE, append, quirks_if,
};
use crate::udp::write::reply_head;

/// An error reply as it is on the wire (BEP 15).
///
/// [`from_model`](Failure::from_model) makes one of a [`crate::Failure`], into which it turns by `From`.
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

    /// Puts a failure on the wire, which has a place for its reason alone.
    pub fn from_model(transaction: TransactionId, failure: &crate::Failure<'a>) -> Failure<'a> {
        Failure { transaction, reason: failure.reason.clone() }
    }

    /// Reads an error whose reason is ASCII that no NUL ends; `None` for any other.
    #[inline]
    pub(super) fn read_plain(transaction: TransactionId, text: &'a [u8]) -> Option<Failure<'a>> {
        is_plain(text).then_some(Failure { transaction, reason: ByteStr::borrowed(text) })
    }

    pub(super) fn read(transaction: TransactionId, text: &'a [u8]) -> (Failure<'a>, Quirks) {
        let reason = without_nul(text);
        let is_text = core::str::from_utf8(reason).is_ok();
        let quirks = quirks_if(!is_text, Quirk::FailureNotUtf8, 1);
        (Failure { transaction, reason: ByteStr::borrowed(reason) }, quirks)
    }

    #[inline(never)]
    pub(super) fn write(&self, out: &mut impl Sink) {
        if is_plain(&self.reason) {
            self.write_text(&self.reason, out);
        } else {
            self.write_odd(out);
        }
    }

    #[cold]
    #[inline(never)]
    fn write_odd(&self, out: &mut impl Sink) {
        self.write_text(without_nul(self.reason.to_string_lossy().as_bytes()), out);
    }

    #[inline]
    fn write_text(&self, text: &[u8], out: &mut impl Sink) {
        append::<8>(out, text, |fields| {
            fields.u32(ERROR);
            fields.u32(self.transaction.0);
        });
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

/// The reason, safe to print.
impl fmt::Display for Failure<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        crate::Failure::new(ByteStr::borrowed(&self.reason)).fmt(f)
    }
}

impl core::error::Error for Failure<'_> {}

/// Whether it is ASCII that no NUL ends, and not empty.
///
/// The first and the last 16 bytes are all of the usual reason, which is too short for the steps of
/// std's `is_ascii`.
#[inline]
fn is_plain(text: &[u8]) -> bool {
    const HIGH_BITS: u128 = u128::MAX / 0xff * 0x80;
    match (text.first_chunk(), text.last_chunk()) {
        (Some(first), Some(last)) if text.len() <= 32 => {
            let bits = u128::from_ne_bytes(*first) | u128::from_ne_bytes(*last);
            text.last() != Some(&0) && bits & HIGH_BITS == 0
        }
        _ => text.is_ascii() && text.last().is_some_and(|&last| last != 0),
    }
}

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

/// Appends an error that is not longer than the request, and returns whether there is one to send.
///
/// The source of a datagram may be forged: its reply then goes to a victim, and must not be a larger
/// load than the request was. So the reason is cut to the length of the request, and what is not a
/// request gets no reply: fewer than 16 bytes, action 0 without the protocol's constant, an unknown
/// action. A reply to a connect request is as long as the request, 16 bytes.
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
pub fn refuse(request: &[u8], reason: &str, out: &mut impl Sink) -> bool {
    let Some((mut fields, _)) = Fields::split::<16>(request) else { return false };
    let (connection, action) = (fields.u64(), fields.u32());
    let answered = match action {
        CONNECT => connection == PROTOCOL,
        ANNOUNCE | SCRAPE | OLD_ANNOUNCE => true,
        _ => false,
    };
    if answered {
        let head = reply_head(ERROR, TransactionId(fields.u32()));
        out.append(&head);
        out.append(cut(reason, request.len().saturating_sub(head.len())).as_bytes());
    }
    answered
}

/// The most of `text` that fits into so many bytes, in whole characters.
fn cut(text: &str, room: usize) -> &str {
    let mut ends = (0..=room.min(text.len())).rev();
    ends.find_map(|end| text.get(..end)).unwrap_or_default()
}
