//! A message of the DHT read a second time, key by key from a document.

use std::net::{IpAddr, SocketAddr};

use bencode::Item;
use tracker_types::krpc::{self, Body, Message, Method, NodeId, Query, Reply, Want};

/// The value of a key; if the key is repeated, the last value.
fn last<'d>(item: Item<'d>, key: &str) -> Option<Item<'d>> {
    item.entries().filter(|(name, _)| *name == key.as_bytes()).last().map(|(_, value)| value)
}

/// The value at a path of keys.
pub(crate) fn at<'d>(root: Item<'d>, path: &str) -> Option<Item<'d>> {
    path.split('.').try_fold(root, last)
}

fn bytes<'d>(item: Item<'d>, key: &str) -> Option<&'d [u8]> {
    last(item, key)?.as_bytes()
}

/// A number, written as an integer or as text; the nearest `i64` if it does not fit.
pub(crate) fn int(item: Item<'_>) -> Option<i64> {
    fitting(item).map(|number| number.unwrap_or_else(|nearest| nearest))
}

/// A number, or the nearest `i64` if it does not fit.
fn fitting(item: Item<'_>) -> Option<Result<i64, i64>> {
    let digits = match item.as_int() {
        Some(int) => int.digits(),
        None => item.as_bytes()?,
    };
    let unsigned = digits.strip_prefix(b"-").unwrap_or(digits);
    if unsigned.is_empty() || !unsigned.iter().all(u8::is_ascii_digit) {
        return None;
    }
    let text = std::str::from_utf8(digits).unwrap();
    let nearest = if text.starts_with('-') { i64::MIN } else { i64::MAX };
    Some(text.parse().map_err(|_| nearest))
}

/// A sequence number, which is ignored if it does not fit.
fn sequence(item: Item<'_>, key: &str) -> Option<i64> {
    fitting(last(item, key)?)?.ok()
}

fn number(item: Item<'_>, key: &str) -> Option<i64> {
    int(last(item, key)?)
}

fn flag(item: Item<'_>, key: &str) -> bool {
    number(item, key).is_some_and(|number| number != 0)
}

fn id(item: Item<'_>, key: &str) -> Option<NodeId> {
    bytes(item, key)?.try_into().ok().map(NodeId)
}

/// The whole entries of `size` bytes in `packed`.
fn whole(packed: &[u8], size: usize) -> &[u8] {
    &packed[..packed.len() - packed.len() % size]
}

fn address(packed: &[u8]) -> Option<SocketAddr> {
    let (ip, port) = packed.split_last_chunk::<2>()?;
    Some(SocketAddr::new(ip_of(ip)?.to_canonical(), u16::from_be_bytes(*port)))
}

fn ip_of(octets: &[u8]) -> Option<IpAddr> {
    let v4 = <[u8; 4]>::try_from(octets).map(IpAddr::from);
    v4.or_else(|_| <[u8; 16]>::try_from(octets).map(IpAddr::from)).ok()
}

/// Compares a message with the dictionary that it was decoded from.
pub(crate) fn same(message: &Message<'_>, root: Item<'_>) {
    let is_query = matches!(message.body, Body::Query(_));
    let transaction = bytes(root, "t").filter(|transaction| !transaction.is_empty());
    assert_eq!(message.transaction.as_deref(), transaction);
    assert_eq!(message.version.as_deref(), bytes(root, "v"));
    assert_eq!(message.topic, id(root, "c"));
    assert_eq!(message.read_only, is_query && flag(root, "ro"));
    let kind = bytes(root, "y");
    let (expected, key) = match &message.body {
        Body::Query(query) => {
            same_query(query, root);
            (&b"q"[..], "a")
        }
        Body::Reply(reply) => {
            same_reply(reply, last(root, "r").unwrap());
            (&b"r"[..], "r")
        }
        Body::Error(error) => {
            same_error(error, root);
            (&b"e"[..], "e")
        }
    };
    assert_eq!(kind.unwrap_or(expected), expected);
    let inside = last(root, key).filter(|_| key == "r").and_then(|reply| bytes(reply, "ip"));
    let ip = bytes(root, "ip").or(inside).and_then(|ip| {
        let without_port = ip_of(ip).map(|ip| SocketAddr::new(ip.to_canonical(), 0));
        without_port.or_else(|| address(ip))
    });
    assert_eq!(message.ip, ip);
}

