//! Structs such as users write, with real traffic and real torrents, and the vectors through serde.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use bencode::{
    ByteArray, ByteStr, Deserializer, Error, ErrorKind, Quirk, Reader, Rules, Value, WithRaw,
    to_vec,
};
use serde::de::IgnoredAny;
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

use crate::decoders::{LAX, STRICT};
use crate::expected::{hex, lines, list, number, parse, unhex};

fn read<'de, T: Deserialize<'de>>(input: &'de [u8], rules: Rules) -> Result<T, Error> {
    let mut deserializer = Deserializer::with_rules(input, rules);
    let value = T::deserialize(&mut deserializer)?;
    deserializer.end().map(|()| value)
}

/// A torrent: BEP 3, 12, 27 and 52.
#[derive(Debug, Deserialize, Serialize)]
struct Metainfo<'a> {
    #[serde(borrow)]
    info: WithRaw<'a, Info<'a>>,
    #[serde(rename = "piece layers", borrow)]
    layers: Option<BTreeMap<ByteStr<'a>, ByteStr<'a>>>,
}

#[derive(Debug, Deserialize, Serialize)]
struct Info<'a> {
    #[serde(borrow)]
    name: ByteStr<'a>,
    #[serde(rename = "piece length")]
    piece_length: i64,
    #[serde(borrow)]
    pieces: Option<ByteStr<'a>>,
    length: Option<u64>,
    #[serde(borrow)]
    files: Option<Vec<File<'a>>>,
    #[serde(rename = "meta version")]
    version: Option<u64>,
    #[serde(rename = "file tree", borrow)]
    tree: Option<BTreeMap<ByteStr<'a>, Node<'a>>>,
}

#[derive(Debug, Deserialize, Serialize)]
struct File<'a> {
    length: u64,
    #[serde(borrow)]
    path: Vec<ByteStr<'a>>,
}

/// A file, under the empty key, or a folder.
#[derive(Debug, Deserialize, Serialize)]
struct Node<'a> {
    #[serde(flatten, borrow)]
    entries: BTreeMap<ByteStr<'a>, Value<'a>>,
}

impl Info<'_> {
    fn hybrid(&self) -> bool {
        self.pieces.is_some() && self.tree.is_some()
    }
}

/// The contents of the manifest for a torrent that this struct can read.
fn check_torrent(entry: &Json, input: &[u8]) -> Option<&'static str> {
    let info = &entry["info"];
    let torrent: Metainfo<'_> = read(input, Rules::TOLERANT).ok()?;
    let file = &entry["file"];
    assert_eq!(crate::corpus::sha1(torrent.info.raw().as_bytes()), info["sha1"], "{file}");
    assert_eq!(hex(&torrent.info.name), info["name_hex"].as_str().unwrap(), "{file}");
    assert_eq!(info["piece_length"], torrent.info.piece_length, "{file}");
    let pieces = torrent.info.pieces.as_ref().map(bencode::ByteStr::len);
    assert_eq!(info["pieces_bytes"].as_u64(), pieces.map(|length| length as u64), "{file}");
    if let (Some(files), Some(expected)) = (&torrent.info.files, info["files_v1"].as_u64()) {
        assert_eq!(files.len() as u64, expected, "{file}");
        let total: u64 = files.iter().map(|file| file.length).sum();
        assert_eq!(info["total_v1"], total, "{file}");
    }
    // The raw `info` is written unchanged, so that a torrent with only known keys is the same again.
    let again = to_vec(&torrent).unwrap();
    assert_eq!(
        crate::corpus::sha1(
            read::<Metainfo<'_>>(&again, Rules::TOLERANT).unwrap().info.raw().as_bytes()
        ),
        info["sha1"]
    );
    Some(if torrent.info.hybrid() {
        "hybrid"
    } else if torrent.info.tree.is_some() {
        "v2"
    } else {
        "v1"
    })
}

/// How many torrents of a folder were read, by version; the others are named.
fn check_folder(folder: &Path) -> (BTreeMap<&'static str, usize>, Vec<String>) {
    let manifest = parse(&fs::read_to_string(folder.join("manifest.json")).unwrap());
    let (mut versions, mut others) = (BTreeMap::new(), Vec::new());
    for entry in list(&manifest) {
        let name = entry["file"].as_str().unwrap();
        let input = fs::read(folder.join("files").join(name)).unwrap();
        same_as_the_tree(&input, name);
        if let Some(version) = check_torrent(entry, &input) {
            *versions.entry(version).or_insert(0) += 1;
        } else {
            let error = read::<Metainfo<'_>>(&input, Rules::TOLERANT).unwrap_err();
            others.push(format!("{name}: {error}"));
        }
    }
    (versions, others)
}

#[test]
fn generated_torrents() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus");
    let (read, others) = check_folder(&folder);
    assert_eq!(read, BTreeMap::from([("hybrid", 6), ("v1", 29), ("v2", 8)]));
    assert_eq!(others, [""; 0]);
}

