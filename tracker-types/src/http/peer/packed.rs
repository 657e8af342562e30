//! Packed peers (BEP 23, BEP 7): quirks are reported, and the bytes are kept.

use crate::compact::{CompactPeers, CompactPeers6, is_mapped, may_have_port_zero};
use crate::message::Notes;
use crate::peer::Peer;
use crate::quirk::Quirk;

/// IPv4 peers of 6 bytes each.
#[inline]
pub(super) fn v4<'a>(packed: &'a [u8], notes: &mut Notes) -> CompactPeers<'a> {
    let (peers, torn) = CompactPeers::from_bytes(packed);
    if !torn.is_empty() || may_have_port_zero(peers.as_bytes()) {
        report_v4(&peers, torn, notes);
    }
    peers
}

/// IPv6 peers of 18 bytes each.
pub(super) fn v6<'a>(packed: &'a [u8], notes: &mut Notes) -> CompactPeers6<'a> {
    let (peers, torn) = CompactPeers6::from_bytes(packed);
    let is_odd = |entry: &[u8]| matches!(entry, [.., 0, 0]) || is_mapped(entry);
    if !torn.is_empty() || peers.as_bytes().chunks_exact(18).any(is_odd) {
        report_v6(&peers, torn, notes);
    }
    peers
}

#[cold]
fn report_v4(peers: &CompactPeers<'_>, torn: &[u8], notes: &mut Notes) {
    let zeros = peers.iter().filter(|peer| peer.port() == 0).count();
    notes.report_times(Quirk::PortZero, zeros);
    notes.report_times(Quirk::RaggedPeers, usize::from(!torn.is_empty()));
}

#[cold]
fn report_v6(peers: &CompactPeers6<'_>, torn: &[u8], notes: &mut Notes) {
    let zeros = peers.iter().filter(|peer| peer.port() == 0).count();
    let mapped = peers.iter().filter(|peer| peer.ip().to_ipv4_mapped().is_some()).count();
    notes.report_times(Quirk::PortZero, zeros);
    notes.report_times(Quirk::MappedAddress, mapped);
    notes.report_times(Quirk::RaggedPeers, usize::from(!torn.is_empty()));
}

/// Reads one packed peer, as Arcadia listed them.
#[cold]
pub(super) fn one(packed: &[u8], notes: &mut Notes) -> Option<Peer<'static>> {
    match packed.len() {
        6 => v4(packed, notes).get(0).map(Peer::from),
        18 => v6(packed, notes).get(0).map(Peer::from),
        _ => None,
    }
}
