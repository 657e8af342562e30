//! A peer as a dictionary (BEP 3).

use core::fmt::{self, Write};
use core::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use bencode::Token;
use serde::de::MapAccess;
use serde::ser::SerializeMap;

use crate::from_bytes::FromBytes;
use crate::id::PeerId;
use crate::message::{
    Bytes, DisplayOf, Kind, Notes, Output, Shown, Taken, Written, after, entry, literal_number,
    literal_string, message, put, skip, string, token, undo_latin1,
};
use crate::peer::{Host, Peer, ipv4, port_of};
use crate::quirk::Quirk;
use crate::sink::Sink;

message!(mod table, read Read<'a>, write View<'_> [whole], show View<'_>, take Draft = {
    "id" rare => alias: Bytes,
    "ip" => host: Ip,
    "peer id" => id: Id,
    "peer_id" rare => alias: Bytes,
    "port" => port: Port,
});

/// The places of an entry.
#[derive(Default)]
pub(super) struct Entry<H, I, P, A> {
    pub(super) host: H,
    pub(super) id: I,
    pub(super) port: P,
    /// An id under another key.
    pub(super) alias: A,
}

/// The places while an entry is read, before it is known to be a peer.
type Read<'a> = Entry<Place<'a>, Option<&'a [u8]>, Option<u16>, Option<&'a [u8]>>;

/// The places while a peer is written or serialized.
type View<'p> = Entry<&'p Host<'p>, Option<PeerId>, u16, ()>;

/// The places while JSON is read.
pub(super) type Draft = Entry<Option<Host<'static>>, Option<PeerId>, Option<u16>, ()>;

/// The host of a peer. Text is interpreted at the end: a place that may own a name slows down each
/// entry.
#[derive(Default)]
enum Place<'a> {
    #[default]
    Nowhere,
    V4(Ipv4Addr),
    Text(&'a [u8]),
}

/// Reads an entry of a list, which is a dictionary, and returns what follows it; `None` for the
/// peer if the entry is not a valid one.
#[inline(never)]
pub(super) fn read<'a>(rest: &'a [u8], notes: &mut Notes) -> Option<(Option<Peer<'a>>, &'a [u8])> {
    let mut entry = Read::default();
    let rest = notes.nested(1, |notes| table::read(rest, &mut entry, notes))?;
    Some((entry.judge(notes), rest))
}

/// Reads `d2:ip…7:peer id20:…4:porti…ee`, perhaps without the id, if there is nothing to report.
///
/// Tries this form of the whole entry before the table, since a message has hundreds of them.
#[inline]
pub(super) fn literal(rest: &[u8]) -> Option<(Peer<'_>, &[u8])> {
    let (text, mut rest) = literal_string(after(rest, b"d2:ip")?)?;
    let host = literal_host(text)?;
    let mut id = None;
    if let Some(tail) = after(rest, b"7:peer id20:") {
        let (bytes, tail) = tail.split_first_chunk()?;
        (id, rest) = (Some(PeerId(*bytes)), tail);
    }
    let (port, rest) = literal_number(after(rest, b"4:port")?)?;
    let port = u16::try_from(port).ok().filter(|&port| port > 0)?;
    Some((Peer { host, port, id }, after(rest, b"e")?))
}

/// Reads an IP address, except IPv4 mapped into IPv6, which has to be reported.
#[inline]
fn literal_host(text: &[u8]) -> Option<Host<'static>> {
    if let Some(ip) = ipv4(text) {
        return Some(Host::V4(ip));
    }
    let ip: Ipv6Addr = core::str::from_utf8(text).ok()?.parse().ok()?;
    ip.to_ipv4_mapped().is_none().then_some(Host::V6(ip))
}

/// The other keys under which an id is sent.
const ALIASES: u64 = table::KEYS.bit("id") | table::KEYS.bit("peer_id");

