//! An edited torrent keeps its info-hash, and the bytes of everything that was not edited.

use std::collections::BTreeMap;
use std::path::Path;

use bencode::{
    ByteStr, Deserializer, Error, List, Quirk, RawValue, Rules, Value, bencode, to_raw_value,
};
use serde::Deserialize;

use crate::corpus::{info_span, sha1, sha256, torrents};
use crate::decoders::LAX;

type Torrent<'a> = BTreeMap<ByteStr<'a>, RawValue<'a>>;

const ANNOUNCE: &str = "https://tracker.example/announce";
const COMMENT: &str = "moved \u{2192} elsewhere";

fn read(file: &[u8]) -> Result<Torrent<'_>, Error> {
    let rules = LAX.accept(Quirk::TrailingData);
    Torrent::deserialize(&mut Deserializer::with_rules(file, rules))
}

/// The tiers that a torrent has; what is not a list is replaced.
fn tiers(torrent: &Torrent<'_>) -> List<'static> {
    let tiers = torrent.get("announce-list".as_bytes());
    tiers.and_then(|tiers| tiers.get::<List<'_>>().ok()).map(into_owned).unwrap_or_default()
}

fn into_owned(list: List<'_>) -> List<'static> {
    list.into_iter().map(Value::into_owned).collect()
}

/// The example in the docs of `RawValue`.
fn edit(file: &[u8]) -> Result<Vec<u8>, Error> {
    let mut torrent = read(file)?;
    torrent.insert("announce".into(), to_raw_value(ANNOUNCE)?);
    torrent.insert("comment".into(), to_raw_value(COMMENT)?);
    let mut tiers = tiers(&torrent);
    tiers.push(bencode!([ANNOUNCE]));
    torrent.insert("announce-list".into(), to_raw_value(&tiers)?);
    bencode::to_vec(&torrent)
}

fn check(folder: &Path) -> usize {
    let torrents = torrents(folder);
    for (entry, file) in &torrents {
        let edited = edit(file).unwrap();
        check_info(entry, &edited);
        check_rest(&read(file).unwrap(), &read(&edited).unwrap(), &entry["file"]);
        assert!(Value::parse_with(&edited, LAX).is_ok(), "{}", entry["file"]);
    }
    torrents.len()
}

fn check_info(entry: &serde_json::Value, edited: &[u8]) {
    let Some(span) = info_span(edited).filter(|span| edited[span.start] == b'd') else {
        assert!(entry["info"]["sha1"].is_null(), "{}", entry["file"]);
        return;
    };
    let info = &edited[span];
    let hashes = (sha1(info), sha256(info));
    let expected = (&entry["info"]["sha1"], &entry["info"]["sha256"]);
    assert_eq!((expected.0.as_str(), expected.1.as_str()), (Some(&*hashes.0), Some(&*hashes.1)));
}

fn check_rest(before: &Torrent<'_>, after: &Torrent<'_>, file: &serde_json::Value) {
    let edits = ["announce", "announce-list", "comment"].map(ByteStr::from);
    let rest = |torrent: &Torrent<'_>| {
        let mut rest = torrent.clone();
        rest.retain(|key, _| !edits.contains(key));
        rest.into_iter()
            .map(|(key, raw)| (key.to_vec(), raw.as_bytes().to_vec()))
            .collect::<Vec<_>>()
    };
    assert_eq!(rest(before), rest(after), "{file}");
    let after = |key: &str| after[key.as_bytes()].get::<Value<'_>>().unwrap().into_owned();
    assert_eq!((after("announce"), after("comment")), (ANNOUNCE.into(), COMMENT.into()));
    let mut expected = tiers(before);
    expected.push(bencode!([ANNOUNCE]));
    assert_eq!(after("announce-list"), Value::List(expected), "{file}");
}

#[test]
fn edited_torrents_keep_their_info_hash() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus");
    assert_eq!(check(&folder), 43);
}

#[test]
#[ignore = "needs BENCODE_CORPUS"]
fn edited_torrents_of_the_corpus_keep_their_info_hash() {
    let folder = std::env::var_os("BENCODE_CORPUS").expect("BENCODE_CORPUS names the folder");
    assert_eq!(check(Path::new(&folder)), 206);
}

/// Each has an `info` that is not canonical, in its own way.
#[test]
fn edits_of_raw_values_keep_quirks_of_info_and_a_tree_does_not() {
    let infos: &[&[u8]] = &[
        b"d6:pieces0:6:lengthi1ee",
        b"d6:lengthi01ee",
        b"d06:lengthi1ee",
        b"d6:lengthi1e6:lengthi2ee",
        b"d6:lengthi-0ee",
    ];
    for info in infos {
        let file = [b"d4:info", *info, b"e"].concat();
        let edited = edit(&file).unwrap();
        assert_eq!(&edited[info_span(&edited).unwrap()], *info);
        let tree = Value::parse_with(&file, Rules::TOLERANT).unwrap().to_vec();
        assert_ne!(&tree[info_span(&tree).unwrap()], *info);
    }
}
