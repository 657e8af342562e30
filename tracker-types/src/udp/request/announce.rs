//! Announce requests over UDP, and their conversion to and from the model.

use alloc::borrow::Cow;
use alloc::format;
use alloc::vec::Vec;
use core::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use bytes::Bytes;

use crate::announce::{AnnounceRequest, Event};
use crate::http::{Target, is_of_announce};
use crate::id::{InfoHash, PeerId};
use crate::params::Params;
use crate::peer::{Address, Host};
use crate::quirk::{Quirk, Quirks};
use crate::sink::Sink;
use crate::udp::ids::{ConnectionId, TransactionId};
use crate::udp::layout::{ANNOUNCE, Fields, FieldsMut, OLD_ANNOUNCE};
use crate::udp::options::Options;
use crate::url::TrackerUrl;

/// An announce, with the fields of the wire (BEP 15).
///
/// [`new`](Announce::new) converts from an [`AnnounceRequest`], and
/// [`to_request`](Announce::to_request) converts to one.
///
/// ```
/// use tracker_types::{Event, udp::{Request, request}};
///
/// // libtorrent 2.0.8 starts a download.
/// let datagram = b"\0\0\x04\x17'\x10\x19\x80\0\0\0\x01\x9f\xaf\x07\x17\
///     \xc7\xd4j\xbc*_B\x93\xcfB4\xf2\x9f\x0cd[\x98B\xdfZ\
///     -LT2080-xguezmbLIi_.\0\0\0\0\0\0\0\0\
///     \0\0\0\0\0\0\xc3P\0\0\0\0\0\0\0\0\
///     \0\0\0\x02\0\0\0\0\x0c\x17\xa0h\0\0\0\xc8\x1a\xe1\x02\x09/announce";
/// let (asked, quirks) = request::decode(datagram)?;
/// assert!(quirks.is_empty());
/// let Request::Announce(announce) = asked else { panic!("not an announce") };
/// assert_eq!(announce.options.url_data().unwrap(), &b"/announce"[..]);
///
/// let request = announce.to_request();
/// assert_eq!((request.left, request.event), (Some(50_000), Some(Event::Started)));
/// assert_eq!((request.numwant, request.port), (Some(200), 6881));
/// assert_eq!(request.key.as_deref(), Some(&b"0C17A068"[..]));
/// # Ok::<(), tracker_types::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Announce<'a> {
    /// The id that the tracker issued to this client.
    pub connection: ConnectionId,
    /// The id that the reply has to repeat.
    pub transaction: TransactionId,
    /// The torrent.
    pub info_hash: InfoHash,
    /// The client.
    pub peer_id: PeerId,
    /// Bytes downloaded since the event `started`.
    pub downloaded: u64,
    /// Bytes still to download. Clients that do not know the number send 16384 (libtorrent), 2^63-1
    /// (Transmission) or 2^64-1, which is -1 (bittorrent-tracker).
    pub left: u64,
    /// Bytes uploaded since the event `started`.
    pub uploaded: u64,
    /// The event, unless this is a regular announce.
    pub event: Option<Event>,
    /// The address that the client states; `None` for the one from which the datagram comes.
    pub ip: Option<IpAddr>,
    /// A number that the client chooses, the same over IPv4 and IPv6 (BEP 7); 0 for none.
    pub key: u32,
    /// The number of peers that the client would like; if it is negative, the tracker chooses.
    pub num_want: i32,
    /// The port on which the client listens; 0 if it does not listen.
    pub port: u16,
    /// Path and query of the tracker's URL (BEP 41).
    pub options: Options<'a>,
    /// Whether the action is 4 and the address has 16 bytes: the way to announce to opentracker
    /// over IPv6 in 2007. The reply also has action 4, if its peers are IPv6.
    pub old_ipv6: bool,
}

