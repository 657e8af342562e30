//! Encoding of packets, in canonical form.

use core::net::{IpAddr, SocketAddr};

use super::byte_array::ByteArray;
use super::failure::FailureParts;
use super::fields::{self, Contents, Fields, Rare, Source};
use super::fixed::{Given, Type};
use super::item::Item;
use super::message::{Body, KrpcError, Message, Reply};
use super::node_id::NodeId;
use super::query::{Method, Query};
use crate::compact::Compact;
use crate::error::Error;
use crate::message::Output;
use crate::sink::{FixedBuffer, Sink};

/// Appends a message to `out`: canonical bencode.
///
/// Values that are `None` or false are left out, and so are empty lists of peers. A transaction id
/// is written unchanged: a query's should have two bytes, a reply's is that of the query. BEP 32
/// asks for at most 1024 bytes a packet, see [`Message::fit`].
///
/// ```
/// use tracker_types::krpc::{self, Message, Method, NodeId, Query};
///
/// let query = Query::new(NodeId(*b"abcdefghij0123456789"), Method::Ping);
/// let mut packet = Vec::new();
/// krpc::encode(&Message::new(b"aa", query), &mut packet);
/// // BEP 5, "ping".
/// assert_eq!(packet, b"d1:ad2:id20:abcdefghij0123456789e1:q4:ping1:t2:aa1:y1:qe");
/// ```
pub fn encode(message: &Message<'_>, out: &mut impl Sink) {
    let mut ip = [0; 18];
    let mut fields = Fields::default();
    fill(&mut fields, message, &mut ip);
    let mut out = Output::new(out, expected(&fields.contents));
    fields::write(&fields, &mut out);
    out.finish();
}

/// Writes a message to the start of `space` and returns it, see [`encode`]. Nothing is
/// allocated.
///
/// ```
/// use tracker_types::krpc::{self, ErrorCode, KrpcError, Message};
///
/// let error = Message::new(b"aa", KrpcError::new(ErrorCode::GENERIC, "A Generic Error Ocurred"));
/// let mut space = [0; 1024];
/// let packet = krpc::encode_to_slice(&error, &mut space)?;
/// // BEP 5, "Errors".
/// assert_eq!(packet, b"d1:eli201e23:A Generic Error Ocurrede1:t2:aa1:y1:ee");
/// # Ok::<(), tracker_types::Error>(())
/// ```
///
/// # Errors
///
/// [`ErrorKind::NoRoom`](crate::ErrorKind::NoRoom) if it does not fit; the contents of `space` are
/// then unspecified.
pub fn encode_to_slice<'s>(
    message: &Message<'_>,
    space: &'s mut [u8],
) -> Result<&'s mut [u8], Error> {
    let mut packet = FixedBuffer::new(space);
    encode(message, &mut packet);
    packet.finish()
}

/// More bytes than two filters of BEP 33 take, or most other rare keys.
const FILTERS: usize = 600;

/// Estimates the length of the packet, so that most need one allocation or none.
fn expected(contents: &Contents<'_>) -> usize {
    let rare =
        if contents.rare.is_used() && contents.source == Source::Returned { FILTERS } else { 0 };
    let lists = [contents.values.as_plain(), contents.nodes, contents.rare.value];
    let lengths = lists.iter().flatten().map(|list| list.len());
    lengths.fold(rare.wrapping_add(128), usize::wrapping_add)
}

/// Fills in the contents of a message, key by key; the address is packed into `ip`.
#[inline]
fn fill<'m>(fields: &mut Fields<'m>, message: &'m Message<'_>, ip: &'m mut [u8; 18]) {
    fields.topic = given(message.topic.as_ref());
    fields.ip = message.ip.map(|address| packed(address, ip));
    fields.transaction = message.transaction.as_deref();
    fields.version = message.version.as_deref();
    match &message.body {
        Body::Query(query) => {
            fields.kind = Type::QUERY;
            fields.method = query.method.known_name();
            fields.read_only = message.read_only;
            put_query(query, &mut fields.contents);
        }
        Body::Reply(reply) => {
            fields.kind = Type::REPLY;
            put_reply(reply, &mut fields.contents);
        }
        Body::Error(KrpcError { code, text, .. }) => {
            fields.kind = Type::ERROR;
            fields.error = Some(FailureParts { code: Some(code.0), text: Some(text) });
        }
    }
}

/// The address as `ip` has it: 4 or 16 bytes, and two of port.
fn packed(address: SocketAddr, place: &mut [u8; 18]) -> &[u8] {
    let port = address.port().to_be_bytes();
    let length = match address.ip().to_canonical() {
        IpAddr::V4(ip) => put(&ip.octets(), port, place),
        IpAddr::V6(ip) => put(&ip.octets(), port, place),
    };
    place.get(..length).unwrap_or_default()
}

