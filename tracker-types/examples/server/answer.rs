//! From a request line to the reply: the one place where HTTP and the tracker meet.

use std::net::IpAddr;
use std::time::Instant;

use tracker_types::http::{PeerForm, announce, scrape};
use tracker_types::{AnnounceRequest, Error, Failure, Reply, ScrapeRequest, Target};

use super::framing::{Bad, RequestLine, Status};
use super::tracker::Tracker;

/// A status and the body behind it, which is bencode whatever the status.
pub type Answer = (Status, Vec<u8>);

/// What a path asks for.
enum Service {
    Announce,
    Scrape,
}

impl Service {
    /// By the last segment: private trackers have a passkey before it, others a suffix behind it.
    fn of(path: &[u8]) -> Option<Service> {
        let last = path.rsplit(|&byte| byte == b'/').next()?;
        if last.starts_with(b"announce") {
            return Some(Service::Announce);
        }
        last.starts_with(b"scrape").then_some(Service::Scrape)
    }
}

/// Answers a request that came from `ip`.
pub fn answer(tracker: &mut Tracker, line: &RequestLine, ip: IpAddr, now: Instant) -> Answer {
    if line.method != "GET" {
        return (Status::MethodNotAllowed, failure("only GET is answered"));
    }
    let body = match Service::of(Target::split(&line.target).path) {
        Some(Service::Announce) => answer_announce(tracker, &line.target, ip, now),
        Some(Service::Scrape) => answer_scrape(tracker, &line.target, now),
        None => return (Status::NotFound, failure("ask for /announce or /scrape")),
    };
    (Status::Ok, body.unwrap_or_else(|error| failure(&error.to_string())))
}

fn answer_announce(
    tracker: &mut Tracker,
    target: &[u8],
    ip: IpAddr,
    now: Instant,
) -> Result<Vec<u8>, Error> {
    let (mut request, _) = AnnounceRequest::parse_target(target)?;
    if tracker.settings.dictionaries {
        request.compact.get_or_insert(false);
    }
    let reply = tracker.announce(&request, ip, now);
    let mut body = Vec::new();
    announce::encode(&reply, PeerForm::wanted_by(&request), &mut body);
    Ok(body)
}

fn answer_scrape(tracker: &mut Tracker, target: &[u8], now: Instant) -> Result<Vec<u8>, Error> {
    let (request, _) = ScrapeRequest::parse_target(target)?;
    let mut body = Vec::new();
    scrape::encode(&Reply::Success(tracker.scrape(&request, now)), &mut body);
    Ok(body)
}

/// What to say where there is no request; `None` if nobody listens any more.
pub fn answer_bad(bad: Bad) -> Option<Answer> {
    match bad {
        Bad::Gone => None,
        Bad::TooLong => Some((Status::TooLong, failure("request is too long"))),
        Bad::NotHttp => Some((Status::BadRequest, failure("not an HTTP/1 request"))),
    }
}

fn failure(reason: &str) -> Vec<u8> {
    let mut body = Vec::new();
    announce::encode(&Reply::Failure(Failure::new(reason)), PeerForm::Compact, &mut body);
    body
}
