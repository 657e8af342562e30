//! The state of a node, and its answers to queries. No sockets, no clock.

use std::net::SocketAddr;
use std::time::Duration;

use bencode::RawValue;
use tracker_types::InfoHash;
use tracker_types::krpc::{
    self, Body, CompactNodes, CompactNodes6, ErrorCode, Item, KrpcError, Message, Method, NodeId,
    NodeInfo, Query, Reply, Tokens,
};

use super::storage::{LONGEST_ITEM, Storage};
use super::table::Table;

/// The longest answer that is sent (BEP 32).
pub const LONGEST: usize = 1_024;

#[derive(Debug)]
pub struct State {
    pub table: Table,
    pub storage: Storage,
    pub tokens: Tokens,
}

impl State {
    pub fn new(id: NodeId, secret: [u8; 16]) -> State {
        let (table, storage) = (Table::new(id), Storage::default());
        State { table, storage, tokens: Tokens::new(secret) }
    }

    /// Answers a query; the answer is a datagram.
    pub fn answer(
        &mut self,
        asked: &Message<'_>,
        query: &Query<'_>,
        from: SocketAddr,
        now: Duration,
    ) -> Vec<u8> {
        // Read-only nodes do not answer, so they do not belong in the table (BEP 43).
        if !asked.read_only {
            self.table.heard(NodeInfo::new(query.id, from), now);
        }
        let body = match &query.method {
            Method::AnnouncePeer { info_hash, port, implied_port, token, .. } => {
                let peer =
                    SocketAddr::new(from.ip(), if *implied_port { from.port() } else { *port });
                self.announced(*info_hash, token, peer, now).map_or_else(Body::Error, Body::Reply)
            }
            Method::Put { token, item, .. } => {
                self.put(token, item.as_ref(), from, now).map_or_else(Body::Error, Body::Reply)
            }
            method => self.look(method, from).map_or_else(Body::Error, Body::Reply),
        };
        let mut answer = Message::new(asked.transaction.clone().unwrap_or_default(), body);
        // So that the asker learns its own address (BEP 42).
        answer.ip = Some(from);
        answer.fit(LONGEST);
        let mut datagram = Vec::new();
        krpc::encode(&answer, &mut datagram);
        datagram
    }

    /// Answers a query that changes nothing.
    fn look(&self, method: &Method<'_>, from: SocketAddr) -> Result<Reply<'_>, KrpcError<'static>> {
        let mut reply = Reply::new(self.table.id);
        let Some(target) = method.target() else {
            return match method {
                Method::Ping => Ok(reply),
                _ => Err(KrpcError::new(ErrorCode::UNKNOWN_METHOD, "Method Unknown")),
            };
        };
        self.name_nodes(&target, from, &mut reply);
        match method {
            Method::GetPeers { info_hash, .. } => {
                reply.values = self.storage.peers(info_hash).collect();
            }
            Method::Get { .. } => {
                let value = self.storage.get(&target).and_then(|value| RawValue::new(value).ok());
                reply.item = value.map(Item::immutable);
            }
            _ => return Ok(reply),
        }
        reply.token = Some(self.tokens.issue(from.ip(), &target).into());
        Ok(reply)
    }

    /// Adds the nearest nodes of the asker's address family; the socket has no other.
    fn name_nodes(&self, target: &NodeId, from: SocketAddr, reply: &mut Reply<'_>) {
        let nodes = self.table.nearest(target);
        let v4 = nodes.iter().filter_map(|node| match node.address {
            SocketAddr::V4(address) => Some(NodeInfo::new(node.id, address)),
            SocketAddr::V6(_) => None,
        });
        let v6 = nodes.iter().filter_map(|node| match node.address {
            SocketAddr::V4(_) => None,
            SocketAddr::V6(address) => Some(NodeInfo::new(node.id, address)),
        });
        if from.is_ipv4() {
            reply.nodes = Some(v4.collect::<CompactNodes<'_>>());
        } else {
            reply.nodes6 = Some(v6.collect::<CompactNodes6<'_>>());
        }
    }

    fn announced(
        &mut self,
        torrent: InfoHash,
        token: &[u8],
        peer: SocketAddr,
        now: Duration,
    ) -> Result<Reply<'static>, KrpcError<'static>> {
        if !self.tokens.accepts(token, peer.ip(), &torrent.into()) {
            return Err(KrpcError::new(ErrorCode::PROTOCOL, "bad token"));
        }
        if peer.port() == 0 {
            return Err(KrpcError::new(ErrorCode::PROTOCOL, "port 0"));
        }
        self.storage.add_peer(torrent, peer, now);
        Ok(Reply::new(self.table.id))
    }

    fn put(
        &mut self,
        token: &[u8],
        item: Option<&Item<'_>>,
        from: SocketAddr,
        now: Duration,
    ) -> Result<Reply<'static>, KrpcError<'static>> {
        let Some(item) = item.filter(|item| item.is_canonical()) else {
            return Err(KrpcError::new(ErrorCode::PROTOCOL, "no item, or not canonical"));
        };
        if item.signed.is_some() {
            return Err(KrpcError::new(ErrorCode::GENERIC, "only immutable items are stored here"));
        }
        let (target, value) = (item.target(b""), item.value.as_bytes());
        if value.len() > LONGEST_ITEM {
            return Err(KrpcError::new(ErrorCode::VALUE_TOO_BIG, "value too big"));
        }
        if !self.tokens.accepts(token, from.ip(), &target) {
            return Err(KrpcError::new(ErrorCode::PROTOCOL, "bad token"));
        }
        self.storage.put(target, value.to_vec(), now);
        Ok(Reply::new(self.table.id))
    }
}
