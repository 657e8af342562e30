//! Replies to announces on the way out.

use std::fmt::Write;
use std::net::{IpAddr, SocketAddr, SocketAddrV4, SocketAddrV6};

use crate::announce::{AnnounceRequest, AnnounceResponse};
use crate::http::number::{put_bytes, put_length, put_number, put_string};
use crate::interval::DEFAULT_INTERVAL;
use crate::peer::{Packed, Peer, Peers};

/// How peers are written.
///
/// ```
/// use tracker_types::{AnnounceRequest, http::PeerForm};
///
/// let query = b"info_hash=0123456789ABCDEFGHIJ&peer_id=-TR2940-0890apv0oznf&port=51413\
///     &uploaded=0&downloaded=0&left=0&compact=0&no_peer_id=1";
/// let (request, _) = AnnounceRequest::parse_query(query)?;
/// assert_eq!(PeerForm::wanted_by(&request), PeerForm::ListWithoutIds);
/// # Ok::<(), tracker_types::Error>(())
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum PeerForm {
    /// Packed, in `peers` (BEP 23) and `peers6` (BEP 7): without ids, and without the peers that
    /// go by a host name, which cannot be packed.
    #[default]
    Compact,
    /// A list of dictionaries (BEP 3).
    List,
    /// A list of dictionaries without `peer id`.
    ListWithoutIds,
}

impl PeerForm {
    /// What a client asks for; compact if it does not say (BEP 23).
    pub fn wanted_by(request: &AnnounceRequest<'_>) -> PeerForm {
        match (request.compact, request.no_peer_id) {
            (None | Some(true), _) => PeerForm::Compact,
            (Some(false), false) => PeerForm::List,
            (Some(false), true) => PeerForm::ListWithoutIds,
        }
    }
}

/// Writes a success straight from a tracker's counters and its packed or listed peers.
///
/// Everything but the peers is set beforehand; then one call writes the whole dictionary, sorted.
///
/// ```
/// use tracker_types::http::AnnounceResponseWriter;
///
/// let mut writer = AnnounceResponseWriter::new(1800);
/// (writer.complete, writer.incomplete) = (Some(1), Some(2));
/// let mut body = Vec::new();
/// writer.write_packed(b"\x7f\0\0\x03\xc8\xd6\x7f\0\0\x04\xc8\xd7", b"", &mut body);
/// assert!(body.starts_with(b"d8:completei1e10:incompletei2e8:intervali1800e5:peers12:\x7f"));
///
/// let peers = ["127.0.0.3:51414".parse().unwrap(), "127.0.0.4:51415".parse().unwrap()];
/// let mut same = Vec::new();
/// writer.write_addresses(peers, &mut same);
/// assert_eq!(same, body);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct AnnounceResponseWriter<'a> {
    /// How many have everything.
    pub complete: Option<u32>,
    /// How many ever completed.
    pub downloaded: Option<u32>,
    /// Where the tracker sees the client (BEP 24).
    pub external_ip: Option<IpAddr>,
    /// How many lack something.
    pub incomplete: Option<u32>,
    /// Seconds until the next regular announce.
    pub interval: u32,
    /// Seconds before which no client should announce again.
    pub min_interval: Option<u32>,
    /// What the client is to send back.
    pub tracker_id: Option<&'a [u8]>,
    /// Something for people to read.
    pub warning_message: Option<&'a [u8]>,
}

/// Room for all but the peers: ten keys and their numbers.
const ROOM: usize = 256;

