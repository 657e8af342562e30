//! A row for every quirk of replies: how it is read, and that it is reported, once each.

use serde_json::to_value;
use tracker_types::http::announce;
use tracker_types::{Quirk, Quirks};

use super::scrape_quirks::SCRAPES;

/// The deviation, the body, its meaning, and the quirks.
pub(super) type Row = (&'static str, &'static [u8], &'static str, &'static [(Quirk, usize)]);

pub(super) const ANNOUNCES: &[Row] = &[
    ("none", b"d8:intervali9e5:peers0:e", r#"{"interval":9,"peers":[]}"#, &[]),
    (
        "all that there can be, as it should be",
        b"d8:completei1e10:downloadedi2e11:external ip4:\x01\x02\x03\x0410:incompletei3e8:intervali9e12:min intervali4e5:peersld2:ip7:1.2.3.47:peer id20:-TR2940-0890apv0oznf4:porti5eee10:tracker id1:x15:warning message1:ye",
        r#"{"complete":1,"downloaded":2,"external ip":"1.2.3.4","incomplete":3,"interval":9,"min interval":4,"peers":[{"ip":"1.2.3.4","peer id":"-TR2940-0890apv0oznf","port":5}],"tracker id":"x","warning message":"y"}"#,
        &[],
    ),
    (
        "values that read like keys",
        b"d8:intervali9e5:peers6:peers610:tracker id15:warning messagee",
        r#"{"interval":9,"peers":[{"ip":"112.101.101.114","port":29494}],"tracker id":"warning message"}"#,
        &[],
    ),
    (
        "a value that reads like an end",
        b"d8:intervali9e5:peers0:10:tracker id20:0123456789abe0123456e",
        r#"{"interval":9,"peers":[],"tracker id":"0123456789abe0123456"}"#,
        &[],
    ),
    (
        "R1: unsorted keys (chihaya)",
        b"d5:peersld2:ip7:1.2.3.44:porti1eee8:intervali9e10:incompletei2ee",
        r#"{"incomplete":2,"interval":9,"peers":[{"ip":"1.2.3.4","port":1}]}"#,
        &[(Quirk::UnsortedKey, 2)],
    ),
    (
        "R1: unsorted failure (Ocelot)",
        b"d14:failure reason20:Unregistered torrent12:min intervali5400e8:intervali5400ee",
        r#"{"failure reason":"Unregistered torrent","interval":5400,"min interval":5400}"#,
        &[(Quirk::UnsortedKey, 1)],
    ),
    (
        "R2: duplicate key, the last wins",
        b"d8:intervali7e8:intervali9e5:peers0:e",
        r#"{"interval":9,"peers":[]}"#,
        &[(Quirk::DuplicateKey, 1)],
    ),
    (
        "R2: duplicate keys apart",
        b"d8:intervali7e5:peers6:\x01\x02\x03\x04\0\x058:intervali9e5:peers0:e",
        r#"{"interval":9,"peers":[]}"#,
        &[(Quirk::UnsortedKey, 1), (Quirk::DuplicateKey, 2)],
    ),
    (
        "R3: no peers (chihaya)",
        b"d8:intervali9ee",
        r#"{"interval":9,"peers":[]}"#,
        &[(Quirk::MissingPeers, 1)],
    ),
    (
        "R3: only peers6 (opentracker)",
        b"d8:intervali9e6:peers618:iiiiiiiiiiiiiiii\0\x05e",
        r#"{"interval":9,"peers":[{"ip":"6969:6969:6969:6969:6969:6969:6969:6969","port":5}]}"#,
        &[(Quirk::MissingPeers, 1)],
    ),
    ("R4: empty list", b"d8:intervali9e5:peerslee", r#"{"interval":9,"peers":[]}"#, &[]),
    (
        "R4: dictionary",
        b"d8:intervali9e5:peersdee",
        r#"{"interval":9,"peers":[]}"#,
        &[(Quirk::PeersDictionary, 1)],
    ),
    (
        "R4: dictionary of peers (PHP)",
        b"d8:intervali9e5:peersd1:0d2:ip7:1.2.3.44:porti5ee1:2d2:ip7:1.2.3.44:porti6eeee",
        r#"{"interval":9,"peers":[{"ip":"1.2.3.4","port":5},{"ip":"1.2.3.4","port":6}]}"#,
        &[(Quirk::PeersDictionary, 1)],
    ),
    (
        "a dictionary of peers in another order",
        b"d8:intervali9e5:peersd1:2d2:ip7:1.2.3.44:porti5ee1:0d2:ip7:1.2.3.44:porti6eeee",
        r#"{"interval":9,"peers":[{"ip":"1.2.3.4","port":5},{"ip":"1.2.3.4","port":6}]}"#,
        &[(Quirk::UnsortedKey, 1), (Quirk::PeersDictionary, 1)],
    ),
    (
        "a dictionary of peers with an index twice",
        b"d8:intervali9e5:peersd1:0d2:ip7:1.2.3.44:porti5ee1:0d2:ip7:1.2.3.44:porti6eeee",
        r#"{"interval":9,"peers":[{"ip":"1.2.3.4","port":5},{"ip":"1.2.3.4","port":6}]}"#,
        &[(Quirk::DuplicateKey, 1), (Quirk::PeersDictionary, 1)],
    ),
    (
        "a dictionary of peers with indices twice, in another order",
        b"d8:intervali9e5:peersd1:1d2:ip7:1.2.3.44:porti5ee1:0d2:ip7:1.2.3.44:porti6ee1:1d2:ip7:1.2.3.44:porti7ee1:2d2:ip7:1.2.3.44:porti8ee1:2d2:ip7:1.2.3.44:porti9ee1:3d2:ip7:1.2.3.44:porti10eeee",
        r#"{"interval":9,"peers":[{"ip":"1.2.3.4","port":5},{"ip":"1.2.3.4","port":6},{"ip":"1.2.3.4","port":7},{"ip":"1.2.3.4","port":8},{"ip":"1.2.3.4","port":9},{"ip":"1.2.3.4","port":10}]}"#,
        &[(Quirk::UnsortedKey, 1), (Quirk::DuplicateKey, 2), (Quirk::PeersDictionary, 1)],
    ),
    (
        "R4: an integer",
        b"d8:intervali9e5:peersi0ee",
        r#"{"interval":9,"peers":[]}"#,
        &[(Quirk::WrongType, 1)],
    ),
    (
        "R5: list of packed peers (Arcadia)",
        b"d8:intervali9e5:peersl6:\x01\x02\x03\x04\0\x056:\x01\x02\x03\x04\0\x06ee",
        r#"{"interval":9,"peers":[{"ip":"1.2.3.4","port":5},{"ip":"1.2.3.4","port":6}]}"#,
        &[(Quirk::PackedPeerList, 1)],
    ),
    (
        "R6: host name",
        b"d8:intervali9e5:peersld2:ip13:test_hostname4:porti5eeee",
        r#"{"interval":9,"peers":[{"ip":"test_hostname","port":5}]}"#,
        &[(Quirk::DnsPeer, 1)],
    ),
    (
        "R7: one bad peer",
        b"d8:intervali9e5:peersld2:ip3:? !4:porti5eed2:ip7:1.2.3.44:porti5eeee",
        r#"{"interval":9,"peers":[{"ip":"1.2.3.4","port":5}]}"#,
        &[(Quirk::SkippedPeer, 1)],
    ),
    (
        "R5: packed peers of IPv6 and one that listens nowhere",
        b"d8:intervali9e5:peersl18:\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\x07\0\x056:\x01\x02\x03\x04\0\0ee",
        r#"{"interval":9,"peers":[{"ip":"::7","port":5},{"ip":"1.2.3.4","port":0}]}"#,
        &[(Quirk::PortZero, 1), (Quirk::PackedPeerList, 1)],
    ),
    (
        "R8: a port of 0 as text",
        b"d8:intervali9e5:peersld2:ip7:1.2.3.44:port1:0eee",
        r#"{"interval":9,"peers":[{"ip":"1.2.3.4","port":0}]}"#,
        &[(Quirk::PortZero, 1), (Quirk::NumberAsText, 1)],
    ),
    (
        "R7: bad peers of all kinds",
        b"d8:intervali9e5:peersli1ele1:xded4:porti5eed2:ip7:1.2.3.4ed2:ip7:1.2.3.44:porti5eeee",
        r#"{"interval":9,"peers":[{"ip":"1.2.3.4","port":5}]}"#,
        &[(Quirk::PackedPeerList, 1), (Quirk::SkippedPeer, 6)],
    ),
    (
        "R8: id for peer id (qBittorrent)",
        b"d8:intervali9e5:peersld2:id20:-TR2940-0890apv0oznf2:ip7:1.2.3.44:porti5eeee",
        r#"{"interval":9,"peers":[{"ip":"1.2.3.4","peer id":"-TR2940-0890apv0oznf","port":5}]}"#,
        &[(Quirk::PeerIdAlias, 1)],
    ),
    (
        "R8: peer_id for peer id, and id beside it",
        b"d8:intervali9e5:peersld2:ip7:1.2.3.47:peer_id20:-TR2940-0890apv0oznf4:porti5eed2:id1:x2:ip7:1.2.3.47:peer id20:-TR2940-0890apv0oznf4:porti6eeee",
        r#"{"interval":9,"peers":[{"ip":"1.2.3.4","peer id":"-TR2940-0890apv0oznf","port":5},{"ip":"1.2.3.4","peer id":"-TR2940-0890apv0oznf","port":6}]}"#,
        &[(Quirk::PeerIdAlias, 2)],
    ),
    (
        "R8: peer id of no bytes (qBittorrent)",
        b"d8:intervali9e5:peersld2:ip7:1.2.3.47:peer id0:4:porti5eeee",
        r#"{"interval":9,"peers":[{"ip":"1.2.3.4","port":5}]}"#,
        &[(Quirk::PeerIdLength, 1)],
    ),
    (
        "peer id of 25 bytes (bittorrent-tracker)",
        b"d8:intervali9e5:peersld2:ip7:1.2.3.47:peer id25:-TR2940-890ap\xc2\x80\xc2\x81\xc3\xbf\xc3\xa9\xc2\xa0ab4:porti5eeee",
        r#"{"interval":9,"peers":[{"ip":"1.2.3.4","peer id":"2d5452323934302d38393061708081ffe9a06162","port":5}]}"#,
        &[(Quirk::DoubleEncoded, 1)],
    ),
    (
        "R9: IPv4 mapped into IPv6, among others",
        b"d8:intervali9e5:peers0:6:peers636:iiiiiiiiiiiiiiii\0\x05\0\0\0\0\0\0\0\0\0\0\xff\xff\x01\x02\x03\x04\0\x06e",
        r#"{"interval":9,"peers":[{"ip":"6969:6969:6969:6969:6969:6969:6969:6969","port":5},{"ip":"1.2.3.4","port":6}]}"#,
        &[(Quirk::MappedAddress, 1)],
    ),
    (
        "R9: IPv4 mapped into IPv6",
        b"d8:intervali9e5:peersld2:ip14:::ffff:1.2.3.44:porti5eeee",
        r#"{"interval":9,"peers":[{"ip":"1.2.3.4","port":5}]}"#,
        &[(Quirk::MappedAddress, 1)],
    ),
    (
        "R9: the same, packed (opentracker)",
        b"d8:intervali9e5:peers0:6:peers618:\0\0\0\0\0\0\0\0\0\0\xff\xff\x01\x02\x03\x04\0\x05e",
        r#"{"interval":9,"peers":[{"ip":"1.2.3.4","port":5}]}"#,
        &[(Quirk::MappedAddress, 1)],
    ),
    (
        "R10: 11 bytes",
        b"d8:intervali9e5:peers11:\x01\x02\x03\x04\0\x05abcdee",
        r#"{"interval":9,"peers":[{"ip":"1.2.3.4","port":5}]}"#,
        &[(Quirk::RaggedPeers, 1)],
    ),
    (
        "R10: peers6 of 5 bytes",
        b"d8:intervali9e5:peers0:6:peers65:abcdee",
        r#"{"interval":9,"peers":[]}"#,
        &[(Quirk::RaggedPeers, 1)],
    ),
    (
        "R11: peers6 of the wrong type",
        b"d8:intervali9e5:peers0:6:peers6i1ee",
        r#"{"interval":9,"peers":[]}"#,
        &[(Quirk::Peers6Type, 1)],
    ),
    (
        "R11: peers6 as a list (aria2 takes it)",
        b"d8:intervali9e5:peers0:6:peers6ld2:ip3:::74:porti5eeee",
        r#"{"interval":9,"peers":[{"ip":"::7","port":5}]}"#,
        &[(Quirk::Peers6List, 1)],
    ),
    (
        "a peer that listens nowhere, in a reply that is usual otherwise",
        b"d8:intervali9e5:peersld2:ip7:1.2.3.44:porti0eeee",
        r#"{"interval":9,"peers":[{"ip":"1.2.3.4","port":0}]}"#,
        &[(Quirk::PortZero, 1)],
    ),
    (
        "R12: ports out of range",
        b"d8:intervali9e5:peersld2:ip7:1.2.3.44:porti0eed2:ip7:1.2.3.44:porti-1eed2:ip7:1.2.3.44:porti65536eeee",
        r#"{"interval":9,"peers":[{"ip":"1.2.3.4","port":0}]}"#,
        &[(Quirk::PortZero, 1), (Quirk::SkippedPeer, 2)],
    ),
    (
        "R12: a port of 0, packed",
        b"d8:intervali9e5:peers12:\x01\x02\x03\x04\0\0\x01\x02\x03\x04\0\x056:peers618:iiiiiiiiiiiiiiii\0\0e",
        r#"{"interval":9,"peers":[{"ip":"1.2.3.4","port":0},{"ip":"1.2.3.4","port":5},{"ip":"6969:6969:6969:6969:6969:6969:6969:6969","port":0}]}"#,
        &[(Quirk::PortZero, 2)],
    ),
    (
        "R12: port as text",
        b"d8:intervali9e5:peersld2:ip7:1.2.3.44:port5:51413ed2:ip7:1.2.3.44:port1:1eee",
        r#"{"interval":9,"peers":[{"ip":"1.2.3.4","port":51413},{"ip":"1.2.3.4","port":1}]}"#,
        &[(Quirk::NumberAsText, 2)],
    ),
    (
        "R12: a port that only std's parser would read",
        b"d8:intervali9e5:peersld2:ip7:1.2.3.44:port3:+80eee",
        r#"{"interval":9,"peers":[]}"#,
        &[(Quirk::SkippedPeer, 1)],
    ),
    (
        "R12: a port that is a list",
        b"d8:intervali9e5:peersld2:ip7:1.2.3.44:portleeee",
        r#"{"interval":9,"peers":[]}"#,
        &[(Quirk::SkippedPeer, 1)],
    ),
    (
        "R8: a peer id that is a number",
        b"d8:intervali9e5:peersld2:ip7:1.2.3.47:peer idi7e4:porti5eeee",
        r#"{"interval":9,"peers":[{"ip":"1.2.3.4","port":5}]}"#,
        &[(Quirk::WrongType, 1)],
    ),
    (
        "peer ids of 25 bytes, of 11 characters, of 20 that Latin-1 does not have",
        b"d8:intervali9e5:peersld2:ip7:1.2.3.47:peer id25:\xff2345678901234567890123454:porti5eed2:ip7:1.2.3.47:peer id22:\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa94:porti6eed2:ip7:1.2.3.47:peer id21:\xc5\x8223456789012345678904:porti7eeee",
        r#"{"interval":9,"peers":[{"ip":"1.2.3.4","port":5},{"ip":"1.2.3.4","port":6},{"ip":"1.2.3.4","port":7}]}"#,
        &[(Quirk::PeerIdLength, 3)],
    ),
    (
        "R7: a host that is not even text",
        b"d8:intervali9e5:peersld2:ip3:\xff\xfe\xfd4:porti5eed2:ip7:1.2.3.44:porti6eeee",
        r#"{"interval":9,"peers":[{"ip":"1.2.3.4","port":6}]}"#,
        &[(Quirk::SkippedPeer, 1)],
    ),
    ("R13: no interval", b"d5:peers0:e", r#"{"peers":[]}"#, &[(Quirk::MissingInterval, 1)]),
    (
        "R14: number as text",
        b"d8:interval2:205:peers0:e",
        r#"{"interval":20,"peers":[]}"#,
        &[(Quirk::NumberAsText, 1)],
    ),
    (
        "R14: no number as text",
        b"d8:interval2:2x5:peers0:e",
        r#"{"peers":[]}"#,
        &[(Quirk::WrongType, 1)],
    ),
    (
        "R15: -1 for unknown (libtorrent)",
        b"d8:completei-1e8:intervali9e5:peers0:e",
        r#"{"interval":9,"peers":[]}"#,
        &[(Quirk::NegativeNumber, 1)],
    ),
    (
        "R15: negative interval",
        b"d8:intervali-5e5:peers0:e",
        r#"{"peers":[]}"#,
        &[(Quirk::NegativeNumber, 1)],
    ),
    (
        "R15: negative interval as text",
        b"d8:interval2:-55:peers0:e",
        r#"{"peers":[]}"#,
        &[(Quirk::NegativeNumber, 1), (Quirk::NumberAsText, 1)],
    ),
    (
        "R15: 2^63-1 and 2^64-1 and beyond",
        b"d8:completei9223372036854775807e10:downloadedi18446744073709551615e10:incompletei99999999999999999999999999999999999999999e8:intervali9e5:peers0:e",
        r#"{"complete":4294967295,"downloaded":4294967295,"incomplete":4294967295,"interval":9,"peers":[]}"#,
        &[(Quirk::LargeNumber, 3)],
    ),
    (
        "R15: 2^32-1 fits",
        b"d8:intervali4294967295e5:peers0:e",
        r#"{"interval":4294967295,"peers":[]}"#,
        &[],
    ),
    (
        "R15: 2^64 as text",
        b"d8:interval20:184467440737095516165:peers0:e",
        r#"{"interval":4294967295,"peers":[]}"#,
        &[(Quirk::LargeNumber, 1), (Quirk::NumberAsText, 1)],
    ),
    (
        "R16: leading zeros",
        b"d8:intervali01800e5:peers0:e",
        r#"{"interval":1800,"peers":[]}"#,
        &[(Quirk::LeadingZero, 1)],
    ),
    (
        "R16: zeros in all numbers",
        b"d8:intervali09e5:peers00:e",
        r#"{"interval":9,"peers":[]}"#,
        &[(Quirk::LeadingZero, 2)],
    ),
    (
        "R16: negative zero, zeros in a length",
        b"d8:intervali-0e5:peers00:e",
        r#"{"interval":0,"peers":[]}"#,
        &[(Quirk::LeadingZero, 2)],
    ),
    (
        "R17: a failure with peers (libtorrent's test)",
        b"d5:peers0:14:failure reason12:test messagee",
        r#"{"failure reason":"test message"}"#,
        &[(Quirk::UnsortedKey, 1), (Quirk::FailureWithOthers, 1)],
    ),
    (
        "R17: a failure with all that has a name in one, and something that has none",
        b"d8:completei1e10:downloadedi2e14:failure reason4:gone10:incompletei3e8:intervali4e12:min intervali5e8:retry ini6e10:tracker id1:x3:zzz0:e",
        r#"{"complete":1,"downloaded":2,"failure reason":"gone","incomplete":3,"interval":4,"min interval":5,"retry in":6,"tracker id":"x"}"#,
        &[(Quirk::UnknownKey, 1)],
    ),
    (
        "R17: Latin-1",
        b"d14:failure reason3:\xe9t\xe9e",
        r#"{"failure reason":{"$hex":"e974e9"}}"#,
        &[(Quirk::FailureNotUtf8, 1)],
    ),
    (
        "R18: a failure that is a number",
        b"d14:failure reasoni-007ee",
        r#"{"failure reason":"-7"}"#,
        &[(Quirk::LeadingZero, 1), (Quirk::FailureNotText, 1)],
    ),
    (
        "R18: a failure that is a list",
        b"d14:failure reasonl4:goneee",
        r#"{"failure reason":"l4:gonee"}"#,
        &[(Quirk::FailureNotText, 1)],
    ),
    (
        "R19: failure",
        b"d7:failure4:gonee",
        r#"{"failure reason":"gone"}"#,
        &[(Quirk::FailureAlias, 1)],
    ),
    (
        "R19: failure beside failure reason",
        b"d7:failure1:x14:failure reason4:gonee",
        r#"{"failure reason":"gone"}"#,
        &[(Quirk::FailureAlias, 1)],
    ),
    (
        "R19: a failure that is a number, and so none",
        b"d7:failurei1e8:intervali9e5:peers0:e",
        r#"{"interval":9,"peers":[]}"#,
        &[(Quirk::UnknownKey, 1)],
    ),
    (
        "R20: minutes",
        b"d14:failure reason4:gone8:retry ini5ee",
        r#"{"failure reason":"gone","retry in":5}"#,
        &[],
    ),
    (
        "R20: minutes as text (BEP 31's example)",
        b"d14:failure reason4:gone8:retry in1:5e",
        r#"{"failure reason":"gone","retry in":5}"#,
        &[(Quirk::RetryInText, 1)],
    ),
    (
        "R20: never",
        b"d14:failure reason4:gone8:retry in5:nevere",
        r#"{"failure reason":"gone","retry in":"never"}"#,
        &[],
    ),
    (
        "R20: nonsense",
        b"d14:failure reason4:gone8:retry in4:soone",
        r#"{"failure reason":"gone"}"#,
        &[(Quirk::WrongType, 1)],
    ),
    (
        "R20: a list",
        b"d14:failure reason4:gone8:retry inlee",
        r#"{"failure reason":"gone"}"#,
        &[(Quirk::WrongType, 1)],
    ),
    (
        "R21: trailing CR LF (aquatic)",
        b"d8:intervali9e5:peers0:e\r\n",
        r#"{"interval":9,"peers":[]}"#,
        &[(Quirk::TrailingData, 2)],
    ),
    (
        "R21: nothing but CR LF",
        b"de\r\n",
        r#"{"peers":[]}"#,
        &[(Quirk::MissingInterval, 1), (Quirk::MissingPeers, 1), (Quirk::TrailingData, 2)],
    ),
    (
        "R21: a second fragment",
        b"d14:failure reason4:goneed8:intervali9ee",
        r#"{"failure reason":"gone"}"#,
        &[(Quirk::TrailingData, 15)],
    ),
    (
        "R23: four bytes",
        b"d11:external ip4:\x01\x02\x03\x048:intervali9e5:peers0:e",
        r#"{"external ip":"1.2.3.4","interval":9,"peers":[]}"#,
        &[],
    ),
    (
        "R23: sixteen bytes",
        b"d11:external ip16:iiiiiiiiiiiiiiii8:intervali9e5:peers0:e",
        r#"{"external ip":"6969:6969:6969:6969:6969:6969:6969:6969","interval":9,"peers":[]}"#,
        &[],
    ),
    (
        "R23: sixteen bytes of IPv4",
        b"d11:external ip16:\0\0\0\0\0\0\0\0\0\0\xff\xff\x01\x02\x03\x048:intervali9e5:peers0:e",
        r#"{"external ip":"1.2.3.4","interval":9,"peers":[]}"#,
        &[(Quirk::MappedAddress, 1)],
    ),
    (
        "R23: text",
        b"d11:external ip7:1.2.3.48:intervali9e5:peers0:e",
        r#"{"external ip":"1.2.3.4","interval":9,"peers":[]}"#,
        &[(Quirk::ExternalIpText, 1)],
    ),
    (
        "R23: nonsense",
        b"d11:external ip5:abcde8:intervali9e5:peers0:e",
        r#"{"interval":9,"peers":[]}"#,
        &[(Quirk::ExternalIpUnreadable, 1)],
    ),
    (
        "R23: nonsense that is not even text",
        b"d11:external ip5:\xffbcde8:intervali9e5:peers0:e",
        r#"{"interval":9,"peers":[]}"#,
        &[(Quirk::ExternalIpUnreadable, 1)],
    ),
    (
        "R23: a number",
        b"d11:external ipi7e8:intervali9e5:peers0:e",
        r#"{"interval":9,"peers":[]}"#,
        &[(Quirk::WrongType, 1)],
    ),
    (
        "R27: unknown keys",
        b"d5:extrali1ee8:intervali9e5:peersld2:ip7:1.2.3.44:porti5e1:xi1eee3:zzz0:e",
        r#"{"interval":9,"peers":[{"ip":"1.2.3.4","port":5}]}"#,
        &[(Quirk::UnknownKey, 3)],
    ),
    (
        "texts of the wrong type",
        b"d8:intervali9e5:peers0:10:tracker idi7e15:warning messagelee",
        r#"{"interval":9,"peers":[]}"#,
        &[(Quirk::WrongType, 2)],
    ),
];

pub(super) fn check(row: &Row, reply: &serde_json::Value, quirks: &Quirks) {
    let (what, _, meaning, reported) = row;
    assert_eq!(reply, &serde_json::from_str::<serde_json::Value>(meaning).unwrap(), "{what}");
    assert_eq!(&quirks.iter().collect::<Vec<_>>(), reported, "{what}");
}

#[test]
fn every_quirk_of_announce_replies_is_read_and_reported() {
    for row in ANNOUNCES {
        let (reply, quirks) =
            announce::decode(row.1).unwrap_or_else(|error| panic!("{}: {error}", row.0));
        check(row, &to_value(&reply).unwrap(), &quirks);
    }
}

/// The tables contain every quirk that replies can have, and none of requests.
#[test]
fn the_tables_have_every_quirk_of_replies() {
    let reported: Vec<Quirk> =
        ANNOUNCES.iter().chain(SCRAPES).flat_map(|row| row.3).map(|(quirk, _)| *quirk).collect();
    let from_replies = Quirk::ALL.iter().skip_while(|quirk| **quirk != Quirk::NegativeNumber);
    let replies = from_replies.take_while(|quirk| **quirk != Quirk::OldIpv6Action);
    let missing: Vec<_> = replies.filter(|quirk| !reported.contains(quirk)).collect();
    // These two depend on the request.
    assert_eq!(missing, [&Quirk::UnaskedFile, &Quirk::UnansweredFile]);
}
