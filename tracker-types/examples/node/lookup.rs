//! From node to node towards a target (BEP 5, "Overview").

use std::collections::{BTreeMap, BTreeSet};
use std::net::SocketAddr;

use bencode::RawValue;
use futures_util::future::join_all;
use tracker_types::InfoHash;
use tracker_types::krpc::{self, Item, Method, NodeId, NodeInfo, Reply, Want};

use super::socket::{Inner, Node};
use super::table::K;

/// How many nodes are asked at once.
const PARALLEL: usize = 3;

/// How many nodes are asked in all.
const MOST: usize = 200;

/// What the nodes near a target said.
#[derive(Debug, Default)]
pub struct Found {
    pub peers: BTreeSet<SocketAddr>,
    /// An item's value, if its hash is the target.
    pub value: Option<Vec<u8>>,
    /// The nodes nearest to the target that gave a token, and could store something.
    pub stores: Vec<(NodeInfo, Vec<u8>)>,
    pub asked: usize,
}

impl Node {
    /// Who has a torrent.
    pub async fn find_peers(&self, info_hash: InfoHash) -> Found {
        let (want, no_seed, scrape) = (Want::NONE, false, false);
        let ask = |_| Method::GetPeers { info_hash, want, no_seed, scrape };
        self.inner().lookup(info_hash.into(), ask).await
    }

    /// Tells the nodes near a torrent that we have it; how many took it.
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

    /// The value of an immutable item.
    pub async fn get(&self, target: NodeId) -> Found {
        self.inner()
            .lookup(target, |target| Method::Get { target, seq: None, want: Want::NONE })
            .await
    }

    /// Stores a value at its hash; where that is, and how many nodes took it.
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

/// How many of these are replies, and not errors or silence.
fn accepted(answers: &[Option<Vec<u8>>]) -> usize {
    let messages = answers.iter().flatten().filter_map(|datagram| krpc::decode(datagram).ok());
    messages.filter(|(message, _)| message.reply().is_some()).count()
}

impl Inner {
    /// Asks the nearest nodes, then those that they name, until none is nearer.
    pub(super) async fn lookup(
        &self,
        target: NodeId,
        ask: impl Fn(NodeId) -> Method<'static>,
    ) -> Found {
        let nearest = self.state().table.nearest(&target);
        let mut candidates: BTreeMap<NodeId, NodeInfo> =
            nearest.into_iter().map(|node| (node.id.distance(&target), node)).collect();
        let mut asked = BTreeSet::new();
        let mut stores = BTreeMap::new();
        let mut found = Found::default();
        while asked.len() < MOST {
            let near = candidates.values().take(K);
            let next: Vec<NodeInfo> = near
                .filter(|node| !asked.contains(&node.address))
                .take(PARALLEL)
                .copied()
                .collect();
            if next.is_empty() {
                break;
            }
            asked.extend(next.iter().map(|node| node.address));
            let answers =
                next.iter().map(|node| self.ask(node.address, Some(node.id), ask(target)));
            for (node, answer) in next.iter().zip(join_all(answers).await) {
                let decoded = answer.as_deref().and_then(|answer| krpc::decode(answer).ok());
                let distance = node.id.distance(&target);
                match decoded.as_ref().and_then(|(message, _)| message.reply()) {
                    Some(reply) => {
                        if let Some(token) = &reply.token {
                            stores.insert(distance, (*node, token.to_vec()));
                        }
                        found.take(reply, &target);
                        let named = self.usable(node, reply);
                        candidates.extend(named.map(|it| (it.id.distance(&target), it)));
                    }
                    None => drop(candidates.remove(&distance)),
                }
            }
        }
        found.stores = stores.into_values().take(K).collect();
        found.asked = asked.len();
        found
    }

    /// The nodes that another one names, but for ourselves and those that cannot be there: only a
    /// node on this machine can know others on it.
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
        // Anybody can send anything; the hash is the proof.
        if let Some(item) = item.filter(|item| item.target(b"") == *target) {
            self.value = Some(item.value.as_bytes().to_vec());
        }
    }
}
