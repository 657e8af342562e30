//! The reply to an announce, and the failure that any request may be answered with.

mod kind;
mod json;

pub(super) use json::failure;

use bencode::{ByteStr, Reader, Rules, Token};

use super::peer::{PeerList, PeerList6, Peers6};
use crate::announce::AnnounceResponse;
use crate::compact::CompactPeers6;
use crate::dictionary::mistake;
use crate::error::Error;
use crate::message::{
    Ignored, Keys, Notes, Number, Output, Raw, Scope, Text, literal_string, message,
};
use crate::quirk::{Quirk, Quirks};
use crate::reply::{Failure, RetryIn};
use kind::{Ip, Reason, Retry};

message!(mod table, read Reading<'_, 'a>, write Writing<'_, '_>, show Writing<'_, '_>, take Draft = {
    "complete" => response.complete: Number,
    "downloaded" => response.downloaded: Number,
    "external ip" [Success] => response.external_ip: Ip,
    "failure" rare => alias: Raw,
    "failure reason" => reason: Reason,
    "files" rare => ignored: Ignored,
    "incomplete" => response.incomplete: Number,
    "interval" => response.interval: Number,
    "min interval" => response.min_interval: Number,
    "peers" [Success] => response.peers: PeerList,
    "peers6" [Success] => peers6: PeerList6,
    "retry in" [Failure] => retry_in: Retry,
    "tracker id" => response.tracker_id: Text,
    "warning message" [Success] => response.warning_message: Text,
});

/// The keys of replies to announces and of failures.
pub(super) const KEYS: Keys = table::KEYS;

/// The keys of a failure.
const FAILURE: u64 = KEYS.bit("complete")
    | KEYS.bit("downloaded")
    | KEYS.bit("failure reason")
    | KEYS.bit("incomplete")
    | KEYS.bit("interval")
    | KEYS.bit("min interval")
    | KEYS.bit("retry in")
    | KEYS.bit("tracker id");

/// The keys that make a reply a failure.
pub(super) const REASONS: u64 = KEYS.bit("failure") | KEYS.bit("failure reason");

/// The keys of a success that make no sense beside a failure.
const BESIDE: u64 = KEYS.bit("external ip")
    | KEYS.bit("files")
    | KEYS.bit("peers")
    | KEYS.bit("peers6")
    | KEYS.bit("warning message");

/// The keys that mean nothing in a success.
const NOT_IN_SUCCESS: u64 = KEYS.bit("failure") | KEYS.bit("files") | RETRY_IN;

const RETRY_IN: u64 = KEYS.bit("retry in");

/// The places of a reply that may be a success or a failure.
#[derive(Default)]
pub(super) struct Places<R, T, A, P> {
    response: R,
    reason: T,
    alias: A,
    retry_in: Option<RetryIn>,
    peers6: P,
    ignored: (),
}

/// While it is read: reasons are encoded values.
type Reading<'r, 'a> =
    Places<&'r mut AnnounceResponse<'a>, Option<&'a [u8]>, Option<&'a [u8]>, Peers6<'a>>;

/// While it is written or shown.
type Writing<'r, 'p> = Places<&'r AnnounceResponse<'p>, Option<ByteStr<'r>>, (), &'r [u8]>;

/// While it is taken from JSON.
pub(super) type Draft = Places<AnnounceResponse<'static>, Option<ByteStr<'static>>, (), ()>;

/// Reads a reply: fills `response`, which is empty, or returns the failure that the reply is.
///
/// # Errors
///
/// Those of [`open`](crate::dictionary::open).
pub(super) fn read<'a>(
    body: &'a [u8],
    response: &mut AnnounceResponse<'a>,
) -> Result<(Option<Failure<'a>>, Quirks), Error> {
    let mut notes = Notes::new();
    let mut places = Places {
        response,
        reason: None,
        alias: None,
        retry_in: None,
        peers6: Peers6::default(),
        ignored: (),
    };
    let rest = table::read(body, &mut places, &mut notes).ok_or_else(|| mistake(body))?;
    notes.trailing(body, rest)?;
    match places.failure(&mut notes) {
        None => {
            places.succeed(body, &mut notes);
            Ok((None, notes.quirks(Scope::Success)))
        }
        failure => Ok((failure, notes.quirks(Scope::Failure))),
    }
}

