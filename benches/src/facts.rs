//! The contents of a tracker's messages, read in the simplest way, with which the subjects are compared.

use std::net::SocketAddr;

mod packet;
mod reply;
mod websocket;

pub use packet::{Packet, packet};
pub use reply::{Reply, addresses, checksum, packed, reply, scrape_reply, seen};
pub use websocket::message;

/// The parameters that every announce has and every library knows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Announce {
    /// The torrent.
    pub info_hash: Vec<u8>,
    /// The client.
    pub peer_id: Vec<u8>,
    /// Its port.
    pub port: u64,
    /// Bytes uploaded.
    pub uploaded: u64,
    /// Bytes downloaded.
    pub downloaded: u64,
    /// Bytes left to download.
    pub left: u64,
    /// Empty, or the name of the event.
    pub event: String,
    /// Number of peers wanted.
    pub numwant: Option<u64>,
}

/// An address and a port, packed as in BEP 23 and BEP 7.
pub fn octets(address: SocketAddr) -> Vec<u8> {
    let port = address.port().to_be_bytes();
    match address {
        SocketAddr::V4(address) => [&address.ip().octets()[..], &port].concat(),
        SocketAddr::V6(address) => [&address.ip().octets()[..], &port].concat(),
    }
}

/// The contents of an announce's query.
pub fn announce(query: &[u8]) -> Announce {
    let mut facts = Announce::default();
    for (name, value) in parameters(query) {
        let number = || String::from_utf8_lossy(&value).parse().expect("a number");
        match name {
            b"info_hash" => facts.info_hash = value,
            b"peer_id" => facts.peer_id = value,
            b"port" => facts.port = number(),
            b"uploaded" => facts.uploaded = number(),
            b"downloaded" => facts.downloaded = number(),
            b"left" => facts.left = number(),
            b"numwant" => facts.numwant = Some(number()),
            b"event" => facts.event = String::from_utf8(value).expect("a text"),
            _ => {}
        }
    }
    facts
}

/// The contents of the announce in an HTTP request.
pub fn request(request: &[u8]) -> Announce {
    let mut words = request.split(|byte| b"? ".contains(byte));
    announce(words.nth(2).expect("a query"))
}

/// The torrents that a scrape's query names.
pub fn scrape(query: &[u8]) -> Vec<Vec<u8>> {
    parameters(query).map(|(_, value)| value).collect()
}

/// The contents that every library reads from a datagram: all except the options of an announce.
pub fn datagram(datagram: &[u8]) -> Vec<u8> {
    let is_announce = datagram.get(8..12) == Some(&[0, 0, 0, 1]) && datagram.len() >= 98;
    datagram[..if is_announce { 98 } else { datagram.len() }].to_vec()
}

fn parameters(query: &[u8]) -> impl Iterator<Item = (&[u8], Vec<u8>)> {
    query.split(|&byte| byte == b'&').map(|parameter| {
        let equals = parameter.iter().position(|&byte| byte == b'=').expect("a value");
        (&parameter[..equals], unescaped(&parameter[equals + 1..]))
    })
}

fn unescaped(mut text: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::new();
    while let [first, rest @ ..] = text {
        let escape = (*first == b'%').then(|| core::str::from_utf8(&rest[..2]).expect("digits"));
        bytes.push(escape.map_or(*first, |hex| u8::from_str_radix(hex, 16).expect("digits")));
        text = &rest[if escape.is_some() { 2 } else { 0 }..];
    }
    bytes
}
