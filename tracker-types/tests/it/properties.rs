//! What holds for requests of any content.

use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use tracker_types::{
    Address, AnnounceRequest, Event, Host, InfoHash, MagnetLink, Params, PeerId, QueryOptions,
    ScrapeRequest, Target, TrackerUrl, percent, scrape_url,
};

fn events() -> impl Strategy<Value = Option<Event>> {
    let events = vec![Event::Started, Event::Completed, Event::Stopped, Event::Paused];
    option::of(proptest::sample::select(events))
}

fn texts() -> impl Strategy<Value = Option<std::borrow::Cow<'static, [u8]>>> {
    option::of(vec(any::<u8>(), 1..120).prop_map(std::borrow::Cow::Owned))
}

fn addresses() -> impl Strategy<Value = Option<Address<'static>>> {
    let hosts = prop_oneof![
        any::<[u8; 4]>().prop_map(|octets| Host::V4(octets.into())),
        any::<[u8; 16]>().prop_map(|octets| Host::from(std::net::Ipv6Addr::from(octets))),
        "[a-z_][a-z0-9-]{0,9}(\\.[a-z0-9]{1,5}){0,3}".prop_map(|name| Host::Dns(name.into())),
    ];
    option::of((hosts, option::of(any::<u16>())).prop_map(|(host, port)| {
        let mut address = Address::new(host);
        address.port = port;
        address
    }))
}

fn extras() -> impl Strategy<Value = Params<'static>> {
    vec(("[A-Z]{1,5}", vec(any::<u8>(), 0..20)), 0..4).prop_map(|pairs| {
        let mut params = Params::default();
        for (name, value) in &pairs {
            params.push(name.as_bytes(), value);
        }
        params
    })
}

prop_compose! {
    fn counted()(
        hash in any::<[u8; 20]>(),
        id in any::<[u8; 20]>(),
        port in any::<u16>(),
        counters in any::<[Option<u64>; 5]>(),
    ) -> AnnounceRequest<'static> {
        let mut request = AnnounceRequest::new(InfoHash(hash), PeerId(id), port);
        [request.uploaded, request.downloaded, request.left, request.corrupt, request.redundant] = counters;
        request
    }
}

prop_compose! {
    fn announces()(
        counted in counted(),
        (event, key, tracker_id) in (events(), texts(), texts()),
        (ip, ipv4, ipv6) in (addresses(), addresses(), addresses()),
        (compact, numwant, crypto_port) in any::<(Option<bool>, Option<u32>, Option<u16>)>(),
        flags in any::<[bool; 3]>(),
        extra in extras(),
    ) -> AnnounceRequest<'static> {
        let mut request = counted;
        (request.event, request.key, request.tracker_id) = (event, key, tracker_id);
        (request.ip, request.ipv4, request.ipv6) = (ip, ipv4, ipv6);
        (request.compact, request.numwant, request.crypto_port) = (compact, numwant, crypto_port);
        [request.no_peer_id, request.support_crypto, request.require_crypto] = flags;
        request.extra = extra;
        request
    }
}

/// Bytes that look like a query, and some that do not.
fn queries() -> impl Strategy<Value = Vec<u8>> {
    let pieces = [
        "&",
        "=",
        "?",
        "#",
        "%",
        "%4",
        "%20",
        "+",
        "info_hash=",
        "0123456789ABCDEFGHIJ",
        "peer_id=",
        "port=",
        "1",
        "left=",
        "-1",
        "event=",
        "started",
        "compact",
        "key=",
        "ip=",
        "::1",
        "numwant=",
        "x=1",
        "trackerid=",
        "\u{e9}",
        "99999999999999999999",
    ];
    let piece = prop_oneof![
        9 => proptest::sample::select(pieces.to_vec()).prop_map(|piece| piece.as_bytes().to_vec()),
        1 => vec(any::<u8>(), 0..4),
    ];
    vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

fn options() -> impl Strategy<Value = QueryOptions> {
    any::<[bool; 3]>().prop_map(|[plus, events, escapes]| {
        let options = QueryOptions::new();
        let options = if plus { options.plus_as_space() } else { options };
        let options = if events { options.ignore_unknown_events() } else { options };
        if escapes { options.keep_bad_escapes() } else { options }
    })
}

proptest! {
    // What a failure shows becomes a row of a table, not a file.
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn an_announce_reads_as_it_was_written(request in announces()) {
        let mut query = Vec::new();
        request.write_query(&mut query);
        let (read, _) = AnnounceRequest::parse_query(&query).unwrap();
        prop_assert_eq!(&read, &request);
        prop_assert_eq!(read.clone().into_owned(), request);
        let mut again = Vec::new();
        read.write_query(&mut again);
        prop_assert_eq!(again, query);
    }

    #[test]
    fn a_scrape_reads_as_it_was_written(hashes in vec(any::<[u8; 20]>(), 0..12), extra in extras()) {
        let mut request = ScrapeRequest::new(hashes.into_iter().map(InfoHash).collect());
        request.extra = extra;
        let mut query = Vec::new();
        request.write_query(&mut query);
        let (read, quirks) = ScrapeRequest::parse_query(&query).unwrap();
        prop_assert_eq!(read, request);
        prop_assert!(quirks.is_empty(), "{}", quirks);
    }

    #[test]
    fn any_query_is_read_or_refused_in_its_place(query in queries(), options in options()) {
        match AnnounceRequest::parse_query_with(&query, &options) {
            Err(error) => prop_assert!(error.offset() <= query.len()),
            Ok((request, _)) => {
                let mut written = Vec::new();
                request.write_query(&mut written);
                prop_assert!(written.iter().all(u8::is_ascii_graphic));
                let (again, _) = AnnounceRequest::parse_query(&written).unwrap();
                prop_assert_eq!(again, request);
            }
        }
        if let Err(error) = ScrapeRequest::parse_query_with(&query, &options) {
            prop_assert!(error.offset() <= query.len());
        }
    }

    #[test]
    fn odd_queries_with_the_required_read_back(odd in queries()) {
        let required = b"peer_id=01234567890123456789&port=1&info_hash=01234567890123456789&x=";
        let query = [&required[..], &odd].concat();
        let Ok((request, _)) = AnnounceRequest::parse_query(&query) else { return Ok(()) };
        let mut written = Vec::new();
        request.write_query(&mut written);
        prop_assert_eq!(AnnounceRequest::parse_query(&written).unwrap().0, request);
    }

    #[test]
    fn any_text_is_a_url_or_none(text in "(magnet:\\?|http://)?[a-z:/?#&=.%@\\[\\]+]{0,30}\\PC{0,3}") {
        let _ = TrackerUrl::parse(&text);
        let _ = Target::split(text.as_bytes());
        if let Some(scrape) = scrape_url(&text) {
            prop_assert!(scrape.contains("/scrape"));
        }
        if let Ok(link) = text.parse::<MagnetLink>() {
            prop_assert_eq!(link.to_string().parse(), Ok(link));
        }
        if let Ok(url) = counted_once().to_url(&text) {
            prop_assert!(url.bytes().all(|byte| byte.is_ascii_graphic()));
        }
    }

    #[test]
    fn percent_encoding_comes_back(bytes in vec(any::<u8>(), 0..100)) {
        let text = percent::encode(&bytes);
        prop_assert_eq!(percent::decode(text.as_bytes()).unwrap(), bytes);
    }
}

fn counted_once() -> AnnounceRequest<'static> {
    AnnounceRequest::new(InfoHash([0; 20]), PeerId([0; 20]), 1)
}
