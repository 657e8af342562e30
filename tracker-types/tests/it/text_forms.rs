//! Ids and small types: conversions to and from text and bytes, and comparison.

use std::collections::{BTreeSet, HashSet};
use std::fmt::{Debug, Display, LowerHex, UpperHex};
use std::hash::{BuildHasher, Hash, RandomState};
use std::net::{SocketAddr, SocketAddrV4, SocketAddrV6};
use std::str::FromStr;

use bencode::{ByteStr, Value};
use tracker_types::krpc::{ByteArray, NodeId, NodeInfo, pack_nodes};
use tracker_types::udp::{ConnectionId, TransactionId};
use tracker_types::websocket::{Action, OfferId, Sdp};
use tracker_types::{
    Address, Error, ErrorKind, Event, Family, Host, InfoHash, InfoHashV2, InfoHashes, Peer, PeerId,
    Printable, TrackerUrl,
};

/// The traits of every id of `N` bytes.
fn id_of<const N: usize, I>(first: u8)
where
    I: Copy + Ord + Hash + Debug + Display + LowerHex + UpperHex + AsRef<[u8]> + From<[u8; N]>,
    I: Into<[u8; N]> + Into<ByteStr<'static>> + Into<Value<'static>> + FromStr<Err = Error>,
    I: for<'a> TryFrom<&'a [u8], Error = Error>,
{
    let bytes: [u8; N] =
        std::array::from_fn(|place| first.wrapping_add(u8::try_from(place).unwrap()));
    let id = I::from(bytes);
    let hex = bencode::hex::encode(bytes);
    assert_eq!((format!("{id:x}"), format!("{id:#x}")), (hex.clone(), format!("0x{hex}")));
    let upper = hex.to_uppercase();
    assert_eq!((format!("{id:X}"), format!("{id:#X}")), (upper.clone(), format!("0x{upper}")));
    assert!(format!("{id:?}").ends_with(&format!("({hex})")));
    for text in [hex, upper, id.to_string()] {
        assert_eq!(text.parse::<I>().ok(), Some(id), "{text}");
    }
    assert_eq!((id.as_ref(), Into::<[u8; N]>::into(id)), (&bytes[..], bytes));
    assert_eq!(I::try_from(&bytes[..]).ok(), Some(id));
    let error = I::try_from(&bytes[1..]).err().unwrap();
    assert_eq!(error.kind(), ErrorKind::WrongLength { expected: N, found: N - 1 });
    assert_eq!(Into::<ByteStr<'_>>::into(id), bytes);
    assert_eq!(Into::<Value<'_>>::into(id).as_bytes(), Some(&bytes[..]));
    let other = I::from([0xff; N]);
    assert!(id < other && BTreeSet::from([id, other]).len() == 2);
    assert_eq!(HashSet::from([id, other, id]).len(), 2);
}

#[test]
fn ids_have_the_same_traits() {
    for first in [0, b' ', 0x80] {
        id_of::<20, InfoHash>(first);
        id_of::<32, InfoHashV2>(first);
        id_of::<20, PeerId>(first);
        id_of::<20, NodeId>(first);
    }
    let hash = InfoHash([7; 20]);
    assert_eq!(ByteStr::from(&hash).as_borrowed(), Some(&[7; 20][..]));
    let torrent = bencode::bencode!({ "info_hash": hash });
    assert_eq!(torrent.to_vec(), [b"d9:info_hash20:", &[7; 20][..], b"e"].concat());
    let hashes = [InfoHashes::from(hash), InfoHashes::from(InfoHashV2([7; 32]))];
    assert_eq!(hashes.map(|hashes| hashes.v1()), [Some(hash), None]);
    assert!(hashes[0] > hashes[1]);
}

#[test]
fn numbers_and_byte_arrays_have_the_same_traits() {
    let (connection, transaction) = (ConnectionId::from(0x0a0b), TransactionId::from(0x0c));
    assert_eq!(format!("{connection:#06x} {transaction:X}"), "0x0a0b C");
    assert_eq!((u64::from(connection), u32::from(transaction)), (0x0a0b, 12));
    assert!(connection < ConnectionId(u64::MAX) && transaction > TransactionId(0));

    let key = ByteArray::<4>::try_from(&b"\x01\xab\0\xff"[..]).unwrap();
    assert_eq!((key.to_string(), format!("{key:?}")), ("01ab00ff".into(), "01ab00ff".into()));
    assert_eq!(key.as_ref(), *b"\x01\xab\0\xff");
    assert!(key < ByteArray::from([2, 0, 0, 0]));
    assert_eq!(HashSet::from([key.clone(), key.clone().into_owned()]).len(), 1);
    assert_ne!(key, ByteArray::from([1, 0xab, 0, 0xfe]));
    let state = RandomState::new();
    assert_eq!(state.hash_one(&key), state.hash_one(key.as_array()));
    let error = ByteArray::<4>::try_from(&b"abc"[..]).unwrap_err();
    assert_eq!(error.to_string(), "3 bytes instead of 4 at byte 0");

    let offer = OfferId::from(b"abcdefghij\xff123456789");
    assert_eq!(offer.to_string(), r"abcdefghij\xff123456789");
    assert_eq!(format!("{offer:?}"), r#"OfferId(b"abcdefghij\xff123456789")"#);
    let shown = format!("{:?}", Sdp::answer("v=0\r\n"));
    assert_eq!(shown, r#"Sdp({"type":"answer","sdp":"v=0\r\n"})"#);
    assert!(format!("{offer:x}").starts_with("6162") && offer.as_ref().len() == 20);
    assert!(BTreeSet::from([offer.clone(), OfferId::from(&b"z"[..])]).first() == Some(&offer));
}

/// Text that `Display` writes is what `FromStr` reads.
fn pair<T: FromStr<Err = Error> + Display + Debug + PartialEq>(texts: &[&str]) {
    for text in texts {
        let value: T = text.parse().unwrap();
        assert_eq!(value.to_string(), *text);
        assert_eq!(value.to_string().parse::<T>(), Ok(value));
    }
}

#[test]
fn text_and_values_convert_both_ways() {
    pair::<Event>(&["started", "completed", "stopped", "paused"]);
    pair::<Action>(&["announce", "scrape"]);
    pair::<Host<'_>>(&["1.2.3.4", "2001:db8::7", "seed.example.org"]);
    pair::<Address<'_>>(&["1.2.3.4", "[2001:db8::7]:6881", "seed.example.org:1"]);
    pair::<Peer<'_>>(&["1.2.3.4:51413", "[2001:db8::7]:6881", "seed.example.org:0"]);
    let id = "990c25c3053094f4288dd6c6a4193955a1a52fa7";
    let nodes = [format!("{id}@1.2.3.4:5"), format!("{id}@[2001:db8::7]:6")];
    pair::<NodeInfo>(&[&nodes[0], &nodes[1]]);
    pair::<NodeInfo<SocketAddrV4>>(&[&nodes[0]]);
    pair::<NodeInfo<SocketAddrV6>>(&[&nodes[1]]);
    let url = "udp://tracker.example:6969/announce";
    assert_eq!(TrackerUrl::try_from(url).unwrap().to_string(), url);
    assert_eq!(TrackerUrl::try_from("x").unwrap_err().kind(), ErrorKind::InvalidUrl);
    let address: SocketAddr = "1.2.3.4:5".parse().unwrap();
    let named = Peer::from((address, PeerId([7; 20])));
    assert!(Peer::from(address) < named && Address::from(address) < "1.2.3.4:6".parse().unwrap());
}

#[test]
fn invalid_text_is_an_error() {
    let hex = "990c25c3053094f4288dd6c6a4193955a1a52fa7";
    let node = |text: String| text.parse::<NodeInfo>().unwrap_err().to_string();
    let peer = |text: &str| text.parse::<Peer<'_>>().unwrap_err().to_string();
    let rows = [
        ("Started".parse::<Event>().unwrap_err().to_string(), "unknown event at byte 0"),
        ("".parse::<Event>().unwrap_err().to_string(), "unknown event at byte 0"),
        (
            "offer".parse::<Action>().unwrap_err().to_string(),
            "action is neither announce nor scrape at byte 0",
        ),
        (peer("1.2.3.4"), "port: missing parameter at byte 7"),
        (peer("1.2.3.4:x"), "neither an IP address nor a host name at byte 0"),
        (node(hex.into()), "neither an IP address nor a host name at byte 40"),
        (node(format!("{hex}@seed.example")), "neither an IP address nor a host name at byte 41"),
        (node("12@1.2.3.4:5".into()), "2 digits instead of 40 at byte 0"),
    ];
    for (found, expected) in rows {
        assert_eq!(found, expected);
    }
}

#[test]
fn peer_ids_are_created_from_a_prefix_and_random_bytes() {
    let random: [u8; 20] = std::array::from_fn(|place| u8::try_from(place * 13).unwrap());
    let id = PeerId::with_prefix(b"-XX0100-", random);
    assert!(id.0.starts_with(b"-XX0100-"));
    assert!(id.0[8..].iter().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(byte)));
    assert_ne!(id, PeerId::with_prefix(b"-XX0100-", [7; 20]));
    assert_eq!(
        PeerId::with_prefix(b"0123456789ABCDEFGHIJKLMN", [0; 20]).0,
        *b"0123456789ABCDEFGHIJ"
    );
    assert_eq!(PeerId::with_prefix(b"", [63; 20]).0, [b'_'; 20]);
}

/// Characters that a terminal interprets are escaped; line ends and all other text are kept.
#[test]
fn untrusted_text_is_escaped() {
    let rows = [
        ("Größe\n", "Größe\n"),
        ("a\u{1b}[2Jb\r\t\0", r"a\u001b[2Jb\u000d\u0009\u0000"),
        ("\u{7f}\u{9b}", r"\u007f\u009b"),
        ("\u{200e}\u{200f}\u{202a}\u{202e}", r"\u200e\u200f\u202a\u202e"),
        ("\u{2066}\u{2069}\u{206a}", "\\u2066\\u2069\u{206a}"),
        ("\u{200d}\u{1f600}", "\u{200d}\u{1f600}"),
    ];
    for (text, shown) in rows {
        assert_eq!(Printable(text).to_string(), shown);
    }
}

#[test]
fn nodes_are_packed_by_family() {
    let node = |byte, address: &str| NodeInfo::new(NodeId([byte; 20]), address.parse().unwrap());
    let known: [NodeInfo; 4] = [
        node(1, "[::1]:1"),
        node(2, "1.2.3.4:2"),
        node(3, "[::ffff:5.6.7.8]:3"),
        node(4, "9.9.9.9:0"),
    ];
    let (nodes, nodes6) = pack_nodes(known);
    let nodes: Vec<String> = nodes.iter().map(|node| node.address.to_string()).collect();
    assert_eq!(nodes, ["1.2.3.4:2", "5.6.7.8:3", "9.9.9.9:0"]);
    assert!(nodes6.iter().map(NodeInfo::from).eq([known[0]]));
    let (nodes, nodes6) = pack_nodes(Vec::<NodeInfo>::new());
    assert!(nodes.is_empty() && nodes6.is_empty());
}

#[test]
fn families_have_names() {
    let families = ["1.2.3.4:5", "[::ffff:1.2.3.4]:5", "[::1]:5"]
        .map(|text| Family::from(text.parse::<SocketAddr>().unwrap()).to_string());
    assert_eq!(families, ["IPv4", "IPv4", "IPv6"]);
}
