//! The documents every subject is counted and timed on.
//!
//! All except the real ones are generated from fixed seeds, chosen to give the tokens and bytes of the table.
//! Every document except two packets and a reply is canonical: its keys are sorted and unique.

mod announce;
mod flat;
mod krpc;
mod metainfo;
mod packet;
mod query;
mod real;
mod reply;
mod udp;
mod websocket;

use crate::plain::tokens;

/// The contents of a document, which determine the structs of [`crate::structs`] for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// Announce reply with compact peers.
    Compact,
    /// Announce reply with peers as dictionaries.
    Peers,
    /// A .torrent file.
    Metainfo,
    /// One DHT message.
    Krpc,
    /// A list of DHT messages.
    Messages,
    /// A list of integers.
    Integers,
    /// A list of byte strings.
    Strings,
    /// Scrape reply.
    Scrape,
    /// Lists in lists.
    Nested,
    /// Query of an announce, which is not bencode.
    AnnounceQuery,
    /// Query of a scrape, which is not bencode.
    ScrapeQuery,
    /// HTTP request with the query of an announce.
    Request,
    /// Announce reply with only compact IPv4 peers.
    Reply,
    /// The same with keys out of order.
    OddReply,
    /// A tracker's refusal.
    Failure,
    /// Scrape reply with few torrents.
    ScrapeReply,
    /// Message of the DHT, to be decoded as one.
    Packet,
    /// The same, with keys out of order or unknown.
    OddPacket,
    /// Datagram of a client to a UDP tracker.
    UdpRequest,
    /// Datagram of a UDP tracker over IPv4.
    UdpResponse,
    /// A client's message to a WebSocket tracker, which is not bencode.
    ClientMessage,
    /// A WebSocket tracker's message to a client, which is not bencode.
    TrackerMessage,
}

impl Shape {
    /// Whether it is a message of a tracker or of the DHT, for which the codec itself is not counted.
    pub fn is_wire(self) -> bool {
        use Shape::{
            AnnounceQuery, ClientMessage, Failure, OddPacket, OddReply, Packet, Reply, Request,
            ScrapeQuery, ScrapeReply, TrackerMessage,
        };
        let is_message = matches!(self, ClientMessage | TrackerMessage | Packet | OddPacket);
        matches!(
            self,
            AnnounceQuery | ScrapeQuery | Request | Reply | OddReply | Failure | ScrapeReply
        ) || is_message
            || self.is_datagram()
    }

    /// Whether it is a UDP datagram.
    pub fn is_datagram(self) -> bool {
        matches!(self, Shape::UdpRequest | Shape::UdpResponse)
    }
}

/// One input.
#[derive(Clone, Debug)]
pub struct Document {
    /// Name in all tables.
    pub name: &'static str,
    /// Its contents.
    pub shape: Shape,
    /// The input itself.
    pub bytes: Vec<u8>,
    /// Integers, byte strings, lists and dictionaries in it; 1 for a message of a tracker or of the
    /// DHT.
    pub tokens: usize,
}