/// Puts an address and then its port, and returns their number of bytes.
fn put(ip: &[u8], port: [u8; 2], place: &mut [u8; 18]) -> usize {
    let bytes = ip.iter().chain(&port);
    place.iter_mut().zip(bytes).map(|(place, byte)| *place = *byte).count()
}

#[inline]
fn put_query<'m>(query: &'m Query<'_>, contents: &mut Contents<'m>) {
    contents.source = Source::Arguments;
    contents.id = Given::Id(&query.id.0);
    match &query.method {
        Method::Ping => {}
        Method::FindNode { target, want } | Method::SampleInfohashes { target, want } => {
            (contents.target, contents.want) = (Given::Id(&target.0), *want);
        }
        Method::GetPeers { info_hash, want, no_seed, scrape } => {
            (contents.info_hash, contents.want) = (Given::Id(&info_hash.0), *want);
            if *no_seed || *scrape {
                (contents.rare.no_seed, contents.rare.scrape) = (*no_seed, *scrape);
            }
        }
        Method::AnnouncePeer { .. } => put_announce(&query.method, contents),
        Method::Get { target, seq, want } => {
            (contents.target, contents.want) = (Given::Id(&target.0), *want);
            if seq.is_some() {
                contents.rare.seq = *seq;
            }
        }
        Method::Put { token, item, salt, cas } => {
            contents.token = Some(token.as_ref());
            (contents.rare.salt, contents.rare.cas) = (some(salt), *cas);
            put_item(item.as_ref(), &mut contents.rare);
        }
        Method::Unknown { target, .. } => {
            contents.target = given(target.as_ref());
        }
    }
}

fn put_announce<'m>(method: &'m Method<'_>, contents: &mut Contents<'m>) {
    let Method::AnnouncePeer { info_hash, port, implied_port, seed, token, name } = method else {
        return;
    };
    contents.info_hash = Given::Id(&info_hash.0);
    contents.port = Some((*port).into());
    (contents.implied_port, contents.seed) = (*implied_port, *seed);
    contents.token = Some(token.as_ref());
    if name.is_some() {
        contents.rare.name = name.as_deref();
    }
}

fn put_item<'m>(item: Option<&'m Item<'_>>, rare: &mut Rare<'m>) {
    let Some(item) = item else { return };
    rare.value = Some(item.value.as_bytes());
    if let Some(signed) = &item.signed {
        rare.key = Some(signed.key.as_array());
        rare.signature = Some(signed.signature.as_array());
        rare.seq = Some(signed.seq);
    }
}

#[inline]
fn put_reply<'m>(reply: &'m Reply<'_>, contents: &mut Contents<'m>) {
    contents.source = Source::Returned;
    contents.id = given(reply.id.as_ref());
    contents.nodes = reply.nodes.as_ref().map(Compact::as_bytes);
    contents.nodes6 = reply.nodes6.as_ref().map(Compact::as_bytes);
    contents.token = reply.token.as_deref();
    contents.values = reply.values.listed();
    contents.port = reply.port.map(i64::from);
    if has_rare(reply) {
        put_rare(reply, &mut contents.rare);
    }
}

/// Whether a reply has anything that most replies do not have.
#[inline]
fn has_rare(reply: &Reply<'_>) -> bool {
    let stored = reply.item.is_some() || reply.seq.is_some();
    let sampled = reply.samples.is_some() || reply.num.is_some() || reply.interval.is_some();
    stored || sampled || reply.name.is_some() || reply.seeds.is_some() || reply.peers.is_some()
}

#[inline(never)]
fn put_rare<'m>(reply: &'m Reply<'_>, rare: &mut Rare<'m>) {
    rare.name = reply.name.as_deref();
    rare.seeds = bytes(reply.seeds.as_ref());
    rare.peers = bytes(reply.peers.as_ref());
    rare.seq = reply.seq;
    put_item(reply.item.as_ref(), rare);
    rare.samples = reply.samples.as_ref().map(Compact::as_bytes);
    rare.num = reply.num.map(i64::from);
    rare.interval = reply.interval.map(i64::from);
}

#[inline]
fn given(id: Option<&NodeId>) -> Given<'_> {
    id.map_or(Given::Nothing, |id| Given::Id(&id.0))
}

fn bytes<'m, const N: usize>(array: Option<&'m ByteArray<'_, N>>) -> Option<&'m [u8]> {
    Some(array?.as_array())
}

/// Bytes, if there are any.
fn some(bytes: &[u8]) -> Option<&[u8]> {
    (!bytes.is_empty()).then_some(bytes)
}
