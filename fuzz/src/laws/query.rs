//! Requests: from a query string, and back to one.

use tracker_types::{
    AnnounceRequest, CompactPeers, CompactPeers6, Event, Host, InfoHash, InfoHashV2, MagnetLink,
    Param, Params, PeerId, QueryOptions, Quirk, ScrapeRequest, Target, TrackerUrl, percent,
    scrape_url,
};

laws![
    an_announce_comes_back,
    a_scrape_comes_back,
    escapes_come_back,
    ids_come_back,
    any_text_is_a_url_or_none,
    any_bytes_are_peers,
    a_magnet_link_comes_back,
];

/// The most lenient options.
fn lenient() -> QueryOptions {
    QueryOptions::new().plus_as_space().ignore_unknown_events().keep_bad_escapes()
}

/// A query that reads as an announce is written as one that reads the same, in plain ASCII and with only the
/// quirks of its content; a query that does not has an error with a place.
pub fn an_announce_comes_back(query: &[u8]) {
    for options in [QueryOptions::new(), lenient()] {
        match AnnounceRequest::parse_query_with(query, &options) {
            Err(error) => assert!(error.offset() <= query.len(), "{error}"),
            Ok((request, _)) => announced(&request, &options),
        }
        if let Ok((request, _)) = AnnounceRequest::parse_target_with(query, &options) {
            announced(&request, &options);
        }
    }
}

/// What a request is written as reads the same.
pub(crate) fn announced(request: &AnnounceRequest<'_>, options: &QueryOptions) {
    let mut written = Vec::new();
    request.write_query(&mut written);
    assert!(written.iter().all(u8::is_ascii_graphic), "{}", written.escape_ascii());
    let (again, quirks) = AnnounceRequest::parse_query_with(&written, options).unwrap();
    assert_eq!(&again, request);
    let met: Vec<_> = quirks.iter().map(|(quirk, _)| quirk).collect();
    assert_eq!(met, content_of_announce(request), "{}", written.escape_ascii());
    assert_eq!(&again.clone().into_owned(), request);
    let url = request.to_url("http://tracker.example/announce").unwrap();
    let target = url.strip_prefix("http://tracker.example").unwrap();
    let (from_target, _) = AnnounceRequest::parse_target_with(target.as_bytes(), options).unwrap();
    assert_eq!(from_target, again);
}

/// The quirks that a request keeps however it is written, because they concern its content.
fn content_of_announce(request: &AnnounceRequest<'_>) -> Vec<Quirk> {
    let odd_key = |key: &[u8]| key.len() > 100 || !key.iter().all(u8::is_ascii_graphic);
    let addresses = [&request.ip, &request.ipv4, &request.ipv6].into_iter().flatten();
    let unreadable = |param: Param<'_>| matches!(&*param.name(), b"ip" | b"ipv4" | b"ipv6");
    let counters = [request.uploaded, request.downloaded, request.left];
    let content = [
        (Quirk::PausedEvent, request.event == Some(Event::Paused)),
        (Quirk::BareParameter, has_flag(&request.extra)),
        (Quirk::MissingCounter, counters.contains(&None)),
        (Quirk::UnreadableAddress, request.extra.iter().any(unreadable)),
        (Quirk::AddressPort, addresses.into_iter().any(|address| address.port.is_some())),
        (Quirk::NotCompact, request.compact == Some(false)),
        (Quirk::OddKey, request.key.as_deref().is_some_and(odd_key)),
        (Quirk::PortZero, request.port == 0 || request.crypto_port == Some(0)),
    ];
    content.into_iter().filter_map(|(quirk, there)| there.then_some(quirk)).collect()
}

fn has_flag(extra: &Params<'_>) -> bool {
    extra.iter().any(|param| param.raw_value().is_none())
}

/// A query that reads as a scrape is written as one that reads the same, without a quirk.
pub fn a_scrape_comes_back(query: &[u8]) {
    for options in [QueryOptions::new(), lenient()] {
        match ScrapeRequest::parse_query_with(query, &options) {
            Err(error) => assert!(error.offset() <= query.len(), "{error}"),
            Ok((request, _)) => {
                let mut written = Vec::new();
                request.write_query(&mut written);
                let (again, quirks) = ScrapeRequest::parse_query_with(&written, &options).unwrap();
                assert_eq!(again, request);
                let met: Vec<_> = quirks.iter().map(|(quirk, _)| quirk).collect();
                let content = has_flag(&again.extra).then_some(Quirk::BareParameter);
                assert_eq!(met, Vec::from_iter(content), "{}", written.escape_ascii());
            }
        }
    }
}

/// Percent-encoded bytes decode to themselves, and what decodes is no longer than its text.
pub fn escapes_come_back(bytes: &[u8]) {
    let text = percent::encode(bytes);
    assert!(text.bytes().all(|byte| byte.is_ascii_graphic()));
    assert_eq!(percent::decode(text.as_bytes()).unwrap(), bytes);
    match percent::decode(bytes) {
        Ok(decoded) => {
            assert!(decoded.len() <= bytes.len());
            let array = percent::decode_array::<20>(bytes);
            assert_eq!(
                array.ok().as_ref().map(|array| &array[..]),
                (decoded.len() == 20).then_some(&decoded[..])
            );
        }
        Err(error) => assert_eq!(bytes[error.offset()], b'%'),
    }
}

