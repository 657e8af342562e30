//! Encoding of announce replies.

use alloc::vec::Vec;
use core::borrow::Borrow;
use core::net::{IpAddr, SocketAddr, SocketAddrV4, SocketAddrV6};

use super::places;
use crate::announce::{AnnounceRequest, AnnounceResponse};
use crate::compact::{Packed, may_have_port_zero, split_whole};
use crate::http::peer::write_listed;
use crate::http::reply::{self, Content};
use crate::interval::DEFAULT_INTERVAL;
use crate::message::Output;
use crate::peer::{Peer, Peers};
use crate::sink::Sink;

/// The form in which peers are written.
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
    /// Packed, in `peers` (BEP 23) and `peers6` (BEP 7): without ids, and without peers that have a
    /// host name, which cannot be packed.
    #[default]
    Compact,
    /// A list of dictionaries (BEP 3).
    List,
    /// A list of dictionaries without `peer id`.
    ListWithoutIds,
}

impl PeerForm {
    /// Returns the form that a client asks for; compact if it does not say (BEP 23).
    pub fn wanted_by(request: &AnnounceRequest<'_>) -> PeerForm {
        match (request.compact, request.no_peer_id) {
            (None | Some(true), _) => PeerForm::Compact,
            (Some(false), false) => PeerForm::List,
            (Some(false), true) => PeerForm::ListWithoutIds,
        }
    }
}

/// Writes a success directly from a tracker's counters and its packed or listed peers.
///
/// Set the fields first; then one call takes the peers and writes the whole dictionary, sorted.
///
/// ```
/// use bytes::BytesMut;
/// use std::net::SocketAddr;
/// use tracker_types::http::AnnounceResponseWriter;
///
/// let mut writer = AnnounceResponseWriter::new(1800);
/// (writer.complete, writer.incomplete) = (Some(1), Some(2));
/// let mut body = Vec::new();
/// writer.write_packed(b"\x7f\0\0\x03\xc8\xd6\x7f\0\0\x04\xc8\xd7", b"", &mut body);
/// assert!(body.starts_with(b"d8:completei1e10:incompletei2e8:intervali1800e5:peers12:\x7f"));
///
/// let peers: [SocketAddr; 2] = ["127.0.0.3:51414".parse()?, "127.0.0.4:51415".parse()?];
/// let mut same = BytesMut::new();
/// writer.write_addresses(&peers, &mut same);
/// assert_eq!(same, body);
/// # Ok::<(), std::net::AddrParseError>(())
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct AnnounceResponseWriter<'a> {
    /// The number of peers that have everything.
    pub complete: Option<u32>,
    /// The number of completed downloads.
    pub downloaded: Option<u32>,
    /// The client's address as seen by the tracker (BEP 24).
    pub external_ip: Option<IpAddr>,
    /// The number of peers that lack something.
    pub incomplete: Option<u32>,
    /// Seconds until the next regular announce.
    pub interval: u32,
    /// Seconds that a client should wait at least before it announces again.
    pub min_interval: Option<u32>,
    /// The value that the client is to send back.
    pub tracker_id: Option<&'a [u8]>,
    /// A message for people.
    pub warning_message: Option<&'a [u8]>,
}

