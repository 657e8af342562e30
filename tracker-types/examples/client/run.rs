//! With a target: announces or scrapes, shows the answers, and leaves or announces again.

use std::thread;

use bencode::hex;
use tracker_types::{AnnounceRequest, Event, InfoHash, PeerId};

use super::http::Http;
use super::options::Errand;
use super::question::Answered;
use super::session::{Outcome, Session};
use super::show::{self, note};
use super::target::Torrent;
use super::udp::{Udp, random};
use super::watch::watch;

/// Does what the command line asks.
pub fn run(errand: &Errand) -> Result<(), String> {
    let torrent = Torrent::of(&errand.target, errand.info_hash)?;
    if torrent.trackers.is_empty() {
        return Err(format!("{}: names no tracker", errand.target));
    }
    let peer_id = errand.peer_id.unwrap_or_else(random_peer_id);
    // The same over all wires and IP versions, so that a tracker knows that we are one peer.
    let key = format!("{:08X}", random());
    let hashes = torrent.info_hashes.iter();
    let requests: Vec<_> =
        hashes.map(|hash| request(errand, torrent.left, *hash, peer_id, &key)).collect();
    let mut session = Session::new(Http::new(), Udp::new(errand.connection_id), torrent.trackers);
    if errand.scrape {
        let outcome = session.scrape(&torrent.info_hashes);
        tell(&outcome, errand);
        return if outcome.answered.is_empty() { Err(nobody()) } else { Ok(()) };
    }
    if errand.watch {
        let show = |outcome: &Outcome| tell(outcome, errand);
        watch(&mut session, requests, show, |pause| {
            note(&format!("again in {} s", pause.as_secs()));
            thread::sleep(pause);
            true
        });
        return Err("no tracker wants to be asked again".into());
    }
    let visits = requests.iter().map(|request| visit(&mut session, request, errand));
    let welcome = visits.filter(|welcome| *welcome).count();
    if welcome > 0 { Ok(()) } else { Err(nobody()) }
}

fn nobody() -> String {
    "no tracker said yes".into()
}

fn request(
    errand: &Errand,
    left: u64,
    info_hash: InfoHash,
    peer_id: PeerId,
    key: &str,
) -> AnnounceRequest<'static> {
    let (port, left) = (errand.port.unwrap_or(12345), errand.left.unwrap_or(left));
    let mut request = AnnounceRequest::new(info_hash, peer_id, port, left);
    request.key = Some(key.as_bytes().to_vec().into());
    request.numwant = errand.numwant;
    request.compact = errand.compact;
    request.event = errand.event.or(errand.watch.then_some(Event::Started));
    request
}

/// Announces, and sends `stopped` to the tracker that accepted; returns whether one did.
fn visit(session: &mut Session, request: &AnnounceRequest<'_>, errand: &Errand) -> bool {
    let outcome = session.announce(request);
    tell(&outcome, errand);
    let Some(Answered { url, .. }) = outcome.answered.first() else { return false };
    if !errand.stay && request.event != Some(Event::Stopped) {
        let mut leave = request.clone();
        leave.event = Some(Event::Stopped);
        leave.numwant = Some(0);
        let left = session.announce_to(url, &leave);
        if !left.iter().any(Result::is_ok) {
            for problem in left.into_iter().filter_map(Result::err) {
                note(&format!("{url}: not left: {problem}"));
            }
        }
    }
    true
}

/// Prints the outcome of a question: answers to standard output, the rest to standard error.
fn tell(outcome: &Outcome, errand: &Errand) {
    for (url, problem) in &outcome.failed {
        if errand.json {
            show::result(&show::failure_line(url, problem));
        } else {
            note(&format!("{url}: {problem}"));
        }
    }
    for answered in &outcome.answered {
        if errand.json {
            show::result(&show::success_line(answered));
        } else {
            tell_answer(answered, errand);
        }
    }
}

fn tell_answer(answered: &Answered, errand: &Errand) {
    let Answered { url, address, exchange, answer, quirks } = answered;
    let at = address.map(|address| format!(" at {address}")).unwrap_or_default();
    note(&format!("{url}{at} says:"));
    show::result(&exchange.asked);
    if errand.hex {
        show::result(&hex::encode(&exchange.body));
    }
    show::result(&show::json(answer));
    for (quirk, times) in quirks {
        note(&format!("odd about it: {quirk} ({times})"));
    }
}

/// `-bn0200-` and twelve random hex digits (BEP 20).
fn random_peer_id() -> PeerId {
    let random = format!("-bn0200-{:08x}{:08x}", random(), random());
    PeerId::try_from(random.as_bytes().get(..20).unwrap_or_default()).unwrap_or(PeerId([b'-'; 20]))
}
