//! Examples and test vectors of the BEPs, and consequences of their rules.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use bencode::{Document, RawValue, Rules};
use serde_json::Value;
use tracker_types::krpc::{self, BloomFilter, Item, NodeId, Signed};

use super::krpc_shown::{Shown, flat, shown};

const VECTORS: &str = include_str!("../vectors/krpc.jsonl");

fn vectors(bep: u64, key: &'static str) -> impl Iterator<Item = Value> {
    let lines = VECTORS.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
    lines.filter(move |vector| vector["bep"] == bep && vector.get(key).is_some())
}

fn hex(value: &Value) -> Vec<u8> {
    let hex = value.as_str().unwrap();
    let pairs = (0..hex.len()).step_by(2).map(|at| &hex[at..at + 2]);
    pairs.map(|pair| u8::from_str_radix(pair, 16).unwrap()).collect()
}

/// Each line is checked by one of the tests below.
#[test]
fn every_vector_is_in_a_test() {
    let kinds = [(42, "node_id"), (33, "filter"), (44, "v"), (46, "target")];
    let known: usize = kinds.iter().map(|&(bep, key)| vectors(bep, key).count()).sum();
    assert_eq!(known + messages().count(), VECTORS.lines().count());
}

/// The messages of all BEPs.
fn messages() -> impl Iterator<Item = (Value, Vec<u8>)> {
    let lines = VECTORS.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
    lines.filter_map(|vector| {
        let text = vector["message"].as_str().map(|text| text.as_bytes().to_vec());
        let bytes = text.or_else(|| vector.get("message_hex").map(hex))?;
        Some((vector, bytes))
    })
}

#[test]
fn messages_agree_with_documents() {
    for (vector, packet) in messages() {
        let (message, quirks) = krpc::decode(&packet).unwrap();
        let mut expected = Shown::new();
        flat(&mut expected, "", Document::parse_with(&packet, Rules::STRICT).unwrap().root());
        let mut again = Vec::new();
        krpc::encode(&message, &mut again);
        // Two values are lost: nodes that are shorter than one node, and unknown words of `want`.
        let what = vector["what"].as_str().unwrap();
        let (torn, unknown) = (what.contains("9 bytes"), what.contains("unknown word"));
        if torn {
            expected.insert("r.nodes".to_owned(), Vec::new());
        }
        if unknown {
            expected.remove("a.want[2]");
        }
        assert_eq!(shown(&message), expected, "{what}");
        assert_eq!(again != packet, torn || unknown, "{what}");
        let reported = if torn { "packed nodes end inside an entry" } else { "" };
        assert_eq!(quirks.to_string(), reported, "{what}");
    }
}

#[test]
fn ids_are_bound_to_addresses() {
    for vector in vectors(42, "node_id") {
        let ip: IpAddr = vector["ip"].as_str().unwrap().parse().unwrap();
        let id: NodeId = vector["node_id"].as_str().unwrap().parse().unwrap();
        assert_eq!(id.is_bound_to(ip), vector["valid"], "{vector}");
        if let Some(random) = vector["rand"].as_u64() {
            // The caller supplies the bytes that the address does not determine, the vector's byte last.
            assert_eq!(u64::from(id.0[19]), random);
            assert_eq!(NodeId::bound_to(ip, id.0), id, "{vector}");
        }
    }
}

/// An id made from any random bytes is valid for its address, of either family, mapped or not.
#[test]
fn ids_from_random_bytes_are_bound() {
    for seed in 0..=255_u8 {
        let random =
            std::array::from_fn(|at| seed.wrapping_mul(31).wrapping_add(u8::try_from(at).unwrap()));
        let v4 = Ipv4Addr::new(seed, 31, seed, 21);
        let v6 = Ipv6Addr::new(0x2001, 0xdb8, seed.into(), 0, 1, 2, 3, 4);
        for ip in [IpAddr::from(v4), v6.into(), v4.to_ipv6_mapped().into()] {
            assert!(NodeId::bound_to(ip, random).is_bound_to(ip), "{ip}");
        }
        assert_eq!(
            NodeId::bound_to(v4.into(), random),
            NodeId::bound_to(v4.to_ipv6_mapped().into(), random)
        );
    }
    let nobody = NodeId([0; 20]);
    let exempt = ["::1", "fe80::1", "fd00::1", "::ffff:10.0.0.1", "127.255.255.255"];
    assert!(exempt.iter().all(|ip| nobody.is_bound_to(ip.parse().unwrap())));
    assert!(["2001:db8::1", "11.0.0.1"].iter().all(|ip| !nobody.is_bound_to(ip.parse().unwrap())));
}

