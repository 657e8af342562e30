//! Decoding of packets.

mod query;
mod reply;

use core::net::{IpAddr, SocketAddr, SocketAddrV4, SocketAddrV6};

use bencode::{ByteStr, Document, RawValue, Rules};

use super::error_code::ErrorCode;
use super::failure::FailureParts;
use super::fields::{self, Fields, Rare, Source, keys};
use super::fixed::{Given, Name, Type};
use super::item::{Item, Signed};
use super::message::{Body, KrpcError, Message};
use super::node_id::NodeId;
use crate::compact::Packed;
use crate::dictionary;
use crate::error::{Error, ErrorKind};
use crate::message::{Notes, Scope, octets};
use crate::quirk::{Quirk, Quirks};

/// The longest transaction id that is not reported: rTorrent echoes up to 20 bytes.
const LONGEST_TRANSACTION: usize = 20;

/// Decodes a message: one datagram.
///
/// Nothing is allocated unless there are quirks to report, and then at most 12 times the datagram's length
/// at once; values are borrowed from the datagram. Bytes after the message are reported, one count each.
///
/// ```
/// use tracker_types::krpc::{self, Method};
///
/// // From aria2 1.36.0.
/// let packet = b"d1:ad2:id20:\xb7\x5f\x63\xf0\xfb\xc8\x13\x1d\x8c\x55\xe7\x05\xc3\x6e\xf1\x96\x8f\x7c\
///     \x87\x809:info_hash20:\xd1\x10\x1a\x2b\x9d\x20\x28\x11\xa0\x5e\x8c\x57\xc5\x57\xa2\x0b\xf9\x74\
///     \xdc\x8ae1:q9:get_peers1:t4:\x0f\x16*&1:v4:A2\0\x031:y1:qe";
/// let (message, quirks) = krpc::decode(packet)?;
/// let query = message.query().expect("a query");
/// assert_eq!(query.id.to_string(), "b75f63f0fbc8131d8c55e705c36ef1968f7c8780");
/// let Method::GetPeers { info_hash, want, .. } = &query.method else { panic!("another method") };
/// assert_eq!(info_hash.to_string(), "d1101a2b9d202811a05e8c57c557a20bf974dc8a");
/// assert!(want.is_none());
/// // The reply has to have these four bytes.
/// assert_eq!(message.transaction.as_deref(), Some(&b"\x0f\x16*&"[..]));
/// assert!(quirks.is_empty());
/// # Ok::<(), tracker_types::Error>(())
/// ```
///
/// # Errors
///
/// [`ErrorKind::Bencode`], [`ErrorKind::NotBencode`] and [`ErrorKind::NotDictionary`] for input
/// that is not a dictionary, or is nested deeper than 128 levels; [`ErrorKind::UnknownType`] if `y`
/// is not `q`, `r` or `e`; [`ErrorKind::MissingParameter`], [`ErrorKind::NotString`] and
/// [`ErrorKind::WrongLength`] for a query without an argument that its method requires, and for
/// messages without `a`, `r` or `e`; [`ErrorKind::InvalidNumber`] for a `port` that is negative or not
/// a number, [`ErrorKind::OutOfRange`] for one above 65,535. The error's [`place`](Error::place) is the
/// path of the key, such as `a.target`; for malformed bencode, its source has the path.
pub fn decode(datagram: &[u8]) -> Result<(Message<'_>, Quirks), Error> {
    let mut message = Message::default();
    let quirks = read(datagram, &mut message)?;
    Ok((message, quirks))
}

/// Decodes a message into `message`, as [`decode`] does.
///
/// A [`Message`] takes more than 500 bytes: returning it moves them, reusing one does not. The previous
/// contents are discarded, even if there is an error.
///
/// ```
/// use tracker_types::krpc::{self, Message, Method};
///
/// // BEP 5, "ping" and the reply to it.
/// let packets = [
///     b"d1:ad2:id20:abcdefghij0123456789e1:q4:ping1:t2:aa1:y1:qe".as_slice(),
///     b"d1:rd2:id20:mnopqrstuvwxyz123456e1:t2:aa1:y1:re",
/// ];
/// let mut message = Message::default();
/// krpc::decode_into(packets[0], &mut message)?;
/// assert_eq!(message.query().unwrap().method, Method::Ping);
/// krpc::decode_into(packets[1], &mut message)?;
/// assert_eq!(message.reply().unwrap().id, Some((*b"mnopqrstuvwxyz123456").into()));
/// # Ok::<(), tracker_types::Error>(())
/// ```
///
/// # Errors
///
/// As [`decode`]; the message is then [`Message::default`].
pub fn decode_into<'a>(datagram: &'a [u8], message: &mut Message<'a>) -> Result<Quirks, Error> {
    let read = read(datagram, message);
    if read.is_err() {
        *message = Message::default();
    }
    read
}

