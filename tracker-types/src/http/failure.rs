//! Failures, which announces and scrapes are answered with alike (BEP 3, BEP 31).

use bencode::{ByteStr, Item};

use super::fields::{Fields, is_decimal, pick};
use super::literal::Literal;
use crate::message::Output;
use crate::quirk::Quirk;
use crate::reply::{Failure, RetryIn};

/// The reason of a canonical failure that says nothing else, and what follows it.
#[inline(always)]
pub(super) fn bare(body: &[u8]) -> Option<(&[u8], &[u8])> {
    let (reason, mut at) = reason_alone(body)?;
    at.expect(b"e")?;
    Some((reason, at.rest()))
}

/// A canonical failure without anything odd about it, and what follows it.
pub(super) fn literal(body: &[u8]) -> Option<(Failure<'_>, &[u8])> {
    let (reason, mut at) = reason_alone(body)?;
    let mut failure = Failure::new(ByteStr::borrowed(reason));
    more(&mut failure, &mut at)?;
    Some((failure, at.rest()))
}

/// The reason with which a canonical failure begins.
#[inline(always)]
fn reason_alone(body: &[u8]) -> Option<(&[u8], Literal<'_>)> {
    let mut at = Literal::new(body.strip_prefix(b"d14:failure reason")?);
    let reason = at.string()?;
    if !reason.is_ascii() {
        std::str::from_utf8(reason).ok()?;
    }
    Some((reason, at))
}

/// What may stand behind the reason.
fn more(failure: &mut Failure<'_>, at: &mut Literal<'_>) -> Option<()> {
    at.number_of(b"8:intervali", &mut failure.interval)?;
    at.number_of(b"12:min intervali", &mut failure.min_interval)?;
    if at.skip(b"8:retry in") {
        failure.retry_in = Some(retry_in(at)?);
    }
    at.expect(b"e")
}

fn retry_in(at: &mut Literal<'_>) -> Option<RetryIn> {
    if at.skip(b"5:never") {
        return Some(RetryIn::Never);
    }
    at.expect(b"i")?;
    at.number().map(RetryIn::Minutes)
}

/// The failure that a reply is, if it is one: whatever else it has, a reason decides.
pub(super) fn decode<'a>(reply: Item<'_>, fields: &mut Fields<'a>) -> Option<Failure<'a>> {
    let mut failure = Failure::new(reason(reply, fields)?);
    let mut others = false;
    for (key, value) in reply.entries() {
        others |= BESIDE.contains(&key);
        field(&mut failure, key, value, fields);
    }
    if others {
        fields.report(Quirk::FailureWithOthers);
    }
    Some(failure)
}

/// Keys of a success that make no sense beside a failure.
const BESIDE: &[&[u8]] = &[
    b"complete",
    b"downloaded",
    b"external ip",
    b"files",
    b"incomplete",
    b"peers",
    b"peers6",
    b"warning message",
];

/// Whether [`decode`] makes a failure of the reply with these keys and encoded values.
pub(super) fn is_one<'a>(mut entries: impl Iterator<Item = (&'a [u8], &'a [u8])>) -> bool {
    entries.any(|(key, value)| match key {
        b"failure reason" => true,
        b"failure" => value.first().is_some_and(u8::is_ascii_digit),
        _ => false,
    })
}

/// Whether a key has a meaning in a failure, or is ignored in one knowingly.
pub(super) fn knows(key: &[u8]) -> bool {
    OWN.contains(&key) || BESIDE.contains(&key)
}

/// Keys that make sense only in a failure, or there as well.
const OWN: &[&[u8]] =
    &[b"failure", b"failure reason", b"interval", b"min interval", b"retry in", b"tracker id"];

/// `failure reason`, or `failure` for want of it, as the article has it.
fn reason<'a>(reply: Item<'_>, fields: &mut Fields<'a>) -> Option<ByteStr<'a>> {
    let [reason, alias] = pick(reply, [b"failure reason", b"failure"]);
    let Some(reason) = reason else {
        let reason = fields.lend(alias?)?;
        fields.report(Quirk::FailureAlias);
        return Some(checked(reason, fields));
    };
    if let Some(text) = fields.lend(reason) {
        return Some(checked(text, fields));
    }
    fields.report(Quirk::FailureNotText);
    match reason.as_int() {
        Some(number) => Some(ByteStr::from(number.to_string())),
        None => Some(ByteStr::borrowed(fields.raw(reason))),
    }
}

fn checked<'a>(reason: &'a [u8], fields: &mut Fields<'a>) -> ByteStr<'a> {
    if std::str::from_utf8(reason).is_err() {
        fields.report(Quirk::FailureNotUtf8);
    }
    ByteStr::borrowed(reason)
}

fn field<'a>(failure: &mut Failure<'a>, key: &[u8], value: Item<'_>, fields: &mut Fields<'a>) {
    match key {
        b"complete" => failure.complete = fields.number(value),
        b"downloaded" => failure.downloaded = fields.number(value),
        b"incomplete" => failure.incomplete = fields.number(value),
        b"interval" => failure.interval = fields.number(value),
        b"min interval" => failure.min_interval = fields.number(value),
        b"retry in" => failure.retry_in = fields.retry_in(value),
        b"tracker id" => failure.tracker_id = fields.text(value),
        key if knows(key) => {}
        _ => fields.report(Quirk::UnknownKey),
    }
}

impl Fields<'_> {
    /// `retry in` (BEP 31): minutes as a number, or as text like the example there; or `never`.
    fn retry_in(&mut self, item: Item<'_>) -> Option<RetryIn> {
        if let Some(int) = item.as_int() {
            return self.integer(int).map(RetryIn::Minutes);
        }
        let text = self.bytes(item)?;
        if text == b"never" {
            return Some(RetryIn::Never);
        }
        if !is_decimal(text) {
            self.report(Quirk::WrongType);
            return None;
        }
        self.report(Quirk::RetryInText);
        self.decimal(text).map(RetryIn::Minutes)
    }
}

/// Writes a failure.
pub(super) fn encode(failure: &Failure<'_>, out: &mut Vec<u8>) {
    let mut out = Output::new(out, failure.reason.len());
    out.page(|page| {
        page.put(b"d");
        page.number(b"8:completei", failure.complete);
        page.number(b"10:downloadedi", failure.downloaded);
    });
    out.string(b"14:failure reason", Some(failure.reason.to_string_lossy().as_bytes()));
    out.page(|page| {
        page.number(b"10:incompletei", failure.incomplete);
        page.number(b"8:intervali", failure.interval);
        page.number(b"12:min intervali", failure.min_interval);
        match failure.retry_in {
            Some(RetryIn::Minutes(minutes)) => page.number(b"8:retry ini", Some(minutes)),
            Some(RetryIn::Never) => page.put(b"8:retry in5:never"),
            None => {}
        }
    });
    out.string(b"10:tracker id", failure.tracker_id.as_deref());
    out.end();
}
