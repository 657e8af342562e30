//! Requests.

use aquatic_http_protocol::request::{AnnounceRequest, Request, ScrapeRequest};

use crate::documents::Document;
use crate::facts;
use crate::operation::Case;

pub(super) fn parse(document: &'static Document) -> Case {
    Case::read(document, announce, said, facts::announce)
}

pub(super) fn parse_whole(document: &'static Document) -> Case {
    let whole = |request| match Request::parse_bytes(request).ok()?? {
        Request::Announce(request) => Some(request),
        Request::Scrape(_) => None,
    };
    Case::read(document, whole, said, facts::request)
}

pub(super) fn parse_scrape(document: &'static Document) -> Case {
    let hashes =
        |request: &ScrapeRequest| request.info_hashes.iter().map(|hash| hash.0.to_vec()).collect();
    Case::read(document, scrape, hashes, facts::scrape)
}

fn announce(query: &'static [u8]) -> Option<AnnounceRequest> {
    AnnounceRequest::parse_query_string(core::str::from_utf8(query).ok()?).ok()
}

fn scrape(query: &'static [u8]) -> Option<ScrapeRequest> {
    ScrapeRequest::parse_query_string(core::str::from_utf8(query).ok()?).ok()
}

/// Writes the whole request, a request line and one header, because it cannot write less.
pub(super) fn build(document: &'static Document) -> Option<Case> {
    let request = Request::Announce(announce(&document.bytes)?);
    let request: &'static Request = Box::leak(Box::new(request));
    let write = |request: &Request, out: &mut Vec<u8>| request.write(out, b"").expect("room");
    Some(Case::write(document, request, write, query))
}

/// The contents of the query, alone or in a request.
fn query(message: &[u8]) -> facts::Announce {
    if message.starts_with(b"GET ") { facts::request(message) } else { facts::announce(message) }
}

fn said(request: &AnnounceRequest) -> facts::Announce {
    let number = |count: usize| u64::try_from(count).expect("64 bits");
    facts::Announce {
        info_hash: request.info_hash.0.to_vec(),
        peer_id: request.peer_id.0.to_vec(),
        port: request.port.into(),
        uploaded: number(request.bytes_uploaded),
        downloaded: number(request.bytes_downloaded),
        left: number(request.bytes_left),
        event: request.event.as_str().unwrap_or_default().to_owned(),
        numwant: request.numwant.map(number),
    }
}
