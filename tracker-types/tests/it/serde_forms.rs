//! Packed lists, nodes and quirks in bencode and in JSON, both ways.

use std::fmt::Debug;
use std::net::SocketAddr;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use tracker_types::krpc::{CompactNodes, CompactNodes6, NodeId, NodeInfo, Values};
use tracker_types::{CompactHashes, CompactPeers, CompactPeers6, InfoHash, Quirk, Quirks};

/// A type for which serde buffers.
#[derive(Deserialize)]
#[serde(untagged)]
enum Either<T> {
    Value(T),
}

/// Writes a value in both formats, and reads it back.
fn both<T: Serialize + DeserializeOwned + PartialEq + Debug>(
    value: &T,
    bencode: &[u8],
    json: &str,
) {
    assert_eq!(bencode::to_vec(value).unwrap(), bencode);
    assert_eq!(serde_json::to_string(value).unwrap(), json);
    assert_eq!(&bencode::from_slice::<T>(bencode).unwrap(), value);
    assert_eq!(&serde_json::from_str::<T>(json).unwrap(), value);
    let Either::Value(again) = bencode::from_slice::<Either<T>>(bencode).unwrap();
    assert_eq!(&again, value);
}

const ID: NodeId = NodeId(*b"abcdefghij0123456789");
const HEX: &str = "6162636465666768696a30313233343536373839";

#[test]
fn packed_lists_are_byte_strings_or_readable_lists() {
    let v4: CompactPeers<'static> = ["1.2.3.4:5".parse().unwrap()].into_iter().collect();
    both(&v4, b"6:\x01\x02\x03\x04\0\x05", r#"["1.2.3.4:5"]"#);
    both(&CompactPeers::default(), b"0:", "[]");
    let v6: CompactPeers6<'static> = ["[::1]:5".parse().unwrap()].into_iter().collect();
    both(&v6, b"18:\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\x01\0\x05", r#"["[::1]:5"]"#);
    let hashes: CompactHashes<'static> = [InfoHash(ID.0)].into_iter().collect();
    both(&hashes, b"20:abcdefghij0123456789", &format!("[\"{HEX}\"]"));
    let nodes: CompactNodes<'static> =
        [NodeInfo::new(ID, "1.2.3.4:5".parse().unwrap())].into_iter().collect();
    let json = format!("[\"{HEX}@1.2.3.4:5\"]");
    both(&nodes, b"26:abcdefghij0123456789\x01\x02\x03\x04\0\x05", &json);
    let nodes6: CompactNodes6<'static> =
        [NodeInfo::new(ID, "[::1]:5".parse().unwrap())].into_iter().collect();
    let packed = b"38:abcdefghij0123456789\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\x01\0\x05";
    both(&nodes6, packed, &format!("[\"{HEX}@[::1]:5\"]"));
}

#[test]
fn nodes_are_packed_or_text() {
    let rows: [(&str, &[u8]); 2] = [
        ("1.2.3.4:5", b"26:abcdefghij0123456789\x01\x02\x03\x04\0\x05"),
        ("[::1]:5", b"38:abcdefghij0123456789\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\x01\0\x05"),
    ];
    for (address, packed) in rows {
        let node: NodeInfo = NodeInfo::new(ID, address.parse().unwrap());
        both(&node, packed, &format!("\"{HEX}@{address}\""));
    }
    let values: Values<'static> = ["1.2.3.4:5", "[::1]:5"]
        .map(|text| text.parse::<SocketAddr>().unwrap())
        .into_iter()
        .collect();
    let list = b"l6:\x01\x02\x03\x04\0\x0518:\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\x01\0\x05e";
    both(&values, list, r#"["1.2.3.4:5","[::1]:5"]"#);
}

#[test]
fn quirks_are_texts_and_counts() {
    let mut quirks = Quirks::from_iter([Quirk::PortZero, Quirk::UnsortedKey, Quirk::PortZero]);
    both(&quirks, b"d9:port is 0i2e12:unsorted keyi1ee", r#"{"port is 0":2,"unsorted key":1}"#);
    both(&Quirks::new(), b"de", "{}");
    for &quirk in Quirk::ALL {
        let words = quirk.to_string();
        both(&quirk, format!("{}:{words}", words.len()).as_bytes(), &format!("\"{words}\""));
    }
    // The keys of quirks are not written.
    quirks.report_at(Quirk::WrongType, "info.private");
    let json = serde_json::to_string(&quirks).unwrap();
    assert_eq!(serde_json::from_str::<Quirks>(&json).unwrap().keys(Quirk::WrongType).count(), 0);
}

#[test]
fn values_of_other_types_are_errors() {
    let rows = [
        (
            bencode::from_slice::<CompactPeers<'_>>(b"5:\x01\x02\x03\x04\0")
                .unwrap_err()
                .to_string(),
            "expected a list, or packed entries of 6 bytes each, found length 5 at byte 0",
        ),
        (
            serde_json::from_str::<CompactPeers<'_>>("[\"x\"]").unwrap_err().to_string(),
            "invalid IPv4 socket address syntax at line 1 column 4",
        ),
        (
            serde_json::from_str::<NodeInfo>("\"x\"").unwrap_err().to_string(),
            "invalid value: string \"x\", expected a packed address or its text at line 1 column 3",
        ),
        (
            bencode::from_slice::<Values<'_>>(b"l1:xe").unwrap_err().to_string(),
            "[0]: expected a packed address or its text, found b\"x\" at byte 1",
        ),
        (
            serde_json::from_str::<Values<'_>>("7").unwrap_err().to_string(),
            "invalid type: integer `7`, expected a list of addresses at line 1 column 1",
        ),
        (
            serde_json::from_str::<Quirk>("\"odd\"").unwrap_err().to_string(),
            "invalid value: string \"odd\", expected the words of a quirk at line 1 column 5",
        ),
        (
            serde_json::from_str::<Quirks>("7").unwrap_err().to_string(),
            "invalid type: integer `7`, expected quirks and how often they were met at line 1 column 1",
        ),
    ];
    for (found, expected) in rows {
        assert_eq!(found, expected);
    }
}
