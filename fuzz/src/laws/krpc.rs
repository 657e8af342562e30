//! The DHT's messages: from a datagram, and back to one.

use allocation_counter::measure;
use bencode::{Document, Reader, Rules, Token};
use bytes::BytesMut;
use tracker_types::krpc::{self, Body, Message, Method, NodeId, Tokens};
use tracker_types::{ErrorKind, Quirk, Quirks};

use crate::{krpc_document, krpc_peers};

use super::written;

laws![
    a_message_comes_back,
    messages_are_written_alike_to_all_memory,
    a_message_is_the_same_in_any_place,
    every_key_is_as_a_document_has_it,
    quirks_of_bencode_are_those_of_a_document,
    what_is_refused_lacks_what_the_error_says,
    decoding_allocates_nothing,
    no_part_of_a_message_is_one,
    messages_are_cut_to_any_length,
    values_of_bytes_keep_their_bytes,
    librqbit_bencode_reads_the_same,
    serde_bencode_reads_the_same,
    typebit_reads_the_same,
];

/// Quirks of what a message lacks, or of its items, which remain when it is written canonically.
const PLAIN: [Quirk; 8] = [
    Quirk::MissingTransaction,
    Quirk::LongTransaction,
    Quirk::MissingNodeId,
    Quirk::PortZero,
    Quirk::IncompleteItem,
    Quirk::UnsortedKey,
    Quirk::DuplicateKey,
    Quirk::LeadingZero,
];

fn encoded(message: &Message<'_>) -> Vec<u8> {
    written(|packet| krpc::encode(message, packet))
}

fn has_odd_value(message: &Message<'_>) -> bool {
    let item = match &message.body {
        Body::Query(query) => match &query.method {
            Method::Put { item, .. } => item.as_ref(),
            _ => None,
        },
        Body::Reply(reply) => reply.item.as_ref(),
        Body::Error(_) => None,
    };
    item.is_some_and(|item| !item.is_canonical())
}

/// Whatever reads as a message is written canonically, except for the value of an item, whose bytes are kept;
/// the output has no quirks, and reads as the same message.
pub fn a_message_comes_back(datagram: &[u8]) {
    let Ok((mut message, _)) = krpc::decode(datagram) else { return };
    let packet = encoded(&message);
    let is_odd = has_odd_value(&message);
    let rules = if is_odd { Rules::TOLERANT } else { Rules::STRICT };
    assert!(Document::parse_with(&packet, rules).is_ok(), "{}", packet.escape_ascii());
    let (again, quirks) = krpc::decode(&packet).unwrap();
    let plain = if is_odd { &PLAIN[..] } else { &PLAIN[..5] };
    let is_plain = quirks.iter().all(|(quirk, _)| plain.contains(&quirk));
    assert!(is_plain, "{quirks} in {}", packet.escape_ascii());
    // An error is written without the extra fields that other programs add.
    if let Body::Error(error) = &mut message.body {
        error.id = None;
    }
    assert_eq!(again, message);
    assert_eq!(encoded(&again), packet);
}

/// A message that is read into an existing one, whatever that held, or that owns its bytes is the same.
pub fn a_message_is_the_same_in_any_place(datagram: &[u8]) {
    let mut place = a_full_message();
    let read = krpc::decode_into(datagram, &mut place);
    match krpc::decode(datagram) {
        Ok((message, quirks)) => {
            assert_eq!((&place, read.unwrap()), (&message, quirks));
            assert_eq!(message.clone().into_owned(), message);
        }
        Err(error) => {
            assert_eq!(read.unwrap_err().to_string(), error.to_string());
            assert_eq!(place, Message::default());
        }
    }
}

/// A reply that fills most of the fields.
fn a_full_message() -> Message<'static> {
    let packet =
        b"d1:c20:mnopqrstuvwxyz1234562:ip6:axje.u1:rd2:id20:abcdefghij01234567898:intervali5e\
        5:nodes0:3:numi5e1:pi6881e7:samples0:3:seqi5e5:token1:x1:v1:x6:valuesl6:axje.uee\
        1:t2:aa1:v4:LT\x02\x111:y1:re";
    krpc::decode(packet).unwrap().0
}

/// A vector, `BytesMut` and a slice get the same bytes; a slice that is too short gets none.
pub fn messages_are_written_alike_to_all_memory(datagram: &[u8]) {
    let Ok((message, _)) = krpc::decode(datagram) else { return };
    let packet = encoded(&message);
    let mut bytes = BytesMut::new();
    krpc::encode(&message, &mut bytes);
    assert_eq!(bytes, packet);
    let mut space = vec![0; packet.len()];
    assert_eq!(krpc::encode_to_slice(&message, &mut space).unwrap(), packet);
    let short = space.len().saturating_sub(1);
    let error = krpc::encode_to_slice(&message, &mut space[..short]).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::NoRoom { needed: packet.len() });
    assert_eq!(message.encoded_len(), packet.len());
}

