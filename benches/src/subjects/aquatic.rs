//! `aquatic_http_protocol`: requests and compact replies of the fastest tracker in Rust.

mod reply;
mod request;

use super::Subject;
use crate::documents::Document;
use crate::operation::{Case, Operation};

pub(super) const SUBJECT: Subject = Subject { name: "aquatic", prepare };

fn prepare(operation: Operation, document: &'static Document) -> Option<Case> {
    match operation {
        Operation::ParseQuery => Some(request::parse(document)),
        Operation::ParseRequest => Some(request::parse_whole(document)),
        Operation::BuildQuery => request::build(document),
        Operation::ParseScrape => Some(request::parse_scrape(document)),
        Operation::DecodeReply => Some(reply::decode(document)),
        Operation::VisitPeers => Some(reply::visit(document)),
        Operation::DecodeAddresses => Some(reply::addresses(document)),
        Operation::EncodeAddresses => reply::encode(document),
        Operation::EncodeFailure => Some(reply::encode_failure(document)),
        Operation::EncodeScrape => reply::encode_scrape(document),
        _ => None,
    }
}
