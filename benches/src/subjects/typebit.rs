//! `typebit`: a client's announces, the replies to them, and the DHT, through its own tree.

mod packet;

use std::net::SocketAddr;

use typebit::platform::NetAddr;
use typebit::tracker::{
    AnnounceParams, Event, TrackerResponse, build_http_announce_url, parse_tracker_response,
};

use super::Subject;
use crate::documents::Document;
use crate::facts;
use crate::operation::{Case, Operation};

pub(super) const SUBJECT: Subject = Subject { name: "typebit", prepare };

fn prepare(operation: Operation, document: &'static Document) -> Option<Case> {
    match operation {
        Operation::BuildQuery => build(document),
        Operation::DecodePacket => Some(packet::decode(document)),
        Operation::EncodePacket => packet::encode(document),
        Operation::DecodeReply => {
            Some(Case::read_in_place(document, parse_tracker_response, said, facts::reply))
        }
        Operation::VisitPeers => {
            let visit = |input| Some(facts::checksum(peers(&read(input)?)));
            let sum = |body: &[u8]| facts::checksum(facts::addresses(body));
            Some(Case::read(document, visit, |sum| *sum, sum))
        }
        // It has only a list of addresses.
        Operation::DecodeAddresses => {
            let list = |reply: &TrackerResponse| peers(reply).collect();
            Some(Case::read(document, read, list, facts::addresses))
        }
        _ => None,
    }
}

fn read(input: &'static [u8]) -> Option<TrackerResponse> {
    parse_tracker_response(input).ok()
}

fn peers(reply: &TrackerResponse) -> impl Iterator<Item = SocketAddr> {
    reply.peers.iter().map(|peer| match *peer {
        NetAddr::V4(ip, port) => SocketAddr::new(ip.into(), port),
        NetAddr::V6(ip, port) => SocketAddr::new(ip.into(), port),
    })
}

fn said(reply: &TrackerResponse) -> facts::Reply {
    if reply.failure.is_some() {
        return facts::Reply { failure: reply.failure.clone(), ..facts::Reply::default() };
    }
    facts::Reply {
        complete: reply.complete.map(Into::into),
        incomplete: reply.incomplete.map(Into::into),
        interval: Some(reply.interval),
        peers: peers(reply).collect(),
        failure: None,
    }
}

/// Writes a URL each time; only its query is compared.
fn build(document: &'static Document) -> Option<Case> {
    let parameters: &'static _ = Box::leak(Box::new(parameters(&document.bytes)?));
    let write = |parameters: &AnnounceParams, out: &mut Vec<u8>| {
        let url = build_http_announce_url("", parameters);
        out.extend_from_slice(url.trim_start_matches('?').as_bytes());
    };
    Some(Case::write(document, parameters, write, facts::announce))
}

fn parameters(query: &[u8]) -> Option<AnnounceParams> {
    let facts = facts::announce(query);
    Some(AnnounceParams {
        tracker_hash: facts.info_hash.try_into().ok()?,
        peer_id: facts.peer_id.try_into().ok()?,
        port: facts.port.try_into().ok()?,
        uploaded: facts.uploaded,
        downloaded: facts.downloaded,
        left: facts.left,
        event: match facts.event.as_str() {
            "started" => Event::Started,
            "stopped" => Event::Stopped,
            _ => Event::None,
        },
        numwant: facts.numwant.unwrap_or_default().try_into().ok()?,
        key: 0,
    })
}
