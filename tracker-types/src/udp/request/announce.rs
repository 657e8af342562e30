//! Announces over UDP, and what they mean.

use std::borrow::Cow;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use bytes::Bytes;

use crate::announce::{AnnounceRequest, Event};
use crate::error::Error;
use crate::http::Target;
use crate::id::{InfoHash, PeerId};
use crate::params::Params;
use crate::peer::{Address, Host};
use crate::quirk::{Quirk, Quirks};
use crate::udp::ids::{ConnectionId, TransactionId};
use crate::udp::layout::{ANNOUNCE, Fields, Header, OLD_ANNOUNCE};
use crate::udp::options::Options;

/// An announce as it is on the wire (BEP 15).
///
/// [`new`](Announce::new) makes one of an [`AnnounceRequest`], and
/// [`to_request`](Announce::to_request) says what one means.
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
    /// What the tracker gave this client.
    pub connection: ConnectionId,
    /// What the reply has to repeat.
    pub transaction: TransactionId,
    /// The torrent.
    pub info_hash: InfoHash,
    /// The client.
    pub peer_id: PeerId,
    /// Bytes downloaded since the event `started`.
    pub downloaded: u64,
    /// Bytes that are missing. What clients say that do not know: libtorrent 16384, Transmission
    /// 2^63-1, bittorrent-tracker 2^64-1, which is -1.
    pub left: u64,
    /// Bytes uploaded since the event `started`.
    pub uploaded: u64,
    /// What happened, unless this is a regular announce.
    pub event: Option<Event>,
    /// Where the client says it is; `None` for where the datagram comes from.
    pub ip: Option<IpAddr>,
    /// What the client calls itself over IPv4 and IPv6 alike (BEP 7); 0 for nothing.
    pub key: u32,
    /// How many peers the client would like; negative for as many as the tracker likes.
    pub num_want: i32,
    /// Where the client listens; 0 if nowhere.
    pub port: u16,
    /// Path and query of the tracker's URL (BEP 41).
    pub options: Options<'a>,
    /// Whether it has action 4 and an address of 16 bytes, as IPv6 clients announced to opentracker
    /// in 2007. The reply has action 4, too.
    pub old_ipv6: bool,
}

/// What stands for "not known" in `left`: the largest number that is positive for trackers with
/// signed integers.
const UNKNOWN_LEFT: u64 = u64::MAX / 2;

impl<'a> Announce<'a> {
    /// Puts an announce on the wire.
    ///
    /// Of what it has no place for, the address is left out unless it is IPv4, and so are a `key`
    /// that is not up to eight hex digits (set [`key`](Announce::key) then), and all that BEP 15 does
    /// not name. `extra` goes into the options, behind the path `/`; for a tracker with another path,
    /// set [`options`](Announce::options) to [`Options::for_url`]. An unknown `left` becomes 2^63-1,
    /// other unknown numbers 0, no `numwant` -1.
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
            left: request.left.unwrap_or(UNKNOWN_LEFT),
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

    /// What the announce means, whatever wire it came by.
    ///
    /// A number of 2^64-1, an address of zeros, a key of 0 and a negative `num_want` become `None`; the
    /// key becomes eight hex digits, as libtorrent and Transmission have it over HTTP; the query of the
    /// URL data becomes `extra`. The path is in [`options`](Announce::options).
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

    #[inline(always)]
    pub(super) fn read(datagram: &'a [u8], quirks: &mut Quirks) -> Result<Announce<'a>, Error> {
        let (fields, rest) = Fields::split::<98>(datagram)?;
        let ip = |fields: &mut Fields<'_>, _: &mut Quirks| match Ipv4Addr::from(fields.bytes()) {
            Ipv4Addr::UNSPECIFIED => None,
            ip => Some(IpAddr::V4(ip)),
        };
        Ok(read_fields(fields, ip, Options::read(rest, quirks), quirks))
    }

    #[cold]
    #[inline(never)]
    pub(super) fn read_old(datagram: &'a [u8], quirks: &mut Quirks) -> Result<Announce<'a>, Error> {
        let (fields, rest) = Fields::split::<110>(datagram)?;
        let ip = |fields: &mut Fields<'_>, quirks: &mut Quirks| {
            let ip = Ipv6Addr::from(fields.bytes::<16>());
            if ip.to_ipv4_mapped().is_some() {
                quirks.report(Quirk::MappedAddress);
            }
            Some(ip.to_canonical()).filter(|ip| !ip.is_unspecified())
        };
        let announce = read_fields(fields, ip, Options::read(rest, quirks), quirks);
        Ok(Announce { old_ipv6: true, ..announce })
    }