type Row = (&'static str, Shape, fn() -> Option<Vec<u8>>);

const TABLE: [Row; 49] = [
    ("ann_compact_50", Shape::Compact, || Some(announce::compact(50, 1))),
    ("ann_compact_200", Shape::Compact, || Some(announce::compact(200, 1))),
    ("ann_dict_50", Shape::Peers, || Some(announce::peers(50, 27))),
    ("ann_dict_200", Shape::Peers, || Some(announce::peers(200, 762))),
    ("torrent_single_5k", Shape::Metainfo, || Some(metainfo::single())),
    ("torrent_multi_10k", Shape::Metainfo, || Some(metainfo::multi())),
    ("krpc_query", Shape::Krpc, || Some(krpc::one_query())),
    ("krpc_response", Shape::Krpc, || Some(krpc::one_response())),
    ("krpc_mix", Shape::Messages, || Some(krpc::mix())),
    ("ints_100k", Shape::Integers, || Some(flat::integers(22_728))),
    ("strs8_100k", Shape::Strings, || Some(flat::strings())),
    ("scrape_10k", Shape::Scrape, || Some(reply::scrape(10_000, 60))),
    ("nested_1k", Shape::Nested, || Some(flat::nested())),
    ("real_sintel", Shape::Metainfo, || real::find(26_474, 21)),
    ("real_bunny", Shape::Metainfo, || real::find(17_058, 41)),
    ("real_debian", Shape::Metainfo, || real::find(23_623, 21)),
    ("real_alice", Shape::Metainfo, || real::find(325, 15)),
    ("query_qb", Shape::AnnounceQuery, || Some(query::QBITTORRENT.to_vec())),
    ("query_tr", Shape::AnnounceQuery, || Some(query::TRANSMISSION.to_vec())),
    ("query_curl", Shape::AnnounceQuery, || Some(query::CURL.to_vec())),
    ("query_scrape_10", Shape::ScrapeQuery, || Some(query::scrape())),
    ("request_qb", Shape::Request, || Some(query::request())),
    ("reply_100", Shape::Reply, || Some(reply::compact(100))),
    ("reply_chihaya", Shape::OddReply, || Some(reply::chihaya())),
    ("reply_sorted", Shape::OddReply, || Some(reply::sorted())),
    ("reply_failure", Shape::Failure, || Some(reply::FAILURE.to_vec())),
    ("reply_scrape_10", Shape::ScrapeReply, || Some(reply::scrape(10, 10))),
    ("packet_ping", Shape::Packet, || Some(packet::ping())),
    ("packet_get_peers", Shape::Packet, || Some(packet::get_peers())),
    ("packet_nodes", Shape::Packet, || Some(packet::reply(0))),
    ("packet_values", Shape::Packet, || Some(packet::reply(20))),
    ("packet_unsorted", Shape::OddPacket, || Some(packet::unsorted())),
    ("packet_unknown", Shape::OddPacket, || Some(packet::unknown())),
    ("udp_connect", Shape::UdpRequest, || Some(udp::connect())),
    ("udp_announce", Shape::UdpRequest, || Some(udp::announce())),
    ("udp_scrape_1", Shape::UdpRequest, || Some(udp::scrape(1))),
    ("udp_scrape_10", Shape::UdpRequest, || Some(udp::scrape(10))),
    ("udp_scrape_74", Shape::UdpRequest, || Some(udp::scrape(74))),
    ("udp_connected", Shape::UdpResponse, || Some(udp::connected())),
    ("udp_announced_0", Shape::UdpResponse, || Some(udp::announced(0))),
    ("udp_announced_100", Shape::UdpResponse, || Some(udp::announced(100))),
    ("udp_scraped_1", Shape::UdpResponse, || Some(udp::scraped(1))),
    ("udp_scraped_10", Shape::UdpResponse, || Some(udp::scraped(10))),
    ("udp_scraped_74", Shape::UdpResponse, || Some(udp::scraped(74))),
    ("udp_failure", Shape::UdpResponse, || Some(udp::failure())),
    ("ws_announce_5", Shape::ClientMessage, || Some(websocket::ANNOUNCE_5.to_vec())),
    ("ws_announce", Shape::ClientMessage, || Some(websocket::ANNOUNCE.to_vec())),
    ("ws_reply", Shape::TrackerMessage, || Some(websocket::REPLY.to_vec())),
    ("ws_offer", Shape::TrackerMessage, || Some(websocket::OFFER.to_vec())),
];

/// The shape of the document with this name.
pub fn shape(name: &str) -> Option<Shape> {
    TABLE.iter().find(|row| row.0 == name).map(|row| row.1)
}

/// The names of all documents, including those that are not available.
pub fn names() -> impl Iterator<Item = &'static str> {
    TABLE.iter().map(|row| row.0)
}

/// The document with this name; `None` if there is none, or if it is not in `BENCODE_CORPUS`.
pub fn document(name: &str) -> Option<Document> {
    let &(name, shape, make) = TABLE.iter().find(|row| row.0 == name)?;
    let bytes = make()?;
    let tokens = if shape.is_wire() { 1 } else { tokens(&bytes) };
    Some(Document { name, shape, bytes, tokens })
}
