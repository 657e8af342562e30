//! The values of `peers` and `peers6`, in all forms that trackers send.

use alloc::vec::Vec;

use serde::de::MapAccess;
use serde::ser::SerializeMap;

use super::{entry, packed};
use crate::compact::CompactPeers;
use crate::message::{
    DataOrder, Kind, Notes, Output, Shown, Taken, Written, grow, key, literal_string, put, skip,
    string,
};
use crate::peer::{Peer, Peers};
use crate::quirk::Quirk;
use crate::sink::Sink;

/// `peers`: packed, or a list.
///
/// One bad peer does not cost the others.
pub(in crate::http) struct PeerList;

impl<'a> Kind<'a> for PeerList {
    type Place = Peers<'a>;

    #[inline]
    fn read(rest: &'a [u8], peers: &mut Peers<'a>, notes: &mut Notes) -> Option<&'a [u8]> {
        if let Some((packed, rest)) = literal_string(rest) {
            peers.list.clear();
            peers.v4 = packed::v4(packed, notes);
            return Some(rest);
        }
        listed(rest, peers, notes)
    }
}

fn listed<'a>(rest: &'a [u8], peers: &mut Peers<'a>, notes: &mut Notes) -> Option<&'a [u8]> {
    peers.v4 = CompactPeers::default();
    peers.list.clear();
    match rest {
        [b'0'..=b'9', ..] => {
            let (text, rest) = string(rest, notes)?;
            peers.v4 = packed::v4(text?, notes);
            Some(rest)
        }
        [b'l', ..] => list(rest, &mut peers.list, notes),
        [b'd', ..] => {
            notes.report(Quirk::PeersDictionary);
            dictionary(rest, &mut peers.list, notes)
        }
        _ => {
            notes.report(Quirk::WrongType);
            skip(rest, notes)
        }
    }
}

/// The value of `peers6`: packed peers, or a list, which is appended to that of `peers`.
#[derive(Default)]
pub(in crate::http) struct Peers6<'a> {
    pub(in crate::http) packed: &'a [u8],
    pub(in crate::http) list: Vec<Peer<'a>>,
}

/// `peers6`: packed, or a list.
pub(in crate::http) struct PeerList6;

impl<'a> Kind<'a> for PeerList6 {
    type Place = Peers6<'a>;

    fn read(rest: &'a [u8], peers: &mut Peers6<'a>, notes: &mut Notes) -> Option<&'a [u8]> {
        *peers = Peers6::default();
        match rest {
            [b'0'..=b'9', ..] => {
                let (text, rest) = string(rest, notes)?;
                peers.packed = text?;
                packed::v6(peers.packed, notes);
                Some(rest)
            }
            [b'l', ..] => {
                notes.report(Quirk::Peers6List);
                list(rest, &mut peers.list, notes)
            }
            _ => {
                notes.report(Quirk::Peers6Type);
                skip(rest, notes)
            }
        }
    }
}

/// Reads a list of peers.
fn list<'a>(start: &'a [u8], peers: &mut Vec<Peer<'a>>, notes: &mut Notes) -> Option<&'a [u8]> {
    let mut rest = start.strip_prefix(b"l")?;
    let mut has_packed = false;
    let rest = notes.nested(1, |notes| {
        loop {
            match rest {
                [b'e', tail @ ..] => return Some(tail),
                [b'0'..=b'9', ..] => has_packed = true,
                _ => {}
            }
            rest = peer(rest, peers, notes)?;
        }
    });
    if has_packed {
        notes.report(Quirk::PackedPeerList);
    }
    rest
}

/// Reads a dictionary of peers, into which PHP turns an array with a gap.
#[cold]
fn dictionary<'a>(
    start: &'a [u8],
    peers: &mut Vec<Peer<'a>>,
    notes: &mut Notes,
) -> Option<&'a [u8]> {
    let mut rest = start.strip_prefix(b"d")?;
    let mut order = DataOrder::default();
    notes.nested(1, |notes| {
        loop {
            if let [b'e', tail @ ..] = rest {
                order.end(start, notes);
                return Some(tail);
            }
            let (index, value) = key(rest, notes)?;
            order.take(index, notes);
            rest = peer(value, peers, notes)?;
        }
    })
}

/// Reads one peer of a list.
#[inline]
fn peer<'a>(rest: &'a [u8], peers: &mut Vec<Peer<'a>>, notes: &mut Notes) -> Option<&'a [u8]> {
    if peers.len() == peers.capacity() {
        grow(peers, rest.len() / SHORTEST);
    }
    if let Some((peer, rest)) = entry::literal(rest) {
        peers.push(peer);
        return Some(rest);
    }
    let (peer, rest) = match rest {
        [b'd', ..] => entry::read(rest, notes)?,
        _ => odd_peer(rest, notes)?,
    };
    match peer {
        Some(peer) => peers.push(peer),
        None => notes.report(Quirk::SkippedPeer),
    }
    Some(rest)
}

/// The size of the shortest peer in a list, which is a packed one: `6:` and 6 bytes.
const SHORTEST: usize = 8;

/// Reads a packed peer in a list, or a value that is not a peer.
#[cold]
fn odd_peer<'a>(rest: &'a [u8], notes: &mut Notes) -> Option<(Option<Peer<'a>>, &'a [u8])> {
    if let [b'0'..=b'9', ..] = rest {
        let (text, rest) = string(rest, notes)?;
        return Some((packed::one(text?, notes), rest));
    }
    Some((None, skip(rest, notes)?))
}

impl Written<&[u8]> for PeerList {
    #[inline]
    fn write<const N: usize>(packed: &&[u8], key: &[u8; N], out: &mut Output<'_, impl Sink>) {
        out.string(key, Some(packed));
    }
}

impl Written<&[u8]> for PeerList6 {
    #[inline]
    fn write<const N: usize>(packed: &&[u8], key: &[u8; N], out: &mut Output<'_, impl Sink>) {
        out.string(key, Some(*packed).filter(|packed| !packed.is_empty()));
    }
}

impl Shown<&Peers<'_>> for PeerList {
    fn show<M: SerializeMap>(
        peers: &&Peers<'_>,
        key: &'static str,
        map: &mut M,
    ) -> Result<(), M::Error> {
        map.serialize_entry(key, peers)
    }
}

impl Taken<Peers<'static>> for PeerList {
    fn take<'de, A: MapAccess<'de>>(
        place: &mut Peers<'static>,
        map: &mut A,
    ) -> Result<bool, A::Error> {
        put(place, map, |peers| peers)
    }
}
