//! A small DHT of 200 nodes in memory, lossy and partly hostile: a peer of a torrent is announced, and found
//! from another node. The nodes exchange nothing but datagrams.

use std::collections::{BTreeMap, BTreeSet};
use std::net::{IpAddr, SocketAddr, SocketAddrV4};

use tracker_types::krpc::{
    self, Body, CompactNodes, ErrorCode, KrpcError, Message, Method, NodeId, NodeInfo, Query,
    Reply, Tokens, Want,
};
use tracker_types::{Compact, InfoHash, Quirk};

/// How many nodes a bucket holds, and how many a reply names.
const K: usize = 8;
/// The number of candidates that a lookup keeps.
const SHORTLIST: usize = 64;
/// The number of queries that a lookup sends.
const QUERIES: usize = 160;
/// The number of peers of a torrent that a node keeps.
const STORED: usize = 50;

/// Pseudorandom numbers that are the same each time (xorshift).
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    fn below(&mut self, bound: usize) -> usize {
        (self.next() >> 16) as usize % bound
    }

    fn bytes<const N: usize>(&mut self) -> [u8; N] {
        std::array::from_fn(|_| self.next().to_be_bytes()[4])
    }
}

/// How a node behaves.
#[derive(Clone, Copy, PartialEq)]
enum Intent {
    Honest,
    /// Replies with another id.
    WrongId,
    /// Names nodes close to the target that do not exist, or have another id.
    Poison,
    /// Replies with half a message, or with lists that end within an entry.
    Torn,
    /// Replies with the longest possible datagram.
    Flood,
    /// Does not reply.
    Silent,
}

struct Node {
    info: NodeInfo,
    intent: Intent,
    known: Vec<NodeInfo>,
    tokens: Tokens,
    stored: BTreeMap<InfoHash, BTreeSet<SocketAddr>>,
}

struct Network {
    nodes: BTreeMap<SocketAddr, Node>,
    random: Random,
}

fn v4(address: SocketAddr) -> SocketAddrV4 {
    match address {
        SocketAddr::V4(address) => address,
        SocketAddr::V6(address) => panic!("{address} in a network of IPv4"),
    }
}

fn packed(nodes: impl IntoIterator<Item = NodeInfo>) -> CompactNodes<'static> {
    nodes.into_iter().map(|node| NodeInfo::new(node.id, v4(node.address))).collect()
}

impl Network {
    fn new(count: usize) -> Network {
        let mut random = Random(0x9e37_79b9_7f4a_7c15);
        let mut nodes = BTreeMap::new();
        let hostile =
            [Intent::WrongId, Intent::Poison, Intent::Torn, Intent::Flood, Intent::Silent];
        for place in 0..count {
            let [a, b, c] = random.bytes();
            let address = SocketAddr::from(([45, a, b, c], 6881));
            let id = NodeId::bound_to(address.ip(), random.bytes());
            // One node in four misbehaves.
            let intent =
                if place % 4 == 3 { hostile[place / 4 % hostile.len()] } else { Intent::Honest };
            let tokens = Tokens::new(random.bytes());
            let info = NodeInfo::new(id, address);
            let node = Node { info, intent, known: Vec::new(), tokens, stored: BTreeMap::new() };
            nodes.insert(address, node);
        }
        let all: Vec<NodeInfo> = nodes.values().map(|node| node.info).collect();
        for node in nodes.values_mut() {
            node.known = buckets(node.info.id, &all, &mut random);
        }
        Network { nodes, random }
    }

    /// Sends a datagram and returns the answer: one in eight is lost, in each direction.
    fn exchange(&mut self, from: SocketAddr, to: SocketAddr, datagram: &[u8]) -> Option<Vec<u8>> {
        if self.random.below(8) == 0 {
            return None;
        }
        let reply = self.nodes.get_mut(&to)?.answer(from, datagram, &mut self.random)?;
        (self.random.below(8) > 0).then_some(reply)
    }
}

