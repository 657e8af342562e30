//! Torrent files, compared with what libtorrent reads from them.

use std::fs;
use std::path::Path;

use bencode::ByteStr;
use serde_json::Value;
use tracker_types::{
    AnnounceRequest, BodyKind, ErrorKind, InfoHash, InfoHashV2, InfoHashes, Metainfo, Quirk,
};

const MADE: &str = include_str!("../captures/metainfo.jsonl");

/// What is known of each torrent, and its bytes.
fn made() -> impl Iterator<Item = (Value, Vec<u8>)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/captures/metainfo");
    MADE.lines().map(move |line| {
        let known: Value = serde_json::from_str(line).unwrap();
        let torrent = fs::read(folder.join(known["file"].as_str().unwrap())).unwrap();
        (known, torrent)
    })
}

#[test]
fn torrents_of_real_makers() {
    let mut seen = 0;
    for (known, torrent) in made() {
        let (metainfo, _) = Metainfo::parse(&torrent).unwrap();
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
        assert_eq!(metainfo.piece_length, known["piece_length"].as_u64());
        assert_eq!(metainfo.piece_count(), known["num_pieces"].as_u64());
        let text = |text: &Option<ByteStr<'_>>| text.as_deref().unwrap_or_default().to_vec();
        let comments = [text(&metainfo.comment), text(&metainfo.created_by)];
        let known_comments = [&known["comment"], &known["creator"]];
        assert_eq!(comments, known_comments.map(|text| text.as_str().unwrap().as_bytes()));
        assert_eq!(files_of(&metainfo), files_known(&known["files"]));
        seen += 1;
    }
    assert_eq!(seen, 8);
}

/// The paths, with the name of the torrent as the first folder, and the lengths.
fn files_of(metainfo: &Metainfo<'_>) -> Vec<(String, u64)> {
    let name = metainfo.name.as_str().unwrap();
    let folder = if metainfo.is_single_file() { String::new() } else { format!("{name}/") };
    metainfo.files().map(|file| (format!("{folder}{file}"), file.length.unwrap())).collect()
}

fn files_known(list: &Value) -> Vec<(String, u64)> {
    let file = |file: &Value| Some((file[0].as_str()?.to_owned(), file[1].as_u64()?));
    list.as_array().unwrap().iter().map(|known| file(known).unwrap()).collect()
}

/// Parses a torrent with this `info`.
fn hashes(info: &str) -> Result<InfoHashes, ErrorKind> {
    InfoHashes::from_metainfo(format!("d4:info{info}e").as_bytes()).map_err(|error| error.kind())
}

const V1: &str = "6:lengthi7e4:name1:x12:piece lengthi16384e6:pieces20:0123456789ABCDEFGHIJ";
const V2: &str = "9:file treed1:xd0:d6:lengthi7eeee12:meta versioni2e";

