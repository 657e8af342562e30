//! Runs every law with inputs that proptest generates.

use fuzz::laws::{self, hold_all};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{Index, select};
use proptest::strategy::ValueTree;
use tracker_types::krpc;

use super::config;

/// Short texts of the letters of bencode.
fn letters() -> impl Strategy<Value = Vec<u8>> {
    vec(select(b"0123456789:ield-+x \xff".to_vec()), 0..24)
}

/// Pieces of queries and of other text.
fn queries() -> impl Strategy<Value = Vec<u8>> {
    let pieces = "&|=|?|#|%|%4|%20|+|info_hash=|0123456789ABCDEFGHIJ|peer_id=|port=|1|left=|-1|\
        event=|started|compact|key=|ip=|::1|numwant=|x=1|trackerid=|\u{e9}|99999999999999999999";
    let piece = prop_oneof![
        9 => select(pieces.split('|').collect::<Vec<_>>()).prop_map(Vec::from),
        1 => vec(any::<u8>(), 0..4),
    ];
    let required = "peer_id=01234567890123456789&port=1&info_hash=01234567890123456789&x=";
    (any::<bool>(), vec(piece, 0..40)).prop_map(move |(whole, pieces)| {
        [if whole { required.as_bytes() } else { b"" }, &pieces.concat()].concat()
    })
}

/// Pieces of magnet links and of text that people paste as one.
fn links() -> impl Strategy<Value = Vec<u8>> {
    let pieces = "&|=|?|#|%|%20|%253A|%3A|;|&amp;|amp;|&#38;|&lt;|lt;|\n| |xt=|xt.1=|xs=|dn=|tr=|\
        urn:btih:|urn:btmh:1220|urn:btpk:|urn%3Abtih%3A|s=|s=6e|x.pe=|magnet:|magnet:?|magnet%3A|//|\
        %3Fxt%3Durn%3Abtih%3A|0123456789abcdef0123456789abcdef01234567|\
        ABCDEFGHIJKLMNOPQRSTUVWXYZ234567|\
        0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef|\
        http://a/b|http%3A%2F%2Fa|http%253A%252F%252Fa|http%2525252525253A|DN=|\u{e9}|%E9|+|\"|<|>|[::1]:6";
    let piece = prop_oneof![
        19 => select(pieces.split('|').collect::<Vec<_>>()).prop_map(Vec::from),
        1 => vec(any::<u8>(), 0..4),
    ];
    vec(piece, 0..24).prop_map(|pieces| pieces.concat())
}

/// Seeds of inputs that no strategy above generates: torrents, typed messages, links, requests.
const MESSAGES: &[&[u8]] = &[
    include_bytes!("../../seeds/krpc/bep44-mutable-put"),
    include_bytes!("../../seeds/krpc/bep5-get-peers-response-with-peers"),
    include_bytes!("../../seeds/peers/aquatic-counters-largest"),
    include_bytes!("../../seeds/query/hash-hex"),
    include_bytes!("../../seeds/query/magnet"),
    include_bytes!("../../seeds/query/target"),
    include_bytes!("../../seeds/query/url"),
    include_bytes!("../../seeds/response/hybrid"),
    include_bytes!("../../seeds/response/packed-port-0"),
    include_bytes!("../../seeds/text/hexdump-c"),
    include_bytes!("../../seeds/typed/krpc-reply"),
    include_bytes!("../../seeds/typed/model"),
    include_bytes!("../../seeds/typed/parts"),
    include_bytes!("../../seeds/typed/parts-json"),
    include_bytes!("../../seeds/typed/reply-listed"),
    include_bytes!("../../seeds/websocket/answer-with-event"),
    include_bytes!("../../seeds/websocket/libtorrent-announce"),
    include_bytes!("../../seeds/websocket/numbers-of-javascript"),
    include_bytes!("../../seeds/websocket/offers-odd"),
    include_bytes!("../../seeds/websocket/reply-odd"),
    include_bytes!("../../seeds/websocket/scrape-reply-odd"),
];

/// One of these, with a few bytes removed and others inserted.
fn messages() -> impl Strategy<Value = Vec<u8>> {
    let letters = select(b"0123456789:ield-%&={}[]\" \xff".to_vec());
    let edit = (any::<Index>(), 0..2usize, vec(letters, 0..2));
    (select(MESSAGES), vec(edit, 0..4)).prop_map(|(message, edits)| {
        let mut message = message.to_vec();
        for (place, taken, put) in edits {
            let start = place.index(message.len());
            message.splice(start..start.saturating_add(taken), put);
        }
        message
    })
}

/// Entries of messages of the DHT, those of `a` and `r` first.
const ENTRIES: &str = "2:id20:abcdefghij0123456789|2:id3:abc|6:target20:mnopqrstuvwxyz123456|\
    9:info_hash20:mnopqrstuvwxyz123456|4:porti6881e|4:port4:6881|4:porti0e|4:porti70000e|\
    12:implied_porti1e|4:seedi2e|5:token4:abcd|5:token0:|3:casi0e|1:k32:0123456789abcdef0123456789abcdef|\
    3:sig64:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef|3:seqi-5e|3:seqi007e|\
    4:salt1:s|1:v4:spam|1:vd1:b0:1:a0:e|1:vli-0ee|4:wantl2:n42:n6e|4:want2:n6|6:noseedi1e|6:scrape1:1|\
    5:nodes26:abcdefghij0123456789axje.u|5:nodes27:abcdefghij0123456789axje.ux|6:nodes60:|\
    6:valuesl6:axje.u6:idhtnme|6:valuesl12:axje.uidhtnme|6:values06:axje.u|6:valuesl18:axje.uidhtnmaxje.ulee|\
    7:samples40:mnopqrstuvwxyz123456abcdefghij0123456789|3:numi1e|3:numi-1e|\
    7:samples21:mnopqrstuvwxyz123456a|8:intervali99999e|1:pi5e|2:ip6:axje.u|\
    1:n1:n|4:name1:n|1:xi5e|1:w0:|0:0:|2:bsi1e";

