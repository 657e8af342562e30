//! From a packet to a message: what its fields mean together.

mod query;
mod reply;

use std::net::{IpAddr, SocketAddr};

use bencode::{ByteStr, Document, RawValue, Rules};

use super::error_code::ErrorCode;
use super::failure::FailureParts;
use super::fields::{self, Contents, Fields, keys};
use super::item::{Item, Signed};
use super::message::{Body, KrpcError, Message};
use super::node_id::NodeId;
use super::values;
use crate::deserialize::octets;
use crate::dictionary;
use crate::error::{Error, ErrorKind};
use crate::message::{Notes, Scope};
use crate::quirk::{Quirk, Quirks};

/// The longest transaction id that is not reported: what rTorrent echoes.
const LONGEST_TRANSACTION: usize = 20;

/// Decodes a message: one datagram.
///
/// Nothing is allocated where there is nothing odd to report, and what is borrowed from `datagram`
/// stays there. Bytes after the message are reported, one count each.
///
/// ```
/// use tracker_types::krpc::{self, Body, Method};
///
/// // What libtorrent 2.1.1 sends.
/// let packet = b"d1:ad2:id20:abcdefghij01234567899:info_hash20:mnopqrstuvwxyz123456e\
///     1:q9:get_peers1:t2:aa1:v4:LT\x02\x111:y1:qe";
/// let (message, quirks) = krpc::decode(packet)?;
/// let query = message.query().expect("a query");
/// assert_eq!(query.id.0, *b"abcdefghij0123456789");
/// assert!(matches!(query.method, Method::GetPeers { info_hash, .. } if info_hash.0[0] == b'm'));
/// assert!(quirks.is_empty());
/// # Ok::<(), tracker_types::Error>(())
/// ```
///
/// # Errors
///
/// [`ErrorKind::Bencode`], [`ErrorKind::NotBencode`] and [`ErrorKind::NotDictionary`] for what is no
/// dictionary; [`ErrorKind::UnknownType`] where `y` is something else than `q`, `r` or `e`;
/// [`ErrorKind::MissingParameter`] and [`ErrorKind::WrongLength`] for a query without what its method
/// needs, and for messages without `a`, `r` or `e`; [`ErrorKind::OutOfRange`] for a `port` that is
/// none. The error's [`place`](Error::place) is the path of the key, such as `a.target`.
pub fn decode(datagram: &[u8]) -> Result<(Message<'_>, Quirks), Error> {
    let mut fields = Fields::default();
    let mut notes = Notes::new();
    let Some(rest) = fields::read(datagram, &mut fields, &mut notes) else {
        return Err(dictionary::open(datagram).err().unwrap_or_else(|| unreadable(datagram)));
    };
    if !rest.is_empty() {
        notes.structure(Quirk::TrailingData, rest.len());
    }
    let seen = notes.seen;
    let mut judge = Judge { notes };
    match judge.message(fields, seen) {
        Ok(message) => Ok((message, judge.notes.quirks(Scope::Any))),
        Err(fault) => Err(fault.explain(datagram)),
    }
}

/// The error for bytes that a document takes and the reader does not: there are none.
#[cold]
fn unreadable(datagram: &[u8]) -> Error {
    Error::not_bencode(datagram)
}

/// What is wrong with a message, and with which key.
struct Fault {
    kind: ErrorKind,
    /// The path of the key.
    place: &'static str,
}

impl Fault {
    const fn missing(place: &'static str) -> Fault {
        Fault { kind: ErrorKind::MissingParameter, place }
    }

    /// Finds the offset, which nobody needs before.
    #[cold]
    fn explain(self, datagram: &[u8]) -> Error {
        let document = Document::parse_with(datagram, Rules::TOLERANT).ok();
        let missing = self.kind == ErrorKind::MissingParameter;
        let item = document.as_ref().filter(|_| !missing);
        let found = item.and_then(|document| document.root().find(self.place));
        let offset = found.map_or(datagram.len(), |item| item.span().start);
        Error::new(self.kind, offset).in_place(self.place)
    }
}

/// Which of the three a message is.
#[derive(Clone, Copy, PartialEq)]
enum Type {
    Query,
    Reply,
    Error,
}

struct Judge {
    notes: Notes,
}