/// Hashes by Python's `hashlib`, of the bytes as they are.
#[test]
fn hashes_are_those_of_the_raw_bytes() {
    let v1 = |hex: &str| hex.parse::<InfoHash>().unwrap();
    let v2 = |hex: &str| hex.parse::<InfoHashV2>().unwrap();
    let rows = [
        (
            format!("d{V1}e"),
            Ok(InfoHashes::only_v1(v1("028532b1f9eca81e128e9de52c647bb8e612654b"))),
        ),
        // Unsorted keys, a leading zero, an empty key: hashed as they are.
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

/// What peers send in place of the torrent file (BEP 9).
#[test]
fn info_is_read_alone() {
    let mut infos = 0;
    for (known, torrent) in made() {
        let document = bencode::Document::parse(&torrent).unwrap();
        let info = document.root().get("info").unwrap().raw();
        let (whole, _) = Metainfo::parse(&torrent).unwrap();
        let (alone, quirks) = Metainfo::from_info(info).unwrap();
        assert_eq!(alone.info_hashes, whole.info_hashes);
        assert_eq!((&alone.name, &alone.pieces), (&whole.name, &whole.pieces));
        assert_eq!(files_of(&alone), files_known(&known["files"]));
        assert!(alone.announce_list.tiers.is_empty() && alone.created_by.is_none());
        assert!(quirks.is_empty(), "{quirks}");
        infos += 1;
    }
    assert_eq!(infos, 8);
    let (odd, quirks) =
        Metainfo::from_info(b"d6:lengthi07e4:name2:..6:pieces20:0123456789ABCDEFGHIJexx").unwrap();
    assert_eq!(odd.total_length(), Some(7));
    let found: Vec<_> = quirks.iter().map(|(quirk, _)| quirk).collect();
    assert_eq!(
        found,
        [Quirk::LeadingZero, Quirk::TrailingData, Quirk::UnsafePath, Quirk::OddPieceLength],
        "{quirks}"
    );
    for (info, kind, offset) in [
        (&b""[..], ErrorKind::NotBencode(BodyKind::Empty), 0),
        (b"le", ErrorKind::NotDictionary, 0),
        (b"d6:lengthi7ee", ErrorKind::UnknownInfo, 0),
        (b"d4:infod6:lengthi7e6:pieces0:ee", ErrorKind::UnknownInfo, 0),
        (b"d6:length", ErrorKind::Bencode, 9),
    ] {
        let error = Metainfo::from_info(info).unwrap_err();
        assert_eq!((error.kind(), error.offset()), (kind, offset), "{error}");
    }
}

#[test]
fn invalid_torrents_are_errors() {
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
        // Empty, of the wrong type, not nested: read as far as possible.
        ("8:announce3:a:/13:announce-listllee", vec![vec!["a:/"]]),
        ("8:announce3:a:/13:announce-listi1e", vec![vec!["a:/"]]),
        ("13:announce-listl3:b:/l3:c:/2:\u{e9}i1eee", vec![vec!["b:/"], vec!["c:/", "\u{e9}"]]),
        ("8:announcei1e", vec![]),
        ("8:announcel3:a:/e", vec![vec!["a:/"]]),
        ("8:announce3:a:/13:announce-list3:b:/", vec![vec!["a:/"]]),
        // White space around a pasted URL.
        ("8:announce5:a:/\r\n13:announce-listll1: ee", vec![vec!["a:/"]]),
        ("13:announce-listll4: b:/ee", vec![vec!["b:/"]]),
    ];
    for (fields, tiers) in rows {
        let torrent = format!("d{fields}4:infod{V1}7:privatei1eee");
        let (metainfo, _) = Metainfo::parse(torrent.as_bytes()).unwrap();
        assert_eq!(metainfo.announce_list.tiers, tiers, "{fields}");
        assert!(metainfo.private);
        assert_eq!(metainfo.name, "x");
    }
}

#[test]
fn private_is_any_number_but_zero() {
    // As in libtorrent 2 and Transmission 4: any integer other than 0, and no other type.
    let yes = ["i1e", "i01e", "i2e", "i-1e", "i18446744073709551616e"].map(|it| (it, true));
    let no = ["i0e", "i-0e", "i00e", "1:1", "le"].map(|it| (it, false));
    for (private, expected) in yes.into_iter().chain(no) {
        let torrent = format!("d7:privatei1e4:infod{V1}7:private{private}ee");
        let (metainfo, _) = Metainfo::parse(torrent.as_bytes()).unwrap();
        assert_eq!(metainfo.private, expected, "{private}");
    }
}

#[test]
#[ignore = "needs BENCODE_CORPUS"]
fn torrents_of_the_corpus() {
    let corpus = std::path::PathBuf::from(std::env::var_os("BENCODE_CORPUS").unwrap());
    let manifest = fs::read_to_string(corpus.join("manifest.json")).unwrap();
    let mut seen = 0;
    for entry in serde_json::from_str::<Vec<Value>>(&manifest).unwrap() {
        let name = entry["file"].as_str().unwrap();
        let torrent = fs::read(corpus.join("files").join(name)).unwrap();
        let result = Metainfo::parse(&torrent);
        let by = |key: &str| entry[key].as_array().is_some_and(|tools| !tools.is_empty());
        let confirmed = by("v1_confirmed_by") || by("v2_confirmed_by");
        let Ok((metainfo, quirks)) = result else {
            assert!(!confirmed, "{name}");
            continue;
        };
        let hashes = metainfo.info_hashes;
        let (v1, v2) = (&entry["info"]["infohash_v1"], &entry["info"]["infohash_v2"]);
        assert_eq!(hashes.v1().map(|hash| hash.to_string()).as_deref(), v1.as_str(), "{name}");
        assert_eq!(hashes.v2().map(|hash| hash.to_string()).as_deref(), v2.as_str(), "{name}");
        // No program reads a file with a negative length or without a name; the totals in the manifest
        // count something else.
        let odd = [Quirk::NegativeNumber, Quirk::UnsafePath];
        if confirmed || !odd.iter().any(|quirk| quirks.contains(*quirk)) {
            agrees(name, &metainfo, &entry["info"]);
        }
        seen += 1;
    }
    assert!(seen > 190, "{seen}");
}

/// Compares files, lengths and pieces with the manifest.
fn agrees(name: &str, metainfo: &Metainfo<'_>, known: &Value) {
    let v1 = metainfo.info_hashes.v1().is_some();
    let (count, total) = if v1 { ("files_v1", "total_v1") } else { ("files_v2", "total_v2") };
    assert_eq!(Some(metainfo.files().len() as u64), known[count].as_u64(), "{name}");
    assert_eq!(metainfo.total_length(), known[total].as_u64(), "{name}");
    assert_eq!(metainfo.piece_length, known["piece_length"].as_u64(), "{name}");
    if v1 {
        let pads = metainfo.files().filter(|file| file.is_padding).count();
        assert_eq!(Some(pads as u64), known["pad_files_v1"].as_u64(), "{name}");
        let pieces = known["pieces_bytes"].as_u64().unwrap() / 20;
        assert_eq!(metainfo.piece_count(), Some(pieces), "{name}");
        // In a hybrid torrent, v2 has the same files except the padding.
        if let Some(files) = known["files_v2"].as_u64() {
            assert_eq!(files, metainfo.files().len() as u64 - pads as u64, "{name}");
            assert_eq!(Some(metainfo.left()), known["total_v2"].as_u64(), "{name}");
        }
    }
    let end = metainfo.files().last().and_then(|file| file.offset?.checked_add(file.length?));
    assert!(!v1 || end == metainfo.total_length(), "{name}");
    // A missing name, or one that is not text, is read as empty.
    let utf8 = known["name_utf8_hex"].as_str().or(known["name_hex"].as_str()).unwrap_or_default();
    assert_eq!(bencode::hex::encode(&metainfo.name), utf8, "{name}");
    assert_eq!(&metainfo.clone().into_owned(), metainfo, "{name}");
}

/// A torrent with these fields in its root and in `info`, in addition to the usual ones.
fn torrent(root: &str, info: &str) -> Vec<u8> {
    format!("d{root}4:infod{info}ee").into_bytes()
}

/// The quirks of fields in `info`, with the keys that they name.
fn odd_info(info: &[u8]) -> Vec<(Quirk, Vec<&'static str>)> {
    odd(&[b"d4:infod", info, b"ee"].concat())
}

fn odd(torrent: &[u8]) -> Vec<(Quirk, Vec<&'static str>)> {
    let (_, quirks) = Metainfo::parse(torrent).unwrap();
    quirks.iter().map(|(quirk, _)| (quirk, quirks.keys(quirk).collect())).collect()
}

const PIECES: &str = "6:pieces20:0123456789ABCDEFGHIJ";

/// Each deviation in the root of a torrent: the quirk, and the keys that it names.
#[test]
fn every_deviation_in_the_root_is_reported() {
    let rows: &[(&[u8], Quirk, &str)] = &[
        (b"8:announcei1e", Quirk::WrongType, "announce"),
        (b"8:announcel3:a:/e", Quirk::WrongType, "announce"),
        (b"8:announce0:", Quirk::EmptyUrl, "announce"),
        (b"8:announce4:a:/ ", Quirk::UrlWhiteSpace, "announce"),
        (b"8:announce4:a:/\xff", Quirk::UrlNotUtf8, "announce"),
        (b"8:announce3:a:/13:announce-listll3:b:/ee", Quirk::AnnounceNotListed, "announce"),
        (b"13:announce-listl3:b:/e", Quirk::FlatAnnounceList, "announce-list"),
        (b"13:announce-listlll3:b:/eee", Quirk::NestedAnnounceList, "announce-list"),
        (b"13:announce-listlli1eee", Quirk::WrongType, "announce-list"),
        (b"13:announce-listli1ee", Quirk::WrongType, "announce-list"),
        (b"13:announce-list3:b:/", Quirk::WrongType, "announce-list"),
        (b"13:announce-listll0:ee", Quirk::EmptyUrl, "announce-list"),
        (b"7:comment1:\xe9", Quirk::NameNotUtf8, "comment"),
        (b"7:commenti1e", Quirk::WrongType, "comment"),
        (b"7:comment1:a13:comment.utf-81:b", Quirk::DifferentUtf8Name, "comment"),
        (b"10:created byi1e", Quirk::WrongType, "created by"),
        (b"13:creation date2:12", Quirk::WrongType, "creation date"),
        (b"13:creation date3:now", Quirk::WrongType, "creation date"),
        (b"13:creation datei-5e", Quirk::NegativeNumber, "creation date"),
        (b"13:creation datei99999999999999999999e", Quirk::LargeNumber, "creation date"),
        (b"13:creation datei9223372036854775808e", Quirk::LargeNumber, "creation date"),
        (b"8:encodingle", Quirk::WrongType, "encoding"),
        (b"9:httpseedsli1ee", Quirk::WrongType, "httpseeds"),
        (b"8:url-list0:", Quirk::EmptyUrl, "url-list"),
        (b"8:url-listll3:b:/ee", Quirk::WrongType, "url-list"),
        (b"5:nodesli1ee", Quirk::UnreadableNode, "nodes"),
        (b"5:nodesll1:ai65536eee", Quirk::UnreadableNode, "nodes"),
        (b"5:nodesll1:a1:1ee", Quirk::NumberAsText, "nodes"),
        (b"5:nodesl3:a:1e", Quirk::WrongType, "nodes"),
        (b"5:nodesll14:::ffff:1.2.3.4i1eee", Quirk::MappedAddress, "nodes"),
        (b"5:nodesi1e", Quirk::WrongType, "nodes"),
        (b"7:privatei1e", Quirk::MisplacedKey, "private"),
    ];
    for (root, quirk, key) in rows {
        let torrent = [b"d", *root, b"4:infod", V1.as_bytes(), b"ee"].concat();
        // Some keys sort after `info`.
        let met = odd(&torrent).into_iter().filter(|(it, _)| *it != Quirk::UnsortedKey);
        assert_eq!(met.collect::<Vec<_>>(), [(*quirk, vec![*key])], "{}", root.escape_ascii());
    }
    let bencode = [b"d4:infod0:1:x", V1.as_bytes(), b"0:i07eee\r\n"].concat();
    let (_, quirks) = Metainfo::parse(&bencode).unwrap();
    let met: Vec<_> = quirks.iter().collect();
    let expected = [
        (Quirk::LeadingZero, 1),
        (Quirk::UnsortedKey, 1),
        (Quirk::DuplicateKey, 1),
        (Quirk::TrailingData, 2),
    ];
    assert_eq!(met, expected);
}

/// Each deviation in `info`.
#[test]
fn every_deviation_in_info_is_reported() {
    let usual = "12:piece lengthi16384e6:pieces20:0123456789ABCDEFGHIJ";
    let one = "6:lengthi7e4:name1:x";
    let rows: &[(String, Quirk, &str)] = &[
        (format!("6:lengthi7e{usual}"), Quirk::MissingName, "info.name"),
        (format!("6:lengthi7e4:namei1e{usual}"), Quirk::WrongType, "info.name"),
        (format!("6:lengthi7e4:name2:..{usual}"), Quirk::UnsafePath, "info.name"),
        (format!("6:lengthi7e4:name0:{usual}"), Quirk::UnsafePath, "info.name"),
        (format!("{one}10:name.utf-81:y{usual}"), Quirk::DifferentUtf8Name, "info.name"),
        (format!("6:length1:74:name1:x{usual}"), Quirk::WrongType, "info.length"),
        (format!("6:lengthi-7e4:name1:x{usual}"), Quirk::NegativeNumber, "info.length"),
        (format!("6:lengthle4:name1:x{usual}"), Quirk::WrongType, "info.length"),
        (format!("{one}{PIECES}"), Quirk::OddPieceLength, "info.piece length"),
        (format!("{one}12:piece lengthi0e{PIECES}"), Quirk::OddPieceLength, "info.piece length"),
        (format!("{one}12:piece lengthi3e{PIECES}"), Quirk::PieceCount, "info.pieces"),
        (
            format!("{one}12:piece lengthi7e6:pieces21:0123456789ABCDEFGHIJK"),
            Quirk::RaggedPieces,
            "info.pieces",
        ),
        (format!("{one}{usual}7:private1:1"), Quirk::WrongType, "info.private"),
        (format!("{one}{usual}7:privatei2e"), Quirk::OddFlag, "info.private"),
        (format!("{one}{usual}6:sourcei1e"), Quirk::WrongType, "info.source"),
        (format!("5:filesi1e{one}{usual}"), Quirk::WrongType, "info.files"),
        (format!("4:attri1e{one}{usual}"), Quirk::WrongType, "info.attr"),
        (
            format!("6:lengthi7e12:meta versioni1e4:name1:x{usual}"),
            Quirk::MetaVersion,
            "info.meta version",
        ),
        (
            format!("6:lengthi7e12:meta versioni3e4:name1:x{usual}"),
            Quirk::MetaVersion,
            "info.meta version",
        ),
        (
            format!("6:lengthi7e12:meta version1:24:name1:x{usual}"),
            Quirk::MetaVersion,
            "info.meta version",
        ),
        (format!("9:file treede{one}{usual}"), Quirk::MetaVersion, "info.meta version"),
        (
            format!("5:filesld6:lengthi7e4:pathl1:aeee{one}{usual}"),
            Quirk::LengthAndFiles,
            "info.length",
        ),
    ];
    for (info, quirk, key) in rows {
        assert_eq!(odd_info(info.as_bytes()), [(*quirk, vec![*key])], "{info}");
    }
}

/// Each deviation in the files of a torrent, and the path that is read.
#[test]
fn odd_files_are_kept_and_reported() {
    const PATH: &str = "info.files.path";
    type Row = (&'static [u8], &'static str, &'static [(Quirk, &'static str)]);
    let rows: &[Row] = &[
        (b"d6:lengthi7e4:pathl1:a1:bee", "a/b", &[]),
        (b"d6:lengthi7e4:pathl2:..1:bee", "../b", &[(Quirk::UnsafePath, PATH)]),
        (b"d6:lengthi7e4:pathl0:ee", "", &[(Quirk::UnsafePath, PATH)]),
        (b"d6:lengthi7e4:pathl1:.ee", ".", &[(Quirk::UnsafePath, PATH)]),
        (b"d6:lengthi7e4:pathl4:/etcee", "/etc", &[(Quirk::UnsafePath, PATH)]),
        (b"d6:lengthi7e4:pathl3:c:\\ee", "c:\\", &[(Quirk::UnsafePath, PATH)]),
        (b"d6:lengthi7e4:pathl3:a\0bee", "a\0b", &[(Quirk::UnsafePath, PATH)]),
        (b"d6:lengthi7e4:pathl1:\xe9ee", "\u{fffd}", &[(Quirk::NameNotUtf8, PATH)]),
        (b"d6:lengthi7e4:pathlee", "", &[(Quirk::MissingPath, PATH)]),
        (b"d6:lengthi7ee", "", &[(Quirk::MissingPath, PATH)]),
        (
            b"d6:lengthi7e4:path3:a/be",
            "a/b",
            &[(Quirk::WrongType, PATH), (Quirk::UnsafePath, PATH)],
        ),
        (b"d6:lengthi7e4:pathl1:ai1eee", "a", &[(Quirk::WrongType, PATH)]),
        // The key for UTF-8 has precedence wherever it is present.
        (
            b"d6:lengthi7e4:pathl1:\xe9e10:path.utf-8l2:\xc3\xa9ee",
            "\u{e9}",
            &[(Quirk::DifferentUtf8Name, PATH)],
        ),
        (
            b"d6:lengthi7e4:pathl1:ae10:path.utf-8l1:\xe9ee",
            "a",
            &[(Quirk::DifferentUtf8Name, PATH)],
        ),
        (b"d6:lengthi7e4:pathl1:ae10:path.utf-8l1:aee", "a", &[]),
    ];
    for (file, shown, expected) in rows {
        let info =
            [b"5:filesl", *file, b"e4:name1:x12:piece lengthi7e", PIECES.as_bytes()].concat();
        let torrent = [b"d4:infod", &info[..], b"ee"].concat();
        let (metainfo, _) = Metainfo::parse(&torrent).unwrap();
        let file = metainfo.files().next().unwrap();
        assert_eq!((file.to_string(), file.length), ((*shown).to_owned(), Some(7)));
        let expected: Vec<_> = expected.iter().map(|(quirk, key)| (*quirk, vec![*key])).collect();
        assert_eq!(odd_info(&info), expected, "{}", info.escape_ascii());
    }
    // After a file of unknown length, `left` and the offsets of the next files are unknown.
    for length in ["", "6:lengthi-7e", "6:lengthle", "6:lengthi99999999999999999999e"] {
        let info = format!(
            "5:filesld{length}4:pathl1:aeed6:lengthi7e4:pathl1:beee4:name1:x12:piece lengthi7e{PIECES}"
        );
        let torrent = torrent("", &info);
        let (metainfo, quirks) = Metainfo::parse(&torrent).unwrap();
        let files: Vec<_> = metainfo.files().map(|file| (file.length, file.offset)).collect();
        assert_eq!(files, [(None, Some(0)), (Some(7), None)]);
        assert_eq!(metainfo.total_length(), None);
        assert_eq!(metainfo.left(), AnnounceRequest::UNKNOWN_LEFT);
        assert!(!quirks.is_empty());
    }
    let most = u64::MAX;
    let sum = format!(
        "5:filesld6:lengthi{most}e4:pathl1:aeed6:lengthi1e4:pathl1:beee4:name1:x12:piece lengthi7e{PIECES}"
    );
    assert_eq!(odd_info(sum.as_bytes()), [(Quirk::LargeNumber, vec!["info.files.length"])]);
    let sum = torrent("", &sum);
    let (metainfo, _) = Metainfo::parse(&sum).unwrap();
    assert_eq!((metainfo.total_length(), metainfo.files().count()), (None, 2));
}

