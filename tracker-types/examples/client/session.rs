//! Asks the trackers of a torrent, tier by tier (BEP 12), over HTTP, UDP and WebSocket.

use std::collections::BTreeMap;
use std::net::{SocketAddr, ToSocketAddrs};

use tracker_types::{AnnounceList, AnnounceRequest, InfoHash, TrackerUrl};

use super::http::Http;
use super::question::{Answer, Answered, Problem, Question};
use super::udp::Udp;
use super::websocket::WebSockets;

/// A client and the trackers it asks.
pub struct Session {
    http: Http,
    udp: Udp,
    websockets: WebSockets,
    pub trackers: AnnounceList,
    /// The tracker id that each tracker sent, to be sent back to it.
    tracker_ids: BTreeMap<String, Vec<u8>>,
}

/// The outcome of a question: the trackers that failed, then the answers of the one that did not, one for
/// each IP version over which it answered.
pub struct Outcome {
    pub failed: Vec<(String, Problem)>,
    pub answered: Vec<Answered>,
}

impl Session {
    pub fn new(http: Http, udp: Udp, trackers: AnnounceList) -> Session {
        let websockets = WebSockets::new();
        Session { http, udp, websockets, trackers, tracker_ids: BTreeMap::new() }
    }

    /// Announces to one tracker after the other until one accepts; that one is asked first from then on.
    pub fn announce(&mut self, request: &AnnounceRequest<'_>) -> Outcome {
        self.ask(|session, url| session.announce_to(url, request))
    }

    /// Scrapes these torrents at one tracker after the other, until one answers.
    pub fn scrape(&mut self, hashes: &[InfoHash]) -> Outcome {
        self.ask(|session, url| session.ask_at(url, Question::Scrape(hashes)))
    }

    fn ask(
        &mut self,
        mut ask: impl FnMut(&mut Session, &str) -> Vec<Result<Answered, Problem>>,
    ) -> Outcome {
        let mut outcome = Outcome { failed: Vec::new(), answered: Vec::new() };
        let urls: Vec<String> = self.trackers.iter().map(String::from).collect();
        for url in urls {
            for result in ask(self, &url) {
                match result {
                    Ok(answered) => outcome.answered.push(answered),
                    Err(problem) => outcome.failed.push((url.clone(), problem)),
                }
            }
            if !outcome.answered.is_empty() {
                self.trackers.promote(&url);
                break;
            }
        }
        outcome
    }

    /// Announces to this tracker only, over each IP version of which it has an address.
    pub fn announce_to(
        &mut self,
        url: &str,
        request: &AnnounceRequest<'_>,
    ) -> Vec<Result<Answered, Problem>> {
        let mut request = request.clone();
        request.tracker_id = self.tracker_ids.get(url).map(|id| id.clone().into());
        let results = self.ask_at(url, Question::Announce(&request));
        for answered in results.iter().flatten() {
            if let Answer::Announce(response) = &answered.answer {
                if let Some(id) = &response.tracker_id {
                    self.tracker_ids.insert(url.into(), id.to_vec());
                }
            }
        }
        results
    }

    fn ask_at(&mut self, url: &str, question: Question<'_>) -> Vec<Result<Answered, Problem>> {
        let tracker = match TrackerUrl::parse(url) {
            Ok(tracker) => tracker,
            Err(error) => return vec![Err(Problem::Url(error))],
        };
        let scheme = tracker.scheme.to_ascii_lowercase();
        if scheme.starts_with("http") && self.http.proxied {
            return vec![self.http.ask(url, None, question)];
        }
        let addresses = match addresses(&tracker) {
            Ok(addresses) => addresses,
            Err(problem) => return vec![Err(problem)],
        };
        let ask = |address: SocketAddr| match scheme.as_str() {
            "http" | "https" => self.http.ask(url, Some(address), question),
            "udp" => self.udp.ask(&tracker, address, question),
            "ws" | "wss" => self.websockets.ask(url, address, question),
            _ => Err(Problem::Scheme(scheme.clone())),
        };
        addresses.into_iter().map(ask).collect()
    }
}

/// The first address of a tracker for each IP version.
fn addresses(tracker: &TrackerUrl<'_>) -> Result<Vec<SocketAddr>, Problem> {
    let Some(port) = tracker.port_or_default() else {
        return Err(match tracker.scheme {
            scheme if scheme.eq_ignore_ascii_case("udp") => Problem::NoPort,
            scheme => Problem::Scheme(scheme.into()),
        });
    };
    let all: Vec<SocketAddr> = (tracker.host, port).to_socket_addrs()?.collect();
    let v4 = all.iter().find(|address| address.is_ipv4());
    let v6 = all.iter().find(|address| address.is_ipv6());
    Ok(v4.into_iter().chain(v6).copied().collect())
}
