//! With a target: announce, show, and leave or go on.

use std::hash::{BuildHasher, RandomState};
use std::thread;

use tracker_types::{AnnounceRequest, Event, InfoHash, PeerId};

use super::http::Http;
use super::options::Errand;
use super::session::{Answered, Outcome, Session};
use super::show;
use super::torrent::Torrent;
use super::watch::watch;

/// Does what the command line asks.
pub fn run(errand: &Errand) -> Result<(), String> {
    let torrent = Torrent::of(&errand.target, errand.info_hash)?;
    if torrent.trackers.is_empty() {
        return Err(format!("{}: names no tracker", errand.target));
    }
    let peer_id = errand.peer_id.unwrap_or_else(random_peer_id);
    let hashes = torrent.info_hashes.iter();
    let requests: Vec<_> =
        hashes.map(|hash| request(errand, torrent.left, *hash, peer_id)).collect();
    let mut session = Session::new(Http::new(), torrent.trackers);
    if errand.watch {
        let show = |outcome: &Outcome| tell(outcome, errand);
        watch(&mut session, requests, show, |pause| {
            eprintln!("announce: again in {} s", pause.as_secs());
            thread::sleep(pause);
            true
        });
        return Err("no tracker wants to be asked again".into());
    }
    let visits = requests.iter().map(|request| visit(&mut session, request, errand));
    let welcome = visits.filter(|welcome| *welcome).count();
    if welcome > 0 { Ok(()) } else { Err("no tracker said yes".into()) }
}

fn request(
    errand: &Errand,
    left: u64,
    info_hash: InfoHash,
    peer_id: PeerId,
) -> AnnounceRequest<'static> {
    let (port, left) = (errand.port.unwrap_or(12345), errand.left.unwrap_or(left));
    let mut request = AnnounceRequest::new(info_hash, peer_id, port, left);
    request.numwant = errand.numwant;
    request.compact = errand.compact;
    request.event = errand.event.or(errand.watch.then_some(Event::Started));
    request
}

/// Announces, and takes the announce back from the tracker that took it; whether one did.
fn visit(session: &mut Session, request: &AnnounceRequest<'_>, errand: &Errand) -> bool {
    let outcome = session.announce(request);
    tell(&outcome, errand);
    let Some(answered) = outcome.answered else { return false };
    if !errand.stay && request.event != Some(Event::Stopped) {
        let mut leave = request.clone();
        leave.event = Some(Event::Stopped);
        leave.numwant = Some(0);
        if let Err(problem) = session.announce_to(&answered.url, &leave) {
            eprintln!("announce: {}: not left: {problem}", answered.url);
        }
    }
    true
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

/// `-bn0200-` and twelve random hex digits (BEP 20).
fn random_peer_id() -> PeerId {
    let random = RandomState::new().hash_one("peer id");
    let text = format!("-bn0200-{random:016x}");
    PeerId::try_from(text.as_bytes().get(..20).unwrap_or_default()).unwrap_or(PeerId([b'-'; 20]))
}
