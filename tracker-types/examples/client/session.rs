//! Announces to the trackers of a torrent, tier by tier (BEP 12).

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;

use tracker_types::http::announce;
use tracker_types::{
    AnnounceList, AnnounceRequest, AnnounceResponse, Error, Failure, Quirks, Reply, TrackerUrl,
};

use super::http::{Exchange, Http};

/// A client and the trackers it announces to.
pub struct Session {
    http: Http,
    pub trackers: AnnounceList,
    /// What each tracker called itself, to be sent back.
    tracker_ids: BTreeMap<String, Vec<u8>>,
}

/// A tracker's success.
pub struct Answered {
    pub url: String,
    pub exchange: Exchange,
    pub response: AnnounceResponse<'static>,
    pub quirks: Quirks,
}

/// What became of an announce: trackers that failed, then perhaps one that did not.
pub struct Outcome {
    pub failed: Vec<(String, Problem)>,
    pub answered: Option<Answered>,
}

/// Why a tracker was of no use.
#[derive(Debug)]
pub enum Problem {
    /// Not HTTP: for another client.
    Scheme(String),
    Url(Error),
    Http(ureq::Error),
    /// A status, and no bencode behind it.
    Unreadable(u16, Error),
    Refused(Failure<'static>),
}

impl Session {
    pub fn new(http: Http, trackers: AnnounceList) -> Session {
        Session { http, trackers, tracker_ids: BTreeMap::new() }
    }

    /// Announces to one tracker after the other until one says yes, which is asked first from then
    /// on.
    pub fn announce(&mut self, request: &AnnounceRequest<'_>) -> Outcome {
        let mut outcome = Outcome { failed: Vec::new(), answered: None };
        let urls: Vec<String> = self.trackers.iter().map(String::from).collect();
        for url in urls {
            match self.announce_to(&url, request) {
                Ok(answered) => {
                    self.trackers.promote(&url);
                    outcome.answered = Some(answered);
                    break;
                }
                Err(problem) => outcome.failed.push((url, problem)),
            }
        }
        outcome
    }

    /// Announces to this tracker alone.
    pub fn announce_to(
        &mut self,
        url: &str,
        request: &AnnounceRequest<'_>,
    ) -> Result<Answered, Problem> {
        let tracker = TrackerUrl::parse(url).map_err(Problem::Url)?;
        if !tracker.is_http() {
            return Err(Problem::Scheme(tracker.scheme.into()));
        }
        let mut request = request.clone();
        request.tracker_id = self.tracker_ids.get(url).map(Cow::from);
        let target = request.to_url(url).map_err(Problem::Url)?;
        let exchange = self.http.get(&target).map_err(Problem::Http)?;
        let answered = read(url, exchange)?;
        if let Some(id) = &answered.response.tracker_id {
            self.tracker_ids.insert(url.into(), id.to_vec());
        }
        Ok(answered)
    }
}

fn read(url: &str, exchange: Exchange) -> Result<Answered, Problem> {
    let (reply, quirks) = announce::decode(&exchange.body)
        .map_err(|error| Problem::Unreadable(exchange.status, error))?;
    match reply.into_owned() {
        Reply::Success(response) => Ok(Answered { url: url.into(), exchange, response, quirks }),
        Reply::Failure(failure) => Err(Problem::Refused(failure)),
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Problem::Scheme(scheme) => write!(f, "skipped, {scheme} is not spoken here yet"),
            Problem::Url(error) | Problem::Unreadable(200, error) => error.fmt(f),
            Problem::Http(error) => error.fmt(f),
            Problem::Unreadable(status, error) => write!(f, "HTTP status {status}: {error}"),
            Problem::Refused(failure) => write!(f, "refused: {failure}"),
        }
    }
}
