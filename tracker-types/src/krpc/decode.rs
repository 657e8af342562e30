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
use crate::dictionary;
use crate::error::{Error, ErrorKind};
use crate::message::{Notes, Scope, octets};
use crate::quirk::{Quirk, Quirks};

/// The longest transaction id that is not reported: what rTorrent echoes.
const LONGEST_TRANSACTION: usize = 20;

/// Decodes a message: one datagram.
///
/// Nothing is allocated where there is nothing odd to report, and what is borrowed from `datagram`
/// stays there. Bytes after the message are reported, one count each.
///
/// ```
/// use tracker_types::krpc::{self, Method};
///
/// // What aria2 1.36.0 sends.
/// let packet = b"d1:ad2:id20:\xb7\x5f\x63\xf0\xfb\xc8\x13\x1d\x8c\x55\xe7\x05\xc3\x6e\xf1\x96\x8f\x7c\
///     \x87\x809:info_hash20:\xd1\x10\x1a\x2b\x9d\x20\x28\x11\xa0\x5e\x8c\x57\xc5\x57\xa2\x0b\xf9\x74\
///     \xdc\x8ae1:q9:get_peers1:t4:\x0f\x16*&1:v4:A2\0\x031:y1:qe";
/// let (message, quirks) = krpc::decode(packet)?;
/// let query = message.query().expect("a query");
/// assert_eq!(query.id.to_string(), "b75f63f0fbc8131d8c55e705c36ef1968f7c8780");
/// let Method::GetPeers { info_hash, want, .. } = &query.method else { panic!("another one") };
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
    notes.trailing(datagram, rest)?;
    let mut judge = Judge { notes };
    let (body, is_query) = match judge.body(&mut fields) {
        Ok(body) => body,
        Err(fault) => return Err(fault.explain(datagram)),
    };
    let message = Message {
        transaction: judge.transaction(fields.transaction),
        version: fields.version.map(ByteStr::borrowed),
        ip: fields.ip.and_then(|ip| judge.ip(ip)),
        read_only: fields.read_only && is_query,
        topic: fields.topic.and_then(|topic| judge.id(topic)),
        body,
    };
    Ok((message, judge.notes.quirks(Scope::Any)))
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
#[derive(Clone, Copy)]
enum Type {
    Query,
    Reply,
    Error,
}

struct Judge {
    notes: Notes,
}

impl Judge {
    /// What the message is, and whether it is a query.
    #[inline]
    fn body<'a>(&mut self, fields: &mut Fields<'a>) -> Result<(Body<'a>, bool), Fault> {
        let seen = self.notes.seen;
        match self.kind(fields)? {
            Type::Query => {
                self.unused(seen, keys::QUERY);
                Ok((Body::Query(self.query(fields)?), true))
            }
            Type::Reply => {
                self.unused(seen, keys::REPLY);
                Ok((Body::Reply(self.reply(fields)?), false))
            }
            Type::Error => {
                self.unused(seen, keys::ERROR);
                Ok((Body::Error(failure(fields)?), false))
            }
        }
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