/// BEP 47: pad files, also with BitComet's names, links, programs, hidden files.
#[test]
fn attributes_of_files() {
    let info = format!(
        "5:filesl\
         d4:attr1:x6:lengthi5e4:pathl1:aee\
         d4:attr1:p6:lengthi2e4:pathl4:.pad1:2ee\
         d6:lengthi1e4:pathl19:_____padding_file_0ee\
         d4:attr2:lh4:pathl1:be12:symlink pathl1:d1:aee\
         e4:name1:x12:piece lengthi8e{PIECES}"
    );
    let torrent = torrent("", &info);
    let (metainfo, quirks) = Metainfo::parse(&torrent).unwrap();
    assert!(quirks.is_empty(), "{quirks}");
    let [a, pad, bitcomet, b] = &metainfo.files().collect::<Vec<_>>()[..] else { panic!() };
    assert!(a.is_executable && !a.is_padding && a.symlink.is_none());
    assert!(pad.is_padding && bitcomet.is_padding && pad.offset == Some(5));
    assert!(b.is_hidden && b.length == Some(0) && b.offset == Some(8));
    assert_eq!(
        b.symlink.as_ref().unwrap().as_slice(),
        ["d", "a"].map(|it| ByteStr::from(it.as_bytes()))
    );
    assert_eq!((metainfo.total_length(), metainfo.left()), (Some(8), 5));
    assert!(!metainfo.is_single_file());

    // A torrent of one file, also as a hybrid whose v1 part lacks them.
    let tree = format!("9:file treed1:xd0:d4:attr2:hx6:lengthi7e{ROOT_OF}eee");
    let usual = "12:piece lengthi16384e6:pieces20:0123456789ABCDEFGHIJ";
    for info in [
        format!("4:attr2:hx6:lengthi7e4:name1:x{usual}"),
        format!("{tree}6:lengthi7e12:meta versioni2e4:name1:x{usual}"),
    ] {
        let torrent = self::torrent("", &info);
        let (metainfo, quirks) = Metainfo::parse(&torrent).unwrap();
        let file = metainfo.files().next().unwrap();
        assert!(file.is_hidden && file.is_executable && quirks.is_empty(), "{info}");
    }
}