fn same_query(query: &Query<'_>, root: Item<'_>) {
    let name = bytes(root, "q").unwrap();
    assert_eq!(query.method.name(), name);
    let arguments = last(root, "a").unwrap();
    assert_eq!(Some(query.id), id(arguments, "id"));
    let target = id(arguments, "target");
    let hash = id(arguments, "info_hash");
    match &query.method {
        Method::Ping => {}
        Method::FindNode { want, .. } | Method::SampleInfohashes { want, .. } => {
            assert_eq!((query.method.target(), *want), (target, wanted(arguments)));
        }
        Method::GetPeers { info_hash, want, no_seed, scrape } => {
            assert_eq!((Some(NodeId::from(*info_hash)), *want), (hash, wanted(arguments)));
            let flags = (flag(arguments, "noseed"), flag(arguments, "scrape"));
            assert_eq!((*no_seed, *scrape), flags);
        }
        Method::AnnouncePeer { info_hash, port, implied_port, seed, token, name } => {
            assert_eq!(Some(NodeId::from(*info_hash)), hash);
            let flags = (flag(arguments, "implied_port"), flag(arguments, "seed"));
            assert_eq!((*implied_port, *seed), flags);
            let expected = number(arguments, "port").and_then(|port| port.try_into().ok());
            assert_eq!(*port, expected.unwrap_or(0));
            assert!(expected.is_some() || *implied_port);
            assert_eq!(&token[..], bytes(arguments, "token").unwrap_or_default());
            assert_eq!(name.as_deref(), bytes(arguments, "name"));
        }
        Method::Get { seq, want, .. } => {
            assert_eq!((query.method.target(), *want), (target, wanted(arguments)));
            assert_eq!(*seq, sequence(arguments, "seq"));
        }
        Method::Put { token, item, salt, cas } => {
            assert_eq!(&token[..], bytes(arguments, "token").unwrap_or_default());
            assert_eq!(&salt[..], bytes(arguments, "salt").unwrap_or_default());
            assert_eq!(*cas, sequence(arguments, "cas"));
            same_item(item.as_ref(), arguments);
        }
        Method::Unknown { target: found, .. } => {
            // An empty target counts as absent, and so does an empty info-hash.
            let by_hash = bytes(arguments, "target").is_none();
            assert_eq!(*found, if by_hash { hash } else { target });
        }
        other => panic!("no method: {other:?}"),
    }
}

fn wanted(arguments: Item<'_>) -> Want {
    let mut want = Want::NONE;
    let Some(list) = last(arguments, "want") else { return want };
    let alone = list.as_bytes();
    let words = list.iter().filter_map(|word| word.as_bytes()).chain(alone);
    for word in words {
        want.n4 |= word == b"n4";
        want.n6 |= word == b"n6";
    }
    want
}

/// An item is present only if it is complete: its value, and either a whole proof or none.
fn same_item(item: Option<&krpc::Item<'_>>, contents: Item<'_>) {
    let value = last(contents, "v");
    let proof = ["k", "sig", "seq"].map(|key| last(contents, key));
    let key = bytes(contents, "k").filter(|key| key.len() == 32);
    let signature = bytes(contents, "sig").filter(|signature| signature.len() == 64);
    let seq = sequence(contents, "seq");
    let is_whole = key.is_some() && signature.is_some() && seq.is_some();
    let is_bare = proof.iter().all(Option::is_none);
    assert_eq!(item.is_some(), value.is_some() && (is_whole || is_bare));
    let (Some(item), Some(value)) = (item, value) else { return };
    assert_eq!(item.value.as_bytes(), value.raw());
    let signed =
        item.signed.as_ref().map(|signed| (&signed.key[..], &signed.signature[..], signed.seq));
    let expected = key.zip(signature).zip(seq).map(|((key, signature), seq)| (key, signature, seq));
    assert_eq!(signed, expected);
    assert_eq!(item.is_canonical(), bencode::Document::parse_with(value.raw(), STRICT).is_ok());
}

