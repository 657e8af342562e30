//! Encoding of a tracker's messages.

use bencode::ByteStr;

use super::message::{AnswerToPeer, OfferToPeer, TrackerMessage};
use crate::announce::AnnounceResponse;
use crate::id::InfoHash;
use crate::reply::{Failure, RetryIn};
use crate::scrape::{ScrapeResponse, ScrapeStats};
use crate::sink::Sink;
use crate::websocket::action::Action;
use crate::websocket::write::Object;

/// The seconds between announces if a response has no `interval`, as in bittorrent-tracker, aquatic and
/// openwebtorrent.
const INTERVAL: u32 = 120;

/// More than a message takes without its texts and descriptions.
const SPACE: usize = 256;

pub(super) fn message(message: &TrackerMessage<'_>, out: &mut impl Sink) {
    match message {
        TrackerMessage::Announce { info_hash, response } => announce(info_hash, response, out),
        TrackerMessage::Offer(it) => offer(it, out),
        TrackerMessage::Answer(it) => answer(it, out),
        TrackerMessage::Scrape(response) => scrape(response, out),
        TrackerMessage::Failure { action, info_hash, failure } => {
            self::failure(*action, info_hash.as_ref(), failure, out);
        }
    }
}

fn announce(info_hash: &InfoHash, response: &AnnounceResponse<'_>, out: &mut impl Sink) {
    let mut out = Object::new(SPACE, out);
    out.put("{");
    for (name, count) in
        [("\"complete\":", response.complete), ("\"incomplete\":", response.incomplete)]
    {
        if count.is_some() {
            out.number(name, count);
            out.put(",");
        }
    }
    out.number("\"action\":\"announce\",\"interval\":", response.interval.or(Some(INTERVAL)));
    out.binary(",\"info_hash\":", &info_hash.0);
    out.number(",\"downloaded\":", response.downloaded);
    out.number(",\"min interval\":", response.min_interval);
    out.text(",\"tracker id\":", response.tracker_id.as_deref().map(ByteStr::as_bytes));
    out.text(",\"warning message\":", response.warning_message.as_deref().map(ByteStr::as_bytes));
    out.put("}");
}

fn offer(it: &OfferToPeer<'_>, out: &mut impl Sink) {
    let json = it.offer.sdp.as_json();
    let mut out = Object::new(json.len().saturating_add(SPACE), out);
    out.json("{\"action\":\"announce\",\"offer\":", json);
    out.binary(",\"offer_id\":", it.offer.id.as_bytes());
    out.binary(",\"peer_id\":", &it.peer_id.0);
    out.binary(",\"info_hash\":", &it.info_hash.0);
    out.put("}");
}

fn answer(it: &AnswerToPeer<'_>, out: &mut impl Sink) {
    let json = it.sdp.as_json();
    let mut out = Object::new(json.len().saturating_add(SPACE), out);
    out.json("{\"action\":\"announce\",\"answer\":", json);
    out.binary(",\"offer_id\":", it.offer_id.as_bytes());
    out.binary(",\"peer_id\":", &it.peer_id.0);
    out.binary(",\"info_hash\":", &it.info_hash.0);
    out.put("}");
}

fn scrape(response: &ScrapeResponse<'_>, out: &mut impl Sink) {
    let mut out = Object::new(response.files.len().saturating_mul(100), out);
    out.put("{\"action\":\"scrape\",\"files\":{");
    let mut comma = "";
    for (hash, stats) in &response.files {
        out.binary(comma, &hash.0);
        comma = ",";
        out.put(":{");
        self::stats(stats, &mut out);
        out.put("}");
    }
    out.put("}");
    if let Some(seconds) = response.min_request_interval {
        out.number(",\"flags\":{\"min_request_interval\":", Some(seconds));
        out.put("}");
    }
    out.put("}");
}

fn stats(stats: &ScrapeStats<'_>, out: &mut Object<'_, impl Sink>) {
    let mut comma = "";
    for (name, count) in [
        ("\"complete\":", stats.complete),
        ("\"incomplete\":", stats.incomplete),
        ("\"downloaded\":", stats.downloaded),
        ("\"downloaders\":", stats.downloaders),
    ] {
        if count.is_some() {
            out.put(comma);
            out.number(name, count);
            comma = ",";
        }
    }
    if let Some(name) = &stats.name {
        out.put(comma);
        out.text("\"name\":", Some(name));
    }
}

fn failure(
    action: Option<Action>,
    info_hash: Option<&InfoHash>,
    failure: &Failure<'_>,
    out: &mut impl Sink,
) {
    let mut out = Object::new(failure.reason.len().saturating_add(SPACE), out);
    out.put("{");
    if let Some(action) = action {
        out.put("\"action\":\"");
        out.put(action.name());
        out.put("\",");
    }
    out.text("\"failure reason\":", Some(&failure.reason));
    if let Some(info_hash) = info_hash {
        out.binary(",\"info_hash\":", &info_hash.0);
    }
    out.number(",\"complete\":", failure.complete);
    out.number(",\"downloaded\":", failure.downloaded);
    out.number(",\"incomplete\":", failure.incomplete);
    out.number(",\"interval\":", failure.interval);
    out.number(",\"min interval\":", failure.min_interval);
    match failure.retry_in {
        Some(RetryIn::Minutes(minutes)) => out.number(",\"retry in\":", Some(minutes)),
        Some(RetryIn::Never) => out.put(",\"retry in\":\"never\""),
        None => {}
    }
    out.text(",\"tracker id\":", failure.tracker_id.as_deref());
    out.put("}");
}