/// BEP 47: a symlink has no content, whatever length it states, and points inside of the torrent.
#[test]
fn odd_symlinks_are_reported() {
    const TARGET: &str = "symlink path";
    let rows: &[(&str, &str, Quirk, &str)] = &[
        ("6:lengthi5e", "12:symlink pathl1:be", Quirk::SymlinkLength, "length"),
        ("6:lengthi0e", "12:symlink pathl2:..2:..3:etce", Quirk::UnsafePath, TARGET),
        ("6:lengthi0e", "12:symlink pathl4:/etce", Quirk::UnsafePath, TARGET),
        ("6:lengthi0e", "12:symlink pathl1:\u{7f}e", Quirk::NameNotUtf8, TARGET),
        ("6:lengthi0e", "12:symlink pathle", Quirk::MissingPath, TARGET),
        ("6:lengthi0e", "", Quirk::MissingPath, TARGET),
        ("6:lengthi0e", "12:symlink pathi1e", Quirk::WrongType, TARGET),
    ];
    let usual = "12:piece lengthi16384e6:pieces20:0123456789ABCDEFGHIJ";
    let file = format!("6:lengthi7e{ROOT_OF}");
    for (length, target, quirk, key) in rows {
        let link = format!("4:attr1:l{length}");
        let listed =
            format!("5:filesld{link}4:pathl1:ae{target}ed6:lengthi7e4:pathl1:beee4:name1:x{usual}");
        let alone = format!("4:attr1:l{length}4:name1:x{usual}{target}");
        let tree = format!("9:file treed1:ad0:d{link}{target}ee1:bd0:d{file}eee");
        let tree = format!("{tree}12:meta versioni2e4:name1:x12:piece lengthi16384e");
        for (info, parent, total) in
            [(listed, "info.files", 7), (alone, "info", 0), (tree, "info.file tree", 7)]
        {
            // One byte that is not UTF-8, which a `String` cannot hold.
            let byte = |byte: u8| if byte == 0x7f { 0xe9 } else { byte };
            let torrent: Vec<u8> = torrent("", &info).into_iter().map(byte).collect();
            let (metainfo, quirks) = Metainfo::parse(&torrent).unwrap();
            let found: Vec<_> = quirks.keys(*quirk).collect();
            assert_eq!(found, [format!("{parent}.{key}")], "{info}");
            assert_eq!((metainfo.total_length(), metainfo.left()), (Some(total), total));
            let link = metainfo.files().next().unwrap();
            assert!(link.symlink.is_some() && link.length == Some(0));
            assert!(metainfo.files().all(|file| file.offset == Some(0)));
        }
    }
}