impl<'a> Read<'a> {
    /// Returns the peer, unless it lacks a host or a port.
    fn judge(&self, notes: &mut Notes) -> Option<Peer<'a>> {
        if notes.seen & ALIASES != 0 {
            notes.report(Quirk::PeerIdAlias);
        }
        let id = self.id.or(self.alias).and_then(|id| peer_id(id, notes));
        let host = self.host(notes)?;
        let port = self.port?;
        if port == 0 {
            notes.report(Quirk::PortZero);
        }
        Some(Peer { host, port, id })
    }

    fn host(&self, notes: &mut Notes) -> Option<Host<'a>> {
        let text = match self.host {
            Place::Nowhere => return None,
            Place::V4(ip) => return Some(Host::V4(ip)),
            Place::Text(text) => text,
        };
        let host = Host::from_bytes(text)?;
        match host {
            Host::V4(_) if text.contains(&b':') => notes.report(Quirk::MappedAddress),
            Host::Dns(_) => notes.report(Quirk::DnsPeer),
            Host::V4(_) | Host::V6(_) => {}
        }
        Some(host)
    }
}

fn peer_id(text: &[u8], notes: &mut Notes) -> Option<PeerId> {
    if let Ok(id) = PeerId::try_from(text) {
        return Some(id);
    }
    let undone = undo_latin1(text);
    notes.report(undone.map_or(Quirk::PeerIdLength, |_| Quirk::DoubleEncoded));
    undone.map(PeerId)
}

/// An IP address or a name, as text.
struct Ip;

impl<'a> Kind<'a> for Ip {
    type Place = Place<'a>;

    #[inline]
    fn read(rest: &'a [u8], place: &mut Place<'a>, notes: &mut Notes) -> Option<&'a [u8]> {
        let Some((text, rest)) = literal_string(rest) else { return odd_ip(rest, place, notes) };
        *place = ipv4(text).map_or(Place::Text(text), Place::V4);
        Some(rest)
    }
}

/// Reads a host whose length has leading zeros, or a value that is not a byte string.
#[cold]
fn odd_ip<'a>(rest: &'a [u8], place: &mut Place<'a>, notes: &mut Notes) -> Option<&'a [u8]> {
    *place = Place::Nowhere;
    let [b'0'..=b'9', ..] = rest else { return skip(rest, notes) };
    let (text, rest) = string(rest, notes)?;
    *place = text.map_or(Place::Nowhere, Place::Text);
    Some(rest)
}

/// A port from 0 to 65535, as a number or as decimal text.
struct Port;

impl<'a> Kind<'a> for Port {
    type Place = Option<u16>;

    #[inline]
    fn read(rest: &'a [u8], place: &mut Option<u16>, notes: &mut Notes) -> Option<&'a [u8]> {
        let Some((port, rest)) = literal_number(rest) else { return odd_port(rest, place, notes) };
        *place = u16::try_from(port).ok();
        Some(rest)
    }
}

#[cold]
fn odd_port<'a>(rest: &'a [u8], place: &mut Option<u16>, notes: &mut Notes) -> Option<&'a [u8]> {
    *place = None;
    let [b'i' | b'0'..=b'9', ..] = rest else { return skip(rest, notes) };
    let (token, rest) = token(rest, notes)?;
    *place = match token {
        Token::Int(int) => int.to_u64().ok().and_then(|port| u16::try_from(port).ok()),
        Token::Bytes(text) => port_of(text),
        _ => None,
    };
    if let (Token::Bytes(_), Some(_)) = (token, &place) {
        notes.report(Quirk::NumberAsText);
    }
    Some(rest)
}

/// An id, which should have 20 bytes.
struct Id;

impl<'a> Kind<'a> for Id {
    type Place = Option<&'a [u8]>;

    #[inline]
    fn read(rest: &'a [u8], place: &mut Option<&'a [u8]>, notes: &mut Notes) -> Option<&'a [u8]> {
        Bytes::read(rest, place, notes)
    }
}