/// Each field equals the value of its key in a document of the datagram; if the key is repeated, the last
/// value.
pub fn every_key_is_as_a_document_has_it(datagram: &[u8]) {
    let Ok((message, _)) = krpc::decode(datagram) else { return };
    let document = Document::parse_with(datagram, Rules::TOLERANT).unwrap();
    krpc_document::same(&message, document.root());
}

/// Keys out of order or repeated, leading zeros, bytes after the message: as many as a document finds.
pub fn quirks_of_bencode_are_those_of_a_document(datagram: &[u8]) {
    let Ok((_, quirks)) = krpc::decode(datagram) else { return };
    let document = Document::parse_with(datagram, Rules::TOLERANT).unwrap();
    let mut expected = Quirks::new();
    for deviation in document.quirks() {
        match deviation.quirk {
            bencode::Quirk::UnsortedKey => expected.report(Quirk::UnsortedKey),
            bencode::Quirk::DuplicateKey => expected.report(Quirk::DuplicateKey),
            bencode::Quirk::TrailingData => {
                expected.report_times(Quirk::TrailingData, datagram.len() - deviation.offset);
            }
            _ => expected.report(Quirk::LeadingZero),
        }
    }
    let bencode =
        [Quirk::UnsortedKey, Quirk::DuplicateKey, Quirk::TrailingData, Quirk::LeadingZero];
    for quirk in bencode {
        assert_eq!(quirks.count(quirk), expected.count(quirk), "{quirk}");
    }
}

/// An error is that of a document, or names a key that is missing or wrong.
pub fn what_is_refused_lacks_what_the_error_says(datagram: &[u8]) {
    let Err(error) = krpc::decode(datagram) else { return };
    assert!(error.offset() <= datagram.len(), "{error}");
    let Ok(document) = Document::parse_with(datagram, Rules::TOLERANT) else {
        assert!(matches!(error.kind(), ErrorKind::Bencode | ErrorKind::NotBencode(_)), "{error}");
        return;
    };
    let found = krpc_document::at(document.root(), error.place());
    match error.kind() {
        ErrorKind::NotDictionary => assert!(!document.root().is_dict()),
        ErrorKind::MissingParameter => {
            let is_missing = match error.place() {
                "a" | "r" => !found.is_some_and(|item| item.is_dict()),
                _ => found.is_none(),
            };
            assert!(is_missing, "{error} in {}", datagram.escape_ascii());
        }
        ErrorKind::NotString => assert!(found.unwrap().as_bytes().is_none(), "{error}"),
        ErrorKind::WrongLength { expected: 20, found: length } => {
            assert_eq!(found.and_then(|item| item.as_bytes()).map(<[u8]>::len), Some(length));
        }
        ErrorKind::UnknownType => {
            let kind = found.and_then(|item| item.as_bytes()).unwrap();
            assert!(!matches!(kind, b"q" | b"r" | b"e"));
        }
        ErrorKind::OutOfRange { max: 65_535 } => {
            assert!(found.and_then(krpc_document::int).unwrap() > 65_535);
        }
        ErrorKind::InvalidNumber => {
            assert!(krpc_document::int(found.unwrap()).is_none_or(|number| number < 0));
        }
        _ => assert!(matches!(error.kind(), ErrorKind::NotBencode(_)), "{error}"),
    }
}

/// A message without quirks takes no memory at all, unless an item nests deep; any other datagram takes no more
/// than a constant times its own size.
pub fn decoding_allocates_nothing(datagram: &[u8]) {
    let mut is_plain = false;
    let taken = measure(|| {
        if let Ok((message, quirks)) = krpc::decode(datagram) {
            let deep = datagram.iter().filter(|byte| matches!(byte, b'd' | b'l')).count() > 9;
            is_plain = quirks.is_empty() && !deep;
            drop(message);
        }
    });
    if is_plain {
        assert_eq!(taken.count_total, 0);
    }
    let limit = 24 * datagram.len() as u64 + 4096;
    assert!(taken.bytes_max <= limit, "{} of {limit}", taken.bytes_max);
}