/// Reads a message into `message`, all of which is replaced unless there is an error.
fn read<'a>(datagram: &'a [u8], message: &mut Message<'a>) -> Result<Quirks, Error> {
    let mut fields = Fields::default();
    let mut judge = Judge { datagram, notes: Notes::new() };
    let Some(rest) = fields::read(datagram, &mut fields, &mut judge.notes) else {
        return Err(dictionary::open(datagram).err().unwrap_or_else(|| unreadable(datagram)));
    };
    judge.notes.trailing(datagram, rest)?;
    if let Err(fault) = judge.fill(&mut fields, message) {
        return Err(fault.explain(datagram));
    }
    Ok(judge.notes.quirks(Scope::Any))
}

/// The error for bytes that the bencode parser accepts but the reader does not; no such bytes are known.
#[cold]
fn unreadable(datagram: &[u8]) -> Error {
    Error::not_bencode(datagram)
}

/// The error in a message, and the key with the error.
struct Fault {
    kind: ErrorKind,
    /// The path of the key.
    place: &'static str,
}

impl Fault {
    // A call of its own keeps the construction of errors out of the code that most messages run.
    #[cold]
    #[inline(never)]
    const fn new(kind: ErrorKind, place: &'static str) -> Fault {
        Fault { kind, place }
    }

    #[cold]
    #[inline(never)]
    const fn missing(place: &'static str) -> Fault {
        Fault { kind: ErrorKind::MissingParameter, place }
    }

    /// Finds the value again, for its offset, and for the reason if a value that is present counts as missing;
    /// only errors pay for that.
    #[cold]
    fn explain(self, datagram: &[u8]) -> Error {
        let document = Document::parse_with(datagram, Rules::TOLERANT).ok();
        let found = document.as_ref().and_then(|document| find(document.root(), self.place));
        let kind = match (self.kind, self.place) {
            (ErrorKind::MissingParameter, "a" | "e" | "r") => ErrorKind::MissingParameter,
            (ErrorKind::MissingParameter, "a.port") if found.is_some() => ErrorKind::InvalidNumber,
            (ErrorKind::MissingParameter, _) if found.is_some() => ErrorKind::NotString,
            (kind, _) => kind,
        };
        let offset = found.map_or(datagram.len(), |item| item.span().start);
        Error::new(kind, offset).in_place(self.place)
    }
}

/// The value at a path; of a repeated key, the last one.
fn find<'d>(root: bencode::Item<'d>, path: &str) -> Option<bencode::Item<'d>> {
    path.split('.').try_fold(root, |item, key| {
        item.entries().filter(|(name, _)| *name == key.as_bytes()).last().map(|(_, value)| value)
    })
}

struct Judge<'a> {
    datagram: &'a [u8],
    notes: Notes,
}

impl<'a> Judge<'a> {
    /// Fills in the values of the fields.
    ///
    /// All quirks are reported before any value is created that would have to be dropped, so that
    /// such a value can be created in its final place.
    #[inline]
    fn fill(&mut self, fields: &mut Fields<'a>, message: &mut Message<'a>) -> Result<(), Fault> {
        let seen = self.notes.seen;
        message.read_only = false;
        match self.kind(fields)? {
            Type::QUERY => {
                self.unused(seen, keys::QUERY);
                self.query(fields, &mut message.body)?;
                message.read_only = fields.read_only;
            }
            Type::REPLY => {
                self.unused(seen, keys::ANSWER);
                self.reply(fields, &mut message.body)?;
            }
            Type::ERROR => {
                self.unused(seen, keys::ANSWER);
                message.body = Body::Error(self.failure(fields)?);
            }
            _ => return Err(Fault::new(ErrorKind::UnknownType, "y")),
        }
        match fields.ip {
            Some(ip) => self.ip(ip, &mut message.ip),
            None => message.ip = None,
        }
        match fields.topic {
            Given::Nothing => message.topic = None,
            topic => message.topic = self.id(topic),
        }
        message.transaction = self.transaction(fields.transaction);
        message.version = fields.version.map(ByteStr::borrowed);
        Ok(())
    }

