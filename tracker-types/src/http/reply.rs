//! The reply to an announce, and the failure that may answer any request.

mod kind;
mod json;

pub(super) use json::failure;

use core::net::IpAddr;

use bencode::{ByteStr, Reader, Rules, Token};

use super::peer::{PeerList, PeerList6, Peers6};
use crate::announce::AnnounceResponse;
use crate::compact::CompactPeers6;
use crate::dictionary::mistake;
use crate::error::Error;
use crate::message::{
    Boxed, Ignored, Keys, Notes, Number, Output, Raw, Scope, Text, after, append_string,
    literal_string, message,
};
use crate::peer::Peers;
use crate::quirk::{Quirk, Quirks};
use crate::reply::{Failure, RetryIn};
use crate::sink::Sink;
use kind::{Ip, Reason, Retry};

message!(mod table, read Reading<'_, 'a>, write Writing<'_> [short], show Showing<'_>, take Draft = {
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
    "tracker id" => response.tracker_id: Boxed<Text>,
    "warning message" [Success] => response.warning_message: Boxed<Text>,
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

/// The keys of a success that have no meaning in a failure.
const BESIDE: u64 = KEYS.bit("external ip")
    | KEYS.bit("files")
    | KEYS.bit("peers")
    | KEYS.bit("peers6")
    | KEYS.bit("warning message");

/// The keys that have no meaning in a success.
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

/// The places while a reply is read: reasons are encoded values.
type Reading<'r, 'a> =
    Places<&'r mut AnnounceResponse<'a>, Option<&'a [u8]>, Option<&'a [u8]>, Peers6<'a>>;

/// The places while a reply is written or serialized.
type Lent<'r, P, Q> = Places<&'r Content<'r, P>, Option<&'r [u8]>, (), Q>;

/// The places while a reply is written: peers are packed.
type Writing<'r> = Lent<'r, &'r [u8], &'r [u8]>;

/// The places while a reply is serialized: all peers are in one list.
type Showing<'r> = Lent<'r, &'r Peers<'r>, ()>;

/// The places while JSON is read.
pub(super) type Draft = Places<AnnounceResponse<'static>, Option<ByteStr<'static>>, (), ()>;

/// Reads a reply into `response`, which is empty, or into `failure`, if the reply is one;
/// `response` then holds the fields of a success that came with the failure.
///
/// # Errors
///
/// Those of [`open`](crate::dictionary::open).
pub(super) fn read<'a>(
    body: &'a [u8],
    response: &mut AnnounceResponse<'a>,
    failure: &mut Option<Failure<'a>>,
) -> Result<Quirks, Error> {
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
    if notes.seen & REASONS != 0 {
        if let Some(reason) = places.reason() {
            *failure = Some(places.fail(reason, &mut notes));
            return Ok(notes.quirks(Scope::Failure));
        }
    }
    places.succeed(body, &mut notes);
    Ok(notes.quirks(Scope::Success))
}

impl<'a> Reading<'_, 'a> {
    /// Completes the response, and reports missing fields.
    #[inline]
    fn succeed(self, body: &[u8], notes: &mut Notes) {
        let seen = notes.seen;
        if seen & const { KEYS.bit("peers6") } != 0 {
            let peers = &mut self.response.peers;
            (peers.v6, _) = CompactPeers6::from_bytes(self.peers6.packed);
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

    /// The reason, encoded, if the reply is a failure, which depends on this key alone.
    #[inline]
    fn reason(&self) -> Option<&'a [u8]> {
        let alias = self.alias.filter(|value| matches!(value, [b'0'..=b'9', ..]));
        self.reason.or(alias)
    }

    /// Builds the failure.
    #[inline(never)]
    fn fail(self, reason: &'a [u8], notes: &mut Notes) -> Failure<'a> {
        if self.alias.is_some() {
            notes.report(Quirk::FailureAlias);
        }
        if notes.seen & BESIDE != 0 {
            notes.report(Quirk::FailureWithOthers);
        }
        failure_of(kind::reason(reason, notes), self.retry_in, self.response)
    }
}

/// Builds a failure from these numbers.
fn failure_of<'a>(
    reason: ByteStr<'a>,
    retry_in: Option<RetryIn>,
    numbers: &mut AnnounceResponse<'a>,
) -> Failure<'a> {
    Failure {
        reason,
        retry_in,
        interval: numbers.interval,
        min_interval: numbers.min_interval,
        tracker_id: numbers.tracker_id.take().map(|id| *id),
        complete: numbers.complete,
        downloaded: numbers.downloaded,
        incomplete: numbers.incomplete,
    }
}

