//! Contents that other libraries lose or refuse and this one keeps, with one test for each.

use bytes::{Bytes, BytesMut};
use tracker_types::krpc::{
    self, Body, CompactNodes, ErrorCode, KrpcError, Message, Method, NodeId, NodeInfo, Query,
    Reply, Tokens, Values, Want,
};
use tracker_types::{ErrorKind, InfoHash, Quirk, Quirks};

const ID: NodeId = NodeId(*b"abcdefghij0123456789");

fn encoded(message: &Message<'_>) -> Vec<u8> {
    let mut packet = Vec::new();
    krpc::encode(message, &mut packet);
    packet
}

/// mainline 8.0.1 decodes only ids of four bytes; irontide-dht 1.7 echoes two bytes of any id.
#[test]
fn transaction_ids_of_any_length_are_echoed() {
    for length in 1..=64 {
        let id = vec![0xff; length];
        let packet = encoded(&Message::new(id.clone(), Query::new(ID, Method::Ping)));
        let (query, _) = krpc::decode(&packet).unwrap();
        let reply = encoded(&Message::new(query.transaction.unwrap(), Reply::new(ID)));
        let (reply, _) = krpc::decode(&reply).unwrap();
        assert_eq!(reply.transaction.unwrap(), id);
    }
}

/// librqbit-dht 9.1 drops all errors that libtorrent sends.
#[test]
fn errors_that_also_have_a_reply_are_read() {
    // libtorrent 2.1.1.
    let packet = b"d1:eli203e13:invalid tokene1:rd2:id20:abcdefghij01234567891:pi7003ee\
        1:t2:aa1:v4:LT\x02\x111:y1:ee";
    let (message, quirks) = krpc::decode(packet).unwrap();
    let error = message.error().unwrap();
    assert_eq!((error.code, error.id), (ErrorCode::PROTOCOL, Some(ID)));
    assert_eq!(error.to_string(), "203 (protocol error): invalid token");
    assert!(quirks.is_empty() && message.reply().is_none() && message.query().is_none());
}

/// librqbit-dht 9.1 requires `implied_port`, which libtorrent, aria2, jech/dht and rTorrent leave out.
#[test]
fn announces_without_implied_port_are_read() {
    let packet = b"d1:ad2:id20:abcdefghij01234567899:info_hash20:mnopqrstuvwxyz1234564:porti7005e\
        5:token4:abcde1:q13:announce_peer1:t4:aaaa1:v4:A2\0\x031:y1:qe";
    let (message, quirks) = krpc::decode(packet).unwrap();
    let method = &message.query().unwrap().method;
    let Method::AnnouncePeer { port, implied_port, .. } = method else { panic!("{method:?}") };
    assert_eq!((*port, *implied_port), (7005, false));
    assert!(quirks.is_empty());
}

/// mainline 8.0.1 refuses the whole message.
#[test]
fn addresses_of_18_bytes_are_read() {
    let packet = b"d2:ip18:\x20\x01\x0d\xb8\0\0\0\0\0\0\0\0\0\0\0\x07\x1a\xe1\
        1:rd2:id20:abcdefghij0123456789e1:t2:aa1:y1:re";
    let (message, quirks) = krpc::decode(packet).unwrap();
    assert_eq!(message.ip, "[2001:db8::7]:6881".parse().ok());
    assert!(quirks.is_empty());
    assert_eq!(encoded(&message), packet);
}

/// mainline 8.0.1 holds only byte strings, and loses an item that is a dictionary.
#[test]
fn items_that_are_dictionaries_are_read() {
    let packet = b"d1:rd2:id20:abcdefghij01234567891:vd2:ih20:mnopqrstuvwxyz123456ee1:t2:aa1:y1:re";
    let (message, quirks) = krpc::decode(packet).unwrap();
    let item = message.reply().unwrap().item.as_ref().unwrap();
    assert_eq!(item.value.as_bytes(), b"d2:ih20:mnopqrstuvwxyz123456e");
    assert!(quirks.is_empty() && item.signed.is_none() && item.is_canonical());
    assert_eq!(encoded(&message), packet);
}

/// Some programs cannot tell a reply to `get` from one to `get_peers`; here that is not necessary.
#[test]
fn replies_keep_everything_whatever_the_query() {
    let packet = b"d1:rd2:id20:abcdefghij01234567895:nodes0:3:seqi5e5:token1:x6:valuesl6:axje.uee\
        1:t2:aa1:y1:re";
    let (message, _) = krpc::decode(packet).unwrap();
    let reply = message.reply().unwrap();
    assert_eq!((reply.seq, reply.values.iter().count()), (Some(5), 1));
    assert!(reply.token.is_some() && reply.nodes.is_some() && reply.item.is_none());
    assert_eq!(encoded(&message), packet);
}

