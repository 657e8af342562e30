//! `aquatic_http_protocol`: requests and compact replies of the fastest tracker in Rust.

use std::hint::black_box;

use aquatic_http_protocol::request::{AnnounceRequest, Request, ScrapeRequest};

use super::Subject;
use crate::documents::Document;
use crate::facts;
use crate::operation::{Case, Operation};

pub(super) const SUBJECT: Subject = Subject { name: "aquatic", prepare };

fn prepare(operation: Operation, document: &'static Document) -> Option<Case> {
    match operation {
        Operation::ParseQuery => Some(Case::query(document, announce, said)),
        Operation::BuildQuery => Some(build(announce(&document.bytes)?, document)),
        Operation::ParseScrape => Some(Case::scrape_query(document, scrape, |request| {
            request.info_hashes.iter().map(|hash| hash.0.to_vec()).collect()
        })),
        _ => None,
    }
}

fn announce(query: &'static [u8]) -> Option<AnnounceRequest> {
    AnnounceRequest::parse_query_string(core::str::from_utf8(query).ok()?).ok()
}

fn scrape(query: &'static [u8]) -> Option<ScrapeRequest> {
    ScrapeRequest::parse_query_string(core::str::from_utf8(query).ok()?).ok()
}

/// Writes the whole request, for it cannot write less: request line and one header.
fn build(request: AnnounceRequest, document: &'static Document) -> Case {
    let request: &'static Request = Box::leak(Box::new(Request::Announce(request)));
    let mut buffer = Vec::new();
    Case::new(
        move || {
            buffer.clear();
            black_box(request).write(&mut buffer, b"").expect("room");
            black_box(&buffer);
        },
        move || {
            let mut written = Vec::new();
            request.write(&mut written, b"").ok()?;
            let text = String::from_utf8(written).ok()?;
            let query = text.strip_prefix("GET /announce?")?.split(' ').next()?;
            let same = facts::announce(query.as_bytes()) == facts::announce(&document.bytes);
            same.then(|| document.bytes.clone())
        },
    )
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
