//! Real replies of trackers, DHT packets and torrents, with their meaning according to other decoders.

use bencode::{ErrorKind, Quirk, Reader, Rules};
use serde_json::Value as Json;

use crate::decoders::{self, LAX, MEMORY};
use crate::expected::{lines, number, unhex};
use crate::{corpus, values};

/// The bodies that are bencode.
fn bodies() -> Vec<Json> {
    let bodies: Vec<Json> = lines("captures/bodies.jsonl")
        .into_iter()
        .filter(|body| !body["consumed"].is_null())
        .collect();
    assert_eq!(bodies.len(), 353);
    bodies
}

#[test]
fn values_are_those_of_other_decoders() {
    let mut compared = 0;
    for body in bodies() {
        let input = unhex(&body["hex"]);
        let mut reader = Reader::with_rules(&input, Rules::TOLERANT);
        let value = values::read(&mut reader);
        assert_eq!(reader.offset(), number(&body["consumed"]), "{}", body["file"]);
        assert_eq!(reader.rest().len(), number(&body["trailing"]), "{}", body["file"]);
        if let Some(decoded) = body.get("decoded") {
            assert_eq!(values::readable(&value), *decoded, "{}", body["file"]);
            compared += 1;
        }
    }
    assert_eq!(compared, 345);
}

#[test]
fn quirks_decide_under_which_rules_a_body_is_read() {
    for body in bodies() {
        let input = unhex(&body["hex"]);
        let trailing = number(&body["trailing"]) > 0;
        let (sorted, twice) = (body["sorted"] == true, body["duplicate_keys"] == true);
        for (name, decode) in decoders::all() {
            let answer = |rules| decode(&input, rules).is_ok();
            assert_eq!(answer(LAX), !trailing, "{name} {}", body["file"]);
            assert_eq!(
                answer(Rules::STRICT),
                sorted && !twice && !trailing,
                "{name} {}",
                body["file"]
            );
            assert!(answer(Rules::TOLERANT), "{name} {}", body["file"]);
        }
        let kept = Rules::default().accept(Quirk::TrailingData);
        for (name, decode) in MEMORY {
            assert_eq!(decode(&input, kept).is_ok(), !twice, "{name} {}", body["file"]);
        }
    }
}

#[test]
fn info_hashes_are_those_of_the_exact_bytes() {
    let mut compared = 0;
    for body in bodies() {
        let Some(expected) = body["info_hash_v1"].as_str() else { continue };
        let input = unhex(&body["hex"]);
        let span = corpus::info_span(&input).unwrap();
        assert_eq!(corpus::sha1(&input[span]), expected, "{}", body["file"]);
        compared += 1;
    }
    assert_eq!(compared, 8);
}

#[test]
fn error_pages_are_not_bencode() {
    let pages =
        lines("captures/bodies.jsonl").into_iter().filter(|body| body["consumed"].is_null());
    let pages: Vec<Json> = pages.collect();
    assert_eq!(pages.len(), 10);
    for page in pages {
        for (name, decode) in decoders::all() {
            let input = unhex(&page["hex"]);
            let (kind, _) = decode(&input, Rules::TOLERANT).unwrap_err();
            assert_eq!(
                kind == ErrorKind::UnexpectedByte,
                !input.is_empty(),
                "{name} {}",
                page["file"]
            );
        }
    }
}