impl<'a> AnnounceResponseWriter<'a> {
    /// A writer that states only the interval.
    pub fn new(interval: u32) -> AnnounceResponseWriter<'a> {
        AnnounceResponseWriter { interval, ..AnnounceResponseWriter::default() }
    }

    /// Writes a reply with peers that are already packed: 6 bytes for each IPv4 peer, 18 for each
    /// IPv6 peer.
    ///
    /// `peers6` is left out if it is empty, and so is a torn entry at the end of either. All other
    /// entries are written unchanged, even those with port 0.
    #[inline]
    pub fn write_packed(&self, v4: &[u8], v6: &[u8], out: &mut impl Sink) {
        let (v4, v6) = (split_whole::<SocketAddrV4>(v4).0, split_whole::<SocketAddrV6>(v6).0);
        let mut out = Output::new(out, v4.len().saturating_add(v6.len()));
        reply::write_packed(&self.content(v4), v6, &mut out);
    }

    /// Writes a reply with the peers at these addresses, packed; those without a port are left out.
    pub fn write_v4(&self, peers: &[SocketAddrV4], out: &mut impl Sink) {
        let content = &self.content(b"");
        let fill = |places: &mut [u8]| places::fill_v4(places, peers);
        if !write_places(content, peers.len(), fill, out) {
            write_mixed(content, peers.iter().copied().map(SocketAddr::V4), out);
        }
    }

    /// Writes a reply with the peers at these addresses, packed: IPv4 first, then IPv6; those
    /// without a port are left out.
    pub fn write_addresses<I>(&self, peers: I, out: &mut impl Sink)
    where
        I: IntoIterator<Item: Borrow<SocketAddr>, IntoIter: Clone>,
    {
        let peers = peers.into_iter().map(|peer| *peer.borrow());
        write_addresses(&self.content(b""), peers, out);
    }

    /// Writes a reply with peers as dictionaries, with ids where they are known; peers without a
    /// port are left out.
    ///
    /// ```
    /// use std::net::SocketAddr;
    /// use tracker_types::{PeerId, http::AnnounceResponseWriter};
    ///
    /// let swarm: Vec<(SocketAddr, PeerId)> =
    ///     vec![("127.0.0.3:51414".parse()?, PeerId(*b"-TR2940-0890apv0oznf"))];
    /// let mut body = Vec::new();
    /// AnnounceResponseWriter::new(1800).write_list(swarm, &mut body);
    /// assert!(body.ends_with(
    ///     b"5:peersld2:ip9:127.0.0.37:peer id20:-TR2940-0890apv0oznf4:porti51414eeee"
    /// ));
    /// # Ok::<(), std::net::AddrParseError>(())
    /// ```
    pub fn write_list<'p, I>(&self, peers: I, out: &mut impl Sink)
    where
        I: IntoIterator<Item: Into<Peer<'p>>>,
    {
        write_list(&self.content(b""), peers.into_iter().map(Into::into), out);
    }

    /// Writes a reply with peers in the form that a client asks for, see [`PeerForm::wanted_by`].
    /// Peers without a port are left out, and in packed form also peers with a host name.
    ///
    /// ```
    /// use std::net::SocketAddr;
    /// use tracker_types::{PeerId, http::{AnnounceResponseWriter, PeerForm}};
    ///
    /// let swarm: Vec<(SocketAddr, PeerId)> =
    ///     vec![("127.0.0.3:51414".parse()?, PeerId(*b"-TR2940-0890apv0oznf"))];
    /// let mut body = Vec::new();
    /// AnnounceResponseWriter::new(1800).write(swarm, PeerForm::Compact, &mut body);
    /// assert_eq!(body, b"d8:intervali1800e5:peers6:\x7f\0\0\x03\xc8\xd6e");
    /// # Ok::<(), std::net::AddrParseError>(())
    /// ```
    pub fn write<'p, I>(&self, peers: I, form: PeerForm, out: &mut impl Sink)
    where
        I: IntoIterator<Item: Into<Peer<'p>>>,
    {
        let (content, peers) = (&self.content(b""), peers.into_iter().map(Into::<Peer<'_>>::into));
        match form {
            PeerForm::Compact => {
                write_mixed(content, peers.filter_map(|peer| peer.socket_addr()), out);
            }
            PeerForm::List => write_list(content, peers, out),
            PeerForm::ListWithoutIds => {
                write_list(content, peers.map(|peer| Peer { id: None, ..peer }), out);
            }
        }
    }

    /// The content of the reply, with these peers.
    #[inline]
    fn content<'r>(&self, peers: &'r [u8]) -> Content<'r, &'r [u8]>
    where
        'a: 'r,
    {
        Content {
            complete: self.complete,
            downloaded: self.downloaded,
            external_ip: self.external_ip,
            incomplete: self.incomplete,
            interval: Some(self.interval),
            min_interval: self.min_interval,
            peers,
            tracker_id: self.tracker_id,
            warning_message: self.warning_message,
        }
    }
}

