//! What a node stores for others: the peers of torrents, and immutable items.

use std::net::SocketAddr;
use std::time::Duration;

use indexmap::IndexMap;
use tracker_types::InfoHash;
use tracker_types::krpc::NodeId;

/// How long a peer is kept that does not announce itself again.
const PEER_LIFETIME: Duration = Duration::from_secs(30 * 60);

/// How long an item is kept that nobody puts again (BEP 44).
const ITEM_LIFETIME: Duration = Duration::from_secs(2 * 3_600);

/// How many torrents, peers of one torrent, and items are kept. A new one replaces the oldest.
const TORRENTS: usize = 1_000;
const PEERS: usize = 100;
const ITEMS: usize = 1_000;

/// The longest value that is stored (BEP 44).
pub const LONGEST_ITEM: usize = 1_000;

type Aging<K, V> = IndexMap<K, (V, Duration)>;

/// Peers and items, each with the time of its last announce or put, the oldest first.
#[derive(Debug, Default)]
pub struct Storage {
    peers: Aging<InfoHash, Aging<SocketAddr, ()>>,
    items: Aging<NodeId, Vec<u8>>,
}

impl Storage {
    pub fn add_peer(&mut self, torrent: InfoHash, peer: SocketAddr, now: Duration) {
        let mut peers =
            self.peers.shift_remove(&torrent).map(|(peers, _)| peers).unwrap_or_default();
        renew(&mut peers, peer, (), now, PEERS);
        renew(&mut self.peers, torrent, peers, now, TORRENTS);
    }

    pub fn peers(&self, torrent: &InfoHash) -> impl Iterator<Item = SocketAddr> + '_ {
        self.peers.get(torrent).into_iter().flat_map(|(peers, _)| peers.keys().copied())
    }

    pub fn put(&mut self, target: NodeId, value: Vec<u8>, now: Duration) {
        renew(&mut self.items, target, value, now, ITEMS);
    }

    pub fn get(&self, target: &NodeId) -> Option<&[u8]> {
        self.items.get(target).map(|(value, _)| value.as_slice())
    }

    /// Drops peers and items that are too old.
    pub fn expire(&mut self, now: Duration) {
        for (peers, _) in self.peers.values_mut() {
            peers.retain(|_, ((), since)| now.saturating_sub(*since) < PEER_LIFETIME);
        }
        self.peers.retain(|_, (peers, _)| !peers.is_empty());
        self.items.retain(|_, (_, since)| now.saturating_sub(*since) < ITEM_LIFETIME);
    }
}

/// Puts an entry at the end, as the newest of at most `most` entries.
fn renew<K, V>(entries: &mut Aging<K, V>, key: K, value: V, now: Duration, most: usize)
where
    K: std::hash::Hash + Eq,
{
    entries.shift_remove(&key);
    if entries.len() >= most {
        entries.shift_remove_index(0);
    }
    entries.insert(key, (value, now));
}