impl<'a> Announce<'a> {
    /// Converts an announce to the form of the wire.
    ///
    /// - An address is kept if it is IPv4, and a `key` if it has up to eight hex digits; for
    ///   another one, set [`key`](Announce::key). Fields that BEP 15 does not define are left out.
    /// - `extra` goes into the options as the query of the path `/`; for a tracker whose URL has a path or a
    ///   query, use [`for_url`](Announce::for_url).
    /// - An unknown `left` becomes [`AnnounceRequest::UNKNOWN_LEFT`], another unknown counter 0, an
    ///   unknown `numwant` -1.
    ///
    /// ```
    /// use tracker_types::udp::{ConnectionId, Request, TransactionId, request};
    /// use tracker_types::{AnnounceRequest, InfoHash, PeerId};
    ///
    /// let torrent: InfoHash = "d1101a2b9d202811a05e8c57c557a20bf974dc8a".parse()?;
    /// let mut model = AnnounceRequest::new(torrent, PeerId(*b"-TR2940-0890apv0oznf"), 51413, 0);
    /// model.numwant = Some(80);
    /// let ids = (ConnectionId(0x41727101980), TransactionId(0xa284_a945));
    /// let announce = request::Announce::new(ids.0, ids.1, &model);
    ///
    /// let mut datagram = Vec::new();
    /// request::encode(&Request::Announce(announce.clone()), &mut datagram);
    /// assert_eq!(datagram.len(), 98);
    /// assert_eq!(request::decode(&datagram)?.0, Request::Announce(announce));
    /// # Ok::<(), tracker_types::Error>(())
    /// ```
    pub fn new(
        connection: ConnectionId,
        transaction: TransactionId,
        request: &AnnounceRequest<'_>,
    ) -> Announce<'a> {
        Announce {
            connection,
            transaction,
            info_hash: request.info_hash,
            peer_id: request.peer_id,
            downloaded: request.downloaded.unwrap_or(0),
            left: request.left.unwrap_or(AnnounceRequest::UNKNOWN_LEFT),
            uploaded: request.uploaded.unwrap_or(0),
            event: request.event,
            ip: request.ip.as_ref().and_then(|it| it.host.ip()).filter(IpAddr::is_ipv4),
            key: request.key.as_deref().and_then(hex).unwrap_or(0),
            num_want: request.numwant.map_or(-1, |want| i32::try_from(want).unwrap_or(i32::MAX)),
            port: request.port,
            options: options(&request.extra),
            old_ipv6: false,
        }
    }

    /// Converts an announce to the tracker at `url`, for an [`Exchange`](crate::udp::Exchange),
    /// which sets the ids.
    ///
    /// As [`new`](Announce::new), but the options contain the path and query of the URL, by which
    /// private trackers recognize their users (BEP 41), with `extra` after the query.
    ///
    /// ```
    /// use tracker_types::{AnnounceRequest, InfoHash, PeerId, TrackerUrl, udp::request::Announce};
    ///
    /// let request = AnnounceRequest::new(InfoHash([1; 20]), PeerId(*b"-TR2940-0890apv0oznf"), 51413, 0);
    /// let url = TrackerUrl::parse("udp://tracker.example:6969/announce?passkey=42")?;
    /// let announce = Announce::for_url(&url, &request);
    /// assert_eq!(announce.options.url_data().unwrap(), &b"/announce?passkey=42"[..]);
    /// # Ok::<(), tracker_types::Error>(())
    /// ```
    pub fn for_url(url: &TrackerUrl<'_>, request: &AnnounceRequest<'_>) -> Announce<'a> {
        let announce = Announce::new(ConnectionId(0), TransactionId(0), request);
        Announce { options: Options::for_url(url, &request.extra), ..announce }
    }

    /// Converts the announce to the type of the other wires.
    ///
    /// A number of 2^64-1, an address of zeros, a key of 0 and a negative `num_want` become `None`.
    /// The key becomes eight hex digits, as libtorrent and Transmission send it over HTTP. The
    /// query of the URL data becomes `extra`, except parameters such as `left` that an announce
    /// over HTTP defines: the fields of the datagram count. The path and the whole query are in
    /// [`options`](Announce::options).
    pub fn to_request(&self) -> AnnounceRequest<'_> {
        let mut request = AnnounceRequest::new(self.info_hash, self.peer_id, self.port, 0);
        let number = |number: u64| (number != u64::MAX).then_some(number);
        request.downloaded = number(self.downloaded);
        request.left = number(self.left);
        request.uploaded = number(self.uploaded);
        request.event = self.event;
        request.ip = self.ip.map(|ip| Address::new(Host::from(ip)));
        request.key = (self.key != 0).then(|| format!("{:08X}", self.key).into_bytes().into());
        request.numwant = u32::try_from(self.num_want).ok();
        request.extra = match self.options.url_data() {
            Some(Cow::Borrowed(data)) => extra(data),
            Some(Cow::Owned(data)) => extra(&data).into_owned(),
            None => Params::default(),
        };
        request
    }

    /// Reads an announce without quirks; `None` for any other.
    #[inline]
    pub(super) fn read_plain(datagram: &'a [u8]) -> Option<Announce<'a>> {
        let (header, rest) = datagram.split_first_chunk()?;
        if may_be_odd(header) {
            return None;
        }
        let options = Options::read_plain(rest)?;
        Some(read_fields(Fields::of(header), ipv4, options).0)
    }

    pub(super) fn read(fields: Fields<'_>, rest: &'a [u8]) -> (Announce<'a>, Quirks) {
        let (options, mut quirks) = Options::read(rest);
        let (announce, event) = read_fields(fields, ipv4, options);
        announce.report_odd(event, &mut quirks);
        (announce, quirks)
    }

    pub(super) fn read_old(fields: Fields<'_>, rest: &'a [u8]) -> (Announce<'a>, Quirks) {
        let (options, mut quirks) = Options::read(rest);
        quirks.report(Quirk::OldIpv6Action);
        let mut is_mapped = false;
        let ip = |fields: &mut Fields<'_>| {
            let ip = Ipv6Addr::from(fields.bytes::<16>());
            is_mapped = ip.to_ipv4_mapped().is_some();
            Some(ip.to_canonical()).filter(|ip| !ip.is_unspecified())
        };
        let (announce, event) = read_fields(fields, ip, options);
        announce.report_odd(event, &mut quirks);
        quirks.report_times(Quirk::MappedAddress, usize::from(is_mapped));
        (Announce { old_ipv6: true, ..announce }, quirks)
    }

    #[inline(never)]
    pub(in crate::udp) fn write(&self, out: &mut impl Sink) {
        if self.old_ipv6 {
            return self.write_old(out);
        }
        if out.room() < 98 {
            return self.write_growing(out);
        }
        let ip = match self.ip {
            Some(IpAddr::V4(ip)) => ip,
            _ => Ipv4Addr::UNSPECIFIED,
        };
        self.write_fields::<4, 98>(ANNOUNCE, ip.octets(), out);
    }

    #[cold]
    #[inline(never)]
    fn write_growing(&self, out: &mut impl Sink) {
        out.reserve_for(self.options.as_bytes().len().saturating_add(98));
        self.write(out);
    }

    #[cold]
    #[inline(never)]
    fn write_old(&self, out: &mut impl Sink) {
        let ip = match self.ip {
            Some(IpAddr::V6(ip)) => ip,
            Some(IpAddr::V4(ip)) => ip.to_ipv6_mapped(),
            None => Ipv6Addr::UNSPECIFIED,
        };
        self.write_fields::<16, 110>(OLD_ANNOUNCE, ip.octets(), out);
    }

    /// Either form, whose header has `N` bytes with an address of `IP`.
    ///
    /// Each field is copied from `self` to its place before the next is loaded. For a header that is built first
    /// and then appended, the compiler loads all fields, and saves registers for that.
    #[inline]
    fn write_fields<const IP: usize, const N: usize>(
        &self,
        action: u32,
        ip: [u8; IP],
        out: &mut impl Sink,
    ) {
        if let Some(header) = out.grow::<N>() {
            let mut fields = FieldsMut::of(header);
            fields.u64(self.connection.0);
            fields.u32(action);
            fields.u32(self.transaction.0);
            fields.bytes(self.info_hash.0);
            fields.bytes(self.peer_id.0);
            fields.u64(self.downloaded);
            fields.u64(self.left);
            fields.u64(self.uploaded);
            fields.u32(self.event.map_or(0, Event::udp_code));
            fields.bytes(ip);
            fields.u32(self.key);
            fields.bytes(self.num_want.to_be_bytes());
            fields.u16(self.port);
        }
        self.options.write(out);
    }

    fn report_odd(&self, event: u32, quirks: &mut Quirks) {
        match self.event {
            Some(Event::Paused) => quirks.report(Quirk::PausedEvent),
            None if event != 0 => quirks.report(Quirk::UnknownEvent),
            _ => {}
        }
        let counters = [self.downloaded, self.left, self.uploaded];
        let negative = counters.iter().filter(|&&counter| counter == u64::MAX).count();
        quirks.report_times(Quirk::NegativeNumber, negative);
        quirks.report_times(Quirk::PortZero, usize::from(self.port == 0));
    }

    /// Copies the options if they are borrowed.
    pub fn into_owned(self) -> Announce<'static> {
        Announce { options: self.options.into_owned(), ..self }
    }

    /// Shares `frame` if the options are in it, and copies them otherwise.
    pub fn share(&self, frame: &Bytes) -> Announce<'static> {
        Announce { options: self.options.share(frame), ..*self }
    }
}