/// Ids come back from every form in which they are written, and any text is either such a form or not an id.
pub fn ids_come_back(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    if let Some(&bytes) = bytes.first_chunk::<20>() {
        let (hash, peer) = (InfoHash(bytes), PeerId(bytes));
        assert_eq!(hash.to_string().parse(), Ok(hash));
        assert_eq!(InfoHash::from_percent(hash.to_percent().as_bytes()), Ok(hash));
        assert!(peer.client().is_none_or(|client| !client.to_string().is_empty()));
        let _ = (peer.to_string(), format!("{peer:?}"));
    }
    if let Ok(hash) = text.parse::<InfoHash>() {
        assert_eq!(hash.to_string().parse(), Ok(hash));
    }
    if let Ok(hash) = text.parse::<InfoHashV2>() {
        assert_eq!(hash.to_string().parse(), Ok(hash));
        assert_eq!(hash.to_multihash().parse(), Ok(hash));
        assert!(hash.0.starts_with(&hash.truncate().0));
    }
}

/// Any text is a URL, a host, or neither; whatever can be written reads back.
pub fn any_text_is_a_url_or_none(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let target = Target::split(bytes);
    assert!(format!("{target:?}").len() >= 2);
    if let Ok(url) = TrackerUrl::parse(&text) {
        assert!(url.is_http() || url.port_or_default() == url.port);
        let request = AnnounceRequest::new(InfoHash([1; 20]), PeerId([2; 20]), 3, 4);
        let announce = request.to_url(&text);
        // Only hosts with an escape or beyond ASCII are impossible in a request.
        let odd_host = !url.host.is_ascii() || url.host.contains('%');
        assert!(announce.is_ok() == url.is_http() || odd_host, "{text}");
        assert!(announce.is_err() || announce.unwrap().bytes().all(|byte| byte.is_ascii_graphic()));
    }
    if let Some(scrape) = scrape_url(&text) {
        let is_http = TrackerUrl::parse(&scrape).unwrap().is_http();
        assert!(!is_http || scrape.contains("/scrape"), "{scrape}");
    }
    if let Some(host) = Host::from_bytes(bytes) {
        assert_eq!(Host::from_bytes(host.to_string().as_bytes()), Some(host.by_ref()));
    }
}

/// A text that reads as a magnet link is written as one that reads the same, in plain ASCII and with only the
/// quirks of its content; a text that does not has an error with a place.
pub fn a_magnet_link_comes_back(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    for text in [&*text, &format!("magnet:?xt=urn:btih:{}&{text}", "0".repeat(40))] {
        match MagnetLink::parse(text) {
            Err(error) => assert!(error.offset() <= text.len(), "{error}"),
            Ok((link, _)) => linked(&link),
        }
    }
}

/// The quirks that an extra parameter of a link may keep: it is written unchanged.
const OF_EXTRA: &[Quirk] = &[
    Quirk::BareParameter,
    Quirk::DuplicateParameter,
    Quirk::EmptyUrl,
    Quirk::EmptyValue,
    Quirk::MappedAddress,
    Quirk::NameNotUtf8,
    Quirk::ParameterCase,
    Quirk::TwiceEncoded,
    Quirk::UnreadableAddress,
    Quirk::UnreadableTopic,
    Quirk::UrlWhiteSpace,
];

fn linked(link: &MagnetLink) {
    let written = link.to_string();
    assert!(written.bytes().all(|byte| byte.is_ascii_graphic()), "{written}");
    let (again, quirks) = MagnetLink::parse(&written).unwrap();
    assert_eq!(&again, link, "{written}");
    let unnamed = link.name.as_deref() == Some("");
    let about = |quirk| match quirk {
        Quirk::EmptyValue if unnamed => true,
        quirk => !link.extra.is_empty() && OF_EXTRA.contains(&quirk),
    };
    assert!(quirks.iter().all(|(quirk, _)| about(quirk)), "{quirks}: {written}");
}

/// Packed peers are as many as fit, in both directions, and the remaining bytes are returned.
pub fn any_bytes_are_peers(bytes: &[u8]) {
    let (peers, rest) = CompactPeers::from_bytes(bytes);
    assert_eq!((peers.len(), rest.len()), (bytes.len() / 6, bytes.len() % 6));
    assert_eq!(peers.iter().collect::<CompactPeers<'_>>(), peers);
    let (peers, rest) = CompactPeers6::from_bytes(bytes);
    assert_eq!((peers.len(), rest.len()), (bytes.len() / 18, bytes.len() % 18));
    assert!(peers.iter().rev().map(Some).eq((0..peers.len()).rev().map(|index| peers.get(index))));
}
