//! HTTP: from the target of a request to the body of the reply.

use std::net::IpAddr;
use std::time::Duration;

use hyper::{Method, StatusCode};
use tracker_types::http::{AnnounceResponseWriter, PeerForm, announce, scrape};
use tracker_types::{
    AnnounceRequest, AnnounceResponse, Error, Failure, Peer, Peers, Reply, ScrapeRequest,
    ScrapeStats, Target,
};

use super::swarm::Audience;
use super::tracker::Tracker;

/// The service that a path asks for.
enum Service {
    Announce,
    Scrape,
}

impl Service {
    /// Decides by the last segment: private trackers have a passkey before it, others a suffix after it.
    fn of(path: &[u8]) -> Option<Service> {
        let last = path.rsplit(|&byte| byte == b'/').next()?;
        if last.starts_with(b"announce") {
            return Some(Service::Announce);
        }
        last.starts_with(b"scrape").then_some(Service::Scrape)
    }
}

/// Answers a request from `ip` with a status and a body, which is bencode whatever the status.
pub fn answer(
    tracker: &Tracker,
    method: &Method,
    target: &[u8],
    ip: IpAddr,
    now: Duration,
) -> (StatusCode, Vec<u8>) {
    if method != Method::GET {
        return (StatusCode::METHOD_NOT_ALLOWED, failure(&Failure::new("only GET is answered")));
    }
    let body = match Service::of(Target::split(target).path) {
        Some(Service::Announce) => answer_announce(tracker, target, ip, now),
        Some(Service::Scrape) => answer_scrape(tracker, target),
        None => {
            let body = failure(&Failure::new("ask for /announce or /scrape"));
            return (StatusCode::NOT_FOUND, body);
        }
    };
    (StatusCode::OK, body.unwrap_or_else(|error| failure(&Failure::new(error.to_string()))))
}

fn answer_announce(
    tracker: &Tracker,
    target: &[u8],
    ip: IpAddr,
    now: Duration,
) -> Result<Vec<u8>, Error> {
    let (mut request, _) = AnnounceRequest::parse_target(target)?;
    if tracker.settings.dictionaries {
        request.compact.get_or_insert(false);
    }
    let (stats, picked) = match tracker.announce(&request, ip, Audience::Any, now) {
        Ok(welcome) => welcome,
        Err(refusal) => return Ok(failure(&refusal)),
    };
    let mut body = Vec::new();
    let form = PeerForm::wanted_by(&request);
    if form == PeerForm::Compact {
        let mut writer = AnnounceResponseWriter::new(tracker.interval());
        (writer.complete, writer.incomplete) = (stats.complete, stats.incomplete);
        writer.write_addresses(picked.iter().map(|(address, _)| *address), &mut body);
    } else {
        let list = picked.into_iter().map(|(address, id)| {
            let mut peer = Peer::from(address);
            peer.id = Some(id);
            peer
        });
        let mut peers = Peers::default();
        peers.list.extend(list);
        let response = respond(tracker, &stats, peers);
        announce::encode(&Reply::Success(response), form, &mut body);
    }
    Ok(body)
}

/// The response to an announce, the same on all wires.
pub fn respond<'a>(
    tracker: &Tracker,
    stats: &ScrapeStats<'_>,
    peers: Peers<'a>,
) -> AnnounceResponse<'a> {
    let mut response = AnnounceResponse::new(tracker.interval(), peers);
    (response.complete, response.incomplete) = (stats.complete, stats.incomplete);
    response
}

fn answer_scrape(tracker: &Tracker, target: &[u8]) -> Result<Vec<u8>, Error> {
    let (request, _) = ScrapeRequest::parse_target(target)?;
    let reply = tracker.scrape(&request.info_hashes).map_or_else(Reply::Failure, Reply::Success);
    let mut body = Vec::new();
    scrape::encode(&reply, &mut body);
    Ok(body)
}

fn failure(failure: &Failure<'_>) -> Vec<u8> {
    let mut body = Vec::new();
    announce::encode(&Reply::Failure(failure.clone()), PeerForm::Compact, &mut body);
    body
}