const ROOT_OF: &str = "11:pieces root32:0123456789abcdef0123456789abcdef";

/// BEP 52: folders within folders, each file at the start of a piece.
#[test]
fn files_of_a_tree() {
    let file = |length| format!("d0:d6:lengthi{length}e{ROOT_OF}ee");
    let tree = format!("9:file treed1:ad1:b{}1:c{}e1:d{}e", file(20_000), file(1), file(16_384));
    let torrent_of = |tree: &str| {
        torrent("", &format!("{tree}12:meta versioni2e4:name1:x12:piece lengthi16384e"))
    };
    let torrent = torrent_of(&tree);
    let (metainfo, quirks) = Metainfo::parse(&torrent).unwrap();
    assert!(quirks.is_empty(), "{quirks}");
    let files: Vec<_> = metainfo.files().map(|it| (it.to_string(), it.length, it.offset)).collect();
    let expected = [("a/b", 20_000, 0), ("a/c", 1, 32_768), ("d", 16_384, 49_152)];
    assert_eq!(
        files,
        expected.map(|(path, length, offset)| (path.to_owned(), Some(length), Some(offset)))
    );
    assert_eq!((metainfo.total_length(), metainfo.piece_count()), (Some(36_385), Some(4)));
    assert_eq!(
        metainfo.files().next().unwrap().pieces_root,
        Some(*b"0123456789abcdef0123456789abcdef")
    );
    assert!(!metainfo.is_single_file());
    let single = torrent_of(&format!("9:file treed1:x{}e", file(1)));
    assert!(Metainfo::parse(&single).unwrap().0.is_single_file());

    // Hashes of v1 without the rest of v1 do not count.
    let stray = torrent_of(&format!("9:file treed1:x{}e6:pieces40:{}", file(1), "0".repeat(40)));
    let (metainfo, quirks) = Metainfo::parse(&stray).unwrap();
    assert_eq!((metainfo.piece_count(), metainfo.info_hashes.v1()), (Some(1), None));
    assert!(quirks.keys(Quirk::PieceCount).eq(["info.pieces"]));

    let key = "info.file tree";
    let rows: &[(&str, Quirk, &str)] = &[
        ("1:ai1e", Quirk::OddFileTree, key),
        ("1:ade", Quirk::OddFileTree, key),
        ("1:ad0:i1ee", Quirk::OddFileTree, key),
        ("1:ad0:d6:lengthi0ee1:bd0:d6:lengthi0eeee", Quirk::OddFileTree, key),
        ("0:d0:d6:lengthi0eee", Quirk::UnsafePath, key),
        ("2:..d0:d6:lengthi0eee", Quirk::UnsafePath, key),
        ("1:ad0:d6:lengthi1eee", Quirk::MissingPiecesRoot, "info.file tree.pieces root"),
        (
            "1:ad0:d6:lengthi-1e11:pieces root32:0123456789abcdef0123456789abcdefee",
            Quirk::NegativeNumber,
            "info.file tree.length",
        ),
        (
            "1:ad0:d11:pieces root32:0123456789abcdef0123456789abcdefee",
            Quirk::MissingLength,
            "info.file tree.length",
        ),
    ];
    for (tree, quirk, key) in rows {
        let torrent = torrent_of(&format!("9:file treed{tree}e"));
        assert_eq!(odd(&torrent), [(*quirk, vec![*key])], "{tree}");
    }
}