#[test]
#[ignore = "needs BENCODE_CORPUS"]
fn corpus_torrents() {
    let folder = PathBuf::from(std::env::var_os("BENCODE_CORPUS").expect("the folder"));
    let (read, others) = check_folder(&folder);
    assert_eq!(read, BTreeMap::from([("hybrid", 18), ("v1", 139), ("v2", 31)]));
    // The others are broken on purpose, or not torrents; each has its error.
    let says = |text: &str| others.iter().filter(|other| other.contains(text)).count();
    assert_eq!(others.len(), 18);
    assert_eq!((says(": missing field"), says(": expected"), says("does not fit u64")), (9, 5, 2));
    assert_eq!((says("duplicate field `pieces`"), says("nesting deeper than 128")), (1, 1));
}

/// Through serde, a document has the same verdict and value as with the tree's own parser.
fn same_as_the_tree(input: &[u8], name: &str) {
    let fault = |error: Error| (error.kind(), error.offset());
    for rules in [STRICT.max_depth(128), LAX.max_depth(128), Rules::TOLERANT] {
        let (serde, own) = (read::<Value<'_>>(input, rules), Value::parse_with(input, rules));
        if let Ok(value) = &serde {
            assert_eq!(to_vec(value).unwrap(), value.to_vec(), "{name}");
        }
        assert_eq!(serde.map_err(fault), own.map_err(fault), "{name} {rules:?}");
        let mut reader = Reader::with_rules(input, rules);
        let skipped = reader.skip_value().and_then(|_| reader.next()).map(drop);
        let ignored = read::<IgnoredAny>(input, rules).map(drop);
        assert_eq!(ignored.map_err(fault), skipped.map_err(fault), "{name} {rules:?}");
    }
    let default = read::<Value<'_>>(input, Rules::default()).is_ok();
    assert_eq!(default, Value::parse(input).is_ok(), "{name}");
}

#[test]
fn vectors_and_mutants_through_serde() {
    let mut compared = 0;
    for (file, field) in [("vectors/vectors.jsonl", "id"), ("vectors/mutants.jsonl", "hex")] {
        for line in lines(file).iter().filter(|line| line["hex"].is_string()) {
            if line["depth"].as_u64().is_some_and(|depth| depth > 128) {
                continue;
            }
            let (input, name) = (unhex(&line["hex"]), line[field].to_string());
            same_as_the_tree(&input, &name);
            if line["strict"]["ok"] == true || line["strict"] == "ok" {
                let value: Value<'_> = read(&input, STRICT.max_depth(128)).unwrap();
                assert_eq!(to_vec(&value).unwrap(), input, "{name}");
            }
            if let Some(canonical) = line.get("canonical").map(unhex) {
                let value: Value<'_> = read(&input, LAX.max_depth(128)).unwrap();
                assert_eq!(to_vec(&value).unwrap(), canonical, "{name}");
            }
            compared += 1;
        }
    }
    assert!(compared > 1_700, "{compared}");
}

/// An announce reply of real trackers: BEP 3, 7, 23, 24, 31.
#[derive(Debug, Deserialize)]
struct Announce<'a> {
    #[serde(rename = "failure reason", borrow)]
    failure: Option<ByteStr<'a>>,
    interval: Option<i64>,
    complete: Option<i64>,
    incomplete: Option<i64>,
    #[serde(borrow)]
    peers: Option<Peers<'a>>,
    #[serde(borrow)]
    peers6: Option<ByteStr<'a>>,
}

#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum Peers<'a> {
    #[serde(borrow)]
    Compact(ByteStr<'a>),
    #[serde(borrow)]
    List(Vec<Peer<'a>>),
}

#[derive(Debug, Deserialize)]
struct Peer<'a> {
    #[serde(borrow)]
    ip: ByteStr<'a>,
    port: u64,
}

/// A scrape reply, BEP 48.
#[derive(Debug, Deserialize)]
struct Scrape<'a> {
    #[serde(borrow)]
    files: BTreeMap<ByteStr<'a>, Counts>,
}

#[derive(Debug, Deserialize)]
struct Counts {
    complete: u64,
}

/// A DHT message, BEP 5.
#[derive(Debug, Deserialize)]
struct Krpc<'a> {
    /// One of the captured errors does not have one.
    #[serde(borrow)]
    t: Option<ByteStr<'a>>,
    y: char,
    #[serde(borrow)]
    q: Option<&'a str>,
    #[serde(borrow)]
    a: Option<Arguments<'a>>,
    #[serde(borrow)]
    r: Option<Response<'a>>,
    #[serde(borrow)]
    e: Option<(i64, ByteStr<'a>)>,
}

#[derive(Debug, Deserialize)]
struct Arguments<'a> {
    id: ByteArray<20>,
    info_hash: Option<ByteArray<20>>,
    #[serde(borrow)]
    target: Option<ByteStr<'a>>,
}

#[derive(Debug, Deserialize)]
struct Response<'a> {
    id: ByteArray<20>,
    #[serde(borrow)]
    nodes: Option<ByteStr<'a>>,
    #[serde(borrow)]
    values: Option<Vec<ByteStr<'a>>>,
}

