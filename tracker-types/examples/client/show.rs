//! What is printed of a reply.

use std::fmt::Write as _;

use tracker_types::AnnounceResponse;

/// The bytes as `hexdump -ve '1/1 "%.2x"'` prints them.
pub fn hexdump(bytes: &[u8]) -> String {
    let mut dump = String::new();
    for byte in bytes {
        // A `String` takes whatever is written.
        let _ = write!(dump, "{byte:02x}");
    }
    dump
}

/// A response as JSON, its peers as dictionaries whatever they came as.
pub fn json(response: &AnnounceResponse<'_>) -> String {
    serde_json::to_string_pretty(response).unwrap_or_else(|error| error.to_string())
}

/// The addresses of a response's peers, in one line.
pub fn addresses(response: &AnnounceResponse<'_>) -> String {
    let peers = response.peers.iter().filter_map(|peer| peer.socket_addr());
    let peers: Vec<String> = peers.map(|address| address.to_string()).collect();
    peers.join(", ")
}