/// The two lists of files of a hybrid torrent are read as one if they have the same files.
#[test]
fn files_of_a_hybrid() {
    let hybrid = |name: &str| {
        let tree =
            format!("9:file treed1:ad0:d6:lengthi5e{ROOT_OF}ee1:{name}d0:d6:lengthi7e{ROOT_OF}eee");
        let list = "5:filesld6:lengthi5e4:pathl1:aeed4:attr1:p6:lengthi16379e4:pathl1:peed6:lengthi7e4:pathl1:beee";
        torrent(
            "",
            &format!(
                "{tree}{list}12:meta versioni2e4:name1:x12:piece lengthi16384e6:pieces40:{}",
                "h".repeat(40)
            ),
        )
    };
    let same = hybrid("b");
    let (metainfo, quirks) = Metainfo::parse(&same).unwrap();
    assert!(quirks.is_empty() || quirks.contains(Quirk::UnsortedKey), "{quirks}");
    let files: Vec<_> =
        metainfo.files().map(|it| (it.to_string(), it.pieces_root.is_some())).collect();
    assert_eq!(files, [("a".into(), true), ("p".into(), false), ("b".into(), true)]);
    assert_eq!((metainfo.left(), metainfo.total_length()), (12, Some(16_391)));
    let (metainfo, quirks) =
        Metainfo::parse(&hybrid("c")).map(|(it, quirks)| (it.into_owned(), quirks)).unwrap();
    assert!(quirks.contains(Quirk::DifferentFileTree));
    assert!(metainfo.files().all(|file| file.pieces_root.is_none()));
}