/// The nodes that a node knows, a few at each distance.
fn buckets(id: NodeId, all: &[NodeInfo], random: &mut Random) -> Vec<NodeInfo> {
    let mut buckets = BTreeMap::<u32, Vec<NodeInfo>>::new();
    let start = random.below(all.len());
    for node in all[start..].iter().chain(&all[..start]).filter(|node| node.id != id) {
        let bucket = buckets.entry(id.distance(&node.id).leading_zeros()).or_default();
        if bucket.len() < K {
            bucket.push(*node);
        }
    }
    buckets.into_values().flatten().collect()
}

impl Node {
    fn closest(&self, target: NodeId) -> Vec<NodeInfo> {
        let mut known = self.known.clone();
        known.sort_by_key(|node| node.id.distance(&target));
        known.truncate(K);
        known
    }

    /// The answer to a datagram, if there is one.
    fn answer(
        &mut self,
        from: SocketAddr,
        datagram: &[u8],
        random: &mut Random,
    ) -> Option<Vec<u8>> {
        let (message, _) = krpc::decode(datagram).ok()?;
        let query = message.query()?;
        let body = match self.returned(from, &query.method) {
            Ok(reply) => Body::Reply(self.spoilt(reply, &query.method, random)?),
            Err(code) => Body::Error(KrpcError::new(code, "no")),
        };
        let mut answer = Message::new(message.transaction.clone()?, body);
        answer.ip = Some(from);
        if self.intent != Intent::Flood {
            assert!(answer.fit(1024));
        }
        let mut packet = Vec::new();
        krpc::encode(&answer, &mut packet);
        match self.intent {
            Intent::Torn if random.below(2) == 0 => packet.truncate(random.below(packet.len())),
            Intent::Torn => packet = torn(&answer, random),
            _ => {}
        }
        Some(packet)
    }

    /// The reply of an honest node.
    fn returned(
        &mut self,
        from: SocketAddr,
        method: &Method<'_>,
    ) -> Result<Reply<'static>, ErrorCode> {
        let mut reply = Reply::new(self.info.id);
        match method {
            Method::Ping => {}
            Method::AnnouncePeer { info_hash, port, implied_port, token, .. } => {
                if !self.tokens.accepts(token, from.ip(), &(*info_hash).into()) {
                    return Err(ErrorCode::PROTOCOL);
                }
                let port = if *implied_port { from.port() } else { *port };
                let peers = self.stored.entry(*info_hash).or_default();
                if peers.len() < STORED {
                    peers.insert(SocketAddr::new(from.ip(), port));
                }
            }
            Method::GetPeers { info_hash, .. } => {
                let target = (*info_hash).into();
                reply.token = Some(self.tokens.issue(from.ip(), &target).into());
                reply.values = self.stored.get(info_hash).into_iter().flatten().copied().collect();
                reply.nodes = Some(packed(self.closest(target)));
            }
            method => {
                let target = method.target().ok_or(ErrorCode::UNKNOWN_METHOD)?;
                reply.nodes = Some(packed(self.closest(target)));
            }
        }
        Ok(reply)
    }

    /// The reply that this node sends.
    fn spoilt(
        &self,
        mut reply: Reply<'static>,
        method: &Method<'_>,
        random: &mut Random,
    ) -> Option<Reply<'static>> {
        let target = method.target().unwrap_or(self.info.id);
        match self.intent {
            // The encoded lists are torn later.
            Intent::Honest | Intent::Torn => {}
            Intent::Silent => return None,
            Intent::WrongId => reply.id = Some(NodeId(random.bytes())),
            Intent::Poison => {
                let near =
                    |bits: u8| NodeId([&target.0[..19], &[bits]].concat().try_into().unwrap());
                let fakes = (0..u8::try_from(K).unwrap()).map(|place| {
                    let ip: IpAddr = match place % 3 {
                        0 => [127, 0, 0, place].into(),
                        1 => [0, 1, 2, place].into(),
                        _ => [45, 200, place, 1].into(),
                    };
                    NodeInfo::new(near(place), SocketAddr::new(ip, 6881))
                });
                reply.nodes = Some(packed(fakes.chain([NodeInfo::new(target, self.info.address)])));
                reply.values =
                    (1..=3).map(|port| SocketAddr::from(([45, 201, 0, 1], port))).collect();
            }
            Intent::Flood => {
                let node = NodeInfo::new(target, self.info.address);
                reply.nodes = Some(packed((0..1200).map(|_| node)));
                reply.values =
                    (1..=3500).map(|port| SocketAddr::from(([45, 202, 0, 1], port))).collect();
            }
        }
        Some(reply)
    }
}

