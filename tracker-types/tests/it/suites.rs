//! Cases from other projects' test suites about trackers: replies, queries and URLs are read as these suites
//! expect.
//!
//! The cases are in `peer_suites.jsonl` in the folder that `BENCODE_SUITES` names, one per line: `suite`,
//! `id`, `kind`, `hex`, `verdict`, and other expectations. Several of the suites are copyleft, so the file
//! is not part of this project.

use std::collections::BTreeSet;
use std::path::Path;

use serde_json::{Value as Json, json};
use tracker_types::http::{PeerForm, announce, scrape};
use tracker_types::{AnnounceRequest, Event, InfoHash, Reply, ScrapeRequest, percent, scrape_url};

/// Cases that are expected to differ: the suite, the id, and the reason.
const DISAGREEMENTS: &[(&str, &str, &str)] = &[
    ("libtorrent-tracker", "peers4_invalid_length", RAGGED),
    ("libtorrent-tracker", "peers6_invalid_length", RAGGED),
    ("anacrolix-tracker", "Peers6NotCompact", "an empty list has no peers, and is reported"),
    ("anacrolix-tracker", "Malformed InvalidIP", "`not-an-ip` is a host name"),
    (
        "torrust-http",
        "bad numwant",
        "a negative `numwant` leaves the number to the tracker, and is reported",
    ),
    (
        "torrust-http",
        "bad compact",
        "a flag that is not 0 or 1 is reported, and refused on request",
    ),
    (
        "torrust-http",
        "scrape none",
        "a scrape without a hash asks for all; trackers refuse it or not",
    ),
    (
        "monotorrent-tracker",
        "scrape-url http://mytracker.com/announce/",
        "the last part has no name",
    ),
];

const RAGGED: &str = "whole entries are read, and the torn one is reported";

struct Case {
    row: Json,
    input: Vec<u8>,
}

impl Case {
    fn text(&self, field: &str) -> &str {
        self.row[field].as_str().unwrap_or_default()
    }

    fn name(&self) -> String {
        format!("{}: {} ({})", self.text("suite"), self.text("id"), self.text("kind"))
    }

    fn accepts(&self) -> bool {
        self.text("verdict") == "accept"
    }

    fn known(&self) -> Option<&'static str> {
        let is_it = |(suite, id, _): &&(&str, &str, &str)| {
            *suite == self.text("suite") && self.text("id") == *id
        };
        DISAGREEMENTS.iter().find(is_it).map(|(.., why)| *why)
    }

    /// Whether the result agrees with everything that the case expects.
    fn expects(&self, found: &Json) -> Result<(), String> {
        let expected = self.row["expect"].as_object().into_iter().flatten();
        for (name, value) in expected {
            let agrees = match name.as_str() {
                "peers_subset" => subset(value, &found["peers"]),
                "peers_unordered" => {
                    subset(value, &found["peers"]) && subset(&found["peers"], value)
                }
                _ => found[name] == *value,
            };
            if !agrees {
                return Err(format!("{name}: {} instead of {value}", found[name]));
            }
        }
        Ok(())
    }

    /// The verdict, and the contents if the input is accepted.
    fn verdict(&self, found: Result<Json, tracker_types::Error>) -> Result<(), String> {
        match found {
            Ok(_) if !self.accepts() => Err("accepted".to_owned()),
            Ok(found) => self.expects(&found),
            Err(error) if self.accepts() => Err(error.to_string()),
            Err(_) => Ok(()),
        }
    }
}

fn subset(some: &Json, all: &Json) -> bool {
    let all = all.as_array().unwrap();
    some.as_array().unwrap().iter().all(|one| all.contains(one))
}

fn cases() -> Vec<Case> {
    let folder = std::env::var_os("BENCODE_SUITES").expect("BENCODE_SUITES names the folder");
    let lines = std::fs::read_to_string(Path::new(&folder).join("peer_suites.jsonl")).unwrap();
    let case = |line: &str| {
        let row: Json = serde_json::from_str(line).ok()?;
        let input = bencode::hex::decode(row["hex"].as_str()?).unwrap();
        Some(Case { row, input })
    };
    // Only bencode documents nest deeper than serde_json reads.
    lines.lines().filter_map(case).collect()
}