/// Trackers, names and nodes with any characters are kept.
#[test]
fn text_of_any_characters_is_kept() {
    let torrent = [
        b"d8:announce4:a:/\xff13:announce-listl4:c:/\xe9ll3:d:/eee9:httpseeds3:h:/4:infod"
            .as_slice(),
        b"6:lengthi7e4:name1:\xe910:name.utf-82:\xc3\xa912:piece lengthi7e",
        PIECES.as_bytes(),
        b"e5:nodesll1:ni6881eel3:::1i1eee8:url-listl3:w:/ee",
    ]
    .concat();
    let (metainfo, _) = Metainfo::parse(&torrent).unwrap();
    assert_eq!(metainfo.announce.as_deref(), Some("a:/%FF"));
    assert_eq!(metainfo.announce_list.tiers, [["c:/%E9"], ["d:/"]]);
    assert_eq!((metainfo.name.as_str(), metainfo.nodes.len()), (Some("\u{e9}"), 2));
    assert_eq!(metainfo.nodes[1].to_string(), "[::1]:1");
    assert_eq!(
        (&metainfo.web_seeds[..], &metainfo.http_seeds[..]),
        (&["w:/".to_owned()][..], &["h:/".to_owned()][..])
    );
    let link = metainfo.magnet_link();
    assert_eq!(link.name.as_deref(), Some("\u{e9}"));
    assert_eq!(link.trackers, ["c:/%E9", "d:/"]);
    assert_eq!(link.extra.get("ws").unwrap().value(), &b"w:/"[..]);
    let json = serde_json::to_value(&metainfo).unwrap();
    assert_eq!(json["nodes"], serde_json::json!(["n:6881", "[::1]:1"]));
}