    #[inline]
    pub(in crate::udp) fn write(&self, out: &mut Vec<u8>) {
        if self.old_ipv6 {
            self.write_old(out);
        } else {
            let ip = match self.ip {
                Some(IpAddr::V4(ip)) => ip,
                _ => Ipv4Addr::UNSPECIFIED,
            };
            let header = Header::<98>::new().u64(self.connection.0).u32(ANNOUNCE);
            out.extend_from_slice(&self.write_fields(header, ip.octets()).done());
        }
        self.options.write(out);
    }

    #[cold]
    #[inline(never)]
    fn write_old(&self, out: &mut Vec<u8>) {
        let ip = match self.ip {
            Some(IpAddr::V6(ip)) => ip,
            Some(IpAddr::V4(ip)) => ip.to_ipv6_mapped(),
            None => Ipv6Addr::UNSPECIFIED,
        };
        let header = Header::<110>::new().u64(self.connection.0).u32(OLD_ANNOUNCE);
        out.extend_from_slice(&self.write_fields(header, ip.octets()).done());
    }

    /// All that follows the action.
    #[inline(always)]
    fn write_fields<const N: usize, const IP: usize>(
        &self,
        header: Header<N>,
        ip: [u8; IP],
    ) -> Header<N> {
        header
            .u32(self.transaction.0)
            .bytes(self.info_hash.0)
            .bytes(self.peer_id.0)
            .u64(self.downloaded)
            .u64(self.left)
            .u64(self.uploaded)
            .u32(self.event.map_or(0, Event::udp_code))
            .bytes(ip)
            .u32(self.key)
            .bytes(self.num_want.to_be_bytes())
            .u16(self.port)
    }

    /// The same announce, owned.
    pub fn into_owned(self) -> Announce<'static> {
        Announce { options: self.options.into_owned(), ..self }
    }

    /// The same announce without a copy of what lies in `frame`.
    pub fn share(&self, frame: &Bytes) -> Announce<'static> {
        Announce { options: self.options.share(frame), ..*self }
    }
}

/// The fields of either form, which differ in the length of the address.
#[inline(always)]
fn read_fields<'a>(
    mut fields: Fields<'_>,
    ip: impl Fn(&mut Fields<'_>, &mut Quirks) -> Option<IpAddr>,
    options: Options<'a>,
    quirks: &mut Quirks,
) -> Announce<'a> {
    let connection = ConnectionId(fields.u64());
    fields.u32();
    let announce = Announce {
        connection,
        transaction: TransactionId(fields.u32()),
        info_hash: InfoHash(fields.bytes()),
        peer_id: PeerId(fields.bytes()),
        downloaded: fields.u64(),
        left: fields.u64(),
        uploaded: fields.u64(),
        event: event(fields.u32(), quirks),
        ip: ip(&mut fields, quirks),
        key: fields.u32(),
        num_want: fields.i32(),
        port: fields.u16(),
        options,
        old_ipv6: false,
    };
    let negative = [announce.downloaded, announce.left, announce.uploaded].contains(&u64::MAX);
    if negative || announce.port == 0 {
        report_numbers(&announce, quirks);
    }
    announce
}

#[cold]
#[inline(never)]
fn report_numbers(announce: &Announce<'_>, quirks: &mut Quirks) {
    let numbers = [announce.downloaded, announce.left, announce.uploaded];
    let negative = numbers.iter().filter(|&&number| number == u64::MAX).count();
    quirks.report_times(Quirk::NegativeNumber, negative);
    quirks.report_times(Quirk::PortZero, usize::from(announce.port == 0));
}

#[inline(always)]
fn event(code: u32, quirks: &mut Quirks) -> Option<Event> {
    match code {
        0 => None,
        1 => Some(Event::Completed),
        2 => Some(Event::Started),
        3 => Some(Event::Stopped),
        code => rare_event(code, quirks),
    }
}

#[cold]
#[inline(never)]
fn rare_event(code: u32, quirks: &mut Quirks) -> Option<Event> {
    let event = Event::from_udp_code(code);
    quirks.report(if event.is_some() { Quirk::PausedEvent } else { Quirk::UnknownEvent });
    event
}

/// A key as libtorrent and Transmission have it over HTTP.
fn hex(key: &[u8]) -> Option<u32> {
    let digits = std::str::from_utf8(key).ok().filter(|digits| digits.len() <= 8)?;
    // No sign, which Rust would take for a part of a number.
    let plain = digits.bytes().all(|digit| digit.is_ascii_hexdigit());
    plain.then(|| u32::from_str_radix(digits, 16).ok()).flatten()
}

fn options(extra: &Params<'_>) -> Options<'static> {
    if extra.is_empty() {
        return Options::default();
    }
    Options::from_url_data(&[b"/?", extra.as_bytes()].concat())
}

fn extra(url_data: &[u8]) -> Params<'_> {
    Params::from_query(Target::split(url_data).query.unwrap_or_default())
}