    /// Reports keys that have no meaning in this message.
    #[inline]
    fn unused(&mut self, seen: u64, used: u64) {
        let count = keys::unused(seen, used);
        if count > 0 {
            self.notes.report_times(Quirk::UnknownKey, count);
        }
    }

    #[inline]
    fn kind(&mut self, fields: &mut Fields<'a>) -> Result<Type, Fault> {
        if fields.kind == Type::Unsaid { self.inferred(fields) } else { Ok(fields.kind) }
    }

    /// Infers the type of a message without `y`.
    #[cold]
    fn inferred(&mut self, fields: &mut Fields<'a>) -> Result<Type, Fault> {
        self.notes.report(Quirk::MissingType);
        if fields.error.is_some() {
            return Ok(Type::ERROR);
        }
        if fields.contents.has(Source::Returned, self.datagram) {
            return Ok(Type::REPLY);
        }
        if matches!(fields.method, Name::Nothing) {
            Err(Fault::missing("y"))
        } else {
            Ok(Type::QUERY)
        }
    }

    /// Reads an error, and the id that libtorrent sends with it.
    fn failure(&mut self, fields: &mut Fields<'a>) -> Result<KrpcError<'a>, Fault> {
        let FailureParts { code, text } = fields.error.ok_or(Fault::missing("e"))?;
        let is_returned = fields.contents.has(Source::Returned, self.datagram);
        let id = fields.contents.id.id().filter(|_| is_returned);
        Ok(KrpcError { code: code.map_or(ErrorCode::NONE, ErrorCode), text: borrowed(text), id })
    }

    #[inline]
    fn transaction(&mut self, id: Option<&'a [u8]>) -> Option<ByteStr<'a>> {
        let Some(id @ [_, ..]) = id else {
            self.notes.report(Quirk::MissingTransaction);
            return None;
        };
        if id.len() > LONGEST_TRANSACTION {
            self.notes.report(Quirk::LongTransaction);
        }
        Some(ByteStr::borrowed(id))
    }

    /// Reads an id that is optional in the message.
    #[inline]
    fn id(&mut self, id: Given<'_>) -> Option<NodeId> {
        if let Given::Other(_) = id {
            self.notes.report(Quirk::WrongType);
        }
        id.id()
    }

    /// Reads the address of the node to which a reply is sent (BEP 42).
    #[inline]
    fn ip(&mut self, ip: &[u8], place: &mut Option<SocketAddr>) {
        match ip.len() {
            SocketAddrV4::SIZE => *place = Some(SocketAddr::V4(SocketAddrV4::unpack(ip))),
            _ => *place = self.other_ip(ip),
        }
    }

    #[inline(never)]
    fn other_ip(&mut self, ip: &[u8]) -> Option<SocketAddr> {
        if ip.len() == SocketAddrV6::SIZE {
            let address = SocketAddrV6::unpack(ip);
            return Some(SocketAddr::new(self.unmapped((*address.ip()).into()), address.port()));
        }
        let Some(ip) = octets(ip) else {
            self.notes.report(Quirk::ExternalIpUnreadable);
            return None;
        };
        self.notes.report(Quirk::IpWithoutPort);
        Some(SocketAddr::new(self.unmapped(ip), 0))
    }

    fn unmapped(&mut self, ip: IpAddr) -> IpAddr {
        let canonical = ip.to_canonical();
        if canonical != ip {
            self.notes.report(Quirk::MappedAddress);
        }
        canonical
    }
}

/// Returns the quirk of a number that does not fit.
fn out_of_range(number: i64) -> Quirk {
    if number < 0 { Quirk::NegativeNumber } else { Quirk::LargeNumber }
}

/// Returns the item, if it is complete.
pub(super) fn item<'a>(rare: &Rare<'a>, is_signed: bool) -> Option<Item<'a>> {
    let value = RawValue::new(rare.value?).ok()?;
    if !is_signed {
        return Some(Item::immutable(value));
    }
    let (key, signature) = (rare.key?, rare.signature?);
    let key: &[u8; 32] = key.try_into().ok()?;
    let signature: &[u8; 64] = signature.try_into().ok()?;
    let signed = Signed::new(key, rare.seq?, signature);
    Some(Item::mutable(value, signed))
}

fn borrowed(text: Option<&[u8]>) -> ByteStr<'_> {
    text.map(ByteStr::borrowed).unwrap_or_default()
}