/// Whether something may have to be reported of an announce with this header: an event other than those
/// of BEP 15, a counter with the highest bit set, or no port.
///
/// It looks at single bytes before a field is read, so that no register has to keep a field meanwhile.
#[inline]
fn may_be_odd(header: &[u8; 98]) -> bool {
    let signs = header[56] | header[64] | header[72];
    let event = u32::from_be_bytes([header[80], header[81], header[82], header[83]]);
    let port = u16::from_be_bytes([header[96], header[97]]);
    signs > 0x7f || event > 3 || port == 0
}

fn ipv4(fields: &mut Fields<'_>) -> Option<IpAddr> {
    let ip = Ipv4Addr::from(fields.bytes());
    (!ip.is_unspecified()).then_some(IpAddr::V4(ip))
}

/// Reads the fields of either form, which differ in the length of the address, and the code of the
/// event.
#[inline]
fn read_fields<'a>(
    mut fields: Fields<'_>,
    ip: impl FnOnce(&mut Fields<'_>) -> Option<IpAddr>,
    options: Options<'a>,
) -> (Announce<'a>, u32) {
    let (connection, _action) = (ConnectionId(fields.u64()), fields.u32());
    let transaction = TransactionId(fields.u32());
    let (info_hash, peer_id) = (InfoHash(fields.bytes()), PeerId(fields.bytes()));
    let (downloaded, left, uploaded) = (fields.u64(), fields.u64(), fields.u64());
    let (code, ip) = (fields.u32(), ip(&mut fields));
    let (key, num_want, port) = (fields.u32(), fields.i32(), fields.u16());
    let event = Event::from_udp_code(code);
    let announce = Announce {
        connection,
        transaction,
        info_hash,
        peer_id,
        downloaded,
        left,
        uploaded,
        event,
        ip,
        key,
        num_want,
        port,
        options,
        old_ipv6: false,
    };
    (announce, code)
}

/// Reads a key in the form that libtorrent and Transmission send over HTTP.
fn hex(key: &[u8]) -> Option<u32> {
    let digits = core::str::from_utf8(key).ok().filter(|digits| digits.len() <= 8)?;
    // No sign, which Rust would parse as a part of the number.
    let plain = digits.bytes().all(|digit| digit.is_ascii_hexdigit());
    plain.then(|| u32::from_str_radix(digits, 16).ok()).flatten()
}

fn options(extra: &Params<'_>) -> Options<'static> {
    let extra = Params::from_query(extra.as_bytes()).without(is_of_announce);
    if extra.is_empty() {
        return Options::default();
    }
    let mut data = Vec::from(b"/?");
    extra.write(&mut data);
    Options::from_url_data(&data)
}

/// The parameters of a query that an announce does not define.
fn extra(url_data: &[u8]) -> Params<'_> {
    let query = Target::split(url_data).query.unwrap_or_default();
    let query = query.split(|&byte| byte == b'#').next().unwrap_or_default();
    Params::from_query(query).without(is_of_announce)
}