#[test]
fn messages_are_written_to_three_kinds_of_sinks() {
    let mut query =
        Message::new(b"aa", Query::new(ID, Method::FindNode { target: ID, want: Want::BOTH }));
    query.read_only = true;
    query.version = Some("LT\x02\x11".into());
    let packet = encoded(&query);
    assert_eq!(
        packet,
        b"d1:ad2:id20:abcdefghij01234567896:target20:abcdefghij01234567894:wantl2:n42:n6ee\
          1:q9:find_node2:roi1e1:t2:aa1:v4:LT\x02\x111:y1:qe"
    );
    // The existing contents of the buffer stay.
    let mut vec = b"before".to_vec();
    krpc::encode(&query, &mut vec);
    assert_eq!(vec, [b"before", &packet[..]].concat());
    let mut bytes = BytesMut::from(&b"before"[..]);
    krpc::encode(&query, &mut bytes);
    assert_eq!(bytes, vec);
    let mut space = [7; 200];
    assert_eq!(krpc::encode_to_slice(&query, &mut space).unwrap(), packet);
    assert_eq!(space[packet.len()..], vec![7; 200 - packet.len()]);
    for length in 0..packet.len() {
        let error = krpc::encode_to_slice(&query, &mut space[..length]).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::NoRoom { needed: packet.len() });
        assert_eq!(
            error.to_string(),
            format!("no room for {} bytes at byte {length}", packet.len())
        );
    }
    assert_eq!(krpc::encode_to_slice(&query, &mut space[..packet.len()]).unwrap(), packet);
}