impl<'a> Reading<'_, 'a> {
    /// Completes the response, and reports what it lacks.
    #[inline]
    fn succeed(self, body: &[u8], notes: &mut Notes) {
        let seen = notes.seen;
        let peers = &mut self.response.peers;
        (peers.v6, _) = CompactPeers6::from_bytes(self.peers6.packed);
        if !self.peers6.list.is_empty() {
            peers.list.extend(self.peers6.list);
        }
        if seen & const { KEYS.bit("interval") } == 0 {
            notes.report(Quirk::MissingInterval);
        }
        if seen & const { KEYS.bit("peers") } == 0 {
            notes.report(Quirk::MissingPeers);
        }
        if seen & NOT_IN_SUCCESS != 0 {
            let strays = entries(body).filter(|(key, _)| is_stray(key));
            notes.report_times(Quirk::UnknownKey, strays.count());
        }
    }

    /// The failure that the reply is, if it is one: whatever else it has, a reason decides.
    fn failure(&mut self, notes: &mut Notes) -> Option<Failure<'a>> {
        let alias = self.alias.filter(|value| matches!(value, [b'0'..=b'9', ..]));
        let value = self.reason.or(alias)?;
        if self.alias.is_some() {
            notes.report(Quirk::FailureAlias);
        }
        if notes.seen & BESIDE != 0 {
            notes.report(Quirk::FailureWithOthers);
        }
        let response = std::mem::take(self.response);
        Some(failure_of(kind::reason(value, notes), self.retry_in, response))
    }
}

/// The failure that has these numbers.
fn failure_of<'a>(
    reason: ByteStr<'a>,
    retry_in: Option<RetryIn>,
    numbers: AnnounceResponse<'a>,
) -> Failure<'a> {
    Failure {
        reason,
        retry_in,
        interval: numbers.interval,
        min_interval: numbers.min_interval,
        tracker_id: numbers.tracker_id,
        complete: numbers.complete,
        downloaded: numbers.downloaded,
        incomplete: numbers.incomplete,
    }
}

/// The failure that a body is, and what is odd about it; `None` if it is not one.
///
/// # Errors
///
/// As [`read`].
pub(super) fn read_failure(body: &[u8]) -> Result<Option<(Failure<'_>, Quirks)>, Error> {
    let (failure, quirks) = read(body, &mut AnnounceResponse::default())?;
    Ok(failure.map(|failure| (failure, quirks)))
}

/// The reason of a canonical failure that says nothing else, and what follows it.
///
/// Most failures are such, and a look at them costs half of what the table does.
#[inline]
pub(super) fn bare_failure(body: &[u8]) -> Option<(&[u8], &[u8])> {
    let (reason, rest) = literal_string(body.strip_prefix(b"d14:failure reason")?)?;
    if !reason.is_ascii() {
        std::str::from_utf8(reason).ok()?;
    }
    Some((reason, rest.strip_prefix(b"e")?))
}

/// Whether a success has this key.
pub(super) fn is_in_success(key: &[u8]) -> bool {
    KEYS.find(key).is_ok() && !is_stray(key)
}

/// Whether this is one of the keys that mean nothing in a success.
fn is_stray(key: &[u8]) -> bool {
    KEYS.find(key).is_ok_and(|index| NOT_IN_SUCCESS & Keys::bit_of(index) != 0)
}

/// The entries of a reply of which neither a failure, if it is one, nor else a success knows the key.
pub(super) fn unknown(
    body: &[u8],
    in_success: fn(&[u8]) -> bool,
) -> impl Iterator<Item = (&[u8], &[u8])> {
    let in_failure: fn(&[u8]) -> bool = |key| KEYS.find(key).is_ok();
    let failed = entries(body).any(|(key, value)| match key {
        b"failure reason" => true,
        b"failure" => value.first().is_some_and(u8::is_ascii_digit),
        _ => false,
    });
    let known = if failed { in_failure } else { in_success };
    entries(body).filter(move |(key, _)| !known(key))
}

