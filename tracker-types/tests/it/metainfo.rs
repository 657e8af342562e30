//! Torrent files, against what libtorrent reads in them.

use std::fs;
use std::path::Path;

use serde_json::Value;
use tracker_types::{BodyKind, ErrorKind, InfoHash, InfoHashV2, InfoHashes, Metainfo};

const MADE: &str = include_str!("../captures/metainfo.jsonl");

fn folder() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/captures/metainfo")
}

#[test]
fn torrents_of_real_makers() {
    let mut seen = 0;
    for line in MADE.lines() {
        let known: Value = serde_json::from_str(line).unwrap();
        let torrent = fs::read(folder().join(known["file"].as_str().unwrap())).unwrap();
        let metainfo = Metainfo::parse(&torrent).unwrap();
        let hashes = &metainfo.info_hashes;
        assert_eq!(
            hashes.v1().map(|hash| hash.to_string()).as_deref(),
            known["info_hash_v1"].as_str()
        );
        assert_eq!(
            hashes.v2().map(|hash| hash.to_string()).as_deref(),
            known["info_hash_v2"].as_str()
        );
        assert_eq!(metainfo.name.as_str(), known["name"].as_str());
        assert_eq!(Some(metainfo.private), known["private"].as_bool());
        let trackers = known["trackers"].as_array().unwrap();
        let urls: Vec<_> = trackers.iter().filter_map(|tracker| tracker[0].as_str()).collect();
        assert_eq!(metainfo.announce_list.iter().collect::<Vec<_>>(), urls);
        let tiers = trackers.iter().filter_map(|tracker| tracker[1].as_u64()).max().unwrap() + 1;
        assert_eq!(metainfo.announce_list.tiers.len() as u64, tiers);
        seen += 1;
    }
    assert_eq!(seen, 8);
}

/// A torrent with this `info`, and what comes out.
fn hashes(info: &str) -> Result<InfoHashes, ErrorKind> {
    InfoHashes::from_metainfo(format!("d4:info{info}e").as_bytes()).map_err(|error| error.kind())
}

const V1: &str = "6:lengthi7e4:name1:x12:piece lengthi16384e6:pieces20:0123456789ABCDEFGHIJ";
const V2: &str = "9:file treed1:xd0:d6:lengthi7eeee12:meta versioni2e";

/// By Python's `hashlib`, of the bytes as they stand there.
#[test]
fn hashes_are_those_of_the_raw_bytes() {
    let v1 = |hex: &str| hex.parse::<InfoHash>().unwrap();
    let v2 = |hex: &str| hex.parse::<InfoHashV2>().unwrap();
    let rows = [
        (
            format!("d{V1}e"),
            Ok(InfoHashes::only_v1(v1("028532b1f9eca81e128e9de52c647bb8e612654b"))),
        ),
        // Unsorted, a needless zero, an empty key: hashed as they are.
        (
            format!("d{V1}0:i07ee"),
            Ok(InfoHashes::only_v1(v1("d0cad3430287741be463963e150bf16e3d20a7fc"))),
        ),
        (
            format!("d{V2}e"),
            Ok(InfoHashes::only_v2(v2(
                "3fab4e53b6f86dd8925e9d464bf51ea07a69ce839d6c07fae37409268515764f",
            ))),
        ),
        (
            format!("d{V2}{V1}e"),
            Ok(InfoHashes::hybrid(
                v1("3b15697ed8fd1eac55c17abdb441ccebb422abf9"),
                v2("ab7a989db4dbf2e9730bad439a6f6229e8978e360fbef5fd7d884383a14de439"),
            )),
        ),
    ];
    for (info, expected) in rows {
        assert_eq!(hashes(&info), expected, "{info}");
    }
}