/// Writes a response with these peers, packed, instead of the response's own.
#[inline]
fn write_addresses(
    content: &Content<'_, &[u8]>,
    peers: impl Iterator<Item = SocketAddr> + Clone,
    out: &mut impl Sink,
) {
    let fill = |places: &mut [u8]| places::fill(places, peers.clone());
    if !write_places(content, peers.clone().count(), fill, out) {
        write_mixed(content, peers, out);
    }
}

/// Writes a response on the assumption that `fill` finds an IPv4 address and a port for each place,
/// and returns whether it does; if not, nothing was written.
///
/// The length, which precedes the peers, is then known from the start, and each peer is written in
/// place.
#[inline]
fn write_places(
    content: &Content<'_, &[u8]>,
    count: usize,
    fill: impl FnOnce(&mut [u8]) -> bool,
    out: &mut impl Sink,
) -> bool {
    let (start, length) = (out.length(), count.saturating_mul(SocketAddrV4::SIZE));
    let mut reply = Output::new(out, length);
    let complete = reply::write_around(content, b"", &mut reply, length, |out| {
        // A fixed buffer may lack room.
        let places = out.lend(length);
        places.len() == length && fill(places)
    });
    if !complete {
        out.cut(start);
    }
    complete
}

/// Writes a response with peers of both families; those without a port are left out.
fn write_mixed(
    content: &Content<'_, &[u8]>,
    peers: impl Iterator<Item = SocketAddr>,
    out: &mut impl Sink,
) {
    let (mut v4, mut v6) = (Vec::new(), Vec::new());
    for peer in peers.filter(|peer| peer.port() > 0) {
        match SocketAddr::new(peer.ip().to_canonical(), peer.port()) {
            SocketAddr::V4(peer) => peer.pack(&mut v4),
            SocketAddr::V6(peer) => peer.pack(&mut v6),
        }
    }
    let mut out = Output::new(out, v4.len().saturating_add(v6.len()));
    reply::write_packed(&Content { peers: &v4, ..*content }, &v6, &mut out);
}

/// Writes a response with these peers, listed; those without a port are left out.
fn write_list<'p>(
    content: &Content<'_, &[u8]>,
    peers: impl Iterator<Item = Peer<'p>>,
    out: &mut impl Sink,
) {
    let peers = peers.filter(|peer| peer.port > 0);
    reply::write_list(content, &mut Output::new(out, 0), |out| {
        peers.for_each(|peer| write_listed(&peer, out));
    });
}

/// Writes a whole response; a failure is spared the stack frame of this function.
#[inline(never)]
pub(super) fn response(response: &AnnounceResponse<'_>, form: PeerForm, out: &mut impl Sink) {
    let peers = &response.peers;
    let mut content = Content::success(response, peers.v4.as_bytes());
    content.interval = response.interval.or(Some(default_seconds()));
    let content = &content;
    match form {
        PeerForm::Compact if is_packed(peers) => {
            let v6 = peers.v6.as_bytes();
            let length = content.peers.len().saturating_add(v6.len());
            reply::write_packed(content, v6, &mut Output::new(out, length));
        }
        PeerForm::Compact => write_addresses(content, peers.socket_addrs().into_iter(), out),
        PeerForm::List => write_list(content, peers.iter(), out),
        PeerForm::ListWithoutIds => {
            write_list(content, peers.iter().map(|peer| Peer { id: None, ..peer }), out);
        }
    }
}

fn default_seconds() -> u32 {
    u32::try_from(DEFAULT_INTERVAL.as_secs()).unwrap_or(u32::MAX)
}

/// Whether it is certain that no peer is listed, no IPv6 address is a mapped IPv4 address, and all
/// have a port.
fn is_packed(peers: &Peers<'_>) -> bool {
    peers.list.is_empty()
        && !may_have_port_zero(peers.v4.as_bytes())
        && peers.v6.iter().all(|peer| peer.port() > 0 && peer.ip().to_ipv4_mapped().is_none())
}