/// The keys of a dictionary and the encodings of their values, up to its end or a mistake in it.
fn entries(body: &[u8]) -> impl Iterator<Item = (&[u8], &[u8])> {
    let mut reader = Reader::with_rules(body, Rules::TOLERANT);
    let is_dictionary = matches!(reader.next(), Ok(Some(Token::Dict)));
    std::iter::from_fn(move || match reader.next() {
        Ok(Some(Token::Bytes(key))) if is_dictionary => Some((key, reader.raw_value().ok()??)),
        _ => None,
    })
}

impl<'r, 'p> Writing<'r, 'p> {
    fn success(response: &'r AnnounceResponse<'p>) -> Writing<'r, 'p> {
        let peers6 = response.peers.v6.as_bytes();
        Places { response, reason: None, alias: (), retry_in: None, peers6, ignored: () }
    }

    /// A failure, the numbers of which stand in `response`.
    fn failure(
        failure: &'r Failure<'_>,
        reason: &'r [u8],
        response: &'r AnnounceResponse<'p>,
    ) -> Writing<'r, 'p> {
        let (reason, retry_in) = (Some(ByteStr::borrowed(reason)), failure.retry_in);
        Places { response, reason, alias: (), retry_in, peers6: b"", ignored: () }
    }
}

/// What a failure has in common with a response.
fn numbers<'f>(failure: &'f Failure<'_>) -> AnnounceResponse<'f> {
    AnnounceResponse {
        complete: failure.complete,
        downloaded: failure.downloaded,
        incomplete: failure.incomplete,
        interval: failure.interval,
        min_interval: failure.min_interval,
        tracker_id: failure.tracker_id.as_deref().map(ByteStr::borrowed),
        ..AnnounceResponse::default()
    }
}

/// Writes a failure; its reason becomes UTF-8.
pub(super) fn write_failure(failure: &Failure<'_>, out: &mut Vec<u8>) {
    let reason = failure.reason.to_string_lossy();
    let mut out = Output::new(out, reason.len());
    out.put(b"d");
    let numbers = numbers(failure);
    let writing = Writing::failure(failure, reason.as_bytes(), &numbers);
    table::write_only::<FAILURE>(&writing, &mut out);
    out.end();
}

/// Writes a success whose peers are packed.
#[inline]
pub(super) fn write_packed(response: &AnnounceResponse<'_>, out: &mut Output<'_>) {
    table::write(&Writing::success(response), out);
    out.finish();
}

/// Writes a success: `peers` writes what stands between the keys in front of the peers and those
/// after them, and returns whether it did.
#[inline]
pub(super) fn write_around(
    response: &AnnounceResponse<'_>,
    out: &mut Output<'_>,
    peers: impl FnOnce(&mut Output<'_>) -> bool,
) -> bool {
    const BEFORE: u64 = KEYS.bit("peers") - 1;
    const AFTER: u64 = !BEFORE & !(KEYS.bit("peers") | KEYS.bit("peers6"));
    let writing = Writing::success(response);
    out.put(b"d");
    table::write_only::<BEFORE>(&writing, out);
    let complete = peers(out);
    if complete {
        table::write_only::<AFTER>(&writing, out);
        out.end();
    }
    complete
}

/// The keys that are written, in a success or a failure.
#[cfg(all(test, feature = "proptest"))]
pub(crate) fn written_keys() -> impl Iterator<Item = &'static str> {
    let is_written = |index: &usize| {
        let bit = Keys::bit_of(*index);
        bit & NOT_IN_SUCCESS == 0 || bit == RETRY_IN
    };
    (0..KEYS.len()).filter(is_written).map(|index| KEYS.name(index))
}