/// Damages a reply: its nodes end within an entry, and its peers are too short.
fn torn(answer: &Message<'_>, random: &mut Random) -> Vec<u8> {
    let reply = answer.reply();
    let nodes = reply.and_then(|reply| reply.nodes.as_ref()).map(Compact::as_bytes);
    let nodes = nodes.unwrap_or(&[0; 30]);
    let nodes = &nodes[..nodes.len() - 1 - random.below(25)];
    let id = reply.and_then(|reply| reply.id).unwrap_or(NodeId([0; 20]));
    let (head, tail) = (format!("5:nodes{}:", nodes.len()), "6:valuesl5:abcde7:abcdefgi5eee1:t2:");
    let transaction = answer.transaction.as_deref().unwrap();
    let parts = [b"d1:rd2:id20:", &id.0[..], head.as_bytes(), nodes, tail.as_bytes(), transaction];
    [&parts.concat()[..], b"1:y1:re"].concat()
}

/// The result of a lookup.
struct Found {
    /// The nodes that replied, and their tokens, the closest first.
    nodes: Vec<(NodeInfo, Vec<u8>)>,
    /// The peers, and how many nodes named each of them.
    peers: BTreeMap<SocketAddr, usize>,
    queries: usize,
    /// The number of replies with torn lists, of which the whole entries count.
    torn: usize,
}

/// Asks for the peers of a torrent, at nodes closer and closer to it.
fn lookup(network: &mut Network, own: NodeInfo, torrent: InfoHash) -> Found {
    let target = NodeId::from(torrent);
    let mut found = Found { nodes: Vec::new(), peers: BTreeMap::new(), queries: 0, torn: 0 };
    let mut shortlist = network.nodes[&own.address].closest(target);
    let mut asked = BTreeMap::<SocketAddr, usize>::new();
    while found.queries < QUERIES {
        shortlist.sort_by_key(|node| node.id.distance(&target));
        shortlist.dedup();
        shortlist.truncate(SHORTLIST);
        let good = |node: &NodeInfo| found.nodes.iter().any(|(it, _)| it == node);
        // The closest node that was not asked, or not often enough to allow for lost datagrams.
        let next =
            shortlist.iter().filter(|node| asked.get(&node.address).copied().unwrap_or(0) < 3);
        let next = next.filter(|node| !good(node)).min_by_key(|node| node.id.distance(&target));
        let Some(node) = next.copied() else { break };
        let kth = found.nodes.get(K - 1).map(|(node, _)| node.id.distance(&target));
        if kth.is_some_and(|kth| kth < node.id.distance(&target)) {
            break;
        }
        *asked.entry(node.address).or_default() += 1;
        found.queries += 1;
        ask(network, own, node, torrent, &mut shortlist, &mut found);
        found.nodes.sort_by_key(|(node, _)| node.id.distance(&target));
        assert!(shortlist.len() <= SHORTLIST + 2 * K && found.nodes.len() <= QUERIES);
    }
    found
}

fn ask(
    network: &mut Network,
    own: NodeInfo,
    node: NodeInfo,
    torrent: InfoHash,
    shortlist: &mut Vec<NodeInfo>,
    found: &mut Found,
) {
    let transaction: [u8; 2] = network.random.bytes();
    let method =
        Method::GetPeers { info_hash: torrent, want: Want::NONE, no_seed: false, scrape: false };
    let mut packet = Vec::new();
    krpc::encode(&Message::new(transaction, Query::new(own.id, method)), &mut packet);
    let Some(datagram) = network.exchange(own.address, node.address, &packet) else { return };
    let Ok((message, quirks)) = krpc::decode(&datagram) else { return };
    let Some(reply) = message.reply() else { return };
    found.torn += usize::from(quirks.contains(Quirk::RaggedNodes));
    // Only the answer to the query counts, from the node that was asked.
    if message.transaction.as_deref() != Some(&transaction) || reply.id != Some(node.id) {
        return;
    }
    assert!(message.ip.is_none_or(|ip| ip == own.address));
    let is_real = |node: &NodeInfo| !node.is_martian() && node.id.is_bound_to(node.address.ip());
    // More than a bucket, and the sender does not keep to the protocol.
    shortlist.extend(reply.all_nodes().take(2 * K).filter(is_real));
    for peer in reply.values.connectable().take(STORED) {
        *found.peers.entry(peer).or_default() += 1;
    }
    let token = reply.token.as_deref().unwrap_or_default();
    found.nodes.push((node, token.to_vec()));
}

