//! The canonical reply to an announce, recognised literally.

use crate::announce::AnnounceResponse;
use crate::compact::{CompactPeers, CompactPeers6};
use crate::deserialize::octets;
use crate::http::literal::Literal;
use crate::id::PeerId;
use crate::peer::{Host, Peer, Peers, ipv4};

/// Reads a canonical success without anything odd about it into an empty response, and answers
/// what follows it.
///
/// Answers `None` wherever there is something to report or to refuse.
#[inline]
pub(super) fn decode<'a>(body: &'a [u8], response: &mut AnnounceResponse<'a>) -> Option<&'a [u8]> {
    let mut at = Literal::new(body);
    at.expect(b"d")?;
    at.number_of(b"8:completei", &mut response.complete)?;
    at.number_of(b"10:downloadedi", &mut response.downloaded)?;
    if at.skip(b"11:external ip") {
        let ip = octets(at.string()?)?;
        response.external_ip = Some(ip).filter(|ip| ip.to_canonical() == *ip);
        response.external_ip?;
    }
    at.number_of(b"10:incompletei", &mut response.incomplete)?;
    at.expect(b"8:intervali")?;
    response.interval = Some(at.number()?);
    at.number_of(b"12:min intervali", &mut response.min_interval)?;
    at.expect(b"5:peers")?;
    peers(&mut response.peers, &mut at)?;
    if at.skip(b"6:peers6") {
        peers6(&mut response.peers, &mut at)?;
    }
    at.string_of(b"10:tracker id", &mut response.tracker_id)?;
    at.string_of(b"15:warning message", &mut response.warning_message)?;
    at.expect(b"e")?;
    Some(at.rest())
}

/// The value of `peers`: packed, or a list.
#[inline]
fn peers<'a>(peers: &mut Peers<'a>, at: &mut Literal<'a>) -> Option<()> {
    if at.skip(b"l") {
        return list(&mut peers.list, at);
    }
    let (packed, torn) = CompactPeers::from_bytes(at.string()?);
    peers.v4 = packed;
    torn.is_empty().then_some(())
}

/// The value of `peers6`: packed, no IPv4 address among them.
fn peers6<'a>(peers: &mut Peers<'a>, at: &mut Literal<'a>) -> Option<()> {
    let (packed, torn) = CompactPeers6::from_bytes(at.string()?);
    let mapped = packed.iter().any(|address| address.ip().to_ipv4_mapped().is_some());
    peers.v6 = packed;
    (torn.is_empty() && !mapped).then_some(())
}

/// Peers up to the end of their list.
fn list<'a>(peers: &mut Vec<Peer<'a>>, at: &mut Literal<'a>) -> Option<()> {
    while !at.skip(b"e") {
        peers.push(peer(at)?);
    }
    Some(())
}

/// `d2:ip…7:peer id20:…4:porti…ee`, of which the id may be missing.
#[inline]
fn peer<'a>(at: &mut Literal<'a>) -> Option<Peer<'a>> {
    at.expect(b"d2:ip")?;
    let host = address(at.string()?)?;
    let id = if at.skip(b"7:peer id20:") { Some(PeerId(*at.take()?)) } else { None };
    at.expect(b"4:porti")?;
    let port = u16::try_from(at.number()?).ok().filter(|&port| port > 0)?;
    at.expect(b"e")?;
    let mut peer = Peer::new(host, port);
    peer.id = id;
    Some(peer)
}

/// An IP address as text, unless it is IPv4 mapped into IPv6, which is to be reported.
#[inline]
fn address(text: &[u8]) -> Option<Host<'static>> {
    if let Some(ip) = ipv4(text) {
        return Some(Host::V4(ip));
    }
    let ip: std::net::Ipv6Addr = std::str::from_utf8(text).ok()?.parse().ok()?;
    ip.to_ipv4_mapped().is_none().then_some(Host::V6(ip))
}
