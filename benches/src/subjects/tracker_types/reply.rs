//! Replies.

use std::hint::black_box;
use std::net::{SocketAddr, SocketAddrV4};

use tracker_types::http::{AnnounceResponseWriter, PeerForm, announce, scrape};
use tracker_types::{AnnounceReply, AnnounceResponse, Host, Peers, Quirks, Reply, ScrapeReply};

use crate::documents::Document;
use crate::facts;
use crate::operation::Case;

pub(super) fn decode(document: &'static Document) -> Case {
    Case::read_in_place(document, announce::decode, |(reply, _)| said(reply), facts::reply)
}

/// Decodes into a reused response.
pub(super) fn decode_into(document: &'static Document) -> Case {
    let input = document.bytes.as_slice();
    let mut response = AnnounceResponse::default();
    let run = move || {
        let read = announce::decode_into(black_box(input), &mut response);
        assert!(black_box(&read).is_ok(), "a good reply");
        black_box(&response);
    };
    Case::new(run, move || {
        let mut response = AnnounceResponse::default();
        let (reply, _) = announce::decode_into(input, &mut response).ok()?;
        let reply = match reply {
            Reply::Success(()) => Reply::Success(response),
            Reply::Failure(failure) => Reply::Failure(failure),
        };
        (said(&reply) == facts::reply(input)).then(|| input.to_vec())
    })
}

/// Decodes a reply, and visits each of its peers.
pub(super) fn visit(document: &'static Document) -> Case {
    let visit = |input| Some(checksum(&read(input)?.0.success()?.peers));
    Case::read(document, visit, |sum| *sum, |body| facts::checksum(facts::addresses(body)))
}

/// The same with a reused response.
pub(super) fn visit_into(document: &'static Document) -> Case {
    let input = document.bytes.as_slice();
    let mut response = AnnounceResponse::default();
    let run = move || {
        let read = announce::decode_into(black_box(input), &mut response);
        assert!(black_box(&read).is_ok(), "a good reply");
        black_box(checksum(&response.peers));
    };
    Case::new(run, move || {
        let mut response = AnnounceResponse::default();
        announce::decode_into(input, &mut response).ok()?;
        let sum = facts::checksum(facts::addresses(input));
        (checksum(&response.peers) == sum).then(|| input.to_vec())
    })
}

fn checksum(peers: &Peers<'_>) -> u32 {
    peers.iter().fold(0, |sum, peer| match peer.host {
        Host::V4(ip) => facts::seen(sum, ip, peer.port),
        _ => sum,
    })
}

pub(super) fn addresses(document: &'static Document) -> Case {
    let addresses = |input| Some(read(input)?.0.success()?.peers.socket_addrs());
    Case::read(document, addresses, Clone::clone, facts::addresses)
}

/// The data of a tracker: its counts, and peers.
struct Counted<P> {
    writer: AnnounceResponseWriter<'static>,
    peers: P,
}

pub(super) fn encode_packed(document: &'static Document) -> Case {
    let peers = facts::packed(&document.bytes);
    let write = |counted: &Counted<&[u8]>, out: &mut Vec<u8>| {
        counted.writer.write_packed(counted.peers, b"", out);
    };
    Case::write(document, counted(document, peers), write, facts::reply)
}

/// Addresses whose type is IPv4, as in the other library.
pub(super) fn encode_addresses(document: &'static Document) -> Case {
    let peers = facts::addresses(&document.bytes).into_iter().filter_map(|peer| match peer {
        SocketAddr::V4(peer) => Some(peer),
        SocketAddr::V6(_) => None,
    });
    let peers: Vec<SocketAddrV4> = peers.collect();
    let write = |counted: &Counted<Vec<SocketAddrV4>>, out: &mut Vec<u8>| {
        counted.writer.write_v4(&counted.peers, out);
    };
    Case::write(document, counted(document, peers), write, facts::reply)
}

pub(super) fn encode_failure(document: &'static Document) -> Option<Case> {
    let reply: &'static _ = Box::leak(Box::new(read(&document.bytes)?.0));
    let write = |reply: &AnnounceReply<'_>, out: &mut Vec<u8>| {
        announce::encode(reply, PeerForm::Compact, out);
    };
    Some(Case::write(document, reply, write, facts::reply))
}

pub(super) fn encode_scrape(document: &'static Document) -> Option<Case> {
    let reply: &'static _ = Box::leak(Box::new(scrape::decode(&document.bytes).ok()?.0));
    let write = |reply: &ScrapeReply<'_>, out: &mut Vec<u8>| scrape::encode(reply, out);
    Some(Case::write(document, reply, write, facts::scrape_reply))
}

fn read(input: &'static [u8]) -> Option<(AnnounceReply<'static>, Quirks)> {
    announce::decode(input).ok()
}

fn counted<P>(document: &Document, peers: P) -> &'static Counted<P> {
    let reply = facts::reply(&document.bytes);
    let short = |number: Option<u64>| number.and_then(|number| u32::try_from(number).ok());
    let mut writer = AnnounceResponseWriter::new(short(reply.interval).unwrap_or_default());
    (writer.complete, writer.incomplete) = (short(reply.complete), short(reply.incomplete));
    Box::leak(Box::new(Counted { writer, peers }))
}

fn said(reply: &AnnounceReply<'_>) -> facts::Reply {
    match reply {
        Reply::Success(response) => facts::Reply {
            complete: response.complete.map(Into::into),
            incomplete: response.incomplete.map(Into::into),
            interval: response.interval.map(Into::into),
            peers: response.peers.socket_addrs(),
            failure: None,
        },
        Reply::Failure(failure) => facts::Reply {
            failure: Some(String::from_utf8_lossy(&failure.reason).into_owned()),
            ..facts::Reply::default()
        },
    }
}
