//! A row for every quirk of the DHT's messages: the message as it is written again, and the quirks that are
//! reported.

use std::net::{IpAddr, SocketAddr};

use tracker_types::Quirk::{
    self, DuplicateKey, ExternalIpUnreadable, ForeignKey, IncompleteItem, IpWithoutPort,
    LargeNumber, LeadingZero, LongTransaction, MappedAddress, MissingNodeId, MissingTransaction,
    MissingType, NegativeNumber, NumberAsText, OddError, OddFlag, PackedPeerList, PortZero,
    RaggedHashes, RaggedNodes, SampleCount, SkippedPeer, TrailingData, UnknownKey, UnsortedKey,
    WrongType,
};
use tracker_types::Quirks;
use tracker_types::krpc::{self, Method};

/// The deviation, the packet, the packet that is written again, and the quirks.
type Row = (&'static str, &'static str, &'static str, &'static [(Quirk, usize)]);

/// A ping, with bytes before its `q` and bytes before its `y`.
macro_rules! ping {
    ($front:literal, $tail:literal) => {
        concat!("d1:ad2:id20:abcdefghij0123456789e", $front, "1:q4:ping", $tail, "1:y1:qe")
    };
}

/// A query by its method's name, with arguments before and after its id.
macro_rules! query {
    ($name:literal, $front:literal, $tail:literal) => {
        concat!(
            "d1:ad",
            $front,
            "2:id20:abcdefghij0123456789",
            $tail,
            "e1:q",
            $name,
            "1:t2:aa1:y1:qe"
        )
    };
}

/// A reply with bytes before and after its id.
macro_rules! reply {
    ($front:literal, $tail:literal) => {
        concat!("d1:rd", $front, "2:id20:abcdefghij0123456789", $tail, "e1:t2:aa1:y1:re")
    };
}

/// A reply with `values`.
macro_rules! values {
    ($values:literal) => {
        concat!("d1:rd2:id20:abcdefghij01234567896:values", $values, "e1:t2:aa1:y1:re")
    };
}

/// An announce with these bytes before its token.
macro_rules! announce {
    ($front:literal, $port:literal) => {
        concat!(
            "d1:ad2:id20:abcdefghij0123456789",
            $front,
            "9:info_hash20:mnopqrstuvwxyz123456",
            $port,
            "5:token1:xe1:q13:announce_peer1:t2:aa1:y1:qe"
        )
    };
}

