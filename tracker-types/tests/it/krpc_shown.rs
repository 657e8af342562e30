//! The contents of a message, key by key, in a form for comparison with what other programs read from the
//! same packet.

use std::collections::BTreeMap;

use bencode::{Document, Item as Value};
use tracker_types::krpc::{Body, Item, Message, Method, Query, Reply, Want};

/// Paths such as `a.id`, and their values: byte strings as they are, integers as `i5`.
pub(crate) type Shown = BTreeMap<String, Vec<u8>>;

/// All contents of a message.
pub(crate) fn shown(message: &Message<'_>) -> Shown {
    let mut all = Shown::new();
    bytes(&mut all, "t", message.transaction.as_deref());
    bytes(&mut all, "v", message.version.as_deref());
    bytes(&mut all, "c", message.topic.as_ref().map(AsRef::as_ref));
    let ip = message.ip.map(|address| [octets(address.ip()), port(address.port())].concat());
    bytes(&mut all, "ip", ip.as_deref());
    int(&mut all, "ro", message.read_only.then_some(1));
    let kind = match &message.body {
        Body::Query(query) => {
            arguments(&mut all, query);
            "q"
        }
        Body::Reply(reply) => {
            returned(&mut all, reply);
            "r"
        }
        Body::Error(error) => {
            int(&mut all, "e[0]", Some(error.code.0));
            bytes(&mut all, "e[1]", Some(&error.text));
            bytes(&mut all, "r.id", error.id.as_ref().map(AsRef::as_ref));
            "e"
        }
    };
    bytes(&mut all, "y", Some(kind.as_bytes()));
    all
}

fn octets(ip: std::net::IpAddr) -> Vec<u8> {
    match ip {
        std::net::IpAddr::V4(ip) => ip.octets().to_vec(),
        std::net::IpAddr::V6(ip) => ip.octets().to_vec(),
    }
}

fn port(port: u16) -> Vec<u8> {
    port.to_be_bytes().to_vec()
}

fn bytes(all: &mut Shown, path: &str, value: Option<&[u8]>) {
    all.extend(value.map(|value| (path.to_owned(), value.to_vec())));
}

fn int(all: &mut Shown, path: &str, value: Option<i64>) {
    all.extend(value.map(|value| (path.to_owned(), format!("i{value}").into_bytes())));
}

fn arguments(all: &mut Shown, query: &Query<'_>) {
    bytes(all, "q", Some(query.method.name()));
    bytes(all, "a.id", Some(&query.id.0));
    let target = query.method.target();
    match &query.method {
        Method::GetPeers { info_hash, want: it, no_seed, scrape } => {
            bytes(all, "a.info_hash", Some(&info_hash.0));
            int(all, "a.noseed", no_seed.then_some(1));
            int(all, "a.scrape", scrape.then_some(1));
            want(all, *it);
        }
        Method::AnnouncePeer { info_hash, port, implied_port, seed, token, name } => {
            bytes(all, "a.info_hash", Some(&info_hash.0));
            int(all, "a.port", Some((*port).into()));
            int(all, "a.implied_port", implied_port.then_some(1));
            int(all, "a.seed", seed.then_some(1));
            bytes(all, "a.token", Some(token));
            bytes(all, "a.name", name.as_deref());
        }
        Method::Put { token, item: it, salt, cas } => {
            bytes(all, "a.token", Some(token));
            bytes(all, "a.salt", Some(salt).filter(|salt| !salt.is_empty()).map(|salt| &salt[..]));
            int(all, "a.cas", *cas);
            item(all, "a", it.as_ref());
        }
        Method::Get { seq, want: it, .. } => {
            int(all, "a.seq", *seq);
            want(all, *it);
            bytes(all, "a.target", target.as_ref().map(AsRef::as_ref));
        }
        Method::FindNode { want: it, .. } | Method::SampleInfohashes { want: it, .. } => {
            want(all, *it);
            bytes(all, "a.target", target.as_ref().map(AsRef::as_ref));
        }
        _ => bytes(all, "a.target", target.as_ref().map(AsRef::as_ref)),
    }
}

fn want(all: &mut Shown, want: Want) {
    let words = [(want.n4, b"n4"), (want.n6, b"n6")];
    let words = words.into_iter().filter(|(wanted, _)| *wanted);
    for (place, (_, word)) in words.enumerate() {
        bytes(all, &format!("a.want[{place}]"), Some(word));
    }
}

fn item(all: &mut Shown, folder: &str, item: Option<&Item<'_>>) {
    let Some(item) = item else { return };
    let value = Document::parse_with(item.value.as_bytes(), bencode::Rules::TOLERANT).unwrap();
    flat(all, &format!("{folder}.v"), value.root());
    if let Some(signed) = &item.signed {
        bytes(all, &format!("{folder}.k"), Some(&signed.key[..]));
        bytes(all, &format!("{folder}.sig"), Some(&signed.signature[..]));
        int(all, &format!("{folder}.seq"), Some(signed.seq));
    }
}

fn returned(all: &mut Shown, reply: &Reply<'_>) {
    bytes(all, "r.id", reply.id.as_ref().map(AsRef::as_ref));
    bytes(all, "r.nodes", reply.nodes.as_ref().map(tracker_types::Compact::as_bytes));
    bytes(all, "r.nodes6", reply.nodes6.as_ref().map(tracker_types::Compact::as_bytes));
    bytes(all, "r.token", reply.token.as_deref());
    for (place, peer) in reply.values.iter().enumerate() {
        let packed = [octets(peer.ip()), port(peer.port())].concat();
        bytes(all, &format!("r.values[{place}]"), Some(&packed));
    }
    bytes(all, "r.n", reply.name.as_deref());
    bytes(all, "r.BFsd", reply.seeds.as_deref().map(|it| &it[..]));
    bytes(all, "r.BFpe", reply.peers.as_deref().map(|it| &it[..]));
    item(all, "r", reply.item.as_ref());
    int(
        all,
        "r.seq",
        reply.seq.or(reply.item.as_ref().and_then(|item| Some(item.signed.as_ref()?.seq))),
    );
    bytes(all, "r.samples", reply.samples.as_ref().map(tracker_types::Compact::as_bytes));
    int(all, "r.num", reply.num.map(i64::from));
    int(all, "r.interval", reply.interval.map(i64::from));
    int(all, "r.p", reply.port.map(i64::from));
}

/// A document in the same form.
pub(crate) fn flat(all: &mut Shown, path: &str, value: Value<'_>) {
    if let Some(text) = value.as_bytes() {
        all.insert(path.to_owned(), text.to_vec());
    } else if let Some(int) = value.as_int() {
        all.insert(path.to_owned(), [b"i", int.digits()].concat());
    } else if value.is_list() {
        let items = value.iter().enumerate();
        items.for_each(|(place, item)| flat(all, &format!("{path}[{place}]"), item));
    } else {
        let dot = if path.is_empty() { "" } else { "." };
        for (key, item) in value.entries() {
            flat(all, &format!("{path}{dot}{}", key.escape_ascii()), item);
        }
    }
}