/// Entries around them.
const ENVELOPE: &str = "1:t2:aa|1:t0:|1:t21:mnopqrstuvwxyz123456a|2:ip5:axjeu|1:ti5e|1:v4:LT01|1:vi1e|2:ip6:axje.u|2:ip4:axje|2:roi1e|2:roi0e|\
    1:c20:mnopqrstuvwxyz123456|1:eli203e4:oopse|1:e4:oops|1:el3:203e|1:q4:ping|1:q9:find_node|\
    1:q9:get_peers|1:q13:announce_peer|1:q3:get|1:q3:put|1:q17:sample_infohashes|1:q4:vote|1:y1:q|1:y1:r|\
    1:y1:e|1:y1:x|1:ai5e|1:zde|1:r0:|01:bi1e|1:xd1:b0:1:a0:e";

/// Messages of the DHT with entries in any order, some of them twice.
fn packets() -> impl Strategy<Value = Vec<u8>> {
    let some =
        |entries: &'static str, most| vec(select(entries.split('|').collect::<Vec<_>>()), 0..most);
    let inside = (select(vec!["1:a", "1:r"]), any::<bool>(), some(ENTRIES, 8)).prop_map(
        |(key, whole, entries)| {
            let id = if whole {
                "2:id20:abcdefghij01234567899:info_hash20:mnopqrstuvwxyz123456\
                6:target20:mnopqrstuvwxyz123456"
            } else {
                ""
            };
            format!("{key}d{id}{}e", entries.concat())
        },
    );
    (vec(inside, 0..4), some(ENVELOPE, 6), any::<[Index; 6]>(), select(vec!["", "", "\0", "e"]))
        .prop_map(|(inside, mut entries, places, tail)| {
            for (part, place) in inside.iter().zip(places) {
                entries.insert(place.index(entries.len().saturating_add(1)), part);
            }
            format!("d{}e{tail}", entries.concat()).into_bytes()
        })
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn links_keep_every_law(input in links()) {
        hold_all(&input);
    }

    #[test]
    fn letters_keep_every_law(input in letters()) {
        hold_all(&input);
    }

    #[test]
    fn bytes_keep_every_law(input in vec(any::<u8>(), 0..200), fill in 0..100usize) {
        hold_all(&input);
        // Repeated rows, which a hexdump leaves out.
        hold_all(&[&input[..], &vec![0; fill]].concat());
    }

    #[test]
    fn bytes_that_look_like_text_keep_every_law(text in "[ -~]{20}|([ -~]{6}){0,4}|\\PC{1,4}") {
        hold_all(text.as_bytes());
    }

    #[test]
    fn ids_keep_every_law(text in "[0-9a-fA-F]{40}|[A-Z2-7]{32}|(1220)?[0-9a-f]{64}") {
        hold_all(text.as_bytes());
    }

    #[test]
    fn programs_keep_the_laws_of_writing(program in vec(any::<u8>(), 0..300)) {
        laws::hold(laws::writing::LAWS, &program);
    }

    #[test]
    fn queries_keep_every_law(query in queries()) {
        hold_all(&query);
    }

    #[test]
    fn urls_keep_every_law(text in "(magnet:\\?|https?://)?[a-z:/?#&=.%@\\[\\]+]{0,30}\\PC{0,3}") {
        hold_all(text.as_bytes());
    }

    #[test]
    fn messages_keep_every_law(message in messages()) {
        hold_all(&message);
    }

    /// Headers of every action, correct and almost correct, before any bytes.
    #[test]
    fn datagrams_keep_the_laws_of_udp(
        connection in prop_oneof![Just(0x0417_2710_1980), any::<u64>()],
        actions in any::<[u8; 2]>(),
        rest in vec(prop_oneof![3 => Just(0), 1 => Just(2), 1 => any::<u8>()], 0..200),
    ) {
        let action = |byte: u8| [0, 0, 0, byte % 6];
        let rest = &rest[..];
        let asked = [&connection.to_be_bytes()[..], &action(actions[0]), rest].concat();
        laws::hold(laws::udp::LAWS, &asked);
        laws::hold(laws::udp::LAWS, &[&action(actions[1])[..], rest].concat());
    }
}

proptest! {
    // Short inputs, and only the laws of one group.
    #![proptest_config(ProptestConfig { cases: 500, ..config() })]

    #[test]
    fn packets_of_the_dht_keep_their_laws(packet in packets()) {
        laws::hold(laws::krpc::LAWS, &packet);
    }
}

/// Most of these packets are messages, and they have all quirks of the DHT.
#[test]
fn packets_have_quirks_of_every_kind() {
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let (mut seen, mut read) = (tracker_types::Quirks::new(), 0);
    for _ in 0..2_000 {
        let packet = packets().new_tree(&mut runner).unwrap().current();
        let Ok((_, quirks)) = krpc::decode(&packet) else { continue };
        read += 1;
        quirks.iter().for_each(|(quirk, _)| seen.report(quirk));
    }
    assert!(read > 1_000, "{read} of 2000");
    let seen: Vec<_> = seen.iter().map(|(quirk, _)| quirk.to_string()).collect();
    assert!(seen.len() >= 24, "{seen:#?}");
}