const ENVELOPE: &[Row] = &[
    ("nothing", ping!("", "1:t2:aa"), ping!("", "1:t2:aa"), &[]),
    (
        "K1: unsorted keys (crawlers)",
        "d1:y1:q1:q4:ping1:t2:aa1:ad2:id20:abcdefghij0123456789ee",
        ping!("", "1:t2:aa"),
        &[(UnsortedKey, 2)],
    ),
    (
        "K2: no transaction (bittorrent-dht)",
        ping!("", ""),
        ping!("", ""),
        &[(MissingTransaction, 1)],
    ),
    ("K2: empty transaction", ping!("", "1:t0:"), ping!("", ""), &[(MissingTransaction, 1)]),
    ("K2: one byte (rTorrent)", ping!("", "1:t1:a"), ping!("", "1:t1:a"), &[]),
    (
        "K2: 20 bytes",
        ping!("", "1:t20:01234567890123456789"),
        ping!("", "1:t20:01234567890123456789"),
        &[],
    ),
    (
        "K2: 21 bytes",
        ping!("", "1:t21:012345678901234567890"),
        ping!("", "1:t21:012345678901234567890"),
        &[(LongTransaction, 1)],
    ),
    (
        "K3: transaction is an integer",
        ping!("", "1:ti7e"),
        ping!("", ""),
        &[(WrongType, 1), (MissingTransaction, 1)],
    ),
    (
        "K4: no type, a query",
        "d1:ad2:id20:abcdefghij0123456789e1:q4:ping1:t2:aae",
        ping!("", "1:t2:aa"),
        &[(MissingType, 1)],
    ),
    (
        "K4: no type, a reply",
        "d1:rd2:id20:abcdefghij0123456789e1:t2:aae",
        reply!("", ""),
        &[(MissingType, 1)],
    ),
    (
        "K4: type is an integer",
        "d1:eli201e1:xe1:t2:aa1:yi1ee",
        "d1:eli201e1:xe1:t2:aa1:y1:ee",
        &[(WrongType, 1), (MissingType, 1)],
    ),
    (
        "K5: error with what a reply returns (libtorrent)",
        "d1:eli203e1:xe1:rd2:id20:abcdefghij01234567891:pi7ee1:t2:aa1:y1:ee",
        "d1:eli203e1:xe1:t2:aa1:y1:ee",
        &[],
    ),
    (
        "K5: reply with an error",
        "d1:eli203e1:xe1:rd2:id20:abcdefghij0123456789e1:t2:aa1:y1:re",
        reply!("", ""),
        &[],
    ),
    (
        "K5: neither said which",
        "d1:eli203e1:xe1:rd2:id20:abcdefghij0123456789e1:t2:aae",
        "d1:eli203e1:xe1:t2:aa1:y1:ee",
        &[(MissingType, 1)],
    ),
    (
        "K6: a method in a reply",
        "d1:q4:ping1:rd2:id20:abcdefghij0123456789e1:t2:aa1:y1:re",
        reply!("", ""),
        &[(UnknownKey, 1)],
    ),
    (
        "a query with what a reply returns, before and after",
        "d1:rd2:id20:000000000000000000009:info_hash1:ae1:ad2:id20:abcdefghij0123456789e\
         1:q4:ping1:rd2:id3:012e1:t2:aa1:y1:qe",
        ping!("", "1:t2:aa"),
        &[(UnsortedKey, 1), (DuplicateKey, 1), (UnknownKey, 2)],
    ),
    (
        "a reply with arguments after what it returns",
        "d1:rd2:id20:abcdefghij01234567895:token1:xe1:ad2:id20:000000000000000000005:token1:ye\
         1:t2:aa1:y1:re",
        reply!("", "5:token1:x"),
        &[(UnsortedKey, 1), (UnknownKey, 1)],
    ),
    (
        "K18: read-only as text",
        ping!("", "2:ro1:11:t2:aa"),
        ping!("", "2:roi1e1:t2:aa"),
        &[(OddFlag, 1)],
    ),
    ("K19: read-only is 0 (mainline)", ping!("", "2:roi0e1:t2:aa"), ping!("", "1:t2:aa"), &[]),
    (
        "K19: read-only in a reply (mainline)",
        "d1:rd2:id20:abcdefghij0123456789e2:roi1e1:t2:aa1:y1:re",
        reply!("", ""),
        &[],
    ),
    (
        "K20: address without a port",
        "d2:ip4:abcd1:rd2:id20:abcdefghij0123456789e1:t2:aa1:y1:re",
        "d2:ip6:abcd\0\x001:rd2:id20:abcdefghij0123456789e1:t2:aa1:y1:re",
        &[(IpWithoutPort, 1)],
    ),
    (
        "K20: IPv6 address without a port",
        "d2:ip16:abcdabcdabcdabcd1:rd2:id20:abcdefghij0123456789e1:t2:aa1:y1:re",
        "d2:ip18:abcdabcdabcdabcd\0\x001:rd2:id20:abcdefghij0123456789e1:t2:aa1:y1:re",
        &[(IpWithoutPort, 1)],
    ),
    (
        "K20: no address",
        "d2:ip5:abcde1:rd2:id20:abcdefghij0123456789e1:t2:aa1:y1:re",
        reply!("", ""),
        &[(ExternalIpUnreadable, 1)],
    ),
    (
        "K20: inside the reply",
        reply!("", "2:ip6:abcdef"),
        "d2:ip6:abcdef1:rd2:id20:abcdefghij0123456789e1:t2:aa1:y1:re",
        &[(ForeignKey, 1)],
    ),
    (
        "K20: inside the reply and beside it",
        "d2:ip6:ABCDEF1:rd2:id20:abcdefghij01234567892:ip6:abcdefe1:t2:aa1:y1:re",
        "d2:ip6:ABCDEF1:rd2:id20:abcdefghij0123456789e1:t2:aa1:y1:re",
        &[(ForeignKey, 1)],
    ),
    (
        "K23: NULs after the message",
        concat!(ping!("", "1:t2:aa"), "\0\0\0"),
        ping!("", "1:t2:aa"),
        &[(TrailingData, 3)],
    ),
    (
        "K25: version of another length",
        ping!("", "1:t2:aa1:v9:uTorrent!"),
        ping!("", "1:t2:aa1:v9:uTorrent!"),
        &[],
    ),
    (
        "K25: version is an integer",
        ping!("", "1:t2:aa1:vi5e"),
        ping!("", "1:t2:aa"),
        &[(WrongType, 1)],
    ),
    (
        "topic (BEP 50)",
        ping!("1:c20:mnopqrstuvwxyz123456", "1:t2:aa"),
        ping!("1:c20:mnopqrstuvwxyz123456", "1:t2:aa"),
        &[],
    ),
    (
        "topic of another length",
        ping!("1:c3:mno", "1:t2:aa"),
        ping!("", "1:t2:aa"),
        &[(WrongType, 1)],
    ),
    (
        "K31: a key twice, needless zeros",
        "d1:ad2:id020:0000000000000000000002:id20:abcdefghij0123456789e1:q4:ping1:t2:aa1:y1:qe",
        ping!("", "1:t2:aa"),
        &[(LeadingZero, 2), (DuplicateKey, 1)],
    ),
    (
        "K31: the last arguments count, and no others",
        "d1:ad2:id20:000000000000000000006:target20:mnopqrstuvwxyz123456e\
         1:ad2:id20:abcdefghij0123456789e1:q4:ping1:t2:aa1:y1:qe",
        ping!("", "1:t2:aa"),
        &[(DuplicateKey, 1)],
    ),
    (
        "what a reply returns, beside the arguments",
        "d1:ad2:id20:abcdefghij0123456789e1:q4:ping1:rd2:id20:mnopqrstuvwxyz123456e1:t2:aa1:y1:qe",
        ping!("", "1:t2:aa"),
        &[(UnknownKey, 1)],
    ),
    (
        "arguments beside what a reply returns, and after it",
        "d1:rd2:id20:mnopqrstuvwxyz1234561:n1:xe1:ad2:id20:abcdefghij01234567891:k1:xe1:t2:aa1:y1:re",
        "d1:rd2:id20:mnopqrstuvwxyz1234561:n1:xe1:t2:aa1:y1:re",
        &[(UnknownKey, 1), (UnsortedKey, 1)],
    ),
    (
        "zeros in the length of the type",
        "d1:ad2:id20:abcdefghij0123456789e1:q4:ping1:t2:aa1:y01:qe",
        ping!("", "1:t2:aa"),
        &[(LeadingZero, 1)],
    ),
    ("an unknown key", ping!("", "1:t2:aa1:xi5e"), ping!("", "1:t2:aa"), &[(UnknownKey, 1)]),
];

