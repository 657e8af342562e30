//! With a target: announce, show, and leave or go on.

use std::hash::{BuildHasher, RandomState};
use std::thread;
use std::time::Duration;

use tracker_types::{AnnounceRequest, Event, InfoHash, PeerId, RetryIn};

use super::http::Http;
use super::options::Errand;
use super::session::{Answered, Outcome, Problem, Session};
use super::show;
use super::torrent::Torrent;

/// How long to wait where no tracker says anything.
const PAUSE: Duration = Duration::from_secs(300);

/// Does what the command line asks.
pub fn run(errand: &Errand) -> Result<(), String> {
    let torrent = Torrent::of(&errand.target, errand.info_hash)?;
    if torrent.trackers.is_empty() {
        return Err(format!("{}: names no tracker", errand.target));
    }
    let peer_id = errand.peer_id.unwrap_or_else(random_peer_id);
    let mut session = Session::new(Http::new(), torrent.trackers.clone());
    let requests = torrent.info_hashes.iter().map(|hash| request(errand, &torrent, *hash, peer_id));
    let mut requests: Vec<_> = requests.collect();
    loop {
        let mut wait = None;
        for request in &mut requests {
            let outcome = session.announce(request);
            tell(&outcome, errand);
            wait = wait.max(Some(pause(&outcome)));
            if errand.watch {
                request.event = None;
            } else {
                finish(&mut session, request, outcome, errand)?;
            }
        }
        match wait {
            Some(wait) if errand.watch => thread::sleep(wait),
            _ => return Ok(()),
        }
    }
}

fn request(
    errand: &Errand,
    torrent: &Torrent,
    info_hash: InfoHash,
    peer_id: PeerId,
) -> AnnounceRequest<'static> {
    let mut request = AnnounceRequest::new(info_hash, peer_id, errand.port.unwrap_or(12345));
    request.left = Some(errand.left.unwrap_or(torrent.left));
    request.numwant = errand.numwant;
    request.compact = errand.compact;
    request.event = errand.event.or(errand.watch.then_some(Event::Started));
    request
}

/// Says what became of an announce: the reply on standard output, the rest on standard error.
fn tell(outcome: &Outcome, errand: &Errand) {
    for (url, problem) in &outcome.failed {
        eprintln!("announce: {url}: {problem}");
    }
    let Some(Answered { url, exchange, response, quirks }) = &outcome.answered else { return };
    eprintln!("announce: {url} says:");
    println!("{}", exchange.request_line);
    if errand.hex {
        println!("{}", show::hexdump(&exchange.body));
    }
    println!("{}", show::json(response));
    for (quirk, times) in quirks.iter() {
        eprintln!("announce: odd about it: {quirk} ({times})");
    }
}

/// Takes the announce back from the tracker that took it, and reports whether one did.
fn finish(
    session: &mut Session,
    request: &AnnounceRequest<'_>,
    outcome: Outcome,
    errand: &Errand,
) -> Result<(), String> {
    let answered = outcome.answered.ok_or("no tracker said yes")?;
    if errand.stay || request.event == Some(Event::Stopped) {
        return Ok(());
    }
    let mut leave = request.clone();
    leave.event = Some(Event::Stopped);
    leave.numwant = Some(0);
    if let Err(problem) = session.announce_to(&answered.url, &leave) {
        eprintln!("announce: {}: not left: {problem}", answered.url);
    }
    Ok(())
}

/// When to announce again: when the tracker says so, within reason.
fn pause(outcome: &Outcome) -> Duration {
    if let Some(answered) = &outcome.answered {
        return answered.response.wait();
    }
    let minutes = outcome.failed.iter().filter_map(|(_, problem)| match problem {
        Problem::Refused(failure) => match failure.retry_in {
            Some(RetryIn::Minutes(minutes)) => Some(minutes),
            _ => None,
        },
        _ => None,
    });
    let asked =
        minutes.min().map(|minutes| Duration::from_secs(u64::from(minutes).saturating_mul(60)));
    asked.unwrap_or(PAUSE).clamp(tracker_types::SHORTEST_INTERVAL, tracker_types::LONGEST_INTERVAL)
}

/// `-bn0200-` and twelve random hex digits (BEP 20).
fn random_peer_id() -> PeerId {
    let random = RandomState::new().hash_one("peer id");
    let text = format!("-bn0200-{random:016x}");
    PeerId::try_from(text.as_bytes().get(..20).unwrap_or_default()).unwrap_or(PeerId([b'-'; 20]))
}
