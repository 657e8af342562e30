//! Peers in all the ways in which trackers write them: packed, listed, listed and packed.

use bencode::Item;

use crate::compact::{CompactPeers, CompactPeers6};
use crate::error::{Error, ErrorKind};
use crate::http::fields::{Fields, double_encoded, pick};
use crate::id::PeerId;
use crate::peer::{Host, Peer, Peers, port_of};
use crate::quirk::Quirk;

/// What became of an entry of a list of peers.
enum Entry<'a> {
    Peer(Peer<'a>),
    /// A peer without a port to connect to.
    Useless,
    /// Nothing that says where a peer is.
    Unreadable,
}

/// Reads `peers` and `peers6`.
///
/// One bad peer never costs the others; a list in which there are only bad ones is an error, as
/// in libtorrent.
pub(super) fn decode<'a>(
    peers: Option<Item<'_>>,
    peers6: Option<Item<'_>>,
    fields: &mut Fields<'a>,
) -> Result<Peers<'a>, Error> {
    let mut reading = Reading { peers: Peers::default(), hopeful: false, fields };
    match peers {
        Some(value) => reading.peers(value),
        None => reading.fields.report(Quirk::MissingPeers),
    }
    let unreadable = !reading.hopeful && peers.is_some_and(|list| list.iter().next().is_some());
    if let Some(value) = peers6 {
        reading.peers6(value);
    }
    if unreadable && reading.peers.is_empty() {
        let offset = peers.map_or(0, |list| list.span().start);
        return Err(Error::new(ErrorKind::UnreadablePeers, offset).in_place("peers"));
    }
    Ok(reading.peers)
}

struct Reading<'f, 'a> {
    peers: Peers<'a>,
    /// Whether any entry could be read.
    hopeful: bool,
    fields: &'f mut Fields<'a>,
}

impl Reading<'_, '_> {
    fn peers(&mut self, value: Item<'_>) {
        if let Some(packed) = self.fields.lend(value) {
            let (packed, torn) = CompactPeers::from_bytes(packed);
            self.torn(torn);
            self.peers.v4 = packed;
        } else if value.is_dict() {
            // What PHP makes of an array with a gap in it.
            self.fields.report(Quirk::PeersDictionary);
            value.entries().for_each(|(_, entry)| self.entry(entry));
        } else if value.is_list() {
            self.list(value);
        } else {
            self.fields.report(Quirk::WrongType);
        }
    }

    fn peers6(&mut self, value: Item<'_>) {
        if let Some(packed) = self.fields.lend(value) {
            let (packed, torn) = CompactPeers6::from_bytes(packed);
            self.torn(torn);
            let mapped = packed.iter().filter(|peer| peer.ip().to_ipv4_mapped().is_some());
            self.fields.quirks.report_times(Quirk::MappedAddress, mapped.count());
            self.peers.v6 = packed;
        } else if value.is_list() {
            self.list(value);
        } else {
            self.fields.report(Quirk::Peers6Type);
        }
    }

    fn torn(&mut self, torn: &[u8]) {
        if !torn.is_empty() {
            self.fields.report(Quirk::RaggedPeers);
        }
    }

    fn list(&mut self, list: Item<'_>) {
        if list.iter().any(|entry| entry.as_bytes().is_some()) {
            self.fields.report(Quirk::PackedPeerList);
        }
        list.iter().for_each(|entry| self.entry(entry));
    }

    fn entry(&mut self, entry: Item<'_>) {
        let entry = match entry.as_bytes() {
            Some(packed) => unpacked(packed),
            None => self.fields.peer(entry),
        };
        self.hopeful |= !matches!(entry, Entry::Unreadable);
        match entry {
            Entry::Peer(peer) => self.peers.list.push(peer),
            Entry::Useless | Entry::Unreadable => self.fields.report(Quirk::SkippedPeer),
        }
    }
}

/// One packed peer, as Arcadia listed them.
fn unpacked<'a>(packed: &[u8]) -> Entry<'a> {
    let v4 = CompactPeers::from_bytes(packed).0;
    let v6 = CompactPeers6::from_bytes(packed).0;
    let peer = match packed.len() {
        6 => v4.get(0).map(Peer::from),
        18 => v6.get(0).map(Peer::from),
        _ => None,
    };
    match peer {
        Some(peer) if peer.port == 0 => Entry::Useless,
        Some(peer) => Entry::Peer(peer),
        None => Entry::Unreadable,
    }
}

impl<'a> Fields<'a> {
    /// A peer as a dictionary (BEP 3).
    fn peer(&mut self, peer: Item<'_>) -> Entry<'a> {
        let [ip, port, id, alias] = pick(peer, [b"ip", b"port", b"peer id", b"id"]);
        let host = ip.and_then(|ip| self.lend(ip)).and_then(|ip| self.host(ip));
        let Some(host) = host else { return Entry::Unreadable };
        let Some(port) = port.and_then(|port| self.port(port)) else { return Entry::Useless };
        let mut found = Peer::new(host, port);
        if id.is_none() && alias.is_some() {
            self.report(Quirk::PeerIdAlias);
        }
        found.id = id.or(alias).and_then(|id| self.peer_id(id));
        let known = |key: &[u8]| matches!(key, b"ip" | b"port" | b"peer id" | b"id");
        let unknown = peer.entries().filter(|(key, _)| !known(key)).count();
        self.quirks.report_times(Quirk::UnknownKey, unknown);
        Entry::Peer(found)
    }

    /// An address or a name; IPv4 in the clothes of IPv6 is undressed.
    fn host(&mut self, text: &'a [u8]) -> Option<Host<'a>> {
        let host = Host::from_bytes(text)?;
        match host {
            Host::V4(_) if text.contains(&b':') => self.report(Quirk::MappedAddress),
            Host::Dns(_) => self.report(Quirk::DnsPeer),
            Host::V4(_) | Host::V6(_) => {}
        }
        Some(host)
    }

    /// 1 to 65535, as a number or as decimal text.
    fn port(&mut self, item: Item<'_>) -> Option<u16> {
        if let Some(int) = item.as_int() {
            let port = int.to_u64().ok().and_then(|port| u16::try_from(port).ok());
            return port.filter(|&port| port > 0);
        }
        let port = port_of(item.as_bytes()?).filter(|&port| port > 0)?;
        self.report(Quirk::NumberAsText);
        Some(port)
    }

    fn peer_id(&mut self, item: Item<'_>) -> Option<PeerId> {
        let id = self.bytes(item)?;
        if let Ok(id) = PeerId::try_from(id) {
            return Some(id);
        }
        let undone = double_encoded(id);
        self.report(undone.map_or(Quirk::PeerIdLength, |_| Quirk::DoubleEncoded));
        undone.map(PeerId)
    }
}
