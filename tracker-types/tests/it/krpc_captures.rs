//! Packets of six DHT programs, compared with what another program reads from them.

use serde_json::Value;
use tracker_types::Quirk;
use tracker_types::krpc::{self, Body, CompactNodes, CompactNodes6, NodeInfo, Values};

use super::captures::bytes;
use super::krpc_shown::{Shown, shown};

const PACKETS: &str = include_str!("../captures/krpc.jsonl");

fn packets() -> impl Iterator<Item = Value> {
    PACKETS.lines().map(|line| serde_json::from_str(line).unwrap())
}

/// The contents that the other program decoded, key by key.
fn decoded(all: &mut Shown, path: &str, value: &Value) {
    match value {
        Value::Number(number) => {
            all.insert(path.to_owned(), format!("i{number}").into_bytes());
        }
        Value::Array(items) => {
            let items = items.iter().enumerate();
            items.for_each(|(place, item)| decoded(all, &format!("{path}[{place}]"), item));
        }
        Value::Object(entries) if !entries.contains_key("$hex") => {
            let dot = if path.is_empty() { "" } else { "." };
            entries.iter().for_each(|(key, item)| decoded(all, &format!("{path}{dot}{key}"), item));
        }
        text => {
            all.insert(path.to_owned(), bytes(text));
        }
    }
}

#[test]
fn packets_are_read_as_by_another_program() {
    let mut seen = 0;
    for capture in packets() {
        let packet = bytes(&capture["packet"]);
        let (message, _) = krpc::decode(&packet).unwrap();
        let (mut expected, found) = (Shown::new(), shown(&message));
        decoded(&mut expected, "", &capture["decoded"]);
        // Keys without a meaning there: mainline's `ro` of 0 and in replies, libtorrent's `bs`, the
        // target of a put and `p` of an error; `implied_port` of 0.
        let is_query = message.query().is_some();
        expected.retain(|path, value| match path.as_str() {
            "ro" => is_query && value == b"i1",
            "a.bs" => false,
            "a.target" => capture["decoded"]["q"] != "put",
            "r.p" => message.error().is_none(),
            "a.implied_port" => value == b"i1",
            "t" => !value.is_empty(),
            _ => true,
        });
        assert_eq!(found, expected, "{}", capture["case"]);
        seen += 1;
    }
    assert_eq!(seen, 136);
}

#[test]
fn nodes_and_peers_are_read_as_by_another_program() {
    let mut seen = (0, 0);
    for capture in packets() {
        let packet = bytes(&capture["packet"]);
        let (message, _) = krpc::decode(&packet).unwrap();
        let Body::Reply(reply) = &message.body else { continue };
        if let Some(nodes) = capture["nodes"].as_array() {
            let expected = nodes.iter().map(|node| {
                let id = node["id"].as_str().unwrap().parse().unwrap();
                NodeInfo::new(id, node["addr"].as_str().unwrap().parse().unwrap())
            });
            assert!(reply.all_nodes().eq(expected), "{}", capture["case"]);
            seen.0 += 1;
        }
        if let Some(values) = capture["values"].as_array() {
            let expected = values.iter().map(|peer| peer.as_str().unwrap().parse().unwrap());
            assert_eq!(reply.values, expected.collect::<Values<'_>>(), "{}", capture["case"]);
            seen.1 += 1;
        }
    }
    assert_eq!(seen, (12, 4));
}

/// A packet that is sorted and has no meaningless keys is written again byte for byte.
#[test]
fn canonical_packets_are_written_again_byte_for_byte() {
    let (mut same, mut others) = (0, 0);
    for capture in packets() {
        let packet = bytes(&capture["packet"]);
        let (message, quirks) = krpc::decode(&packet).unwrap();
        let mut again = Vec::new();
        krpc::encode(&message, &mut again);
        assert_eq!(krpc::decode(&again).unwrap().0, without_its_id(message), "{}", capture["case"]);
        if again == packet {
            same += 1;
            continue;
        }
        // A flag of 0 is not written, nor are the keys that libtorrent adds to an error.
        let said = &capture["decoded"];
        let says_nothing = said["ro"].is_number()
            || said["a"]["implied_port"] == 0
            || said["e"].is_array() && said["r"].is_object();
        assert!(says_nothing || !quirks.is_empty(), "{}", capture["case"]);
        others += 1;
    }
    assert_eq!((same, others), (104, 32));
}

/// The id that libtorrent adds to an error is not written again.
fn without_its_id(mut message: krpc::Message<'_>) -> krpc::Message<'_> {
    if let Body::Error(error) = &mut message.body {
        error.id = None;
    }
    message
}

/// The quirks of these packets, and how many packets have each.
#[test]
fn quirks_of_real_nodes() {
    let mut counts = std::collections::BTreeMap::<Quirk, usize>::new();
    for capture in packets() {
        let packet = bytes(&capture["packet"]);
        let (_, quirks) = krpc::decode(&packet).unwrap();
        quirks.iter().for_each(|(quirk, _)| *counts.entry(quirk).or_default() += 1);
    }
    let counts: Vec<_> = counts.into_iter().collect();
    let expected = [(Quirk::PortZero, 2), (Quirk::UnknownKey, 8), (Quirk::MissingTransaction, 1)];
    assert_eq!(counts, expected);
}

/// Packed lists of each type, without a message around them.
#[test]
fn packed_nodes_have_their_size() {
    let (nodes, torn) = CompactNodes::from_bytes(&[1; 26 * 2 + 25]);
    assert_eq!((nodes.len(), torn.len()), (2, 25));
    let (nodes, torn) = CompactNodes6::from_bytes(&[1; 38 * 2 + 37]);
    assert_eq!((nodes.len(), torn.len()), (2, 37));
    let again: CompactNodes6<'_> = nodes.iter().collect();
    assert_eq!(again, nodes);
}