const ERRORS: &[Row] = &[
    ("K7: a text", "d1:e4:oops1:t2:aa1:y1:ee", "d1:eli0e4:oopse1:t2:aa1:y1:ee", &[(OddError, 1)]),
    (
        "K7: a text of digits",
        "d1:e3:2031:t2:aa1:y1:ee",
        "d1:eli0e3:203e1:t2:aa1:y1:ee",
        &[(OddError, 1)],
    ),
    ("K7: a number", "d1:ei203e1:t2:aa1:y1:ee", "d1:eli203e0:e1:t2:aa1:y1:ee", &[(OddError, 1)]),
    (
        "K7: a text in a list (k-rpc-socket)",
        "d1:el4:oopse1:t2:aa1:y1:ee",
        "d1:eli0e4:oopse1:t2:aa1:y1:ee",
        &[(OddError, 1)],
    ),
    (
        "K7: a number in a list",
        "d1:eli203ee1:t2:aa1:y1:ee",
        "d1:eli203e0:e1:t2:aa1:y1:ee",
        &[(OddError, 1)],
    ),
    (
        "K7: the number as text",
        "d1:el3:2034:oopse1:t2:aa1:y1:ee",
        "d1:eli203e4:oopse1:t2:aa1:y1:ee",
        &[(OddError, 1)],
    ),
    (
        "K7: a third element",
        "d1:eli203e4:oopsi7ee1:t2:aa1:y1:ee",
        "d1:eli203e4:oopse1:t2:aa1:y1:ee",
        &[(OddError, 1)],
    ),
    (
        "K7: two texts",
        "d1:eli203e4:oops4:moree1:t2:aa1:y1:ee",
        "d1:eli203e4:oopse1:t2:aa1:y1:ee",
        &[(OddError, 1)],
    ),
    (
        "K7: text before number",
        "d1:el4:oopsi203ee1:t2:aa1:y1:ee",
        "d1:eli0e4:oopse1:t2:aa1:y1:ee",
        &[(OddError, 1)],
    ),
    ("K7: an empty list", "d1:ele1:t2:aa1:y1:ee", "d1:eli0e0:e1:t2:aa1:y1:ee", &[(OddError, 1)]),
    ("K7: a dictionary", "d1:ede1:t2:aa1:y1:ee", "d1:eli0e0:e1:t2:aa1:y1:ee", &[(OddError, 1)]),
    (
        "K7: a list inside",
        "d1:eli203eli1ee4:oopse1:t2:aa1:y1:ee",
        "d1:eli203e4:oopse1:t2:aa1:y1:ee",
        &[(OddError, 1)],
    ),
    ("a negative number", "d1:eli-1e4:oopse1:t2:aa1:y1:ee", "d1:eli-1e4:oopse1:t2:aa1:y1:ee", &[]),
    (
        "a text of digits after the number",
        "d1:eli-1e3:404e1:t2:aa1:y1:ee",
        "d1:eli-1e3:404e1:t2:aa1:y1:ee",
        &[],
    ),
    (
        "a number too large",
        "d1:eli99999999999999999999e0:e1:t2:aa1:y1:ee",
        "d1:eli9223372036854775807e0:e1:t2:aa1:y1:ee",
        &[(LargeNumber, 1)],
    ),
];

