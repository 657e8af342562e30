//! Requests of real clients, compared with what other programs read from them.

use serde_json::Value;
use tracker_types::{
    AnnounceRequest, ErrorKind, Event, InfoHash, Params, PeerId, Quirk, ScrapeRequest, Target,
    percent,
};

const REQUESTS: &str = include_str!("../captures/requests.jsonl");

/// A parameter: its name and, after a `=`, its value.
type Parameter = (Vec<u8>, Option<Vec<u8>>);

fn requests(kind: &str) -> impl Iterator<Item = Value> + use<'_> {
    let lines = REQUESTS.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
    lines.filter(move |request| request["kind"] == kind)
}

/// A byte string in the form of the captures.
pub(crate) fn bytes(value: &Value) -> Vec<u8> {
    if let Some(text) = value.as_str() {
        return text.as_bytes().to_vec();
    }
    let hex = value["$hex"].as_str().unwrap();
    let pairs = (0..hex.len()).step_by(2).map(|at| &hex[at..at + 2]);
    pairs.map(|pair| u8::from_str_radix(pair, 16).unwrap()).collect()
}

/// The parameters as another program read them, except for two deviations that only this crate corrects: a
/// fragment, and a second question mark before the client's own parameters.
fn parameters(request: &Value) -> Vec<Parameter> {
    let pairs = request["query"].as_array().unwrap().iter();
    let pairs = pairs.map(|pair| (bytes(&pair[0]), (!pair[1].is_null()).then(|| bytes(&pair[1]))));
    pairs.flat_map(untangle).filter(|(name, value)| !name.is_empty() || value.is_some()).collect()
}

fn untangle((name, value): Parameter) -> Vec<Parameter> {
    let name = name.strip_prefix(b"?").unwrap_or(&name).to_vec();
    let Some(value) = value else { return vec![(name, None)] };
    let glued = value.windows(11).position(|window| window == b"?info_hash=");
    let (front, behind) = value.split_at(glued.unwrap_or(value.len()));
    let front = front.strip_suffix(b"#frag").unwrap_or(front).to_vec();
    let hash = behind.get(11..).map(|hash| (b"info_hash".to_vec(), Some(hash.to_vec())));
    std::iter::once((name, Some(front))).chain(hash).collect()
}

/// The request that these parameters make.
fn expected(parameters: &[Parameter]) -> AnnounceRequest<'static> {
    let nobody = (InfoHash([0; 20]), PeerId([0; 20]));
    let mut request = AnnounceRequest::new(nobody.0, nobody.1, 0, 0);
    (request.uploaded, request.downloaded, request.left) = (None, None, None);
    for (name, value) in parameters {
        set(&mut request, name, value.as_deref());
    }
    request
}

fn set(request: &mut AnnounceRequest<'static>, name: &[u8], value: Option<&[u8]>) {
    let bytes = value.unwrap_or_default();
    let text = String::from_utf8_lossy(bytes).into_owned();
    let number = || Some(text.parse().unwrap());
    let opaque = (!bytes.is_empty()).then(|| bytes.to_vec().into());
    let address = || tracker_types::Address::from_bytes(bytes).unwrap().into_owned();
    match name {
        b"info_hash" => request.info_hash = bytes.try_into().unwrap(),
        b"peer_id" => request.peer_id = bytes.try_into().unwrap(),
        b"port" => request.port = text.parse().unwrap(),
        b"uploaded" => request.uploaded = number(),
        b"downloaded" => request.downloaded = number(),
        b"left" => request.left = number(),
        b"corrupt" => request.corrupt = number(),
        b"redundant" => request.redundant = number(),
        b"event" => request.event = Some(Event::from_http_name(&text).unwrap()),
        b"compact" => request.compact = Some(text == "1"),
        b"no_peer_id" => request.no_peer_id = text == "1",
        b"supportcrypto" => request.support_crypto = text == "1",
        b"numwant" => request.numwant = Some(text.parse().unwrap()),
        b"key" => request.key = opaque,
        b"trackerid" => request.tracker_id = opaque,
        b"ipv4" => request.ipv4 = Some(address()),
        _ => request.extra = with(&request.extra, name, value),
    }
}