/// A message cut short anywhere is an error, not half a message.
pub fn no_part_of_a_message_is_one(datagram: &[u8]) {
    let Ok((_, quirks)) = krpc::decode(datagram) else { return };
    // Zeros and the like are reported each time, bytes after the message up to a bound.
    let trailing = quirks.count(Quirk::TrailingData);
    if datagram.len() > 1500 || trailing >= usize::from(u16::MAX) {
        return;
    }
    for length in 0..datagram.len() - trailing {
        assert!(krpc::decode(&datagram[..length]).is_err(), "{length}");
    }
}

/// A reply can be cut to any length that is enough for everything except its lists; other messages stay whole.
pub fn messages_are_cut_to_any_length(datagram: &[u8]) {
    let Ok((message, _)) = krpc::decode(datagram) else { return };
    let length = message.encoded_len();
    for limit in [0, length / 2, length.saturating_sub(1), length, 1024] {
        let mut cut = message.clone();
        let fits = cut.fit(limit);
        assert_eq!(fits, cut.encoded_len() <= limit);
        assert!(cut.encoded_len() <= length && (limit < length || cut == message));
        let lists = |message: &Message<'_>| {
            message
                .reply()
                .is_some_and(|reply| !reply.values.is_empty() || reply.all_nodes().next().is_some())
        };
        assert!(fits || !lists(&cut), "{limit}");
    }
}

/// Ids, distances and tokens of any bytes are preserved.
pub fn values_of_bytes_keep_their_bytes(input: &[u8]) {
    let Some((id, rest)) = input.split_first_chunk::<20>() else { return };
    let id = NodeId(*id);
    assert_eq!(id.to_string().parse::<NodeId>().unwrap(), id);
    let Some((other, rest)) = rest.split_first_chunk::<20>() else { return };
    let other = NodeId(*other);
    assert_eq!(id.distance(&other).distance(&other), id);
    assert_eq!(id.distance(&other).leading_zeros() == 160, id == other);
    let Some((ip, rest)) = rest.split_first_chunk::<16>() else { return };
    for ip in [(*ip).into(), std::net::Ipv6Addr::from(*ip).to_canonical()] {
        let bound = NodeId::bound_to(ip, id.0);
        assert!(bound.is_bound_to(ip));
        assert_eq!(bound.0[3..], id.0[3..]);
        let Some((secret, rest)) = rest.split_first_chunk::<16>() else { return };
        let tokens = Tokens::new(*secret);
        assert!(tokens.accepts(&tokens.issue(ip, &id), ip, &id));
        assert_eq!(tokens.accepts(rest, ip, &id), rest == tokens.issue(ip, &id));
    }
}

/// Structs of the shape of librqbit-dht 9.1, over its own bencode, whose numbers overflow, read the same.
pub fn librqbit_bencode_reads_the_same(datagram: &[u8]) {
    let Some(message) = canonical(datagram).filter(|_| numbers_fit(datagram)) else { return };
    if let Ok(theirs) = librqbit_bencode::from_bytes::<krpc_peers::Borrowed<'_>>(datagram) {
        theirs.same(&message);
    }
}

/// Structs of the shape of mainline 8.0, over serde_bencode, read the same.
pub fn serde_bencode_reads_the_same(datagram: &[u8]) {
    let Some(message) = canonical(datagram) else { return };
    if let Ok(theirs) = serde_bencode::from_bytes::<krpc_peers::Owned>(datagram) {
        theirs.same(&message);
    }
}

/// typebit, unmodified, reads the same.
pub fn typebit_reads_the_same(datagram: &[u8]) {
    let Some(message) = canonical(datagram) else { return };
    if let Ok(theirs) = typebit::dht::decode(datagram) {
        krpc_peers::same_as_typebit(&message, &theirs);
    }
}

/// Whether the port fits 16 bits and every other number 64, as their types have them.
fn numbers_fit(datagram: &[u8]) -> bool {
    let Ok(document) = Document::parse_with(datagram, Rules::TOLERANT) else { return false };
    let port = document.root().find("a.port").and_then(|port| port.as_int());
    let mut reader = Reader::with_rules(datagram, Rules::TOLERANT);
    while let Ok(Some(token)) = reader.next() {
        if matches!(token, Token::Int(int) if int.to_i64().is_err()) {
            return false;
        }
    }
    port.is_none_or(|port| port.to_u64().is_ok_and(|port| port <= 65_535))
}

/// A message with only one reading: other libraries check neither types nor bounds, and take other values of
/// repeated keys.
fn canonical(datagram: &[u8]) -> Option<Message<'_>> {
    let (message, quirks) = krpc::decode(datagram).ok()?;
    let harmless = [Quirk::UnknownKey, Quirk::UnsortedKey, Quirk::MissingNodeId];
    quirks.iter().all(|(quirk, _)| harmless.contains(&quirk)).then_some(message)
}
