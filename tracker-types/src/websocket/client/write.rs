//! Encoding of a client's messages.

use super::message::{Announce, Answer, ClientMessage, Scrape};
use crate::id::InfoHash;
use crate::sink::Sink;
use crate::websocket::offer::Offer;
use crate::websocket::write::Object;

/// More than a message takes without its texts and descriptions.
const SPACE: usize = 384;

pub(super) fn message(message: &ClientMessage<'_>, out: &mut impl Sink) {
    match message {
        ClientMessage::Announce(it) => announce(it, out),
        ClientMessage::Answer(it) => answer(it, out),
        ClientMessage::Scrape(it) => scrape(it, out),
    }
}

fn announce(announce: &Announce<'_>, out: &mut impl Sink) {
    let request = &announce.request;
    let lengths = announce.offers.iter().map(|it| it.sdp.as_json().len().saturating_add(100));
    let mut out = Object::new(lengths.fold(SPACE, usize::saturating_add), out);
    out.put("{");
    for (name, value) in [
        ("\"numwant\":", request.numwant.map(u64::from)),
        ("\"uploaded\":", request.uploaded),
        ("\"downloaded\":", request.downloaded),
        ("\"left\":", request.left),
    ] {
        if value.is_some() {
            out.number(name, value);
            out.put(",");
        }
    }
    if let Some(event) = request.event {
        out.put("\"event\":\"");
        out.put(event.http_name());
        out.put("\",");
    }
    out.binary("\"action\":\"announce\",\"info_hash\":", &request.info_hash.0);
    out.binary(",\"peer_id\":", &request.peer_id.0);
    offers(&announce.offers, &mut out);
    out.number(",\"corrupt\":", request.corrupt);
    out.text(",\"key\":", request.key.as_deref());
    out.text(",\"trackerid\":", request.tracker_id.as_deref());
    out.put("}");
}

fn offers(offers: &[Offer<'_>], out: &mut Object<'_, impl Sink>) {
    let mut start = ",\"offers\":[{\"offer\":";
    for offer in offers {
        out.json(start, offer.sdp.as_json());
        out.binary(",\"offer_id\":", offer.id.as_bytes());
        start = "},{\"offer\":";
    }
    if !offers.is_empty() {
        out.put("}]");
    }
}

fn answer(answer: &Answer<'_>, out: &mut impl Sink) {
    let json = answer.sdp.as_json();
    let mut out = Object::new(json.len().saturating_add(SPACE), out);
    out.binary("{\"action\":\"announce\",\"info_hash\":", &answer.info_hash.0);
    out.binary(",\"peer_id\":", &answer.peer_id.0);
    out.binary(",\"to_peer_id\":", &answer.to_peer_id.0);
    out.json(",\"answer\":", json);
    out.binary(",\"offer_id\":", answer.offer_id.as_bytes());
    out.text(",\"trackerid\":", answer.tracker_id.as_deref());
    out.put("}");
}

fn scrape(scrape: &Scrape, out: &mut impl Sink) {
    let mut out = Object::new(SPACE, out);
    out.put("{\"action\":\"scrape\"");
    match scrape.info_hashes.as_deref() {
        None => {}
        Some([hash]) => out.binary(",\"info_hash\":", &hash.0),
        Some(hashes) => list(hashes, &mut out),
    }
    out.put("}");
}

fn list(hashes: &[InfoHash], out: &mut Object<'_, impl Sink>) {
    out.put(",\"info_hash\":[");
    let mut comma = "";
    for hash in hashes {
        out.binary(comma, &hash.0);
        comma = ",";
    }
    out.put("]");
}
