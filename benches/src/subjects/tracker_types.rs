//! `tracker-types`, this workspace's own.

mod packet;
mod reply;
mod request;

use super::Subject;
use crate::documents::Document;
use crate::operation::{Case, Operation};

pub(super) const SUBJECT: Subject = Subject { name: "tracker-types", prepare };

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
        Operation::EncodeScrape => reply::encode_scrape(document),
        Operation::DecodePacket => Some(packet::decode(document)),
        Operation::EncodePacket => packet::encode(document),
        _ => None,
    }
}