/// Removes the last entry of the first list that has one: `values`, `samples`, `nodes6`, `nodes`.
fn without_one_entry(message: &Message<'static>) -> Option<Message<'static>> {
    fn cut<T, L: FromIterator<T>>(entries: impl Iterator<Item = T>) -> L {
        let entries: Vec<T> = entries.collect();
        let kept = entries.len() - 1;
        entries.into_iter().take(kept).collect()
    }
    let mut message = message.clone();
    let Body::Reply(reply) = &mut message.body else { panic!("no reply") };
    if !reply.values.is_empty() {
        reply.values = cut(reply.values.iter());
    } else if let Some(samples) = reply.samples.as_mut().filter(|list| !list.is_empty()) {
        *samples = cut(samples.iter());
    } else if let Some(nodes6) = reply.nodes6.as_mut().filter(|list| !list.is_empty()) {
        *nodes6 = cut(nodes6.iter());
    } else if let Some(nodes) = reply.nodes.as_mut().filter(|list| !list.is_empty()) {
        *nodes = cut(nodes.iter());
    } else {
        return None;
    }
    Some(message)
}

/// BEP 32: "a node should not send more than 1024 bytes". No entry is removed that has room:
/// entries are removed one by one to compare.
#[test]
fn replies_are_cut_to_fit_a_packet() {
    let v4 = |last| NodeInfo::new(ID, std::net::SocketAddrV4::new([1, 2, 3, last].into(), 7));
    let v6 = |port| NodeInfo::new(ID, std::net::SocketAddrV6::new(1.into(), port, 0, 0));
    let mut reply = Reply::new(ID);
    reply.nodes = Some((0..50).map(v4).collect());
    reply.nodes6 = Some((1..4).map(v6).collect());
    reply.values = ["[2001:db8::1]:1", "1.2.3.4:5", "1.2.3.4:6", "[2001:db8::1]:2", "1.2.3.4:7"]
        .iter()
        .map(|text| text.parse().unwrap())
        .collect();
    reply.samples = Some((0..9).map(|byte| InfoHash([byte; 20])).collect());
    let whole = Message::new(b"aa", reply);
    let length = whole.encoded_len();
    let cuts: Vec<_> = std::iter::successors(Some(whole), without_one_entry)
        .map(|cut| (cut.encoded_len(), cut))
        .collect();
    let (least, _) = cuts[cuts.len() - 1];
    let nothing = b"d1:rd2:id20:abcdefghij01234567895:nodes0:6:nodes60:7:samples0:e1:t2:aa1:y1:re";
    assert_eq!((cuts.len(), least), (1 + 50 + 3 + 5 + 9, nothing.len()));
    for limit in 0..length + 2 {
        let mut message = cuts[0].1.clone();
        assert_eq!(message.fit(limit), limit >= least, "{limit}");
        let place = cuts.iter().position(|(_, cut)| *cut == message).unwrap();
        assert!(cuts[place].0 <= limit.max(least), "{limit}");
        // The two digits that the length of a shorter list may save are not counted on.
        assert!(place == 0 || cuts[place - 1].0 + 2 > limit, "{limit}");
    }
    let mut query = Message::new(b"aa", Query::new(ID, Method::Ping));
    let length = query.encoded_len();
    assert!(query.fit(length) && !query.fit(length - 1));
}

/// BEP 33: the filters of a swarm are 256 bytes each.
#[test]
fn filters_are_read_and_written() {
    let mut reply = Reply::new(ID);
    (reply.peers, reply.seeds) = (Some([b'p'; 256].into()), Some([b's'; 256].into()));
    let message = Message::new(b"aa", reply);
    let packet = encoded(&message);
    let (peers, seeds) = ("p".repeat(256), "s".repeat(256));
    let expected = format!(
        "d1:rd4:BFpe256:{peers}4:BFsd256:{seeds}2:id20:abcdefghij0123456789e1:t2:aa1:y1:re"
    );
    assert_eq!(packet, expected.as_bytes());
    assert_eq!(krpc::decode(&packet).unwrap(), (message, Quirks::new()));
}

#[test]
fn values_are_views_and_may_be_owned() {
    let packet = Bytes::from_static(
        b"d1:rd2:id20:abcdefghij01234567896:valuesl6:axje.u3:abc6:axje\0\0ee1:t2:aa1:y1:re",
    );
    let (message, _) = krpc::decode(&packet).unwrap();
    let values = &message.reply().unwrap().values;
    assert_eq!(format!("{values:?}"), "[97.120.106.101:11893, 97.120.106.101:0]");
    assert!(values.connectable().eq(["97.120.106.101:11893".parse().unwrap()]));
    assert!(!values.is_empty() && Values::default().is_empty());
    assert_eq!(values.clone().into_owned(), *values);
    assert_eq!(values.share(&packet), *values);
    let plain: Values<'_> = values.iter().collect();
    assert_eq!(plain, *values);
    assert!(plain != Values::default() && plain != plain.connectable().collect());
    assert_eq!(plain.share(&packet), plain);
    assert_eq!(plain.clone().into_owned(), plain);
    let stored = tracker_types::CompactPeers::from_bytes(b"axje.uaxje\0\0").0;
    assert_eq!(Values::from(&stored), plain);
    let joined = b"d1:rd2:id20:abcdefghij01234567896:valuesl12:axje.uaxje\0\0ee1:t2:aa1:y1:re";
    let (message, _) = krpc::decode(joined).unwrap();
    let joined = &message.reply().unwrap().values;
    assert_eq!((joined, joined.clone().into_owned()), (&plain, joined.share(&packet)));
}

/// A message that outlives its packet loses nothing.
#[test]
fn messages_may_be_owned() {
    let of_key = b"d1:rd2:id20:abcdefghij01234567891:k32:aaaaaaaabbbbbbbbccccccccdddddddd3:seqi4e\
        3:sig64:aaaaaaaabbbbbbbbccccccccddddddddaaaaaaaabbbbbbbbccccccccdddddddd1:vd1:alee1:n1:nee\
        1:t2:aa1:y1:re";
    let announce = b"d1:ad2:id20:abcdefghij01234567899:info_hash20:mnopqrstuvwxyz1234564:name1:n\
        4:porti6881e5:token8:aoeusnthe1:q13:announce_peer1:t2:aa1:v4:LT\x02\x111:y1:qe";
    let other = b"d1:ad2:id20:abcdefghij0123456789e1:q4:vote1:t2:aa1:y1:qe";
    let error = b"d1:eli201e23:A Generic Error Ocurrede1:t2:aa1:y1:ee";
    for packet in [&of_key[..], announce, other, error] {
        let packet = packet.to_vec();
        let (message, _) = krpc::decode(&packet).unwrap();
        let owned: Message<'static> = message.clone().into_owned();
        assert_eq!(owned, message);
        drop(packet);
        assert_eq!(owned.clone().into_owned(), owned);
    }
}

/// A message that is reused has nothing left of its previous contents.
#[test]
fn a_reused_message_keeps_nothing() {
    let full = b"d1:c20:mnopqrstuvwxyz1234562:ip6:axje.u1:rd2:id20:abcdefghij01234567895:nodes0:\
        1:pi6881e5:token1:x6:valuesl6:axje.uee1:t2:aa1:v4:LT\x02\x111:y1:re";
    let query = b"d1:ad2:id20:abcdefghij0123456789e1:q4:ping2:roi1e1:t2:aa1:y1:qe";
    let error = b"d1:eli201e23:A Generic Error Ocurrede1:t2:aa1:y1:ee";
    let mut message = Message::default();
    for packet in [&full[..], query, full, error, query] {
        let quirks = krpc::decode_into(packet, &mut message).unwrap();
        assert_eq!((&message, quirks), (&krpc::decode(packet).unwrap().0, Quirks::new()));
    }
    for packet in [&b"d1:y1:qe"[..], b"d1:q4:ping1:t2:aa1:y1:qe", b"d1:y1:xe", b"", b"i1e"] {
        krpc::decode_into(full, &mut message).unwrap();
        let error = krpc::decode_into(packet, &mut message).unwrap_err();
        assert_eq!(error.to_string(), krpc::decode(packet).unwrap_err().to_string());
        assert_eq!(message, Message::default());
    }
}

#[test]
fn unreachable_nodes_are_recognized() {
    let martians = [
        "0.1.2.3:1",
        "127.0.0.1:1",
        "1.2.3.4:0",
        "224.0.0.1:1",
        "255.255.255.255:1",
        "169.254.1.1:1",
        "[::1]:1",
        "[::]:1",
        "[ff02::1]:1",
        "[fe80::1]:1",
        "[::ffff:1.2.3.4]:1",
        "[2001:db8::1]:0",
    ];
    let others = ["1.2.3.4:1", "10.0.0.1:1", "223.255.255.255:65535", "[2001:db8::1]:1"];
    let is_martian = |text: &&str| NodeInfo::new(ID, text.parse().unwrap()).is_martian();
    assert!(martians.iter().all(is_martian) && !others.iter().any(is_martian));
    let list = martians[..6].iter().map(|text| NodeInfo::new(ID, text.parse().unwrap()));
    let packed: CompactNodes<'_> = list.collect();
    assert!(packed.iter().all(|node| NodeInfo::<std::net::SocketAddr>::from(node).is_martian()));
}

#[test]
fn tokens_are_bound_to_address_and_target() {
    let mut tokens = Tokens::new([1; 16]);
    let (ip, target) = ([1, 2, 3, 4].into(), ID);
    let token = tokens.issue(ip, &target);
    let mapped = std::net::Ipv4Addr::new(1, 2, 3, 4).to_ipv6_mapped().into();
    assert!(tokens.accepts(&token, ip, &target) && tokens.accepts(&token, mapped, &target));
    assert!(!tokens.accepts(&token, [1, 2, 3, 5].into(), &target));
    assert!(!tokens.accepts(&token, ip, &NodeId([0; 20])));
    assert!(!tokens.accepts(&token[..7], ip, &target) && !tokens.accepts(b"", ip, &target));
    tokens.rotate([2; 16]);
    assert!(tokens.accepts(&token, ip, &target) && tokens.issue(ip, &target) != token);
    tokens.rotate([3; 16]);
    assert!(!tokens.accepts(&token, ip, &target));
    assert_eq!(format!("{tokens:?}"), "Tokens { .. }");
}

#[test]
fn errors_have_texts() {
    let codes = [
        (ErrorCode::NONE, "0"),
        (ErrorCode::GENERIC, "201 (generic error)"),
        (ErrorCode::SERVER, "202 (server error)"),
        (ErrorCode::PROTOCOL, "203 (protocol error)"),
        (ErrorCode::UNKNOWN_METHOD, "204 (unknown method)"),
        (ErrorCode::VALUE_TOO_BIG, "205 (value too big)"),
        (ErrorCode::INVALID_SIGNATURE, "206 (invalid signature)"),
        (ErrorCode::SALT_TOO_BIG, "207 (salt too big)"),
        (ErrorCode::CAS_MISMATCH, "301 (cas mismatch)"),
        (ErrorCode::SEQUENCE_TOO_LOW, "302 (sequence number too low)"),
        (ErrorCode(-1), "-1"),
    ];
    for (code, words) in codes {
        assert_eq!(code.to_string(), words);
        let packet = encoded(&Message::new(b"aa", KrpcError::new(code, "why")));
        let (message, quirks) = krpc::decode(&packet).unwrap();
        assert_eq!(message.error(), Some(&KrpcError::new(code, "why")));
        assert!(quirks.is_empty());
    }
}

#[test]
fn ids_have_distances_text_and_json() {
    let (a, b) = (NodeId([0xff; 20]), NodeId(*b"\xff\xff\x0fabcdefghijklmnopq"));
    assert_eq!(a.distance(&a).leading_zeros(), 160);
    assert_eq!(a.distance(&b), b.distance(&a));
    assert_eq!((a.distance(&b).leading_zeros(), a.leading_zeros()), (16, 0));
    assert_eq!(NodeId([0; 20]).distance(&b), b);
    let text = "ffff0f6162636465666768696a6b6c6d6e6f7071";
    assert_eq!((b.to_string(), text.parse().ok()), (text.to_owned(), Some(b)));
    assert_eq!(format!("{b:?}"), format!("NodeId({text})"));
    assert_eq!(serde_json::to_string(&b).unwrap(), format!("\"{text}\""));
    assert_eq!(serde_json::from_str::<NodeId>(&format!("\"{text}\"")).unwrap(), b);
    assert_eq!(InfoHash::from(NodeId::from(InfoHash(b.0))).0, *b.as_bytes());
    assert_eq!(NodeId::from(b.0), NodeId::try_from(&b.0[..]).unwrap());
    let error = NodeId::try_from(&b.0[..19]).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::WrongLength { expected: 20, found: 19 });
}