fn with(extra: &Params<'_>, name: &[u8], value: Option<&[u8]>) -> Params<'static> {
    let value = value.map(|value| format!("={}", percent::encode(value))).unwrap_or_default();
    let parameter = percent::encode(name) + &value;
    let parts = [extra.as_bytes(), parameter.as_bytes()];
    let text = parts.iter().filter(|part| !part.is_empty()).copied().collect::<Vec<_>>();
    Params::from_query(&text.join(&b'&')).into_owned()
}

#[test]
fn announces_are_read_as_by_other_programs() {
    let mut seen = 0;
    for capture in requests("announce").filter(|capture| capture.get("query").is_some()) {
        let (target, case) = (bytes(&capture["target"]), &capture["case"]);
        assert_eq!(Target::split(&target).path, bytes(&capture["path"]), "{case}");
        let parameters = parameters(&capture);
        if !parameters.iter().any(|(name, _)| name == b"info_hash") {
            let error = AnnounceRequest::parse_target(&target).unwrap_err();
            assert_eq!((error.kind(), error.place()), (ErrorKind::MissingParameter, "info_hash"));
            continue;
        }
        let (request, _) = AnnounceRequest::parse_target(&target).unwrap();
        assert_eq!(request, expected(&parameters), "{case}");
        if let Some(known) = capture["known"].as_array() {
            assert!(known.contains(&Value::from(request.info_hash.to_string())), "{case}");
        }
        seen += 1;
    }
    assert_eq!(seen, 332);
}

#[test]
fn every_byte_of_a_hash_is_read_in_each_clients_spelling() {
    let mut met = [false; 256];
    for capture in requests("announce").filter(|capture| capture.get("info_hashes").is_some()) {
        let target = bytes(&capture["target"]);
        let (request, _) = AnnounceRequest::parse_target(&target).unwrap();
        assert_eq!(capture["info_hashes"][0], request.info_hash.to_string(), "{capture}");
        request.info_hash.0.iter().for_each(|&byte| met[usize::from(byte)] = true);
    }
    assert!(met.iter().all(|&met| met));
}

#[test]
fn rebuilt_announces_read_the_same() {
    for capture in requests("announce") {
        let target = bytes(&capture["target"]);
        let Ok((request, _)) = AnnounceRequest::parse_target(&target) else { continue };
        let mut query = Vec::new();
        request.write_query(&mut query);
        let (again, quirks) = AnnounceRequest::parse_query(&query).unwrap();
        assert_eq!(again, request, "{capture}");
        // Quirks of spelling are gone when the request is written again; its meaning stays.
        let kept = [Quirk::MissingCounter, Quirk::OddKey, Quirk::BareParameter];
        assert!(quirks.iter().all(|(quirk, _)| kept.contains(&quirk)), "{quirks} in {capture}");
    }
}

#[test]
fn scrapes_are_read_as_by_other_programs() {
    let mut seen = 0;
    for capture in requests("scrape") {
        let target = bytes(&capture["target"]);
        let (request, _) = ScrapeRequest::parse_target(&target).unwrap();
        let hashes: Vec<_> = request.info_hashes.iter().map(InfoHash::to_string).collect();
        assert_eq!(capture["info_hashes"], Value::from(hashes), "{capture}");

        let mut query = Vec::new();
        request.write_query(&mut query);
        let (again, quirks) = ScrapeRequest::parse_query(&query).unwrap();
        assert_eq!(again, request, "{capture}");
        assert!(quirks.iter().all(|(quirk, _)| quirk == Quirk::BareParameter), "{capture}");
        seen += 1;
    }
    assert_eq!(seen, 27);
}

/// The quirks of these requests, and how many requests have each: aria2's keys are binary, two clients
/// append to an announce URL with a fragment, and so on.
#[test]
fn quirks_of_real_clients() {
    let mut counts = Vec::<(Quirk, usize)>::new();
    for capture in requests("announce") {
        let target = bytes(&capture["target"]);
        let Ok((_, quirks)) = AnnounceRequest::parse_target(&target) else { continue };
        for (quirk, _) in &quirks {
            match counts.iter_mut().find(|(known, _)| *known == quirk) {
                Some((_, count)) => *count += 1,
                None => counts.push((quirk, 1)),
            }
        }
    }
    counts.sort();
    let expected = [
        (Quirk::BareParameter, 3),
        (Quirk::EmptySegment, 11),
        (Quirk::RawPlus, 5),
        (Quirk::RawByte, 2),
        (Quirk::MissingCounter, 3),
        (Quirk::EmptyValue, 6),
        (Quirk::OddKey, 49),
        (Quirk::OddPath, 1),
        (Quirk::Fragment, 3),
        (Quirk::SecondQuestionMark, 3),
    ];
    assert_eq!(counts, expected);
}
