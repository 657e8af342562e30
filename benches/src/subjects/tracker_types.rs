//! `tracker-types` of this workspace.

mod packet;
mod reply;
mod request;
mod udp;
mod websocket;

use super::Subject;
use crate::documents::Document;
use crate::operation::{Case, Operation};

pub(super) const SUBJECT: Subject = Subject { name: "tracker-types", prepare };

/// Decoding into a reused response or message.
pub(super) const INTO: Subject = Subject { name: "tracker-types-into", prepare: prepare_into };

fn prepare_into(operation: Operation, document: &'static Document) -> Option<Case> {
    match operation {
        Operation::DecodePacket => Some(packet::decode_into(document)),
        Operation::DecodeReply => Some(reply::decode_into(document)),
        Operation::VisitPeers => Some(reply::visit_into(document)),
        _ => None,
    }
}

fn prepare(operation: Operation, document: &'static Document) -> Option<Case> {
    match operation {
        Operation::ParseQuery => Some(request::parse(document)),
        Operation::ParseRequest => Some(request::parse_whole(document)),
        Operation::BuildQuery => request::build(document),
        Operation::ParseScrape => Some(request::parse_scrape(document)),
        Operation::DecodeReply => Some(reply::decode(document)),
        Operation::VisitPeers => Some(reply::visit(document)),
        Operation::DecodeAddresses => Some(reply::addresses(document)),
        Operation::EncodePacked => Some(reply::encode_packed(document)),
        Operation::EncodeAddresses => Some(reply::encode_addresses(document)),
        Operation::EncodeFailure => reply::encode_failure(document),
        Operation::EncodeScrape => reply::encode_scrape(document),
        Operation::DecodePacket => Some(packet::decode(document)),
        Operation::EncodePacket => packet::encode(document),
        Operation::DecodeRequestUdp => Some(udp::decode_request(document)),
        Operation::EncodeRequestUdp => udp::encode_request(document),
        Operation::DecodeResponseUdp => Some(udp::decode_response(document)),
        Operation::EncodeResponseUdp => udp::encode_response(document),
        Operation::DecodeClient => Some(websocket::decode_client(document)),
        Operation::EncodeClient => websocket::encode_client(document),
        Operation::DecodeTracker => Some(websocket::decode_tracker(document)),
        Operation::EncodeTracker => websocket::encode_tracker(document),
        _ => None,
    }
}

/// A message, written to new memory.
fn to_vec<T>(message: &T, encode: fn(&T, &mut Vec<u8>)) -> Vec<u8> {
    let mut written = Vec::new();
    encode(message, &mut written);
    written
}
