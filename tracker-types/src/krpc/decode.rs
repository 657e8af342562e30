//! From a packet to a message: what its fields mean together.

use std::net::{IpAddr, SocketAddr};

use bencode::{ByteStr, Document, RawValue, Rules};

use super::error_code::ErrorCode;
use super::failure::FailureParts;
use super::fields::{self, Contents, Fields, keys};
use super::item::{Item, Signed};
use super::message::{Body, KrpcError, Message, Reply};
use super::node_id::NodeId;
use super::query::{Method, Query};
use super::values;
use crate::compact::{Compact, Packed};
use crate::deserialize::octets;
use crate::dictionary;
use crate::error::{Error, ErrorKind};
use crate::message::{Notes, Scope};
use crate::quirk::{Quirk, Quirks};

/// The longest transaction id that is not reported: what rTorrent echoes.
const LONGEST_TRANSACTION: usize = 20;

/// The longest time between two questions for samples, in seconds (BEP 51).
const LONGEST_INTERVAL: i64 = 21_600;

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
                Body::Error(self.error(&mut fields)?)
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

    fn query<'a>(&mut self, fields: &mut Fields<'a>) -> Result<Query<'a>, Fault> {
        let name = fields.method.ok_or(Fault::missing("q"))?;
        let contents = &mut fields.contents;
        contents.choose_arguments();
        if contents.arguments.is_none() {
            return Err(Fault::missing("a"));
        }
        let id = required(contents.id, "a.id")?;
        let (method, used) = self.method(name, contents)?;
        self.unused(contents.seen, used);
        Ok(Query { id, method })
    }

    /// The method with its arguments, and which keys these are.
    #[inline]
    fn method<'a>(
        &mut self,
        name: &'a [u8],
        contents: &Contents<'a>,
    ) -> Result<(Method<'a>, u64), Fault> {
        let target = || required(contents.target, "a.target");
        let info_hash = || required(contents.info_hash, "a.info_hash");
        let (seq, want) = (contents.seq, contents.want);
        Ok(match name {
            b"ping" => (Method::Ping, keys::PING),
            b"find_node" => (Method::FindNode { target: target()?, want }, keys::FIND_NODE),
            b"get_peers" => {
                let (no_seed, scrape) = (contents.no_seed, contents.scrape);
                let info_hash = info_hash()?.into();
                (Method::GetPeers { info_hash, want, no_seed, scrape }, keys::GET_PEERS)
            }
            b"announce_peer" => (self.announce(info_hash()?, contents)?, keys::ANNOUNCE_PEER),
            b"get" => (Method::Get { target: target()?, seq, want }, keys::GET),
            b"put" => (self.put(contents), keys::PUT),
            b"sample_infohashes" => {
                (Method::SampleInfohashes { target: target()?, want }, keys::SAMPLE)
            }
            _ => self.unknown(name, contents),
        })
    }

    fn announce<'a>(
        &mut self,
        info_hash: NodeId,
        contents: &Contents<'a>,
    ) -> Result<Method<'a>, Fault> {
        Ok(Method::AnnouncePeer {
            info_hash: info_hash.into(),
            port: self.port(contents.port, contents.implied_port)?,
            implied_port: contents.implied_port,
            seed: contents.seed,
            token: borrowed(contents.token),
            name: contents.name.map(ByteStr::borrowed),
        })
    }

    /// The port of an announce, which need be none if another one counts.
    fn port(&mut self, port: Option<i64>, is_implied: bool) -> Result<u16, Fault> {
        let fault = |kind| Fault { kind, place: "a.port" };
        match port {
            None if is_implied => Ok(0),
            None => Err(Fault::missing("a.port")),
            Some(0) => {
                self.notes.report(Quirk::PortZero);
                Ok(0)
            }
            Some(port) => match u16::try_from(port) {
                Ok(port) => Ok(port),
                Err(_) if is_implied => {
                    self.notes.report(out_of_range(port));
                    Ok(0)
                }
                Err(_) if port < 0 => Err(fault(ErrorKind::InvalidNumber)),
                Err(_) => Err(fault(ErrorKind::OutOfRange { max: u16::MAX.into() })),
            },
        }
    }

    fn put<'a>(&mut self, contents: &Contents<'a>) -> Method<'a> {
        let seen = contents.seen;
        let proof = keys::ARGUMENT_K | keys::ARGUMENT_SEQ | keys::ARGUMENT_SIG;
        let item = self.item(contents, seen & proof != 0);
        if item.is_none() {
            self.notes.report(Quirk::IncompleteItem);
        }
        let (token, salt) = (borrowed(contents.token), borrowed(contents.salt));
        Method::Put { token, item, salt, cas: contents.cas }
    }

    /// The item, if all is there that belongs to it.
    fn item<'a>(&self, contents: &Contents<'a>, is_signed: bool) -> Option<Item<'a>> {
        let value = RawValue::new(contents.value?).ok()?;
        if !is_signed {
            return Some(Item::immutable(value));
        }
        let (key, signature) = (contents.key?, contents.signature?);
        let signed = Signed::new(key.try_into().ok()?, contents.seq?, signature.try_into().ok()?);
        Some(Item::mutable(value, signed))
    }

    /// A method that nobody knows, and its target by one of two keys.
    fn unknown<'a>(&mut self, name: &'a [u8], contents: &Contents<'a>) -> (Method<'a>, u64) {
        let (target, used) = match (contents.target, contents.info_hash) {
            (None, hash @ Some(_)) => (hash, keys::INFO_HASH),
            (target, _) => (target, keys::TARGET),
        };
        let target = target.and_then(|target| self.id(target));
        (Method::Unknown { name: ByteStr::borrowed(name), target }, used)
    }

    fn reply<'a>(&mut self, fields: &mut Fields<'a>) -> Result<Reply<'a>, Fault> {
        let contents = &mut fields.contents;
        contents.choose_returned();
        if contents.returned.is_none() {
            return Err(Fault::missing("r"));
        }
        if let Some(ip) = contents.ip {
            self.notes.report(Quirk::MisplacedIp);
            fields.ip = fields.ip.or(Some(ip));
        }
        let id = contents.id.and_then(|id| NodeId::try_from(id).ok());
        if id.is_none() {
            self.notes.report(Quirk::MissingNodeId);
        }
        let samples = contents.samples.map(|hashes| self.compact(hashes, Quirk::RaggedHashes));
        let item = self.returned_item(contents);
        Ok(Reply {
            id,
            nodes: self.nodes(contents.nodes),
            nodes6: self.nodes(contents.nodes6),
            token: contents.token.filter(|token| !token.is_empty()).map(ByteStr::borrowed),
            values: std::mem::take(&mut contents.values),
            name: contents.name.map(ByteStr::borrowed),
            seeds: self.filter(contents.seeds),
            peers: self.filter(contents.peers),
            seq: contents.seq.filter(|_| item.is_none()),
            item,
            num: self.num(contents.num, samples.as_ref().map_or(0, Compact::len)),
            samples,
            interval: self.interval(contents.interval),
            port: self.returned_port(contents.port),
        })
    }

    #[inline]
    fn nodes<'a, T: Packed>(&mut self, nodes: Option<&'a [u8]>) -> Option<Compact<'a, T>> {
        Some(self.compact(nodes?, Quirk::RaggedNodes))
    }

    /// The whole entries of a packed list.
    #[inline]
    fn compact<'a, T: Packed>(&mut self, packed: &'a [u8], ragged: Quirk) -> Compact<'a, T> {
        let (entries, torn) = Compact::from_bytes(packed);
        if !torn.is_empty() {
            self.notes.report(ragged);
        }
        entries
    }

    fn filter<'a>(&mut self, filter: Option<&'a [u8]>) -> Option<&'a [u8; 256]> {
        let filter = filter?.try_into().ok();
        if filter.is_none() {
            self.notes.report(Quirk::WrongType);
        }
        filter
    }

    /// The item of a reply. A sequence number alone is none: what is stored is not later.
    #[inline]
    fn returned_item<'a>(&mut self, contents: &Contents<'a>) -> Option<Item<'a>> {
        let proof = keys::RETURNED_K | keys::RETURNED_SEQ | keys::RETURNED_SIG;
        let proof = contents.seen & proof;
        if contents.value.is_none() && proof & !keys::RETURNED_SEQ == 0 {
            return None;
        }
        let item = self.item(contents, proof != 0);
        if item.is_none() {
            self.notes.report(Quirk::IncompleteItem);
        }
        item
    }

    /// How many info-hashes there are: not less than were sent.
    fn num(&mut self, num: Option<i64>, samples: usize) -> Option<u32> {
        let num = self.clamped(num?, u32::MAX.into());
        let least = u32::try_from(samples).unwrap_or(u32::MAX);
        if num < least {
            self.notes.report(Quirk::SampleCount);
        }
        Some(num.max(least))
    }

    fn interval(&mut self, interval: Option<i64>) -> Option<u32> {
        Some(self.clamped(interval?, LONGEST_INTERVAL))
    }

    /// The number, or the nearest between 0 and `largest`.
    fn clamped(&mut self, number: i64, largest: i64) -> u32 {
        let nearest = number.clamp(0, largest);
        if nearest != number {
            self.notes.report(out_of_range(number));
        }
        u32::try_from(nearest).unwrap_or(u32::MAX)
    }

    #[inline]
    fn returned_port(&mut self, port: Option<i64>) -> Option<u16> {
        let port = port?;
        let fits = u16::try_from(port).ok();
        if fits.is_none() {
            self.notes.report(out_of_range(port));
        }
        fits
    }

    fn error<'a>(&mut self, fields: &mut Fields<'a>) -> Result<KrpcError<'a>, Fault> {
        let FailureParts { code, text } = fields.error.ok_or(Fault::missing("e"))?;
        fields.contents.choose_returned();
        let id = fields.contents.returned.and(fields.contents.id);
        Ok(KrpcError {
            code: code.map_or(ErrorCode::NONE, ErrorCode),
            text: borrowed(text),
            id: id.and_then(|id| NodeId::try_from(id).ok()),
        })
    }
}

/// What is odd about a number that does not fit.
fn out_of_range(number: i64) -> Quirk {
    if number < 0 { Quirk::NegativeNumber } else { Quirk::LargeNumber }
}

fn borrowed(text: Option<&[u8]>) -> ByteStr<'_> {
    text.map(ByteStr::borrowed).unwrap_or_default()
}

/// An id that a query cannot do without.
#[inline]
fn required(id: Option<&[u8]>, place: &'static str) -> Result<NodeId, Fault> {
    let id = id.ok_or(Fault::missing(place))?;
    let wrong = ErrorKind::WrongLength { expected: 20, found: id.len() };
    id.try_into().map(NodeId).map_err(|_| Fault { kind: wrong, place })
}
