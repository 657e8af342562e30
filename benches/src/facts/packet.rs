//! What messages of the DHT say.

use super::reply::{after, string};

/// What every library knows of a message of the DHT.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Packet {
    /// The transaction id.
    pub transaction: Vec<u8>,
    /// The node that sends it.
    pub id: Vec<u8>,
    /// The torrent asked for.
    pub info_hash: Option<Vec<u8>>,
    /// Packed nodes.
    pub nodes: Vec<u8>,
    /// What an announce has to show.
    pub token: Option<Vec<u8>>,
    /// Packed peers.
    pub values: Vec<u8>,
}

/// What a message of the DHT says.
pub fn packet(body: &[u8]) -> Packet {
    let string_of = |key| after(body, key).map(|rest| string(rest).to_vec());
    let mut values = Vec::new();
    let mut rest = after(body, "6:valuesl").unwrap_or_default();
    while let Some(peer) = rest.strip_prefix(b"6:") {
        values.extend_from_slice(&peer[..6]);
        rest = &peer[6..];
    }
    Packet {
        transaction: string_of("1:t").unwrap_or_default(),
        id: string_of("2:id").unwrap_or_default(),
        info_hash: string_of("9:info_hash"),
        nodes: string_of("5:nodes").unwrap_or_default(),
        token: string_of("5:token"),
        values,
    }
}
