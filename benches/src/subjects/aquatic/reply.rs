//! Replies. The decoder is meant for tests and load generators; the encoder is that of the tracker.

use std::net::{Ipv4Addr, SocketAddr};

use aquatic_http_protocol::common::InfoHash;
use aquatic_http_protocol::response::{
    AnnounceResponse, FailureResponse, Response, ResponsePeer, ResponsePeerListV4,
    ResponsePeerListV6, ScrapeResponse, ScrapeStatistics,
};

use crate::documents::Document;
use crate::facts;
use crate::operation::Case;

pub(super) fn decode(document: &'static Document) -> Case {
    Case::read_in_place(document, Response::parse_bytes, said, facts::reply)
}

pub(super) fn visit(document: &'static Document) -> Case {
    let visit = |input| Some(facts::checksum(peers(&read(input)?)));
    Case::read(document, visit, |sum| *sum, |body| facts::checksum(facts::addresses(body)))
}

/// It has only a list of addresses.
pub(super) fn addresses(document: &'static Document) -> Case {
    Case::read(document, read, |reply| peers(reply).collect(), facts::addresses)
}

pub(super) fn encode(document: &'static Document) -> Option<Case> {
    let reply: &'static _ = Box::leak(Box::new(announce(&facts::reply(&document.bytes))?));
    let write = |reply: &AnnounceResponse, out: &mut Vec<u8>| {
        reply.write_bytes(out).expect("room");
    };
    Some(Case::write(document, reply, write, facts::reply))
}

pub(super) fn encode_failure(document: &'static Document) -> Case {
    let reason = facts::reply(&document.bytes).failure.unwrap_or_default();
    let reply: &'static _ = Box::leak(Box::new(FailureResponse::new(reason)));
    let write = |reply: &FailureResponse, out: &mut Vec<u8>| {
        reply.write_bytes(out).expect("room");
    };
    Case::write(document, reply, write, facts::reply)
}

pub(super) fn encode_scrape(document: &'static Document) -> Option<Case> {
    let torrents = facts::scrape_reply(&document.bytes).into_iter();
    let files = torrents.map(|torrent| file(&torrent)).collect::<Option<_>>()?;
    let reply: &'static _ = Box::leak(Box::new(ScrapeResponse { files }));
    let write = |reply: &ScrapeResponse, out: &mut Vec<u8>| {
        reply.write_bytes(out).expect("room");
    };
    Some(Case::write(document, reply, write, facts::scrape_reply))
}

fn read(input: &'static [u8]) -> Option<Response> {
    Response::parse_bytes(input).ok()
}

fn peers(reply: &Response) -> impl Iterator<Item = SocketAddr> {
    let peers = match reply {
        Response::Announce(reply) => reply.peers.0.as_slice(),
        _ => &[],
    };
    peers.iter().map(|peer| SocketAddr::new(peer.ip_address.into(), peer.port))
}

fn said(reply: &Response) -> facts::Reply {
    let count = |number: usize| u64::try_from(number).ok();
    match reply {
        Response::Announce(response) => facts::Reply {
            complete: count(response.complete),
            incomplete: count(response.incomplete),
            interval: count(response.announce_interval),
            peers: peers(reply).collect(),
            failure: None,
        },
        Response::Failure(failure) => facts::Reply {
            failure: Some(failure.failure_reason.to_string()),
            ..facts::Reply::default()
        },
        Response::Scrape(_) => facts::Reply::default(),
    }
}

fn announce(reply: &facts::Reply) -> Option<AnnounceResponse> {
    let count = |number: Option<u64>| usize::try_from(number?).ok();
    Some(AnnounceResponse {
        announce_interval: count(reply.interval)?,
        complete: count(reply.complete)?,
        incomplete: count(reply.incomplete)?,
        peers: ResponsePeerListV4(reply.peers.iter().map(peer).collect::<Option<_>>()?),
        peers6: ResponsePeerListV6(Vec::new()),
        warning_message: None,
    })
}

fn peer(address: &SocketAddr) -> Option<ResponsePeer<Ipv4Addr>> {
    match address {
        SocketAddr::V4(address) => {
            Some(ResponsePeer { ip_address: *address.ip(), port: address.port() })
        }
        SocketAddr::V6(_) => None,
    }
}

fn file((hash, seeds, leeches): &(Vec<u8>, u64, u64)) -> Option<(InfoHash, ScrapeStatistics)> {
    let hash = InfoHash(hash.as_slice().try_into().ok()?);
    let (complete, incomplete) = (usize::try_from(*seeds).ok()?, usize::try_from(*leeches).ok()?);
    Some((hash, ScrapeStatistics { complete, incomplete, downloaded: 0 }))
}