impl<'a> AnnounceResponseWriter<'a> {
    /// Says nothing but when to come again.
    pub fn new(interval: u32) -> AnnounceResponseWriter<'a> {
        AnnounceResponseWriter { interval, ..AnnounceResponseWriter::default() }
    }

    /// Writes a reply with peers that are packed already: IPv4, 6 bytes each, and IPv6, 18 each.
    ///
    /// `peers6` is left out if there is none. A torn entry at the end of either is left out too.
    #[inline]
    pub fn write_packed(&self, v4: &[u8], v6: &[u8], out: &mut Vec<u8>) {
        let (v4, v6) = (whole::<SocketAddrV4>(v4), whole::<SocketAddrV6>(v6));
        out.reserve(ROOM.saturating_add(v4.len()).saturating_add(v6.len()));
        self.head(out);
        out.extend_from_slice(b"5:peers");
        put_bytes(out, v4);
        if !v6.is_empty() {
            out.extend_from_slice(b"6:peers6");
            put_bytes(out, v6);
        }
        self.tail(out);
    }

    /// Writes a reply with the peers at these addresses, packed: first those of IPv4, then those
    /// of IPv6. Goes over them twice, to know how many there are.
    pub fn write_addresses<I>(&self, peers: I, out: &mut Vec<u8>)
    where
        I: IntoIterator<Item = SocketAddr> + Clone,
    {
        let (mut v4, mut v6) = (0_usize, 0_usize);
        for peer in peers.clone() {
            match canonical(peer) {
                SocketAddr::V4(_) => v4 = v4.wrapping_add(SocketAddrV4::SIZE),
                SocketAddr::V6(_) => v6 = v6.wrapping_add(SocketAddrV6::SIZE),
            }
        }
        out.reserve(ROOM.saturating_add(v4).saturating_add(v6));
        self.head(out);
        out.extend_from_slice(b"5:peers");
        put_length(out, v4);
        for peer in peers.clone() {
            if let SocketAddr::V4(peer) = canonical(peer) {
                peer.pack(out);
            }
        }
        if v6 > 0 {
            out.extend_from_slice(b"6:peers6");
            put_length(out, v6);
            for peer in peers {
                if let SocketAddr::V6(peer) = canonical(peer) {
                    peer.pack(out);
                }
            }
        }
        self.tail(out);
    }

    /// Writes a reply with peers as dictionaries, with their ids if they have one.
    pub fn write_list<'p, I>(&self, peers: I, out: &mut Vec<u8>)
    where
        I: IntoIterator<Item = Peer<'p>>,
    {
        out.reserve(ROOM);
        self.head(out);
        out.extend_from_slice(b"5:peersl");
        let mut host = String::new();
        peers.into_iter().for_each(|peer| put_peer(out, &peer, &mut host));
        out.push(b'e');
        self.tail(out);
    }

    /// The keys in front of the peers.
    #[inline]
    fn head(&self, out: &mut Vec<u8>) {
        out.push(b'd');
        put_number(out, b"8:completei", self.complete);
        put_number(out, b"10:downloadedi", self.downloaded);
        match self.external_ip.map(|ip| ip.to_canonical()) {
            Some(IpAddr::V4(ip)) => put_string(out, b"11:external ip", Some(&ip.octets())),
            Some(IpAddr::V6(ip)) => put_string(out, b"11:external ip", Some(&ip.octets())),
            None => {}
        }
        put_number(out, b"10:incompletei", self.incomplete);
        put_number(out, b"8:intervali", Some(self.interval));
        put_number(out, b"12:min intervali", self.min_interval);
    }

    /// The keys behind the peers.
    #[inline]
    fn tail(&self, out: &mut Vec<u8>) {
        put_string(out, b"10:tracker id", self.tracker_id);
        put_string(out, b"15:warning message", self.warning_message);
        out.push(b'e');
    }
}

/// An IPv4 address mapped into IPv6 as the IPv4 address it is.
#[inline]
fn canonical(peer: SocketAddr) -> SocketAddr {
    match peer {
        SocketAddr::V4(_) => peer,
        SocketAddr::V6(_) => SocketAddr::new(peer.ip().to_canonical(), peer.port()),
    }
}

/// All but a torn entry at the end.
fn whole<A: Packed>(packed: &[u8]) -> &[u8] {
    let torn = packed.len().checked_rem(A::SIZE).unwrap_or(0);
    packed.get(..packed.len().saturating_sub(torn)).unwrap_or(packed)
}

/// Writes a peer as a dictionary; `host` is space for its name.
fn put_peer(out: &mut Vec<u8>, peer: &Peer<'_>, host: &mut String) {
    host.clear();
    // A `String` takes whatever is written.
    let _ = write!(host, "{}", peer.host);
    out.extend_from_slice(b"d2:ip");
    put_bytes(out, host.as_bytes());
    if let Some(id) = &peer.id {
        out.extend_from_slice(b"7:peer id20:");
        out.extend_from_slice(&id.0);
    }
    put_number(out, b"4:porti", Some(u32::from(peer.port)));
    out.push(b'e');
}

/// Writes a whole response.
pub(super) fn response(response: &AnnounceResponse<'_>, form: PeerForm, out: &mut Vec<u8>) {
    let writer = AnnounceResponseWriter {
        complete: response.complete,
        downloaded: response.downloaded,
        external_ip: response.external_ip,
        incomplete: response.incomplete,
        interval: response.interval.unwrap_or(DEFAULT_SECONDS),
        min_interval: response.min_interval,
        tracker_id: response.tracker_id.as_deref(),
        warning_message: response.warning_message.as_deref(),
    };
    let peers = &response.peers;
    match form {
        PeerForm::Compact if is_packed(peers) => {
            writer.write_packed(peers.v4.as_bytes(), peers.v6.as_bytes(), out);
        }
        PeerForm::Compact => {
            let addresses: Vec<_> = peers.iter().filter_map(|peer| peer.socket_addr()).collect();
            writer.write_addresses(addresses.iter().copied(), out);
        }
        PeerForm::List => writer.write_list(peers.iter(), out),
        PeerForm::ListWithoutIds => {
            writer.write_list(peers.iter().map(|peer| Peer { id: None, ..peer }), out);
        }
    }
}

const DEFAULT_SECONDS: u32 = DEFAULT_INTERVAL.as_secs() as u32;

/// Whether nothing is listed, and no IPv4 address poses as IPv6.
fn is_packed(peers: &Peers<'_>) -> bool {
    peers.list.is_empty() && !peers.v6.iter().any(|peer| peer.ip().to_ipv4_mapped().is_some())
}