const QUERIES: &[Row] = &[
    (
        "K16: port as text",
        announce!("", "4:port4:6881"),
        announce!("", "4:porti6881e"),
        &[(NumberAsText, 1)],
    ),
    ("K16: port 0", announce!("", "4:porti0e"), announce!("", "4:porti0e"), &[(PortZero, 1)]),
    (
        "an unknown key that begins like a known one",
        announce!("12:implied_parti1e", "4:porti6881e"),
        announce!("", "4:porti6881e"),
        &[(UnknownKey, 1)],
    ),
    (
        "K16: port too large, but another one counts",
        announce!("12:implied_porti1e", "4:porti65536e"),
        announce!("12:implied_porti1e", "4:porti0e"),
        &[(LargeNumber, 1)],
    ),
    (
        "K16: port negative, but another one counts",
        announce!("12:implied_porti1e", "4:porti-1e"),
        announce!("12:implied_porti1e", "4:porti0e"),
        &[(NegativeNumber, 1)],
    ),
    (
        "K16: no port, but another one counts",
        announce!("12:implied_porti1e", ""),
        announce!("12:implied_porti1e", "4:porti0e"),
        &[],
    ),
    (
        "K17: implied_port absent (libtorrent, aria2)",
        announce!("", "4:porti6881e"),
        announce!("", "4:porti6881e"),
        &[],
    ),
    (
        "K18: implied_port 0",
        announce!("12:implied_porti0e", "4:porti6881e"),
        announce!("", "4:porti6881e"),
        &[],
    ),
    (
        "K18: seed 2",
        announce!("", "4:porti6881e4:seedi2e"),
        announce!("", "4:porti6881e4:seedi1e"),
        &[(OddFlag, 1)],
    ),
    (
        "K18: seed -1",
        announce!("", "4:porti6881e4:seedi-1e"),
        announce!("", "4:porti6881e4:seedi1e"),
        &[(OddFlag, 1)],
    ),
    (
        "K18: seed as text, 0",
        announce!("", "4:porti6881e4:seed1:0"),
        announce!("", "4:porti6881e"),
        &[(OddFlag, 1)],
    ),
    (
        "K18: seed is a list",
        announce!("", "4:porti6881e4:seedle"),
        announce!("", "4:porti6881e"),
        &[(WrongType, 1)],
    ),
    (
        "K18: seed is a word",
        announce!("", "4:porti6881e4:seed3:yes"),
        announce!("", "4:porti6881e"),
        &[(WrongType, 1)],
    ),
    (
        "K21: announce without a token",
        query!("13:announce_peer", "", "9:info_hash20:mnopqrstuvwxyz1234564:porti1e"),
        query!("13:announce_peer", "", "9:info_hash20:mnopqrstuvwxyz1234564:porti1e5:token0:"),
        &[],
    ),
    (
        "the name of the torrent",
        query!(
            "13:announce_peer",
            "",
            "9:info_hash20:mnopqrstuvwxyz1234564:name1:n4:porti1e5:token1:x"
        ),
        query!(
            "13:announce_peer",
            "",
            "9:info_hash20:mnopqrstuvwxyz1234564:name1:n4:porti1e5:token1:x"
        ),
        &[],
    ),
    (
        "K24: want is a word",
        query!("9:find_node", "", "6:target20:mnopqrstuvwxyz1234564:want2:n6"),
        query!("9:find_node", "", "6:target20:mnopqrstuvwxyz1234564:wantl2:n6e"),
        &[(WrongType, 1)],
    ),
    (
        "want has words that nobody knows",
        query!("9:find_node", "", "6:target20:mnopqrstuvwxyz1234564:wantl2:n42:n82:n6e"),
        query!("9:find_node", "", "6:target20:mnopqrstuvwxyz1234564:wantl2:n42:n6e"),
        &[],
    ),
    (
        "want is an integer, or has one",
        query!("9:find_node", "", "6:target20:mnopqrstuvwxyz1234564:wanti4e4:wantli4ee"),
        query!("9:find_node", "", "6:target20:mnopqrstuvwxyz123456"),
        &[(WrongType, 2), (DuplicateKey, 1)],
    ),
    (
        "a ping with a target",
        query!("4:ping", "", "6:target20:mnopqrstuvwxyz123456"),
        ping!("", "1:t2:aa"),
        &[(UnknownKey, 1)],
    ),
    (
        "samples, and nodes of a family",
        query!("17:sample_infohashes", "", "6:target20:mnopqrstuvwxyz1234564:wantl2:n6e"),
        query!("17:sample_infohashes", "", "6:target20:mnopqrstuvwxyz1234564:wantl2:n6e"),
        &[],
    ),
    (
        "filters alone",
        query!("9:get_peers", "", "9:info_hash20:mnopqrstuvwxyz1234566:scrapei1e"),
        query!("9:get_peers", "", "9:info_hash20:mnopqrstuvwxyz1234566:scrapei1e"),
        &[],
    ),
    (
        "no seeds alone",
        query!("9:get_peers", "", "9:info_hash20:mnopqrstuvwxyz1234566:noseedi1e"),
        query!("9:get_peers", "", "9:info_hash20:mnopqrstuvwxyz1234566:noseedi1e"),
        &[],
    ),
    (
        "arguments of another method (libtorrent's bs)",
        query!("9:get_peers", "2:bsi1e", "9:info_hash20:mnopqrstuvwxyz1234564:porti1e"),
        query!("9:get_peers", "", "9:info_hash20:mnopqrstuvwxyz123456"),
        &[(UnknownKey, 2)],
    ),
    (
        "K28: put with a key and no signature",
        query!("3:put", "", "1:k32:0123456789abcdef0123456789abcdef3:seqi1e5:token1:x1:v1:y"),
        query!("3:put", "", "5:token1:x"),
        &[(IncompleteItem, 1)],
    ),
    (
        "K28: put with a sequence number alone",
        query!("3:put", "", "3:seqi1e5:token1:x1:v1:y"),
        query!("3:put", "", "5:token1:x"),
        &[(IncompleteItem, 1)],
    ),
    (
        "K28: put with a key that is an integer",
        query!("3:put", "", "1:ki5e5:token1:x1:v1:y"),
        query!("3:put", "", "5:token1:x"),
        &[(WrongType, 1), (IncompleteItem, 1)],
    ),
    (
        "K28: put without a value",
        query!("3:put", "", "5:token1:x"),
        query!("3:put", "", "5:token1:x"),
        &[(IncompleteItem, 1)],
    ),
    (
        "K29: put with a target (mainline)",
        query!("3:put", "", "6:target20:mnopqrstuvwxyz1234565:token1:x1:vi5e"),
        query!("3:put", "", "5:token1:x1:vi5e"),
        &[(UnknownKey, 1)],
    ),
    (
        "cas of 0 is one",
        query!("3:put", "3:casi0e", "5:token1:x1:vi5e"),
        query!("3:put", "3:casi0e", "5:token1:x1:vi5e"),
        &[],
    ),
    (
        "a value that is not canonical",
        query!("3:put", "", "5:token1:x1:vd1:bi01e1:a0:e"),
        query!("3:put", "", "5:token1:x1:vd1:bi01e1:a0:e"),
        &[(UnsortedKey, 1), (LeadingZero, 1)],
    ),
    (
        "sequence number as text, negative, too large",
        query!("3:get", "", "3:seq2:-53:seqi-99999999999999999999e6:target20:mnopqrstuvwxyz123456"),
        query!("3:get", "", "6:target20:mnopqrstuvwxyz123456"),
        &[(DuplicateKey, 1), (NumberAsText, 1), (LargeNumber, 1)],
    ),
    (
        "K30: a method that nobody knows",
        query!("4:vote", "", "6:target20:mnopqrstuvwxyz123456"),
        query!("4:vote", "", "6:target20:mnopqrstuvwxyz123456"),
        &[],
    ),
    (
        "K30: a method that nobody knows, by info-hash",
        query!("4:vote", "", "9:info_hash20:mnopqrstuvwxyz1234564:votei5e"),
        query!("4:vote", "", "6:target20:mnopqrstuvwxyz123456"),
        &[(UnknownKey, 1)],
    ),
    (
        "K30: a method that nobody knows, of a target that is none",
        query!("0:", "", "6:target2:mn"),
        query!("0:", "", ""),
        &[(WrongType, 1)],
    ),
];