fn judge(case: &Case) -> Option<Result<(), String>> {
    Some(match case.text("kind") {
        "announce" => {
            case.verdict(announce::decode(&case.input).map(|(reply, _)| announced(&reply)))
        }
        "write-list" => written(case, PeerForm::List),
        "write-compact" | "write-failure" => written(case, PeerForm::Compact),
        "scrape" => case.verdict(scrape::decode(&case.input).map(|(reply, _)| scraped(&reply))),
        "write-scrape" => {
            let (reply, _) = scrape::decode(&case.input).unwrap();
            let mut body = Vec::new();
            scrape::encode(&reply, &mut body);
            same(&body, &case.input)
        }
        "query" | "robust-query" => {
            let found = AnnounceRequest::parse_query(&case.input);
            match case.text("kind") {
                "query" => case.verdict(found.map(|(request, _)| asked(&request))),
                _ => Ok(()),
            }
        }
        "scrape-query" => {
            let hashes = |request: ScrapeRequest<'_>| {
                let hashes = request.info_hashes.iter().map(ToString::to_string);
                json!({ "hashes": hashes.collect::<Vec<_>>() })
            };
            case.verdict(
                ScrapeRequest::parse_query(&case.input).map(|(request, _)| hashes(request)),
            )
        }
        "percent" => {
            let value = case.input.strip_prefix(b"info_hash=").unwrap();
            let expected = bencode::hex::decode(case.text("raw")).unwrap_or_default();
            match percent::decode(value) {
                Ok(bytes) if case.accepts() => same(&bytes[..], &expected[..]),
                Ok(bytes) => {
                    if bytes.len() == 20 {
                        Err("accepted".into())
                    } else {
                        Ok(())
                    }
                }
                Err(error) if case.accepts() => Err(error.to_string()),
                Err(_) => Ok(()),
            }
        }
        "percent-roundtrip" => {
            let hash: InfoHash = case.input.as_slice().try_into().unwrap();
            let url = ScrapeRequest::new(vec![hash]).to_url("http://a.example/announce").unwrap();
            let target = url.strip_prefix("http://a.example").unwrap();
            let (again, _) = ScrapeRequest::parse_target(target.as_bytes()).unwrap();
            same(&again.info_hashes[..], &[hash][..])
        }
        "scrape-url" => {
            let url = std::str::from_utf8(&case.input).unwrap();
            same(&json!(scrape_url(url)), &case.row["url"])
        }
        _ => return None,
    })
}

fn same<T: PartialEq + std::fmt::Debug + ?Sized>(ours: &T, theirs: &T) -> Result<(), String> {
    if ours == theirs { Ok(()) } else { Err(format!("{ours:?} instead of {theirs:?}")) }
}

/// A reply that another tracker wrote is the same after decoding and encoding.
fn written(case: &Case, form: PeerForm) -> Result<(), String> {
    let (reply, _) = announce::decode(&case.input).map_err(|error| error.to_string())?;
    let mut body = Vec::new();
    announce::encode(&reply, form, &mut body);
    same(&body, &case.input)
}

fn announced(reply: &tracker_types::AnnounceReply<'_>) -> Json {
    match reply {
        Reply::Success(response) => {
            let peer = |peer: tracker_types::Peer<'_>| peer.to_string();
            let peers: Vec<String> = response.peers.iter().map(peer).collect();
            let ids = response.peers.iter().filter_map(|peer| peer.id);
            let ids: Vec<String> =
                ids.map(|id| String::from_utf8_lossy(&id.0).into_owned()).collect();
            json!({
                "n": peers.len(),
                "peers": peers,
                "ids": ids,
                "interval": response.interval,
                "min_interval": response.min_interval,
                "complete": response.complete,
                "incomplete": response.incomplete,
                "downloaded": response.downloaded,
                "external_ip": response.external_ip.map(|ip| ip.to_string()),
                "warning": response.warning_message.as_ref().map(ToString::to_string),
            })
        }
        Reply::Failure(failure) => json!({
            "failure": String::from_utf8_lossy(&failure.reason),
            "interval": failure.interval,
            "min_interval": failure.min_interval,
            "complete": failure.complete,
            "incomplete": failure.incomplete,
            "downloaded": failure.downloaded,
        }),
    }
}

fn scraped(reply: &tracker_types::ScrapeReply<'_>) -> Json {
    let Reply::Success(response) = reply else { return Json::Null };
    let file = |(hash, stats): (&InfoHash, &tracker_types::ScrapeStats<'_>)| {
        let numbers = [stats.complete, stats.incomplete, stats.downloaded, stats.downloaders];
        (hash.to_string(), json!(numbers))
    };
    json!({ "files": response.files.iter().map(file).collect::<serde_json::Map<_, _>>() })
}

fn asked(request: &AnnounceRequest<'_>) -> Json {
    json!({
        "info_hash": request.info_hash.to_string(),
        "peer_id": String::from_utf8_lossy(&request.peer_id.0),
        "port": request.port,
        "uploaded": request.uploaded,
        "downloaded": request.downloaded,
        "left": request.left,
        "event": request.event.map(Event::http_name),
        "compact": request.compact,
        "numwant": request.numwant,
        "key": request.key.as_ref().map(|key| String::from_utf8_lossy(key)),
    })
}

#[test]
#[ignore = "needs BENCODE_SUITES"]
fn suites_of_others_agree_but_where_the_reason_is_known() {
    let (mut judged, mut seen, mut wrong) = (0, BTreeSet::new(), Vec::new());
    for case in cases() {
        let Some(verdict) = judge(&case) else { continue };
        judged += 1;
        match (verdict, case.known()) {
            (Ok(()), None) => {}
            (Err(_), Some(why)) => drop(seen.insert(why)),
            (Ok(()), Some(why)) => wrong.push(format!("{}: agrees, although {why}", case.name())),
            (Err(fault), None) => wrong.push(format!("{}: {fault}", case.name())),
        }
    }
    assert!(judged >= 90, "{judged} cases");
    assert_eq!(seen, DISAGREEMENTS.iter().map(|row| row.2).collect(), "a row without a case");
    assert!(wrong.is_empty(), "{} of {judged}:\n{}", wrong.len(), wrong.join("\n"));
}
