//! Requests.

use std::io::BufRead;

use tracker_types::{AnnounceRequest, Event, ScrapeRequest};

use crate::documents::Document;
use crate::facts;
use crate::operation::Case;

pub(super) fn parse(document: &'static Document) -> Case {
    Case::read(document, announce, |request| said(request), facts::announce)
}

pub(super) fn parse_whole(document: &'static Document) -> Case {
    Case::read(document, whole, |request| said(request), facts::request)
}

pub(super) fn parse_scrape(document: &'static Document) -> Case {
    let hashes = |request: &ScrapeRequest<'_>| {
        request.info_hashes.iter().map(|hash| hash.0.to_vec()).collect()
    };
    Case::read(
        document,
        |query| Some(ScrapeRequest::parse_query(query).ok()?.0),
        hashes,
        facts::scrape,
    )
}

pub(super) fn build(document: &'static Document) -> Option<Case> {
    let request: &'static AnnounceRequest<'_> = Box::leak(Box::new(announce(&document.bytes)?));
    let write = |request: &AnnounceRequest<'_>, out: &mut Vec<u8>| request.write_query(out);
    Some(Case::write(document, request, write, facts::announce))
}

fn announce(query: &'static [u8]) -> Option<AnnounceRequest<'static>> {
    Some(AnnounceRequest::parse_query(query).ok()?.0)
}

/// The target is between the first two spaces; the rest of the request is not needed.
fn whole(request: &'static [u8]) -> Option<AnnounceRequest<'static>> {
    let target = request.strip_prefix(b"GET ")?;
    let mut rest = target;
    let length = rest.skip_until(b' ').ok()?.checked_sub(1)?;
    Some(AnnounceRequest::parse_target(&target[..length]).ok()?.0)
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