/// Twice the input takes at most twice the time: deep trees, long paths, many files, shared folders.
#[test]
fn hostile_torrents_take_linear_time() {
    let deep = |n: usize| {
        format!(
            "9:file tree{}d0:d6:lengthi0eee{}12:meta versioni2e",
            "d1:a".repeat(n),
            "e".repeat(n)
        )
    };
    let (metainfo, _) =
        Metainfo::parse(&torrent("", &deep(120))).map(|(it, q)| (it.into_owned(), q)).unwrap();
    assert_eq!(metainfo.files().next().unwrap().path.len(), 120);
    assert_eq!(Metainfo::parse(&torrent("", &deep(200))).unwrap_err().kind(), ErrorKind::Bencode);
    let long = format!("5:filesld4:pathl{}eee{PIECES}", "0:".repeat(300_000));
    let (metainfo, quirks) =
        Metainfo::parse(&torrent("", &long)).map(|(it, q)| (it.into_owned(), q)).unwrap();
    assert_eq!(metainfo.files().next().unwrap().path.len(), 300_000);
    assert_eq!(quirks.keys(Quirk::UnsafePath).count(), 1);
    let many = format!("5:filesl{}e{PIECES}", "de".repeat(300_000));
    let (metainfo, _) =
        Metainfo::parse(&torrent("", &many)).map(|(it, q)| (it.into_owned(), q)).unwrap();
    assert_eq!(metainfo.files().len(), 300_000);
}
