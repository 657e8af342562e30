//! The lookup: from node to node towards a target (BEP 5, "Overview").

use std::collections::{BTreeMap, BTreeSet};
use std::net::SocketAddr;

use bencode::RawValue;
use futures_util::future::join_all;
use tracker_types::InfoHash;
use tracker_types::krpc::{self, Item, Method, NodeId, NodeInfo, Reply, Want};

use super::socket::{Inner, Node};
use super::table::K;

/// How many nodes are asked at the same time.
const PARALLEL: usize = 3;

/// How many nodes are asked in all.
const MOST: usize = 200;

/// The answers of the nodes near a target.
#[derive(Debug, Default)]
pub struct Found {
    pub peers: BTreeSet<SocketAddr>,
    /// An item's value, if its hash is the target.
    pub value: Option<Vec<u8>>,
    /// The nodes nearest to the target that sent a token, and so can store something.
    pub stores: Vec<(NodeInfo, Vec<u8>)>,
    pub asked: usize,
}

impl Node {
    /// Finds peers of a torrent.
    pub async fn find_peers(&self, info_hash: InfoHash) -> Found {
        let (want, no_seed, scrape) = (Want::NONE, false, false);
        let ask = |_| Method::GetPeers { info_hash, want, no_seed, scrape };
        self.inner().lookup(info_hash.into(), ask).await
    }

    /// Tells the nodes near a torrent that we have it; returns how many accepted.
    pub async fn announce(&self, info_hash: InfoHash, port: u16) -> usize {
        let found = self.find_peers(info_hash).await;
        let told = found.stores.iter().map(|(node, token)| {
            let (implied_port, seed, name) = (false, false, None);
            let token = token.as_slice().into();
            let announce =
                Method::AnnouncePeer { info_hash, port, implied_port, seed, token, name };
            self.inner().ask(node.address, Some(node.id), announce)
        });
        accepted(&join_all(told).await)
    }

    /// Finds the value of an immutable item.
    pub async fn get(&self, target: NodeId) -> Found {
        self.inner()
            .lookup(target, |target| Method::Get { target, seq: None, want: Want::NONE })
            .await
    }

    /// Stores a value under its hash; returns the hash, and how many nodes accepted it.
    pub async fn put(&self, value: &RawValue<'_>) -> (NodeId, usize) {
        let target = NodeId::of_value(value);
        let found = self.get(target).await;
        let told = found.stores.iter().map(|(node, token)| {
            let item = Some(Item::immutable(value.clone()));
            let (token, salt) = (token.as_slice().into(), b"".into());
            self.inner().ask(
                node.address,
                Some(node.id),
                Method::Put { token, item, salt, cas: None },
            )
        });
        (target, accepted(&join_all(told).await))
    }
}

/// How many of these are replies, not errors or missing.
fn accepted(answers: &[Option<Vec<u8>>]) -> usize {
    let messages = answers.iter().flatten().filter_map(|datagram| krpc::decode(datagram).ok());
    messages.filter(|(message, _)| message.reply().is_some()).count()
}

/// A walk towards a target, by distance from it.
struct Walk {
    target: NodeId,
    candidates: BTreeMap<NodeId, NodeInfo>,
    asked: BTreeSet<SocketAddr>,
    stores: BTreeMap<NodeId, (NodeInfo, Vec<u8>)>,
    found: Found,
}

impl Walk {
    fn new(target: NodeId, nearest: Vec<NodeInfo>) -> Walk {
        let candidates = BTreeMap::new();
        let (asked, stores, found) = (BTreeSet::new(), BTreeMap::new(), Found::default());
        let mut walk = Walk { target, candidates, asked, stores, found };
        walk.consider(nearest.into_iter());
        walk
    }

    fn consider(&mut self, nodes: impl Iterator<Item = NodeInfo>) {
        let target = self.target;
        self.candidates.extend(nodes.map(|node| (node.id.distance(&target), node)));
    }

    /// The nodes to ask next: those of the nearest that have not been asked.
    fn next(&mut self) -> Vec<NodeInfo> {
        if self.asked.len() >= MOST {
            return Vec::new();
        }
        let near = self.candidates.values().take(K);
        let new = near.filter(|node| !self.asked.contains(&node.address));
        let next: Vec<NodeInfo> = new.take(PARALLEL).copied().collect();
        self.asked.extend(next.iter().map(|node| node.address));
        next
    }

    /// Takes a node's reply.
    fn take(&mut self, node: &NodeInfo, reply: &Reply<'_>) {
        if let Some(token) = &reply.token {
            let store = (*node, token.to_vec());
            self.stores.insert(node.id.distance(&self.target), store);
        }
        self.found.take(reply, &self.target);
    }

    fn done(mut self) -> Found {
        self.found.stores = self.stores.into_values().take(K).collect();
        self.found.asked = self.asked.len();
        self.found
    }
}

impl Inner {
    /// Asks the nearest known nodes, then those that they name, until none is nearer.
    pub(super) async fn lookup(
        &self,
        target: NodeId,
        ask: impl Fn(NodeId) -> Method<'static>,
    ) -> Found {
        let mut walk = Walk::new(target, self.state().table.nearest(&target));
        loop {
            let next = walk.next();
            if next.is_empty() {
                return walk.done();
            }
            let answers =
                next.iter().map(|node| self.ask(node.address, Some(node.id), ask(target)));
            for (node, answer) in next.iter().zip(join_all(answers).await) {
                let decoded = answer.as_deref().and_then(|answer| krpc::decode(answer).ok());
                if let Some(reply) = decoded.as_ref().and_then(|(message, _)| message.reply()) {
                    walk.take(node, reply);
                    walk.consider(self.usable(node, reply));
                } else {
                    walk.candidates.remove(&node.id.distance(&target));
                }
            }
        }
    }

    /// The nodes that another node names, except ourselves and impossible addresses. Loopback addresses are
    /// believed only from a node on this machine.
    fn usable<'a>(
        &self,
        from: &NodeInfo,
        reply: &'a Reply<'_>,
    ) -> impl Iterator<Item = NodeInfo> + use<'a> {
        let (ourselves, family) = (self.id(), from.address.is_ipv4());
        let local = from.address.ip().is_loopback();
        let usable = move |node: &NodeInfo| {
            let is_local = local && node.address.ip().is_loopback() && node.address.port() > 0;
            node.address.is_ipv4() == family && (is_local || !node.is_martian())
        };
        reply.all_nodes().filter(move |node| node.id != ourselves && usable(node)).take(2 * K)
    }
}

impl Found {
    fn take(&mut self, reply: &Reply<'_>, target: &NodeId) {
        self.peers.extend(reply.values.iter().filter(|peer| peer.port() > 0));
        let item = reply.item.as_ref().filter(|item| item.signed.is_none());
        // Any node can send any value; the hash proves that it is the right one.
        if let Some(item) = item.filter(|item| item.target(b"") == *target) {
            self.value = Some(item.value.as_bytes().to_vec());
        }
    }
}