/// Tells the closest nodes that this port has the torrent; returns how many accepted.
fn announce(network: &mut Network, own: NodeInfo, torrent: InfoHash, found: &Found) -> usize {
    let mut taken = 0;
    for (node, token) in found.nodes.iter().take(K) {
        for _ in 0..3 {
            let method = Method::AnnouncePeer {
                info_hash: torrent,
                port: 51413,
                implied_port: false,
                seed: false,
                token: token.clone().into(),
                name: None,
            };
            let mut packet = Vec::new();
            krpc::encode(&Message::new(b"an", Query::new(own.id, method)), &mut packet);
            let reply = network.exchange(own.address, node.address, &packet);
            let message = reply.as_deref().and_then(|reply| krpc::decode(reply).ok());
            if message.is_some_and(|(message, _)| message.reply().is_some()) {
                taken += 1;
                break;
            }
        }
    }
    taken
}

#[test]
fn a_torrent_is_announced_and_found_again() {
    let mut network = Network::new(200);
    let honest: Vec<NodeInfo> = network
        .nodes
        .values()
        .filter(|node| node.intent == Intent::Honest)
        .map(|node| node.info)
        .collect();
    assert_eq!((network.nodes.len(), honest.len()), (200, 150));
    let mut torn = 0;
    for round in 0..20 {
        let torrent = InfoHash(network.random.bytes());
        let target = NodeId::from(torrent);
        let seed = honest[network.random.below(honest.len())];
        let found = lookup(&mut network, seed, torrent);
        let taken = announce(&mut network, seed, torrent, &found);
        assert!(taken >= K / 2, "round {round}: {taken} of {}", found.nodes.len());

        let mut leech = honest[network.random.below(honest.len())];
        while leech == seed {
            leech = honest[network.random.below(honest.len())];
        }
        let found = lookup(&mut network, leech, torrent);
        torn += found.torn;
        let peer = SocketAddr::new(seed.address.ip(), 51413);
        let named = found.peers.get(&peer).copied().unwrap_or(0);
        assert!(named >= 2, "round {round}: named by {named} after {} queries", found.queries);
        // The closest honest node is among those that replied.
        let closest = honest
            .iter()
            .filter(|node| node.address != leech.address)
            .min_by_key(|node| node.id.distance(&target))
            .unwrap();
        assert!(found.nodes.iter().any(|(node, _)| node == closest), "round {round}");
        // Invented peers are named by only one node each, and their number is bounded.
        assert!(found.queries <= QUERIES && found.peers.len() <= 3 + 50 * STORED);
    }
    assert!(torn > 0);
    let most =
        network.nodes.values().flat_map(|node| node.stored.values()).map(BTreeSet::len).max();
    assert!(most <= Some(STORED));
}

/// A token that was issued to another address or for another torrent is refused.
#[test]
fn an_announce_needs_its_own_token() {
    let mut network = Network::new(40);
    let nodes: Vec<NodeInfo> = network
        .nodes
        .values()
        .filter(|node| node.intent == Intent::Honest)
        .map(|node| node.info)
        .collect();
    let (asker, thief, torrent) = (nodes[0], nodes[1], InfoHash([7; 20]));
    let found = lookup(&mut network, asker, torrent);
    assert!(announce(&mut network, asker, torrent, &found) > 0);
    assert_eq!(announce(&mut network, asker, InfoHash([8; 20]), &found), 0);
    assert_eq!(announce(&mut network, thief, torrent, &found), 0);
}