impl Judge {
    #[inline]
    fn message<'a>(&mut self, mut fields: Fields<'a>, seen: u64) -> Result<Message<'a>, Fault> {
        let kind = self.kind(&fields)?;
        let body = match kind {
            Type::Query => {
                self.unused(seen, keys::QUERY);
                Body::Query(self.query(&mut fields)?)
            }
            Type::Reply => {
                self.unused(seen, keys::REPLY);
                Body::Reply(self.reply(&mut fields)?)
            }
            Type::Error => {
                self.unused(seen, keys::ERROR);
                Body::Error(failure(&mut fields)?)
            }
        };
        Ok(Message {
            transaction: self.transaction(fields.transaction),
            version: fields.version.map(ByteStr::borrowed),
            ip: fields.ip.and_then(|ip| self.ip(ip)),
            read_only: fields.read_only && kind == Type::Query,
            topic: fields.topic.and_then(|topic| self.topic(topic)),
            body,
        })
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
    fn kind(&mut self, fields: &Fields<'_>) -> Result<Type, Fault> {
        match fields.kind {
            Some(b"q") => Ok(Type::Query),
            Some(b"r") => Ok(Type::Reply),
            Some(b"e") => Ok(Type::Error),
            Some(_) => Err(Fault { kind: ErrorKind::UnknownType, place: "y" }),
            None => self.inferred(fields),
        }
    }

    /// What a message without `y` is.
    #[cold]
    fn inferred(&mut self, fields: &Fields<'_>) -> Result<Type, Fault> {
        self.notes.report(Quirk::MissingType);
        if fields.error.is_some() {
            return Ok(Type::Error);
        }
        if fields.contents.returned.is_some() {
            return Ok(Type::Reply);
        }
        fields.method.map(|_| Type::Query).ok_or(Fault::missing("y"))
    }

    #[inline]
    fn transaction<'a>(&mut self, id: Option<&'a [u8]>) -> Option<ByteStr<'a>> {
        let id = id.unwrap_or_default();
        if id.is_empty() {
            self.notes.report(Quirk::MissingTransaction);
            return None;
        }
        if id.len() > LONGEST_TRANSACTION {
            self.notes.report(Quirk::LongTransaction);
        }
        Some(ByteStr::borrowed(id))
    }

    fn topic(&mut self, topic: &[u8]) -> Option<NodeId> {
        self.id(topic)
    }

    /// An id that a message can do without.
    fn id(&mut self, id: &[u8]) -> Option<NodeId> {
        let id = NodeId::try_from(id).ok();
        if id.is_none() {
            self.notes.report(Quirk::WrongType);
        }
        id
    }

    /// The address of the node that a reply is sent to (BEP 42).
    #[inline]
    fn ip(&mut self, ip: &[u8]) -> Option<SocketAddr> {
        match values::address(ip) {
            Some(address @ SocketAddr::V4(_)) => Some(address),
            Some(address) => Some(SocketAddr::new(self.unmapped(address.ip()), address.port())),
            None => self.odd_ip(ip),
        }
    }

    #[cold]
    fn odd_ip(&mut self, ip: &[u8]) -> Option<SocketAddr> {
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

/// An error, and the id that libtorrent has beside it.
fn failure<'a>(fields: &mut Fields<'a>) -> Result<KrpcError<'a>, Fault> {
    let FailureParts { code, text } = fields.error.ok_or(Fault::missing("e"))?;
    fields.contents.choose_returned();
    let id = fields.contents.returned.and(fields.contents.id);
    Ok(KrpcError {
        code: code.map_or(ErrorCode::NONE, ErrorCode),
        text: borrowed(text),
        id: id.and_then(|id| NodeId::try_from(id).ok()),
    })
}

/// What is odd about a number that does not fit.
fn out_of_range(number: i64) -> Quirk {
    if number < 0 { Quirk::NegativeNumber } else { Quirk::LargeNumber }
}

/// The item, if all is there that belongs to it.
pub(super) fn item<'a>(contents: &Contents<'a>, is_signed: bool) -> Option<Item<'a>> {
    let value = RawValue::new(contents.value?).ok()?;
    if !is_signed {
        return Some(Item::immutable(value));
    }
    let (key, signature) = (contents.key?, contents.signature?);
    let signed = Signed::new(key.try_into().ok()?, contents.seq?, signature.try_into().ok()?);
    Some(Item::mutable(value, signed))
}

fn borrowed(text: Option<&[u8]>) -> ByteStr<'_> {
    text.map(ByteStr::borrowed).unwrap_or_default()
}