#[test]
fn captured_messages() {
    let mut counted = BTreeMap::new();
    for body in lines("captures/bodies.jsonl").iter().filter(|body| !body["consumed"].is_null()) {
        let (input, name) = (unhex(&body["hex"]), body["file"].to_string());
        same_as_the_tree(&input, &name);
        let kind = body["file"].as_str().unwrap().split('/').next().unwrap();
        let decoded = &body["decoded"];
        let understood = match kind {
            "dht-packet" => check_krpc(&read(&input, Rules::TOLERANT).unwrap(), decoded),
            "http-scrape-response" if input.starts_with(b"d5:files") => {
                let scrape: Scrape<'_> = read(&input, Rules::TOLERANT).unwrap();
                scrape.files.values().all(|counts| counts.complete < 1_000)
            }
            "http-announce-response" => check_announce(&input, decoded),
            _ => continue,
        };
        assert!(understood, "{name}");
        *counted.entry(kind.to_owned()).or_insert(0) += 1;
    }
    let kinds = [("dht-packet", 45), ("http-announce-response", 228), ("http-scrape-response", 29)];
    assert_eq!(counted, kinds.map(|(kind, count)| (kind.to_owned(), count)).into());
}

fn check_announce(input: &[u8], decoded: &Json) -> bool {
    let reply: Announce<'_> = read(input, Rules::TOLERANT).unwrap();
    let count = match &reply.peers {
        Some(Peers::Compact(peers)) => peers.len() / 6,
        Some(Peers::List(peers)) => {
            assert!(peers.iter().all(|peer| !peer.ip.is_empty() && peer.port > 0));
            peers.len()
        }
        None => 0,
    };
    let same = |field: Option<i64>, name: &str| field == decoded[name].as_i64();
    (decoded.is_null() || same(reply.interval, "interval"))
        && (decoded.is_null()
            || same(reply.complete, "complete") && same(reply.incomplete, "incomplete"))
        && (reply.failure.is_some() || reply.interval.is_some())
        && (decoded.is_null() || decoded["peers"].is_null() == reply.peers.is_none())
        && (decoded["peers"].as_array().is_none_or(|peers| peers.len() == count))
        && (decoded.is_null() || decoded["peers6"].is_null() == reply.peers6.is_none())
}

fn check_krpc(message: &Krpc<'_>, decoded: &Json) -> bool {
    let shape = match message.y {
        'q' => message.q.is_some() && message.a.is_some(),
        'r' => message.r.is_some(),
        'e' => message.e.is_some(),
        _ => false,
    };
    let id = message.a.as_ref().map(|a| a.id).or(message.r.as_ref().map(|r| r.id));
    let lists = message.r.as_ref().is_none_or(|r| {
        r.nodes.as_ref().is_none_or(|nodes| nodes.len() % 26 == 0)
            && r.values
                .as_ref()
                .is_none_or(|values| values.iter().all(|v| matches!(v.len(), 6 | 18)))
    });
    let hash = message.a.as_ref().is_none_or(|a| {
        a.info_hash.is_none_or(|hash| hash.len() == 20)
            && a.target.as_ref().is_none_or(|target| target.len() == 20)
    });
    assert!(decoded.is_null() || decoded["q"].as_str() == message.q);
    shape
        && lists
        && hash
        && message.t.as_ref().is_none_or(|t| !t.is_empty())
        && (id.is_some() || message.y == 'e')
}

#[test]
fn a_body_with_trailing_bytes_is_read_if_the_rules_accept_it() {
    let body = b"d8:intervali1800ee\r\n";
    let err = bencode::from_slice::<Announce<'_>>(body).unwrap_err();
    assert_eq!((err.kind(), err.offset()), (ErrorKind::TrailingData, 18));
    let rules = Rules::default().accept(Quirk::TrailingData);
    assert_eq!(read::<Announce<'_>>(body, rules).unwrap().interval, Some(1800));
    assert_eq!(number(&Json::from(18)), 18);
}

#[cfg(feature = "std")]
#[derive(Debug, PartialEq, Serialize, Deserialize)]
#[serde(bound(deserialize = "'de: 'static"))]
struct Owning {
    id: Option<ByteStr<'static>>,
    peers: ByteStr<'static>,
    rest: Value<'static>,
}

/// `'de: 'static`, as in the docs for structs without a lifetime.
#[cfg(feature = "std")]
#[test]
fn a_struct_without_a_lifetime_owns_byte_strings() {
    let owning = Owning { id: None, peers: ByteStr::from(b"\x7f\0\0\x01\x1a\xe1"), rest: 7.into() };
    let input = to_vec(&owning).unwrap();
    assert_eq!(bencode::from_reader::<_, Owning>(&input[..]).unwrap(), owning);
    #[cfg(feature = "bytes")]
    assert_eq!(bencode::from_bytes::<Owning>(input.into()).unwrap(), owning);
}