/// Reads a failure and its quirks; `None` if the body is not a failure.
///
/// # Errors
///
/// As [`read`].
pub(super) fn read_failure(body: &[u8]) -> Result<Option<(Failure<'_>, Quirks)>, Error> {
    let mut failure = None;
    let quirks = read(body, &mut AnnounceResponse::default(), &mut failure)?;
    Ok(failure.map(|failure| (failure, quirks)))
}

/// Reads the reason of a canonical failure without other fields, and returns what follows.
///
/// Most failures have this form, and testing for it costs half as much as the table does.
#[inline]
pub(super) fn bare_failure(body: &[u8]) -> Option<(&[u8], &[u8])> {
    let (reason, rest) = literal_string(after(body, b"d14:failure reason")?)?;
    if !reason.is_ascii() {
        core::str::from_utf8(reason).ok()?;
    }
    Some((reason, after(rest, b"e")?))
}

/// Whether a success has this key.
pub(super) fn is_in_success(key: &[u8]) -> bool {
    KEYS.find(key).is_ok() && !is_stray(key)
}

/// Whether this is one of the keys that have no meaning in a success.
fn is_stray(key: &[u8]) -> bool {
    KEYS.find(key).is_ok_and(|index| NOT_IN_SUCCESS & Keys::bit_of(index) != 0)
}

/// The entries of a reply whose key neither a failure, if the reply is one, nor else a success
/// defines.
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

/// The keys of a dictionary and the encodings of their values, up to its end or the first error.
fn entries(body: &[u8]) -> impl Iterator<Item = (&[u8], &[u8])> {
    let mut reader = Reader::with_rules(body, Rules::TOLERANT);
    let is_dictionary = matches!(reader.next(), Ok(Some(Token::Dict)));
    core::iter::from_fn(move || match reader.next() {
        Ok(Some(Token::Bytes(key))) if is_dictionary => Some((key, reader.raw_value().ok()??)),
        _ => None,
    })
}

/// The contents of a success except its peers, or of a failure except its reason.
///
/// Everything is borrowed, so that nothing has to be dropped.
#[derive(Clone, Copy)]
pub(super) struct Content<'r, P> {
    pub(super) complete: Option<u32>,
    pub(super) downloaded: Option<u32>,
    pub(super) external_ip: Option<IpAddr>,
    pub(super) incomplete: Option<u32>,
    pub(super) interval: Option<u32>,
    pub(super) min_interval: Option<u32>,
    pub(super) peers: P,
    pub(super) tracker_id: Option<&'r [u8]>,
    pub(super) warning_message: Option<&'r [u8]>,
}

impl<'r, P> Content<'r, P> {
    /// The contents of a success, with these peers.
    #[inline]
    pub(super) fn success(response: &'r AnnounceResponse<'_>, peers: P) -> Content<'r, P> {
        Content {
            complete: response.complete,
            downloaded: response.downloaded,
            external_ip: response.external_ip,
            incomplete: response.incomplete,
            interval: response.interval,
            min_interval: response.min_interval,
            peers,
            tracker_id: response.tracker_id.as_deref().map(ByteStr::as_bytes),
            warning_message: response.warning_message.as_deref().map(ByteStr::as_bytes),
        }
    }

    /// The contents of a failure, with these peers, which it does not state.
    #[inline]
    fn failure(failure: &'r Failure<'_>, peers: P) -> Content<'r, P> {
        Content {
            complete: failure.complete,
            downloaded: failure.downloaded,
            external_ip: None,
            incomplete: failure.incomplete,
            interval: failure.interval,
            min_interval: failure.min_interval,
            peers,
            tracker_id: failure.tracker_id.as_deref(),
            warning_message: None,
        }
    }
}