const REPLIES: &[Row] = &[
    (
        "K8: several peers in one string (Mainline)",
        values!("l12:axje.uidhtnme"),
        values!("l6:axje.u6:idhtnme"),
        &[(PackedPeerList, 1)],
    ),
    (
        "K8: three peers in one string are one of IPv6",
        values!("l18:axje.uidhtnmaxje.ue"),
        values!("l18:axje.uidhtnmaxje.ue"),
        &[],
    ),
    (
        "K9: a string",
        values!("12:axje.uidhtnm"),
        values!("l6:axje.u6:idhtnme"),
        &[(PackedPeerList, 1)],
    ),
    ("K9: a string that is torn", values!("13:axje.uidhtnmx"), reply!("", ""), &[(WrongType, 1)]),
    ("K9: a dictionary", values!("d1:0i1ee"), reply!("", ""), &[(WrongType, 1)]),
    ("K9: an integer", values!("i0e"), reply!("", ""), &[(WrongType, 1)]),
    (
        "K10: other entries among them",
        values!("l6:axje.u5:abcdei5eld1:b0:1:a0:ee6:idhtnme"),
        values!("l6:axje.u6:idhtnme"),
        &[(UnsortedKey, 1), (SkippedPeer, 3)],
    ),
    ("K10: a short entry", values!("l6:axje.u2:abe"), values!("l6:axje.ue"), &[(SkippedPeer, 1)]),
    (
        "K10: a long entry",
        values!("l18:axje.uidhtnmaxje.u30:abcdefghij0123456789abcdefghije"),
        values!("l18:axje.uidhtnmaxje.ue"),
        &[(SkippedPeer, 1)],
    ),
    ("K10: port 0", values!("l6:axje\0\0e"), values!("l6:axje\0\0e"), &[(PortZero, 1)]),
    (
        "K10: port 0, run together",
        values!("l12:axje\0\0axje.ue"),
        values!("l6:axje\0\x006:axje.ue"),
        &[(PortZero, 1), (PackedPeerList, 1)],
    ),
    ("K10: zeros in a length", values!("l06:axje.ue"), values!("l6:axje.ue"), &[(LeadingZero, 1)]),
    (
        "K11: both families",
        values!("l6:axje.u18:axje.uidhtnmaxje.ue"),
        values!("l6:axje.u18:axje.uidhtnmaxje.ue"),
        &[],
    ),
    ("an empty list", values!("le"), reply!("", ""), &[]),
    (
        "K12: nodes are torn",
        reply!(
            "",
            "5:nodes30:abcdefghij0123456789axje.uabcd6:nodes641:abcdefghij0123456789axje.uidhtnmaxje.uabc"
        ),
        reply!(
            "",
            "5:nodes26:abcdefghij0123456789axje.u6:nodes638:abcdefghij0123456789axje.uidhtnmaxje.u"
        ),
        &[(RaggedNodes, 2)],
    ),
    ("K12: nodes is a list", reply!("", "5:nodesle"), reply!("", ""), &[(WrongType, 1)]),
    (
        "K14: nodes of both families",
        reply!(
            "",
            "5:nodes26:abcdefghij0123456789axje.u6:nodes638:abcdefghij0123456789axje.uidhtnmaxje.u"
        ),
        reply!(
            "",
            "5:nodes26:abcdefghij0123456789axje.u6:nodes638:abcdefghij0123456789axje.uidhtnmaxje.u"
        ),
        &[],
    ),
    (
        "nodes2 (old libtorrent)",
        reply!("", "6:nodes2l26:abcdefghij0123456789axje.ue"),
        reply!("", ""),
        &[(UnknownKey, 1)],
    ),
    (
        "K15: id of another length",
        "d1:rd2:id3:abce1:t2:aa1:y1:re",
        "d1:rde1:t2:aa1:y1:re",
        &[(MissingNodeId, 1)],
    ),
    ("K15: no id", "d1:rde1:t2:aa1:y1:re", "d1:rde1:t2:aa1:y1:re", &[(MissingNodeId, 1)]),
    ("K21: empty token", reply!("", "5:token0:"), reply!("", ""), &[]),
    ("K21: token is an integer", reply!("", "5:tokeni5e"), reply!("", ""), &[(WrongType, 1)]),
    (
        "K26: samples are torn, num is less than they are, interval too long",
        reply!(
            "",
            "8:intervali99999e3:numi1e7:samples43:mnopqrstuvwxyz123456mnopqrstuvwxyz123456abc"
        ),
        reply!("", "8:intervali21600e3:numi2e7:samples40:mnopqrstuvwxyz123456mnopqrstuvwxyz123456"),
        &[(LargeNumber, 1), (RaggedHashes, 1), (SampleCount, 1)],
    ),
    (
        "K26: negative numbers",
        reply!("", "8:intervali-5e3:numi-1e7:samples0:"),
        reply!("", "8:intervali0e3:numi0e7:samples0:"),
        &[(NegativeNumber, 2)],
    ),
    (
        "num too large",
        reply!("", "3:numi4294967296e"),
        reply!("", "3:numi4294967295e"),
        &[(LargeNumber, 1)],
    ),
    (
        "K27: filters of another length",
        reply!("4:BFpe3:abc4:BFsd0:", ""),
        reply!("", ""),
        &[(WrongType, 2)],
    ),
    ("the port of the query", reply!("", "1:pi7001e"), reply!("", "1:pi7001e"), &[]),
    (
        "the port of the query is none",
        reply!("", "1:pi70000e"),
        reply!("", ""),
        &[(LargeNumber, 1)],
    ),
    ("the name of the torrent", reply!("", "1:n4:name"), reply!("", "1:n4:name"), &[]),
    ("a sequence number alone", reply!("", "3:seqi5e"), reply!("", "3:seqi5e"), &[]),
    (
        "K28: a key alone",
        reply!("", "1:k3:abc3:seqi5e"),
        reply!("", "3:seqi5e"),
        &[(IncompleteItem, 1)],
    ),
    (
        "K28: a value with a sequence number alone",
        reply!("", "3:seqi5e1:v1:y"),
        reply!("", "3:seqi5e"),
        &[(IncompleteItem, 1)],
    ),
    (
        "K28: a key of another length",
        reply!(
            "",
            "1:k3:abc3:seqi5e3:sig64:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef1:v1:y"
        ),
        reply!("", "3:seqi5e"),
        &[(IncompleteItem, 1)],
    ),
    (
        "all that most replies do not have, and nothing else",
        "d1:rd4:BFpe3:abc4:BFsd3:abc8:intervali5e2:ip6:abcdef1:k1:x1:n1:n3:numi0e7:samples0:\
         3:seqi5e3:sig1:y1:v1:ve1:t2:aa1:y1:re",
        "d2:ip6:abcdef1:rd8:intervali5e1:n1:n3:numi0e7:samples0:3:seqi5ee1:t2:aa1:y1:re",
        &[(WrongType, 2), (ForeignKey, 1), (IncompleteItem, 1), (MissingNodeId, 1)],
    ),
    ("an immutable item", reply!("", "1:vli1ed1:a0:ee"), reply!("", "1:vli1ed1:a0:ee"), &[]),
];