#[test]
fn bodies_convert_from_their_parts() {
    let body = Body::from(Reply::new(ID));
    assert_eq!(body, Body::Reply(Reply::new(ID)));
    let (both, mut one) = (Want::BOTH, Want::NONE);
    one.n6 = true;
    assert!(both.n4 && both.n6 && Want::NONE.is_none() && !both.is_none() && !one.is_none());
}

/// All texts of `N` bytes that are a digit, the colon, or beside them in ASCII.
fn near_lengths<const N: usize>() -> impl Iterator<Item = [u8; N]> {
    let bytes = b"/0129:;\x80\xb0";
    let count = bytes.len().pow(u32::try_from(N).unwrap());
    (0..count).map(|number| {
        let place = |at| bytes[number / bytes.len().pow(u32::try_from(at).unwrap()) % bytes.len()];
        std::array::from_fn(place)
    })
}

/// Whether the grammar accepts a packet, and whether there are leading zeros.
fn grammar(packet: &[u8]) -> Option<bool> {
    let document = bencode::Document::parse_with(packet, bencode::Rules::TOLERANT).ok()?;
    Some(document.quirks().iter().any(|found| found.quirk == bencode::Quirk::LeadingZeroLength))
}

/// Lengths of one and three digits are each compared at once.
#[test]
fn lengths_are_those_of_the_grammar() {
    let read = |packet: &[u8]| {
        let (message, quirks) = krpc::decode(packet).ok()?;
        assert_eq!(quirks.contains(Quirk::LeadingZero), grammar(packet).unwrap());
        Some(message.into_owned())
    };
    for head in near_lengths::<2>() {
        let text = vec![b't'; usize::from(head[0] & 0xf)];
        let packet =
            [b"d1:rd2:id20:abcdefghij0123456789e1:t", &head[..], &text, b"1:y1:re"].concat();
        let message = read(&packet);
        assert_eq!(message.is_some(), grammar(&packet).is_some(), "{}", packet.escape_ascii());
        assert!(message.is_none_or(|it| it.transaction.unwrap_or_default() == text[..]));
    }
    for head in near_lengths::<4>() {
        let length = std::str::from_utf8(&head[..3]).ok().and_then(|digits| digits.parse().ok());
        let nodes = vec![b'n'; length.unwrap_or(20)];
        let packet =
            [b"d1:rd2:id20:abcdefghij01234567895:nodes", &head[..], &nodes, b"e1:t1:a1:y1:re"]
                .concat();
        let message = read(&packet);
        assert_eq!(message.is_some(), grammar(&packet).is_some(), "{}", packet.escape_ascii());
        let whole = nodes.len() - nodes.len() % 26;
        let is_read = |it: Message<'_>| {
            it.reply().unwrap().nodes.as_ref().unwrap().as_bytes() == &nodes[..whole]
        };
        assert!(message.is_none_or(is_read), "{}", packet.escape_ascii());
    }
}