/// The addresses of BEP 33's vector, half of them added through another filter.
#[test]
fn filters_are_those_of_the_bep() {
    let v4 = (0..=255).map(|last| IpAddr::from([192, 0, 2, last]));
    let v6 = (0..=0x3e7).map(|last| Ipv6Addr::new(0x2001, 0xdb8, 0, 0, 0, 0, 0, last).into());
    let (mut filter, mut other) = (BloomFilter::default(), BloomFilter::default());
    for (place, ip) in v4.chain(v6).enumerate() {
        if place % 2 == 0 {
            filter.insert(ip);
        } else {
            other.insert(ip);
        }
        assert!(filter.contains(ip) || other.contains(ip));
    }
    filter.union(&other);
    let mut alone = BloomFilter::default();
    alone.insert([192, 168, 1, 1].into());
    for vector in vectors(33, "filter") {
        let expected = BloomFilter(hex(&vector["filter"]).try_into().unwrap());
        match vector["inserted"].as_u64() {
            Some(1256) => assert_eq!(filter, expected),
            Some(1) => assert_eq!(alone, expected),
            _ => assert!(expected.is_empty()),
        }
        if let Some(estimate) = vector["estimate"].as_f64() {
            assert!((expected.estimate() - estimate).abs() < 0.0001, "{vector}");
        }
    }
    assert_eq!(format!("{alone:?}"), "BloomFilter(2 of 2048 bits)");
    assert!(!alone.contains([192, 168, 1, 2].into()) && !alone.is_empty());
    let full = BloomFilter([255; 256]).estimate();
    assert!(full.is_finite() && full > 7000.0);
}

#[test]
fn items_are_signed_and_found_as_in_the_bep() {
    let mut seen = 0;
    for vector in vectors(44, "v") {
        let value = RawValue::new(vector["v"].as_str().unwrap().as_bytes()).unwrap();
        let salt = vector["salt"].as_str().unwrap_or_default().as_bytes();
        let seq = vector["seq"].as_i64();
        if let (Some(seq), Some(signed)) = (seq, vector["signed"].as_str()) {
            assert_eq!(Item::signable(seq, salt, &value), signed.as_bytes());
        }
        let mut item = Item::immutable(value.clone());
        assert_eq!(item.signed_bytes(salt), None);
        assert_eq!(item.is_canonical(), vector.get("v_sorted").is_none());
        if let Some(hash) = vector["sha1"].as_str() {
            assert_eq!(item.target(salt).to_string(), hash);
        }
        let (key, signature) = (vector.get("k").map(hex), vector.get("sig").map(hex));
        if let (Some(key), Some(signature)) = (&key, &signature) {
            let key: &[u8; 32] = key[..].try_into().unwrap();
            let signature: &[u8; 64] = signature[..].try_into().unwrap();
            item = Item::mutable(value, Signed::new(key, seq.unwrap(), signature));
            assert_eq!(
                item.signed_bytes(salt).unwrap(),
                vector["signed"].as_str().unwrap().as_bytes()
            );
        }
        if let Some(target) = vector["target"].as_str() {
            assert_eq!(item.target(salt).to_string(), target, "{vector}");
            seen += 1;
        }
    }
    assert_eq!(seen, 4);
}

#[test]
fn torrents_of_a_key_are_found_as_in_the_bep() {
    for vector in vectors(46, "target") {
        let key: [u8; 32] = hex(&vector["k"]).try_into().unwrap();
        let salt = vector.get("salt_hex").map(hex).unwrap_or_default();
        assert_eq!(NodeId::of_key(&key, &salt).to_string(), vector["target"].as_str().unwrap());
    }
}