impl<'r, P, Q: Default> Lent<'r, P, Q> {
    /// The places of a success.
    #[inline]
    fn success(response: &'r Content<'r, P>, peers6: Q) -> Lent<'r, P, Q> {
        Places { response, reason: None, alias: (), retry_in: None, peers6, ignored: () }
    }

    /// The places of a failure: its contents and its own keys.
    #[inline]
    fn failure(
        failure: &Failure<'_>,
        reason: &'r [u8],
        response: &'r Content<'r, P>,
    ) -> Lent<'r, P, Q> {
        let places = Lent::success(response, Q::default());
        Places { reason: Some(reason), retry_in: failure.retry_in, ..places }
    }
}

/// Writes a failure; its reason becomes UTF-8.
pub(super) fn write_failure(failure: &Failure<'_>, out: &mut impl Sink) {
    if is_bare(failure) {
        out.append(b"d14:failure reason");
        append_string(&failure.reason, out);
        out.append(b"e");
    } else {
        write_whole_failure(failure, out);
    }
}

/// Whether a failure has an ASCII reason and no other fields, like most failures.
fn is_bare(failure: &Failure<'_>) -> bool {
    // All fields by name, so that a new one is not forgotten.
    let Failure {
        reason,
        retry_in: None,
        interval: None,
        min_interval: None,
        tracker_id: None,
        complete: None,
        downloaded: None,
        incomplete: None,
    } = failure
    else {
        return false;
    };
    reason.is_ascii()
}

#[inline(never)]
fn write_whole_failure(failure: &Failure<'_>, out: &mut impl Sink) {
    let reason = failure.reason.to_string_lossy();
    let mut out = Output::new(out, reason.len());
    out.put(b"d");
    let content = Content::failure(failure, b"".as_slice());
    table::write_only::<FAILURE>(&Writing::failure(failure, reason.as_bytes(), &content), &mut out);
    out.end();
}

/// The keys before `peers`, whose values are short.
const BEFORE: u64 = KEYS.bit("peers") - 1;

/// The keys after `peers`.
const AFTER: u64 = !BEFORE & !KEYS.bit("peers");

/// Writes a success whose peers are packed; IPv6 peers are passed separately from the contents.
#[inline]
pub(super) fn write_packed(
    content: &Content<'_, &[u8]>,
    peers6: &[u8],
    out: &mut Output<'_, impl Sink>,
) {
    write_around(content, peers6, out, content.peers.len(), |out| {
        out.put(content.peers);
        true
    });
}

/// Writes a success with `length` bytes of packed peers, which `fill` writes; returns the result of
/// `fill`.
#[inline(always)]
pub(super) fn write_around<S: Sink>(
    content: &Content<'_, &[u8]>,
    peers6: &[u8],
    out: &mut Output<'_, S>,
    length: usize,
    fill: impl FnOnce(&mut Output<'_, S>) -> bool,
) -> bool {
    let writing = Writing::success(content, peers6);
    out.page(|page| {
        page.put(b"d");
        table::write_short::<BEFORE>(&writing, page);
        page.put(b"5:peers");
        page.size(length);
    });
    let complete = fill(out);
    if complete {
        table::write_only::<AFTER>(&writing, out);
        out.put(b"e");
    }
    out.finish();
    complete
}

/// Writes a success whose listed peers are written by `write`.
#[inline]
pub(super) fn write_list<S: Sink>(
    content: &Content<'_, &[u8]>,
    out: &mut Output<'_, S>,
    write: impl FnOnce(&mut Output<'_, S>),
) {
    let writing = Writing::success(content, b"");
    out.page(|page| {
        page.put(b"d");
        table::write_short::<BEFORE>(&writing, page);
        page.put(b"5:peersl");
    });
    write(out);
    out.put(b"e");
    table::write_only::<AFTER>(&writing, out);
    out.end();
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
