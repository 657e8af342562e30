//! `tracker-types`, this workspace's own.

use std::hint::black_box;

use tracker_types::{AnnounceRequest, Event, ScrapeRequest};

use super::Subject;
use crate::documents::Document;
use crate::facts;
use crate::operation::{Case, Operation};

pub(super) const SUBJECT: Subject = Subject { name: "tracker-types", prepare };

fn prepare(operation: Operation, document: &'static Document) -> Option<Case> {
    match operation {
        Operation::ParseQuery => Some(Case::query(document, announce, |it| said(it))),
        Operation::BuildQuery => Some(build(announce(&document.bytes)?, document)),
        Operation::ParseScrape => Some(Case::scrape_query(document, scrape, |request| {
            request.info_hashes.iter().map(|hash| hash.0.to_vec()).collect()
        })),
        _ => None,
    }
}

fn announce(query: &'static [u8]) -> Option<AnnounceRequest<'static>> {
    Some(AnnounceRequest::parse_query(query).ok()?.0)
}

fn scrape(query: &'static [u8]) -> Option<ScrapeRequest<'static>> {
    Some(ScrapeRequest::parse_query(query).ok()?.0)
}

fn build(request: AnnounceRequest<'static>, document: &'static Document) -> Case {
    let (mut buffer, copy) = (Vec::new(), request.clone());
    Case::new(
        move || {
            buffer.clear();
            black_box(&request).write_query(&mut buffer);
            black_box(&buffer);
        },
        move || {
            let mut query = Vec::new();
            copy.write_query(&mut query);
            let same = facts::announce(&query) == facts::announce(&document.bytes);
            same.then(|| document.bytes.clone())
        },
    )
}

fn said(request: &AnnounceRequest<'_>) -> facts::Announce {
    facts::Announce {
        info_hash: request.info_hash.0.to_vec(),
        peer_id: request.peer_id.0.to_vec(),
        port: request.port.into(),
        uploaded: request.uploaded.unwrap_or_default(),
        downloaded: request.downloaded.unwrap_or_default(),
        left: request.left.unwrap_or_default(),
        event: request.event.map_or("", Event::http_name).to_owned(),
        numwant: request.numwant.map(Into::into),
    }
}