/// Writes a peer as a dictionary.
pub(in crate::http) fn write(peer: &Peer<'_>, out: &mut Output<'_, impl Sink>) {
    table::write(&view(peer), out);
}

/// Serializes a peer.
pub(super) fn show<M: SerializeMap>(peer: &Peer<'_>, map: &mut M) -> Result<(), M::Error> {
    table::show::<{ u64::MAX }, M>(&view(peer), map)
}

fn view<'p>(peer: &'p Peer<'p>) -> View<'p> {
    Entry { host: &peer.host, id: peer.id, port: peer.port, alias: () }
}

impl Written<&Host<'_>> for Ip {
    fn write<const N: usize>(host: &&Host<'_>, key: &[u8; N], out: &mut Output<'_, impl Sink>) {
        let ip = match host {
            Host::V4(ip) => IpAddr::V4(*ip),
            Host::V6(ip) => IpAddr::V6(*ip).to_canonical(),
            Host::Dns(name) => return out.string(key, Some(name.as_bytes())),
        };
        let mut text = IpText { place: [0; 48], length: 0 };
        let _ = write!(text, "{ip}");
        out.string(key, text.place.get(..text.length));
    }
}

/// The text of an address: at most 45 characters, for IPv6.
struct IpText {
    place: [u8; 48],
    length: usize,
}

impl Write for IpText {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        let end = self.length.saturating_add(text.len());
        let place = self.place.get_mut(self.length..end).ok_or(fmt::Error)?;
        place.copy_from_slice(text.as_bytes());
        self.length = end;
        Ok(())
    }
}

impl Written<Option<PeerId>> for Id {
    #[inline]
    fn write<const N: usize>(id: &Option<PeerId>, key: &[u8; N], out: &mut Output<'_, impl Sink>) {
        out.string(key, id.as_ref().map(|id| id.0.as_slice()));
    }
}

impl Written<u16> for Port {
    #[inline]
    fn write<const N: usize>(port: &u16, key: &[u8; N], out: &mut Output<'_, impl Sink>) {
        out.number(key, u32::from(*port));
    }
}

impl Shown<&Host<'_>> for Ip {
    fn show<M: SerializeMap>(
        host: &&Host<'_>,
        key: &'static str,
        map: &mut M,
    ) -> Result<(), M::Error> {
        map.serialize_entry(key, &DisplayOf(host))
    }
}

impl Shown<Option<PeerId>> for Id {
    fn show<M: SerializeMap>(
        id: &Option<PeerId>,
        key: &'static str,
        map: &mut M,
    ) -> Result<(), M::Error> {
        entry(map, key, *id)
    }
}

impl Shown<u16> for Port {
    fn show<M: SerializeMap>(port: &u16, key: &'static str, map: &mut M) -> Result<(), M::Error> {
        map.serialize_entry(key, port)
    }
}

impl Taken<Option<Host<'static>>> for Ip {
    fn take<'de, A: MapAccess<'de>>(
        place: &mut Option<Host<'static>>,
        map: &mut A,
    ) -> Result<bool, A::Error> {
        put(place, map, |HostText(host)| Some(host))
    }
}

struct HostText(Host<'static>);

impl<'de> serde::Deserialize<'de> for HostText {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<HostText, D::Error> {
        let read = |text: &[u8]| Host::from_bytes(text).map(|host| HostText(host.into_owned()));
        deserializer.deserialize_str(FromBytes { what: "an IP address or a host name", read })
    }
}

impl Taken<Option<PeerId>> for Id {
    fn take<'de, A: MapAccess<'de>>(
        place: &mut Option<PeerId>,
        map: &mut A,
    ) -> Result<bool, A::Error> {
        put(place, map, Some)
    }
}

impl Taken<Option<u16>> for Port {
    fn take<'de, A: MapAccess<'de>>(
        place: &mut Option<u16>,
        map: &mut A,
    ) -> Result<bool, A::Error> {
        put(place, map, Some)
    }
}