#[test]
fn what_is_no_torrent_is_an_error() {
    let unknown = [
        "de",
        "d6:lengthi7e4:name1:xe",
        "d6:pieces0:e",
        "d6:lengthi7e6:piecesi7ee",
        "d12:meta versioni2ee",
        "d9:file treele12:meta versioni2ee",
        "d9:file treede12:meta versioni3ee",
        "d9:file treede12:meta version1:2e",
    ];
    for info in unknown {
        assert_eq!(hashes(info), Err(ErrorKind::UnknownInfo), "{info}");
    }
    let rows: [(&[u8], ErrorKind, usize, &str); 9] = [
        (b"", ErrorKind::NotBencode(BodyKind::Empty), 0, "nothing instead of bencode at byte 0"),
        (
            b"<html>404",
            ErrorKind::NotBencode(BodyKind::Html),
            0,
            "an HTML page instead of bencode: <html>404",
        ),
        (
            b"denied",
            ErrorKind::NotBencode(BodyKind::Other),
            0,
            "something else instead of bencode: denied",
        ),
        (b"le", ErrorKind::NotDictionary, 0, "not a dictionary at byte 0"),
        (b"d4:name1:xe", ErrorKind::MissingInfo, 11, "no info dictionary at byte 11"),
        (b"d4:info1:xe", ErrorKind::MissingInfo, 7, "info: no info dictionary at byte 7"),
        (
            b"d4:infod6:pieces0:e4:infod6:lengthi7e6:pieces0:ee",
            ErrorKind::DuplicateInfo,
            25,
            "info: more than one info dictionary at byte 25",
        ),
        (
            b"d4:infodee",
            ErrorKind::UnknownInfo,
            7,
            "info: info dictionary of neither v1 nor v2 at byte 7",
        ),
        (b"d4:infod", ErrorKind::Bencode, 8, ""),
    ];
    for (torrent, kind, offset, words) in rows {
        let error = Metainfo::parse(torrent).unwrap_err();
        assert_eq!((error.kind(), error.offset()), (kind, offset), "{error}");
        assert!(words.is_empty() || error.to_string() == words, "{error}");
    }
    let deep = [b"d4:info".to_vec(), vec![b'l'; 1_000_000]].concat();
    assert_eq!(Metainfo::parse(&deep).unwrap_err().kind(), ErrorKind::Bencode);
}

#[test]
fn trackers_come_in_tiers() {
    let rows = [
        ("8:announce3:a:/", vec![vec!["a:/"]]),
        (
            "8:announce3:a:/13:announce-listll3:b:/3:c:/el3:d:/ee",
            vec![vec!["b:/", "c:/"], vec!["d:/"]],
        ),
        // Empty, of the wrong type, not nested: as far as it makes sense.
        ("8:announce3:a:/13:announce-listllee", vec![vec!["a:/"]]),
        ("8:announce3:a:/13:announce-listi1e", vec![vec!["a:/"]]),
        ("13:announce-listl3:b:/l3:c:/2:\u{e9}i1eee", vec![vec!["b:/"], vec!["c:/", "\u{e9}"]]),
        ("8:announcei1e", vec![]),
        ("8:announcel3:a:/e", vec![vec!["a:/"]]),
        ("8:announce3:a:/13:announce-list3:b:/", vec![vec!["a:/"]]),
        // White space around a URL, as people paste it.
        ("8:announce5:a:/\r\n13:announce-listll1: ee", vec![vec!["a:/"]]),
        ("13:announce-listll4: b:/ee", vec![vec!["b:/"]]),
    ];
    for (fields, tiers) in rows {
        let torrent = format!("d{fields}4:infod{V1}7:privatei1eee");
        let metainfo = Metainfo::parse(torrent.as_bytes()).unwrap();
        assert_eq!(metainfo.announce_list.tiers, tiers, "{fields}");
        assert!(metainfo.private);
        assert_eq!(metainfo.name, "x");
    }
}

#[test]
fn private_is_any_number_but_zero() {
    // libtorrent 2 and Transmission 4: `!= 0`, and of no other type.
    let yes = ["i1e", "i01e", "i2e", "i-1e", "i18446744073709551616e"].map(|it| (it, true));
    let no = ["i0e", "i-0e", "i00e", "1:1", "le"].map(|it| (it, false));
    for (private, expected) in yes.into_iter().chain(no) {
        let torrent = format!("d7:privatei1e4:infod{V1}7:private{private}ee");
        let metainfo = Metainfo::parse(torrent.as_bytes()).unwrap();
        assert_eq!(metainfo.private, expected, "{private}");
    }
}

#[test]
#[ignore = "needs BENCODE_CORPUS"]
fn torrents_of_the_corpus() {
    let corpus = std::path::PathBuf::from(std::env::var_os("BENCODE_CORPUS").unwrap());
    let manifest = fs::read_to_string(corpus.join("manifest.json")).unwrap();
    let mut confirmed = 0;
    for entry in serde_json::from_str::<Vec<Value>>(&manifest).unwrap() {
        let name = entry["file"].as_str().unwrap();
        let torrent = fs::read(corpus.join("files").join(name)).unwrap();
        let result = Metainfo::parse(&torrent);
        let confirmed_by = |key: &str| entry[key].as_array().is_some_and(|tools| !tools.is_empty());
        if !confirmed_by("v1_confirmed_by") && !confirmed_by("v2_confirmed_by") {
            continue;
        }
        let hashes = result.unwrap_or_else(|error| panic!("{name}: {error}")).info_hashes;
        let (v1, v2) = (&entry["info"]["infohash_v1"], &entry["info"]["infohash_v2"]);
        assert_eq!(hashes.v1().map(|hash| hash.to_string()).as_deref(), v1.as_str(), "{name}");
        assert_eq!(hashes.v2().map(|hash| hash.to_string()).as_deref(), v2.as_str(), "{name}");
        confirmed += 1;
    }
    assert!(confirmed > 0);
}
