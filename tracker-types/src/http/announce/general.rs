//! Any reply to an announce, key by key.

use bencode::Item;

use super::peers;
use crate::announce::{AnnounceReply, AnnounceResponse};
use crate::dictionary::open;
use crate::error::Error;
use crate::http::failure;
use crate::http::fields::{Fields, pick};
use crate::quirk::{Quirk, Quirks};
use crate::reply::Reply;

/// Reads a reply that is not canonical, or not just that.
#[cold]
#[inline(never)]
pub(super) fn decode(body: &[u8]) -> Result<(AnnounceReply<'_>, Quirks), Error> {
    let document = open(body)?;
    let mut fields = Fields::new(body, &document);
    let reply = match failure::decode(document.root(), &mut fields) {
        Some(failure) => Reply::Failure(failure),
        None => Reply::Success(success(document.root(), &mut fields)?),
    };
    Ok((reply, fields.quirks))
}

fn success<'a>(reply: Item<'_>, fields: &mut Fields<'a>) -> Result<AnnounceResponse<'a>, Error> {
    let mut response = AnnounceResponse::default();
    for (key, value) in reply.entries() {
        field(&mut response, key, value, fields);
    }
    let [interval, peers, peers6] = pick(reply, [b"interval", b"peers", b"peers6"]);
    if interval.is_none() {
        fields.report(Quirk::MissingInterval);
    }
    response.peers = peers::decode(peers, peers6, fields)?;
    Ok(response)
}

fn field<'a>(
    response: &mut AnnounceResponse<'a>,
    key: &[u8],
    value: Item<'_>,
    fields: &mut Fields<'a>,
) {
    match key {
        b"complete" => response.complete = fields.number(value),
        b"downloaded" => response.downloaded = fields.number(value),
        b"external ip" => response.external_ip = fields.external_ip(value),
        b"incomplete" => response.incomplete = fields.number(value),
        b"interval" => response.interval = fields.number(value),
        b"min interval" => response.min_interval = fields.number(value),
        b"tracker id" => response.tracker_id = fields.text(value),
        b"warning message" => response.warning_message = fields.text(value),
        b"peers" | b"peers6" => {}
        _ => fields.report(Quirk::UnknownKey),
    }
}