const STRICT: bencode::Rules = bencode::Rules::STRICT;

fn same_reply(reply: &Reply<'_>, returned: Item<'_>) {
    assert_eq!(reply.id, id(returned, "id"));
    let packed = |key, size| bytes(returned, key).map(|packed| whole(packed, size));
    assert_eq!(reply.nodes.as_ref().map(tracker_types::Compact::as_bytes), packed("nodes", 26));
    assert_eq!(reply.nodes6.as_ref().map(tracker_types::Compact::as_bytes), packed("nodes6", 38));
    assert_eq!(reply.samples.as_ref().map(tracker_types::Compact::as_bytes), packed("samples", 20));
    let token = bytes(returned, "token").filter(|token| !token.is_empty());
    assert_eq!((reply.token.as_deref(), reply.name.as_deref()), (token, bytes(returned, "n")));
    assert!(reply.values.iter().eq(values(returned)));
    let filter = |key| bytes(returned, key).and_then(|filter| <&[u8; 256]>::try_from(filter).ok());
    assert_eq!((reply.seeds.as_deref(), reply.peers.as_deref()), (filter("BFsd"), filter("BFpe")));
    same_item(reply.item.as_ref(), returned);
    let seq = sequence(returned, "seq").filter(|_| reply.item.is_none());
    assert_eq!(reply.seq, seq);
    let clamped = |key, max| number(returned, key).map(|number: i64| number.clamp(0, max));
    let interval = clamped("interval", 21_600);
    assert_eq!(reply.interval.map(i64::from), interval);
    let samples = reply.samples.as_ref().map_or(0, |hashes| i64::try_from(hashes.len()).unwrap());
    let num = clamped("num", u32::MAX.into()).map(|num| num.max(samples));
    assert_eq!(reply.num.map(i64::from), num);
    let port = number(returned, "p").and_then(|port| u16::try_from(port).ok());
    assert_eq!(reply.port, port);
}

fn values(returned: Item<'_>) -> Vec<SocketAddr> {
    let Some(values) = last(returned, "values") else { return Vec::new() };
    let split = |joined: &[u8]| joined.chunks(6).filter_map(address).collect();
    if let Some(joined) = values.as_bytes() {
        return if joined.len() % 6 == 0 { split(joined) } else { Vec::new() };
    }
    if !values.is_list() {
        return Vec::new();
    }
    let entries: Vec<_> = values.iter().collect();
    if let [entry] = &entries[..] {
        let joined = entry.as_bytes().filter(|entry| entry.len() > 6 && entry.len() % 6 == 0);
        if let Some(joined) = joined.filter(|joined| joined.len() != 18) {
            return split(joined);
        }
    }
    let entries = entries.iter().filter_map(Item::as_bytes);
    entries.filter_map(address).collect()
}

fn same_error(error: &krpc::KrpcError<'_>, root: Item<'_>) {
    let value = last(root, "e").unwrap();
    let found = (error.code.0, &error.text[..]);
    if value.is_list() {
        let parts: Vec<_> = value.iter().collect();
        if let [code, text] = &parts[..]
            && let (Some(code), Some(text)) = (code.as_int(), text.as_bytes())
        {
            let nearest = if code.is_negative() { i64::MIN } else { i64::MAX };
            assert_eq!(found, (code.to_i64().unwrap_or(nearest), text));
        }
    } else if let Some(text) = value.as_bytes() {
        assert_eq!(found, (0, text));
    }
    let returned = last(root, "r").filter(bencode::Item::is_dict);
    assert_eq!(error.id, returned.and_then(|returned| id(returned, "id")));
}
