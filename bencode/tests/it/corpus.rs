//! Real torrents: verdicts, the place of the info dictionary, info-hashes.
//!
//! A folder holds `manifest.json` and `files/`. Some files are in `tests/corpus`; a larger collection, much of
//! which may not be redistributed, is read from the folder that `BENCODE_CORPUS` names.

use std::fs;
use std::ops::Range;
use std::path::Path;

use bencode::{Deviation, Document, Quirk, Reader, Rules, Token};
use serde_json::{Value as Json, json};
use sha2::Digest;

use crate::decoders::{self, LAX, STRICT};
use crate::expected::{fault, hex, list, number, parse, quirk_class, same};

/// The files of a folder, each with its entry in the manifest.
pub(crate) fn torrents(folder: &Path) -> Vec<(Json, Vec<u8>)> {
    let manifest = parse(&fs::read_to_string(folder.join("manifest.json")).unwrap());
    let file = |entry: &Json| {
        let bytes = fs::read(folder.join("files").join(entry["file"].as_str().unwrap())).unwrap();
        assert_eq!(entry["sha256"], sha256(&bytes), "{}", entry["file"]);
        (entry.clone(), bytes)
    };
    manifest.as_array().unwrap().iter().map(file).collect()
}

fn check(folder: &Path) -> usize {
    let torrents = torrents(folder);
    for (entry, input) in &torrents {
        check_verdicts(entry, input);
        check_document(entry, input);
        check_info(&entry["info"], &entry["file"], input);
    }
    torrents.len()
}

fn check_verdicts(entry: &Json, input: &[u8]) {
    for (rules, verdict) in [(STRICT, "strict"), (LAX, "lax")] {
        let expected = fault(&entry["bencode"][verdict]);
        for (name, decode) in decoders::all() {
            let found = decode(input, rules);
            assert!(same(&found, expected.as_ref()), "{name} {}: {found:?}", entry["file"]);
        }
    }
}

fn check_document(entry: &Json, input: &[u8]) {
    let document = Document::parse_with(input, LAX.accept(Quirk::TrailingData)).unwrap();
    let info = document.root().get("info").map(|info| info.span());
    assert_eq!(info, info_span(input), "{}", entry["file"]);
    let violations = list(&entry["bencode"]["violations"]).iter().filter_map(fault);
    let expected: Vec<_> = violations.chain(fault(&entry["bencode"]["lax"])).collect();
    let found = document.quirks();
    let class = |odd: &Deviation<'_>| (quirk_class(odd.quirk).to_owned(), odd.offset);
    assert_eq!(found.iter().map(class).collect::<Vec<_>>(), expected, "{}", entry["file"]);
}

fn check_info(info: &Json, file: &Json, input: &[u8]) {
    let span = info_span(input);
    let expected = info.get("span").map(|span| number(&span[0])..number(&span[1]));
    assert_eq!(span, expected, "{file}");
    // An `info` that is not a dictionary has no hash.
    let Some(span) = span.filter(|span| input[span.start] == b'd') else { return };
    let (sha1, sha256) = (sha1(&input[span.clone()]), sha256(&input[span]));
    assert_eq!((&info["sha1"], &info["sha256"]), (&json!(sha1), &json!(sha256)), "{file}");
    assert!(info["infohash_v1"].as_str().is_none_or(|hash| hash == sha1), "{file}");
    assert!(info["infohash_v2"].as_str().is_none_or(|hash| hash == sha256), "{file}");
}

/// Where the value of `info` is in a torrent.
pub(crate) fn info_span(input: &[u8]) -> Option<Range<usize>> {
    let mut reader = Reader::with_rules(input, Rules::TOLERANT.max_depth(usize::MAX));
    reader.next().ok().filter(|token| *token == Some(Token::Dict))?;
    while let Ok(Some(Token::Bytes(key))) = reader.next() {
        let start = reader.offset();
        reader.skip_value().unwrap();
        if key == b"info" {
            return Some(start..reader.offset());
        }
    }
    None
}

pub(crate) fn sha1(bytes: &[u8]) -> String {
    hex(&sha1::Sha1::digest(bytes))
}

pub(crate) fn sha256(bytes: &[u8]) -> String {
    hex(&sha2::Sha256::digest(bytes))
}

#[test]
fn generated_torrents() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus");
    assert_eq!(check(&folder), 43);
}

#[test]
#[ignore = "needs BENCODE_CORPUS"]
fn corpus_torrents() {
    let folder = std::env::var_os("BENCODE_CORPUS").expect("BENCODE_CORPUS names the folder");
    assert_eq!(check(Path::new(&folder)), 206);
}