#[test]
fn every_quirk_is_read_and_reported() {
    let mut wrong = Vec::new();
    for (name, packet, expected, quirks) in [ENVELOPE, ERRORS, QUERIES, REPLIES].concat() {
        let mut all = Quirks::new();
        for &(quirk, times) in quirks {
            all.report_times(quirk, times);
        }
        let expected = (expected.as_bytes().escape_ascii().to_string(), all.to_string());
        let found = krpc::decode(packet.as_bytes())
            .map(|(message, quirks)| (encoded(&message), quirks.to_string()));
        if found.as_ref() != Ok(&expected) {
            wrong.push((name, found, expected));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// Lists of nodes are usually 100 to 999 bytes long, but may have any length; a length has only digits.
#[test]
fn nodes_of_any_length_are_read() {
    let text = "x".repeat(5000);
    let read = |length: &str, nodes: usize| {
        let nodes = &text[..nodes];
        let packet = format!(
            "d1:rd2:id20:abcdefghij01234567895:nodes{length}:{nodes}5:token2000:{}e1:t2:aa1:y1:re",
            &text[..2000]
        );
        let (message, quirks) = krpc::decode(packet.as_bytes()).ok()?;
        let reply = message.reply()?;
        assert_eq!(reply.token.as_deref().map(<[u8]>::len), Some(2000), "{length}");
        Some((reply.nodes.as_ref()?.as_bytes().len(), quirks.to_string()))
    };
    for nodes in [0, 26, 78, 104, 130, 208, 286, 494, 988, 1014] {
        assert_eq!(read(&nodes.to_string(), nodes), Some((nodes, String::new())));
    }
    for (length, nodes) in [("026", 26), ("078", 78), ("0104", 104)] {
        let (found, quirks) = read(length, nodes).unwrap();
        assert_eq!((found, quirks.is_empty()), (nodes, false), "{length}");
    }
    for length in ["1a0", "10a", "a00", "1/0", "1:0", "10;", "1 0", ":", "AA"] {
        for nodes in [0, 100, 110, 181, 910, 2000] {
            assert_eq!(read(length, nodes), None, "{length}");
        }
    }
    for packet in [ping!("", "1:t::0123456789"), ping!("", "1:tAA"), ping!("", "1:t:")] {
        assert!(krpc::decode(packet.as_bytes()).is_err(), "{packet}");
    }
}

/// An IPv4 address that is mapped into IPv6 is read and written as IPv4, alone or with another one after it.
#[test]
fn a_mapped_address_is_unmapped() {
    for other in [&b"18:axje.uidhtnmaxje.u"[..], b""] {
        let end = [other, b"ee1:t2:aa1:y1:re"].concat();
        let packet = b"d2:ip18:\0\0\0\0\0\0\0\0\0\0\xff\xff\x01\x02\x03\x04\x1a\xe1\
            1:rd2:id20:abcdefghij0123456789\
            6:valuesl18:\0\0\0\0\0\0\0\0\0\0\xff\xff\x05\x06\x07\x08\0\x09";
        let packet = [&packet[..], &end].concat();
        let (message, quirks) = krpc::decode(&packet).unwrap();
        let (address, peer) = ("1.2.3.4:6881".parse().unwrap(), "5.6.7.8:9".parse().unwrap());
        assert_eq!(message.ip, Some(address));
        let values = &message.reply().unwrap().values;
        assert_eq!(values.iter().next(), Some(peer));
        assert!(quirks.iter().eq([(MappedAddress, 2)]));
        let expected = b"d2:ip6:\x01\x02\x03\x04\x1a\xe11:rd2:id20:abcdefghij0123456789\
            6:valuesl6:\x05\x06\x07\x08\0\x09";
        let expected = [&expected[..], &end].concat();
        assert_eq!(encoded(&message), expected.escape_ascii().to_string());

        let mapped = |address: SocketAddr| match address.ip() {
            IpAddr::V4(ip) => SocketAddr::new(ip.to_ipv6_mapped().into(), address.port()),
            IpAddr::V6(_) => address,
        };
        let mut message = message;
        message.ip = message.ip.map(mapped);
        let krpc::Body::Reply(reply) = &mut message.body else { panic!() };
        reply.values = reply.values.iter().map(mapped).collect();
        assert_eq!(encoded(&message), expected.escape_ascii().to_string());
    }
}

/// The message as it is written, safe to print.
fn encoded(message: &krpc::Message<'_>) -> String {
    let mut packet = Vec::new();
    krpc::encode(message, &mut packet);
    packet.escape_ascii().to_string()
}

/// A sequence number is never changed, because the signature would not match another one.
#[test]
fn an_item_with_a_sequence_number_that_does_not_fit_is_ignored() {
    let (key, signature) = ("k".repeat(32), "s".repeat(64));
    for (seq, expected) in [
        ("i9223372036854775807e", Some(i64::MAX)),
        ("i-9223372036854775808e", Some(i64::MIN)),
        ("i9223372036854775808e", None),
        ("19:9223372036854775808", None),
    ] {
        let packet = format!(
            "d1:rd2:id20:abcdefghij01234567891:k32:{key}3:seq{seq}3:sig64:{signature}1:v1:xe1:t2:aa1:y1:re"
        );
        let (message, quirks) = krpc::decode(packet.as_bytes()).unwrap();
        let item = message.reply().unwrap().item.as_ref();
        assert_eq!(item.and_then(|item| item.signed.as_ref()).map(|it| it.seq), expected, "{seq}");
        assert_eq!(quirks.contains(IncompleteItem), expected.is_none());
        assert_eq!(quirks.contains(LargeNumber), expected.is_none());
    }
}

/// An IPv4 peer is the same peer if it is reached over a socket for both families.
#[test]
fn a_filter_has_an_ipv4_address_mapped_or_not() {
    let mut filter = krpc::BloomFilter::default();
    filter.insert("::ffff:1.2.3.4".parse().unwrap());
    assert!(filter.contains("1.2.3.4".parse().unwrap()));
    assert!(!filter.contains("1.2.3.5".parse().unwrap()));
}

/// Packets that no node can answer or use.
#[test]
fn invalid_messages_are_errors() {
    let rows: &[(&str, &str)] = &[
        ("", "nothing instead of bencode at byte 0"),
        ("GET / HTTP/1.1\r\n", r"something else instead of bencode: GET / HTTP/1.1\r\n"),
        ("le", "not a dictionary at byte 0"),
        ("d1:t2:aa", "unexpected end of input at byte 8 (at least 1 more byte needed)"),
        (
            "d1:rd2:id20:abcdefghij01234567895:tokene1:t2:aa1:y1:re",
            "r.token: expected a value, found `e` at byte 39",
        ),
        ("de", "y: missing parameter at byte 2"),
        ("d1:t2:aae", "y: missing parameter at byte 9"),
        ("d1:t2:aa1:y1:xe", "y: message type is not q, r or e at byte 11"),
        ("d1:t2:aa1:y5:querye", "y: message type is not q, r or e at byte 11"),
        ("d1:t2:aa1:y1:ee", "e: missing parameter at byte 15"),
        ("d1:t2:aa1:y1:re", "r: missing parameter at byte 15"),
        ("d1:ri5e1:t2:aa1:y1:re", "r: missing parameter at byte 4"),
        ("d1:yi5ee", "y: not a string at byte 4"),
        ("d1:t2:aa1:y1:qe", "q: missing parameter at byte 15"),
        ("d1:q4:ping1:t2:aa1:y1:qe", "a: missing parameter at byte 24"),
        ("d1:ai5e1:q4:ping1:t2:aa1:y1:qe", "a: missing parameter at byte 4"),
        ("d1:ade1:ai5e1:q4:ping1:t2:aa1:y1:qe", "a: missing parameter at byte 9"),
        ("d1:ade1:qle1:t2:aa1:y1:qe", "q: not a string at byte 9"),
        ("d1:ade1:q4:ping1:t2:aa1:y1:qe", "a.id: missing parameter at byte 29"),
        ("d1:ad2:idi5ee1:q4:ping1:t2:aa1:y1:qe", "a.id: not a string at byte 9"),
        (
            "d1:ad2:id20:abcdefghij01234567892:idlee1:q4:ping1:y1:qe",
            "a.id: not a string at byte 36",
        ),
        ("d1:ad2:idi5ee1:ade1:q4:ping1:y1:qe", "a.id: missing parameter at byte 34"),
        ("d1:ad2:id3:abce1:q4:ping1:t2:aa1:y1:qe", "a.id: 3 bytes instead of 20 at byte 9"),
        (query!("9:find_node", "", ""), "a.target: missing parameter at byte 61"),
        (query!("9:find_node", "", "6:target2:mn"), "a.target: 2 bytes instead of 20 at byte 40"),
        (query!("9:get_peers", "", "6:target2:mn"), "a.info_hash: missing parameter at byte 73"),
        (query!("3:get", "", ""), "a.target: missing parameter at byte 55"),
        (query!("17:sample_infohashes", "", ""), "a.target: missing parameter at byte 70"),
        (announce!("", ""), "a.port: missing parameter at byte 110"),
        (announce!("", "4:portle"), "a.port: not a number at byte 72"),
        (announce!("", "4:porti65536e"), "a.port: number above 65535 at byte 72"),
        (announce!("", "4:porti-1e"), "a.port: not a number at byte 72"),
    ];
    let words = |packet: &str| krpc::decode(packet.as_bytes()).unwrap_err().to_string();
    let found: Vec<_> = rows.iter().map(|(packet, _)| (*packet, words(packet))).collect();
    let wrong = found.iter().zip(rows).filter(|(found, row)| found.1 != row.1);
    let wrong: Vec<_> = wrong.collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// The target determines the nodes to answer with, also for future methods.
#[test]
fn methods_have_names_and_targets() {
    let packet = query!("4:vote", "", "6:target20:mnopqrstuvwxyz123456");
    let (message, _) = krpc::decode(packet.as_bytes()).unwrap();
    let method = &message.query().unwrap().method;
    assert_eq!(method.name(), b"vote");
    assert_eq!(method.target().unwrap().0, *b"mnopqrstuvwxyz123456");
    let (message, _) = krpc::decode(ping!("", "1:t2:aa").as_bytes()).unwrap();
    assert_eq!(message.query().unwrap().method, Method::Ping);
    assert_eq!((Method::Ping.name(), Method::Ping.target()), (&b"ping"[..], None));
}
