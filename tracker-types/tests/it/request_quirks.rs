//! A row for every quirk of a request: the query, how it is read, and the quirks that are reported.

use bencode::ByteStr;
use tracker_types::{
    Address, AnnounceRequest, ErrorKind, Event, Host, InfoHash, PeerId, QueryOptions, Quirk,
    Quirks, ScrapeRequest,
};

const HASH: &str = "info_hash=0123456789ABCDEFGHIJ";
const IDS: &str = "info_hash=0123456789ABCDEFGHIJ&peer_id=-TR2940-0890apv0oznf&port=6881";
pub(super) const ALL: &str = "info_hash=0123456789ABCDEFGHIJ&peer_id=-TR2940-0890apv0oznf&port=6881\
    &uploaded=1&downloaded=2&left=3";

/// The request that the rows change.
pub(super) fn base() -> AnnounceRequest<'static> {
    let ids = (InfoHash(*b"0123456789ABCDEFGHIJ"), PeerId(*b"-TR2940-0890apv0oznf"));
    let mut request = AnnounceRequest::new(ids.0, ids.1, 6881, 3);
    (request.uploaded, request.downloaded) = (Some(1), Some(2));
    request
}

type Change = fn(&mut AnnounceRequest<'static>);

/// Quirks, with counts.
pub(super) type Reported = &'static [(Quirk, usize)];

/// Text after the usual parameters, how it changes the request, and the quirks.
const ODD: &[(&[u8], Change, Reported)] = &[
    // libtorrent and Transmission send it with every announce of a partial seed (BEP 21).
    (b"&event=paused", |r| r.event = Some(Event::Paused), &[(Quirk::PausedEvent, 1)]),
    // A regular announce, stated explicitly.
    (b"&event=", |_| (), &[(Quirk::RegularEvent, 1)]),
    (b"&event=empty", |_| (), &[(Quirk::RegularEvent, 1)]),
    (b"&event=none", |_| (), &[(Quirk::RegularEvent, 1)]),
    (b"&event=update", |_| (), &[(Quirk::RegularEvent, 1)]),
    (b"&event=Empty", |_| (), &[(Quirk::RegularEvent, 1)]),
    (b"&event=Started", |r| r.event = Some(Event::Started), &[(Quirk::EventCase, 1)]),
    (b"&event", |_| (), &[(Quirk::RegularEvent, 1), (Quirk::BareParameter, 1)]),
    (b"&event=comple%74ed", |r| r.event = Some(Event::Completed), &[]),
    (
        b"&event=Paused",
        |r| r.event = Some(Event::Paused),
        &[(Quirk::PausedEvent, 1), (Quirk::EventCase, 1)],
    ),
    (
        b"&event=COMPLETE",
        |r| r.event = Some(Event::Completed),
        &[(Quirk::CompleteEvent, 1), (Quirk::EventCase, 1)],
    ),
    // As in the article.
    (b"&event=complete", |r| r.event = Some(Event::Completed), &[(Quirk::CompleteEvent, 1)]),
    // Flags without a value, nothing between the `&`, `=` in a value.
    (b"&no_peer_id", |r| r.no_peer_id = true, &[(Quirk::BareParameter, 1)]),
    (
        b"&no_peer_id&no_peer_id=0",
        |r| r.no_peer_id = true,
        &[(Quirk::BareParameter, 1), (Quirk::DuplicateParameter, 1)],
    ),
    (b"&left%3Dx=1", |r| r.extra = kept(b"left%3Dx=1"), &[]),
    (b"&y&x=1", |r| r.extra = kept(b"y&x=1"), &[(Quirk::BareParameter, 1)]),
    (b"&key=a&x=1&no_peer_id", with_key, &[(Quirk::BareParameter, 1)]),
    // The same in parameters without a meaning here, which are kept as they are.
    (b"&x=a+b", |r| r.extra = kept(b"x=a+b"), &[(Quirk::RawPlus, 1)]),
    (b"&x+y=1", |r| r.extra = kept(b"x+y=1"), &[(Quirk::RawPlus, 1)]),
    (b"&x=a b\t", |r| r.extra = kept(b"x=a b\t"), &[(Quirk::RawByte, 2)]),
    (b"&x y=\xe9", |r| r.extra = kept(b"x y=\xe9"), &[(Quirk::RawByte, 2)]),
    (b"&x=\0\x7f", |r| r.extra = kept(b"x=\0\x7f"), &[(Quirk::RawByte, 2)]),
    (b"&x=%zz%4", |r| r.extra = kept(b"x=%zz%4"), &[(Quirk::BadEscape, 2)]),
    (b"&%=1", |r| r.extra = kept(b"%=1"), &[(Quirk::BadEscape, 1)]),
    (b"&x=a=b=", |r| r.extra = kept(b"x=a=b="), &[(Quirk::EqualsInValue, 2)]),
    (
        b"&x=%2b%20%25&+",
        |r| r.extra = kept(b"x=%2b%20%25&+"),
        &[(Quirk::BareParameter, 1), (Quirk::RawPlus, 1)],
    ),
    // IPv4 mapped into IPv6, in all parameters for addresses.
    (b"&ip=::ffff:1.2.3.4", |r| r.ip = address("1.2.3.4"), &[(Quirk::MappedAddress, 1)]),
    (
        b"&ipv4=%3A%3Affff%3A102%3A304",
        |r| r.ipv4 = address("1.2.3.4"),
        &[(Quirk::MappedAddress, 1)],
    ),
    (
        b"&ipv6=[::ffff:1.2.3.4]:80",
        |r| r.ipv6 = address("1.2.3.4:80"),
        &[(Quirk::AddressPort, 1), (Quirk::MappedAddress, 1)],
    ),
    (b"&ip=1.2.3.4:80", |r| r.ip = address("1.2.3.4:80"), &[(Quirk::AddressPort, 1)]),
    (b"&compact&numwant=5", bare_compact, &[(Quirk::BareParameter, 1)]),
    (b"&&no_peer_id=1", |r| r.no_peer_id = true, &[(Quirk::EmptySegment, 1)]),
    (b"&", |_| (), &[(Quirk::EmptySegment, 1)]),
    (b"&&", |_| (), &[(Quirk::EmptySegment, 2)]),
    (b"&key=YWJj=", |r| r.key = some(b"YWJj="), &[(Quirk::EqualsInValue, 1)]),
    // The number of peers is left to the tracker.
    (b"&numwant=-1", |_| (), &[(Quirk::DefaultNumwant, 1)]),
    (b"&numwant=0", |r| r.numwant = Some(0), &[]),
    (b"&numwant=%35", |r| r.numwant = Some(5), &[]),
    (b"&numwant=", |_| (), &[(Quirk::DefaultNumwant, 1)]),
    (b"&numwant", |_| (), &[(Quirk::BareParameter, 1), (Quirk::DefaultNumwant, 1)]),
    (b"&numwant=4294967296", |r| r.numwant = Some(u32::MAX), &[(Quirk::LargeNumber, 1)]),
    // A parameter that is not in BEP 3.
    (b"&corrupt=-1", |_| (), &[(Quirk::NegativeNumber, 1)]),
    (b"&corrupt=07", |r| r.corrupt = Some(7), &[(Quirk::LeadingZero, 1)]),
    (b"&corrupt=007", |r| r.corrupt = Some(7), &[(Quirk::LeadingZero, 1)]),
    (b"&corrupt=18446744073709551615", |r| r.corrupt = Some(u64::MAX), &[]),
    (b"&corrupt=18446744073709551616", most_corrupt, &[(Quirk::LargeNumber, 1)]),
    (b"&redundant=", |_| (), &[(Quirk::EmptyValue, 1)]),
    // The first one counts.
    (b"&left=9", |_| (), &[(Quirk::DuplicateParameter, 1)]),
    (b"&ip=1.2.3.4&ip=5.6.7.8", |r| r.ip = address("1.2.3.4"), &[(Quirk::DuplicateParameter, 1)]),
    (b"&ip=?&ip=1.2.3.4", two_ips, &[(Quirk::UnreadableAddress, 1)]),
    // Escaped names.
    (b"&e%76ent=stopped", |r| r.event = Some(Event::Stopped), &[(Quirk::EscapedName, 1)]),
    (
        b"&n%6f_peer_id",
        |r| r.no_peer_id = true,
        &[(Quirk::EscapedName, 1), (Quirk::BareParameter, 1)],
    ),
    // Bytes that are not text.
    (b"&trackerid=\xe9 /42", |r| r.tracker_id = some(b"\xe9 /42"), &[(Quirk::RawByte, 2)]),
    (b"&key=a+b", |r| r.key = some(b"a+b"), &[(Quirk::RawPlus, 1)]),
    // Addresses of all kinds.
    (b"&ip=", |_| (), &[(Quirk::EmptyValue, 1)]),
    (b"&ip=1.2.3.4", |r| r.ip = address("1.2.3.4"), &[]),
    (b"&ip=seed.example.org", |r| r.ip = address("seed.example.org"), &[]),
    (b"&ip=%31.2.3.4", |r| r.ip = address("1.2.3.4"), &[]),
    (b"&ip=%73eed.i2p", |r| r.ip = address("seed.i2p"), &[]),
    (b"&ip=999.1.1.1", |r| r.extra = kept(b"ip=999.1.1.1"), &[(Quirk::UnreadableAddress, 1)]),
    (b"&ip=a%20b&x=1", |r| r.extra = kept(b"ip=a%20b&x=1"), &[(Quirk::UnreadableAddress, 1)]),
    (
        b"&ip=1.2.3.4:%2B80",
        |r| r.extra = kept(b"ip=1.2.3.4:%2B80"),
        &[(Quirk::UnreadableAddress, 1)],
    ),
    (b"&ip=01.2.3.4", |r| r.extra = kept(b"ip=01.2.3.4"), &[(Quirk::UnreadableAddress, 1)]),
    (
        b"&ip=fe80::1%25eth0",
        |r| r.extra = kept(b"ip=fe80::1%25eth0"),
        &[(Quirk::UnreadableAddress, 1)],
    ),
    (b"&ip=%5B%3A%3A1%5D%3A80", |r| r.ip = address("[::1]:80"), &[(Quirk::AddressPort, 1)]),
    (b"&ipv4=1.2.3.4:6881", with_port, &[(Quirk::AddressPort, 1)]),
    (b"&ipv6=[::]:2707", |r| r.ipv6 = address("[::]:2707"), &[(Quirk::AddressPort, 1)]),
    (b"&ipv6=2001:db8::7", |r| r.ipv6 = address("2001:db8::7"), &[]),
    // A preference.
    (b"&compact=0", |r| r.compact = Some(false), &[(Quirk::NotCompact, 1)]),
    (
        b"&compact=false",
        |r| r.compact = Some(false),
        &[(Quirk::OddFlag, 1), (Quirk::NotCompact, 1)],
    ),
    (b"&compact=2", |r| r.compact = Some(true), &[(Quirk::OddFlag, 1)]),
    (b"&compact=10", |r| r.compact = Some(true), &[(Quirk::OddFlag, 1)]),
    (b"&compact=1x", |_| (), &[(Quirk::OddFlag, 1)]),
    (b"&requirecrypto=1", |r| r.require_crypto = true, &[]),
    (b"&supportcrypto=true", |r| r.support_crypto = true, &[(Quirk::OddFlag, 1)]),
    (b"&requirecrypto=yes", |_| (), &[(Quirk::OddFlag, 1)]),
    (b"&no_peer_id=0", |_| (), &[]),
    (b"&compact=", |_| (), &[(Quirk::EmptyValue, 1)]),
    (b"&cryptoport=6882", |r| r.crypto_port = Some(6882), &[]),
    (b"&cryptoport=0", |r| r.crypto_port = Some(0), &[(Quirk::PortZero, 1)]),
    // A key of aria2.
    (b"&key=%B6Xu%24%F3%85AT", |r| r.key = some(b"\xb6Xu$\xf3\x85AT"), &[(Quirk::OddKey, 1)]),
    // A fragment.
    (b"#fragment", |_| (), &[(Quirk::Fragment, 1)]),
    (b"&x=1#frag&event=started", started_behind_fragment, &[(Quirk::Fragment, 1)]),
    (b"&#a#b&numwant=7", |r| r.numwant = Some(7), &[(Quirk::Fragment, 1)]),
    // From JavaScript clients, to a tracker that never sent an id.
    (b"&trackerid=", |_| (), &[(Quirk::EmptyValue, 1)]),
];

fn with_key(request: &mut AnnounceRequest<'static>) {
    (request.key, request.extra, request.no_peer_id) = (some(b"a"), kept(b"x=1"), true);
}

fn bare_compact(request: &mut AnnounceRequest<'static>) {
    (request.compact, request.numwant) = (Some(true), Some(5));
}

fn most_corrupt(request: &mut AnnounceRequest<'static>) {
    request.corrupt = Some(u64::MAX);
}

fn two_ips(request: &mut AnnounceRequest<'static>) {
    (request.ip, request.extra) = (address("1.2.3.4"), kept(b"ip=?"));
}

fn with_port(request: &mut AnnounceRequest<'static>) {
    let mut address = Address::new(Host::V4([1, 2, 3, 4].into()));
    address.port = Some(6881);
    request.ipv4 = Some(address);
}

fn started_behind_fragment(request: &mut AnnounceRequest<'static>) {
    (request.event, request.extra) = (Some(Event::Started), kept(b"x=1"));
}

fn some(bytes: &'static [u8]) -> Option<ByteStr<'static>> {
    bytes.first().map(|_| ByteStr::borrowed(bytes))
}

fn address(text: &'static str) -> Option<Address<'static>> {
    Address::from_bytes(text.as_bytes())
}

pub(super) fn kept(query: &'static [u8]) -> tracker_types::Params<'static> {
    tracker_types::Params::from_query(query)
}

pub(super) fn met(quirks: &Quirks) -> Vec<(Quirk, usize)> {
    quirks.iter().collect()
}

#[test]
fn every_quirk_of_requests_is_read_and_reported() {
    for (odd, change, reported) in ODD {
        let query = [ALL.as_bytes(), odd].concat();
        let (request, quirks) = AnnounceRequest::parse_query(&query).unwrap();
        let mut expected = base();
        change(&mut expected);
        let mut reported = reported.to_vec();
        reported.sort();
        assert_eq!(request, expected, "{}", odd.escape_ascii());
        assert_eq!(met(&quirks), reported, "{}", odd.escape_ascii());
        // Only escaped text is copied.
        let texts = [&request.key, &request.tracker_id].into_iter().flatten();
        let borrowed = texts.into_iter().all(|text| text.as_borrowed().is_some());
        assert!(borrowed || odd.contains(&b'%'), "{}", odd.escape_ascii());
        let kept = request.extra.as_bytes().as_ptr_range();
        assert!(kept.is_empty() || query.as_ptr_range().contains(&kept.start));
        let mut written = Vec::new();
        request.write_query(&mut written);
        let (again, _) = AnnounceRequest::parse_query(&written).unwrap();
        assert_eq!(again, request, "{}", odd.escape_ascii());
    }
}

#[test]
fn reported_quirks_can_be_refused() {
    for (odd, _, reported) in ODD {
        let query = [ALL.as_bytes(), odd].concat();
        for &(quirk, _) in *reported {
            let options = QueryOptions::new().refuse(quirk);
            let error = AnnounceRequest::parse_query_with(&query, &options).unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Refused(quirk), "{}", odd.escape_ascii());
            assert!((ALL.len()..=query.len()).contains(&error.offset()), "{error}");
        }
    }
}

/// Whole queries whose deviation is not at the end.
#[test]
fn quirks_of_whole_queries_are_read_and_reported() {
    let escaped = "info%5Fhash=0123456789ABCDEFGHIJ&peer_id=-TR2940-0890apv0oznf&port=6881\
        &uploaded=1&downloaded=2&left=3";
    let negative = format!("{IDS}&uploaded=1&downloaded=2&left=-1");
    let rows: [(String, Change, Reported); 8] = [
        (format!("&{ALL}"), |_| (), &[(Quirk::EmptySegment, 1)]),
        (format!("?{ALL}"), |_| (), &[(Quirk::SecondQuestionMark, 1)]),
        (format!("uid=42?{ALL}"), |r| r.extra = kept(b"uid=42"), &[(Quirk::SecondQuestionMark, 1)]),
        (escaped.to_owned(), |_| (), &[(Quirk::EscapedName, 1)]),
        // Q7 and Q8.
        (IDS.to_owned(), nothing_counted, &[(Quirk::MissingCounter, 3)]),
        (negative, |r| r.left = None, &[(Quirk::NegativeNumber, 1)]),
        (ALL.replace("6881", "0"), |r| r.port = 0, &[(Quirk::PortZero, 1)]),
        (ALL.replace("6881", "06881"), |_| (), &[(Quirk::LeadingZero, 1)]),
    ];
    for (query, change, reported) in &rows {
        let (request, quirks) = AnnounceRequest::parse_query(query.as_bytes()).unwrap();
        let mut expected = base();
        change(&mut expected);
        assert_eq!(request, expected, "{query}");
        assert_eq!(met(&quirks), *reported, "{query}");
        for &(quirk, _) in *reported {
            let options = QueryOptions::default().refuse(quirk);
            let error = AnnounceRequest::parse_query_with(query.as_bytes(), &options).unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Refused(quirk), "{query}");
        }
    }
}

fn nothing_counted(request: &mut AnnounceRequest<'static>) {
    (request.uploaded, request.downloaded, request.left) = (None, None, None);
}

/// Queries that are errors: the kind, the parameter, and the offset in the query.
#[test]
fn unreadable_requests_are_errors_with_offsets() {
    let hex = "info_hash=d1101a2b9d202811a05e8c57c557a20bf974dc8a";
    let short = ErrorKind::WrongLength { expected: 20, found: 19 };
    let long = ErrorKind::WrongLength { expected: 20, found: 21 };
    let empty = ErrorKind::WrongLength { expected: 20, found: 0 };
    let rows: &[(String, ErrorKind, &str, usize)] = &[
        (format!("{ALL}&event=resumed"), ErrorKind::UnknownEvent, "event", ALL.len() + 7),
        (format!("{ALL}&event=startedly"), ErrorKind::UnknownEvent, "event", ALL.len() + 7),
        (format!("{ALL}&{HASH}"), ErrorKind::DuplicateInfoHash, "info_hash", ALL.len() + 11),
        (format!("{hex}&port=1"), ErrorKind::HexInfoHash, "info_hash", 10),
        (
            hex.to_uppercase().replace("INFO_HASH", "info_hash"),
            ErrorKind::HexInfoHash,
            "info_hash",
            10,
        ),
        (hex.replace("d110", "%641%310"), ErrorKind::HexInfoHash, "info_hash", 10),
        (format!("info_hash={}", "ab".repeat(32)), ErrorKind::HexInfoHash, "info_hash", 10),
        (
            hex.replace("d110", "g110"),
            ErrorKind::WrongLength { expected: 20, found: 40 },
            "info_hash",
            10,
        ),
        (format!("{HASH}K"), long, "info_hash", 10),
        (format!("{HASH}%00"), long, "info_hash", 10),
        (
            format!("info%5fhash=0123456789ABCDEFGHIJ&{HASH}"),
            ErrorKind::DuplicateInfoHash,
            "info_hash",
            43,
        ),
        (
            IDS.replace("0123456789ABCDEFGHIJ", "0123456789ABCDEFGHI%4"),
            ErrorKind::BadEscape,
            "info_hash",
            29,
        ),
        (format!("{ALL}&numwant=abc"), ErrorKind::InvalidNumber, "numwant", ALL.len() + 9),
        (format!("{ALL} HTTP/1.1"), ErrorKind::InvalidNumber, "left", ALL.len() - 1),
        ("info_hash=0123456789ABCDEFGHI".into(), short, "info_hash", 10),
        ("info_hash=0123456789ABCDEFGHI&port=1".into(), short, "info_hash", 10),
        ("info_hash=%30123456789ABCDEFGHIJK".into(), long, "info_hash", 10),
        ("info_hash".into(), empty, "info_hash", 9),
        (
            format!("{HASH}&peer_id=-TR2940-"),
            ErrorKind::WrongLength { expected: 20, found: 8 },
            "peer_id",
            39,
        ),
        (IDS.replace("0123", "%zz123"), ErrorKind::BadEscape, "info_hash", 10),
        (format!("info_hash={}%zz", "%00".repeat(19)), ErrorKind::BadEscape, "info_hash", 67),
        (format!("{ALL}&key=ab%4"), ErrorKind::BadEscape, "key", ALL.len() + 7),
        (format!("{ALL}&key=%"), ErrorKind::BadEscape, "key", ALL.len() + 5),
        (ALL.replace("left=3", "left=abc"), ErrorKind::InvalidNumber, "left", ALL.len() - 1),
        (ALL.replace("left=3", "left=1e3"), ErrorKind::InvalidNumber, "left", ALL.len() - 1),
        (ALL.replace("left=3", "left=--1"), ErrorKind::InvalidNumber, "left", ALL.len() - 1),
        (
            IDS.replace("6881", "65536"),
            ErrorKind::OutOfRange { max: 65_535 },
            "port",
            IDS.len() - 4,
        ),
        (IDS.replace("6881", ""), ErrorKind::InvalidNumber, "port", IDS.len() - 4),
        (IDS.replace("6881", "-1"), ErrorKind::InvalidNumber, "port", IDS.len() - 4),
        (String::new(), ErrorKind::MissingParameter, "info_hash", 0),
        (HASH.to_owned(), ErrorKind::MissingParameter, "peer_id", 30),
        (IDS.replace("&port=6881", ""), ErrorKind::MissingParameter, "port", 59),
    ];
    for (query, kind, place, offset) in rows {
        let error = AnnounceRequest::parse_query(query.as_bytes()).unwrap_err();
        assert_eq!((error.kind(), error.place()), (*kind, *place), "{query}");
        assert_eq!(error.offset(), *offset, "{query}");
        // In a target, the offset is that of the query plus the length of the path.
        let target = format!("/announce?{query}");
        let error = AnnounceRequest::parse_target(target.as_bytes()).unwrap_err();
        assert_eq!((error.kind(), error.offset()), (*kind, offset + 10), "{target}");
    }
}

/// Numbers of every length, at every place; and no other byte is read as a digit.
#[test]
fn numbers_of_every_length_are_read() {
    let powers = (0..20).map(|exponent| 10u64.pow(exponent));
    let edges = powers.flat_map(|power| [power - 1, power, power + 1, power.saturating_mul(7)]);
    for number in edges.chain([1_357_913_579_135_791_357, u64::MAX]) {
        for behind in ["", "&x=22", "&no_peer_id=1"] {
            let query = format!("{IDS}&left={number}{behind}");
            let (request, quirks) = AnnounceRequest::parse_query(query.as_bytes()).unwrap();
            let missing = (Quirk::MissingCounter, 2);
            assert_eq!((request.left, met(&quirks)), (Some(number), vec![missing]), "{query}");
        }
    }
    let no_digit = |byte: &u8| !byte.is_ascii_digit() && !b"%&#".contains(byte);
    for byte in (0..=u8::MAX).filter(no_digit) {
        for front in [&b""[..], b"1", b"12345678"] {
            let query = [ALL.as_bytes(), b"&corrupt=", front, &[byte], b"&xx=22"].concat();
            let error = AnnounceRequest::parse_query(&query).unwrap_err();
            assert_eq!(error.kind(), ErrorKind::InvalidNumber, "{}", query.escape_ascii());
        }
    }
}

#[test]
fn options_decide_where_trackers_differ() {
    let options = QueryOptions::new().plus_as_space();
    let plus = b"info_hash=0123456789ABC+EFGHI%2B&peer_id=-TR2940-0890apv0oznf&port=1&key=a+b";
    let (request, _) = AnnounceRequest::parse_query(plus).unwrap();
    assert_eq!(request.info_hash.0, *b"0123456789ABC+EFGHI+");
    let (request, quirks) = AnnounceRequest::parse_query_with(plus, &options).unwrap();
    assert_eq!(request.info_hash.0, *b"0123456789ABC EFGHI+");
    assert_eq!((request.key.as_deref(), quirks.count(Quirk::RawPlus)), (Some(&b"a b"[..]), 2));

    // Parameters that are kept as they are have the same meaning when they are read again.
    let kept = format!("{ALL}&x=a+b&y=+&key=a&z=1&ip=+");
    let (request, quirks) = AnnounceRequest::parse_query_with(kept.as_bytes(), &options).unwrap();
    assert_eq!(request.extra.as_bytes(), b"x=a%20b&y=%20&z=1&ip=%20");
    assert_eq!(met(&quirks), [(Quirk::RawPlus, 3), (Quirk::UnreadableAddress, 1)]);
    let (request, _) = AnnounceRequest::parse_query(kept.as_bytes()).unwrap();
    assert_eq!(request.extra.as_bytes(), b"x=a+b&y=+&z=1&ip=+");

    let options = QueryOptions::new().ignore_unknown_events();
    let unknown = format!("{ALL}&event=resumed");
    let (request, quirks) =
        AnnounceRequest::parse_query_with(unknown.as_bytes(), &options).unwrap();
    assert_eq!((request.event, met(&quirks)), (None, vec![(Quirk::UnknownEvent, 1)]));

    let options = QueryOptions::new().keep_bad_escapes();
    let bad = format!("{ALL}&key=%zz%4");
    let (request, quirks) = AnnounceRequest::parse_query_with(bad.as_bytes(), &options).unwrap();
    assert_eq!(request.key.as_deref(), Some(&b"%zz%4"[..]));
    assert_eq!(met(&quirks), [(Quirk::BadEscape, 2)]);
    let options = options.refuse(Quirk::BadEscape);
    let error = AnnounceRequest::parse_query_with(bad.as_bytes(), &options).unwrap_err();
    assert_eq!(
        (error.kind(), error.offset()),
        (ErrorKind::Refused(Quirk::BadEscape), ALL.len() + 5)
    );
}

/// Extra parameters are borrowed if they are adjacent, and keep their order if they are not.
#[test]
fn unknown_parameters_are_kept() {
    let query = format!("passkey=ab&uid=4%262&{ALL}&azver=3&flag&x=%zz");
    let (request, _) = AnnounceRequest::parse_query(query.as_bytes()).unwrap();
    assert_eq!(request.extra.as_bytes(), b"passkey=ab&uid=4%262&azver=3&flag&x=%zz");
    assert_eq!(request.extra.get("uid").unwrap().value(), &b"4&2"[..]);
    assert_eq!(request.extra.get("flag").unwrap().raw_value(), None);
    assert_eq!(request.extra.get("x").unwrap().value(), &b"%zz"[..]);

    let mut written = Vec::new();
    request.write_query(&mut written);
    assert!(written.starts_with(b"passkey=ab&uid=4%262&azver=3&flag&x=%25zz&info_hash=0123"));
}

/// 20 raw bytes that should be escaped, and 20 bytes that are fewer when decoded.
#[test]
fn the_length_of_ids_is_that_after_decoding() {
    let query = |hash: &[u8]| {
        [b"info_hash=", hash, b"&peer_id=-TR2940-0890apv0oznf&port=1&left=0"].concat()
    };
    let raw = query(b"0123456789+BCDEFGH\xffJ");
    let (request, quirks) = AnnounceRequest::parse_query(&raw).unwrap();
    assert_eq!(request.info_hash, InfoHash(*b"0123456789+BCDEFGH\xffJ"));
    assert_eq!((quirks.count(Quirk::RawPlus), quirks.count(Quirk::RawByte)), (1, 1));
    let raw = query(&[0xff; 20]);
    let (request, quirks) = AnnounceRequest::parse_query(&raw).unwrap();
    assert_eq!((request.info_hash.0, quirks.count(Quirk::RawByte)), ([0xff; 20], 20));
    let short = query(b"%30123456789ABCDEFGH");
    let error = AnnounceRequest::parse_query(&short).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::WrongLength { expected: 20, found: 18 });
}

/// A key of 100 bytes is usual, one of 101 is reported, escaped or not.
#[test]
fn keys_are_long_from_101_bytes_on() {
    for (front, odd) in [("k", 0), ("kk", 1), ("%6B", 0), ("k%6b", 1)] {
        let query = format!("{ALL}&key={front}{}", "x".repeat(99));
        let (_, quirks) = AnnounceRequest::parse_query(query.as_bytes()).unwrap();
        assert_eq!(quirks.count(Quirk::OddKey), odd, "{front}");
    }
}

/// Parameters without a meaning here are kept without the `&` around them.
#[test]
fn kept_parameters_begin_with_a_name() {
    let query = format!("&passkey=ab&{ALL}");
    let (request, _) = AnnounceRequest::parse_query(query.as_bytes()).unwrap();
    assert_eq!(request.extra.as_bytes(), b"passkey=ab");
}

/// A second question mark ends a name, as it ends a value: the text before it is a name without a value.
#[test]
fn a_bare_name_may_come_before_a_second_question_mark() {
    let query = format!("no_peer_id?{ALL}");
    let (request, quirks) = AnnounceRequest::parse_query(query.as_bytes()).unwrap();
    assert!(request.no_peer_id && request.extra.is_empty());
    let expected = [(Quirk::BareParameter, 1), (Quirk::SecondQuestionMark, 1)];
    assert_eq!(quirks.iter().collect::<Vec<_>>(), expected);
    let error =
        ScrapeRequest::parse_query(b"info_hash?info_hash=0123456789ABCDEFGHIJ").unwrap_err();
    assert_eq!(error.kind(), ErrorKind::WrongLength { expected: 20, found: 0 });
}

/// A report names its parameters, and so does a refusal.
#[test]
fn quirks_name_their_parameters() {
    let rows: &[(&str, Quirk, &[&str])] = &[
        ("&left=-1&numwant=007", Quirk::NegativeNumber, &["left"]),
        ("&left=007&numwant=007&left=1", Quirk::LeadingZero, &["left", "numwant"]),
        ("&left=1&corrupt=1&left=2&corrupt=3", Quirk::DuplicateParameter, &["left", "corrupt"]),
        ("&left=1", Quirk::MissingCounter, &["uploaded", "downloaded"]),
        ("&left=&trackerid=", Quirk::EmptyValue, &["left", "trackerid"]),
        ("&key=a+b&passkey=a+b", Quirk::RawPlus, &["key"]),
        ("&key=%C3%A9&passkey=a+b", Quirk::OddKey, &["key"]),
        ("&ip=1.2.3&ipv6=[::]:1", Quirk::UnreadableAddress, &["ip"]),
        ("&ip=1.2.3&ipv6=[::]:1", Quirk::AddressPort, &["ipv6"]),
        ("&no_peer_id&flag", Quirk::BareParameter, &["no_peer_id"]),
        ("&%6ceft=1", Quirk::EscapedName, &["left"]),
        ("&event=Stopped", Quirk::EventCase, &["event"]),
        ("&compact=0", Quirk::NotCompact, &["compact"]),
        ("&flag", Quirk::BareParameter, &[]),
    ];
    for (odd, quirk, names) in rows {
        let query = format!("{IDS}{odd}");
        let (_, quirks) = AnnounceRequest::parse_query(query.as_bytes()).unwrap();
        assert!(quirks.contains(*quirk), "{odd}");
        assert!(quirks.keys(*quirk).eq(names.iter().copied()), "{odd}: {quirks}");
        let options = QueryOptions::new().refuse(*quirk);
        let error = AnnounceRequest::parse_query_with(query.as_bytes(), &options).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Refused(*quirk));
        assert_eq!(
            error.to_string().split(':').next(),
            Some(names.first().copied().unwrap_or("refused"))
        );
    }
}
