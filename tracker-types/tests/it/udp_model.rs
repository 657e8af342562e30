//! From the model to the UDP wire and back.

use std::collections::BTreeMap;
use std::net::Ipv6Addr;

use bytes::Bytes;
use tracker_types::udp::{
    ConnectionId, Family, Options, Request, Response, Stats, TransactionId, request, response,
};
use tracker_types::{
    Address, AnnounceRequest, AnnounceResponse, Event, Failure, Host, InfoHash, Params, Peer,
    PeerId, Peers, Reply, ScrapeResponse, ScrapeStats, TrackerUrl,
};

const IDS: (ConnectionId, TransactionId) = (ConnectionId(7), TransactionId(9));

fn model() -> AnnounceRequest<'static> {
    AnnounceRequest::new(InfoHash([1; 20]), PeerId([2; 20]), 6881, 0)
}

fn there_and_back(request: &AnnounceRequest<'_>) -> AnnounceRequest<'static> {
    let mut datagram = Vec::new();
    let announce = request::Announce::new(IDS.0, IDS.1, request);
    request::encode(&Request::Announce(announce.clone()), &mut datagram);
    let (again, quirks) = request::decode(&datagram).unwrap();
    assert!(quirks.iter().all(|(quirk, _)| quirk == tracker_types::Quirk::PausedEvent));
    assert_eq!(again, Request::Announce(announce));
    let Request::Announce(again) = again else { panic!("no announce") };
    again.to_request().into_owned()
}

#[test]
fn announces_are_read_as_written() {
    let mut request = model();
    assert_eq!(there_and_back(&request), request);
    (request.uploaded, request.downloaded, request.left) = (Some(1), Some(2), Some(u64::MAX - 1));
    (request.numwant, request.key) = (Some(0), Some(b"0123CDEF".into()));
    request.ip = Some(Address::new(Host::V4([1, 2, 3, 4].into())));
    request.extra = Params::from_query(b"passkey=42&flag&n=%C3%A9");
    for event in [
        None,
        Some(Event::Started),
        Some(Event::Completed),
        Some(Event::Stopped),
        Some(Event::Paused),
    ] {
        request.event = event;
        assert_eq!(there_and_back(&request), request);
    }
    let long = vec![b'x'; 1_000];
    request.extra = Params::from_query(&long);
    assert_eq!(there_and_back(&request), request);
}

/// Fields for which BEP 15 has no place.
#[test]
fn fields_without_a_place_on_the_wire() {
    let mut request = model();
    (request.uploaded, request.downloaded, request.left) = (None, None, None);
    request.numwant = Some(u32::MAX);
    request.key = Some(b"aria2's, binary".into());
    request.ip = Some(Address::new(Host::V6(Ipv6Addr::LOCALHOST)));
    (request.corrupt, request.no_peer_id, request.compact) = (Some(5), true, Some(true));
    let mut expected = model();
    // The only number that is not read back unchanged: aquatic requires it to be positive.
    expected.left = Some(u64::MAX / 2);
    expected.numwant = Some(u32::MAX / 2);
    assert_eq!(there_and_back(&request), expected);

    let mut announce = request::Announce::new(IDS.0, IDS.1, &request);
    assert_eq!(announce.key, 0);
    announce.key = 0xabc;
    assert_eq!(announce.to_request().key.unwrap(), &b"00000ABC"[..]);
}

#[test]
fn keys_are_hex_digits() {
    let rows: &[(&[u8], u32)] = &[
        (b"B572D4C4", 0xb572_d4c4),
        (b"b572d4c4", 0xb572_d4c4),
        (b"1f", 0x1f),
        (b"", 0),
        (b"+1f", 0),
        (b"B572D4C40", 0),
        (b"B572D4CG", 0),
        (b"\xff\xfe", 0),
    ];
    for (key, number) in rows {
        let mut request = model();
        request.key = Some((*key).into());
        assert_eq!(request::Announce::new(IDS.0, IDS.1, &request).key, *number);
    }
}

#[test]
fn options_of_urls() {
    let rows: &[(&str, &[u8], &[u8])] = &[
        ("udp://tracker.example:6969", b"", b"\x02\x01/"),
        ("udp://tracker.example:6969/announce", b"", b"\x02\x09/announce"),
        ("udp://tracker.example:6969/a?k=v", b"x=y", b"\x02\x0a/a?k=v&x=y"),
        ("udp://tracker.example:6969/a", b"x=y", b"\x02\x06/a?x=y"),
        // As in a URL for HTTP: no raw characters that RFC 3986 does not allow, no empty parameters.
        ("udp://tracker.example:6969/a b?k=\u{e9}&", b"x=+", b"\x02\x15/a%20b?k=%C3%A9&x=%2B"),
        ("udp://tracker.example:6969/a?", b"", b"\x02\x02/a"),
    ];
    for (url, extra, expected) in rows {
        let url = TrackerUrl::parse(url).unwrap();
        let options = Options::for_url(&url, &Params::from_query(extra));
        assert_eq!(options.as_bytes(), *expected);
        assert_eq!(options.iter().map(|(kind, _)| kind).collect::<Vec<_>>(), [2]);
    }
    let rows = [(0, vec![0]), (255, vec![255]), (256, vec![255, 1]), (510, vec![255, 255])];
    for (length, pieces) in rows {
        let data = vec![b'/'; length];
        let options = Options::from_url_data(&data);
        let lengths: Vec<_> = options.iter().map(|(_, data)| data.len()).collect();
        assert_eq!(lengths, pieces);
        assert_eq!(options.url_data().unwrap(), data);
    }
    assert_eq!(format!("{:?}", Options::from_url_data(b"/a")), r#"{2: b"/a"}"#);
    assert_ne!(Options::from_url_data(b"/a"), Options::from_url_data(b"/b"));
}

/// The fields of the datagram have precedence over the query in the URL data.
#[test]
fn url_data_does_not_contradict_the_datagram() {
    let mut announce = request::Announce::new(IDS.0, IDS.1, &model());
    let plain = announce.to_request().into_owned();
    for (data, extra) in [
        ("/?left=0&port=1&event=stopped&ip=6.6.6.6&numwant=0&info_hash=x", ""),
        ("/?peer%5Fid=x&key=1&uploaded=1&downloaded&uid=4", "uid=4"),
        ("/?uid=4&trackerid=a&compact=1&x=?#f", "uid=4&x=?"),
        ("/a#left=0", ""),
    ] {
        announce.options = Options::from_url_data(data.as_bytes());
        let request = announce.to_request();
        assert_eq!(request.extra.as_bytes(), extra.as_bytes(), "{data}");
        let mut expected = plain.clone();
        expected.extra = request.extra.clone();
        assert_eq!(request, expected);
        let mut query = Vec::new();
        request.write_query(&mut query);
        let (read, _) = AnnounceRequest::parse_query(&query).unwrap();
        assert_eq!((read.left, read.event, read.ip), (plain.left, plain.event, None));
    }
    let mut request = model();
    request.extra = Params::from_query(b"uid=4&left=0&x=a+b");
    let announce = request::Announce::new(IDS.0, IDS.1, &request);
    assert_eq!(announce.options.url_data().unwrap(), &b"/?uid=4&x=a%2Bb"[..]);
    let url = TrackerUrl::parse("udp://tracker.example:6969/announce?passkey=42").unwrap();
    let announce = request::Announce::for_url(&url, &request);
    assert!(announce.options.url_data().unwrap().starts_with(b"/announce?passkey=42&uid=4"));
    assert_eq!((announce.left, announce.port), (request.left.unwrap(), request.port));
}

#[test]
fn only_url_data_is_written() {
    let mut announce = request::Announce::new(IDS.0, IDS.1, &model());
    let odd = b"\x01\x02\x04/?a=\x07\x01x\x02\x01b\0\0";
    let mut datagram = Vec::new();
    request::encode(&Request::Announce(announce.clone()), &mut datagram);
    let datagram = [&datagram, &odd[..]].concat();
    let (Request::Announce(read), _) = request::decode(&datagram).unwrap() else { panic!() };
    announce.options = read.options;
    let mut written = Vec::new();
    request::encode(&Request::Announce(announce), &mut written);
    assert_eq!(written[98..], *b"\x02\x05/?a=b");
}

#[test]
fn announce_responses_are_read_as_written_with_peers_of_their_family() {
    let mut peers = Peers::default();
    peers.v4 = ["1.2.3.4:5".parse().unwrap(), "1.2.3.4:0".parse().unwrap()].into_iter().collect();
    peers.v6 = ["[2001:db8::7]:5".parse().unwrap()].into_iter().collect();
    peers.list = vec![
        Peer::new(Host::Dns("seed.example".into()), 6),
        Peer::new(Host::V4([5, 6, 7, 8].into()), 9),
    ];
    let mut model = AnnounceResponse::new(1_800, peers);
    (model.complete, model.incomplete) = (Some(3), None);
    let rows = [(Family::V4, &["1.2.3.4:5", "5.6.7.8:9"][..]), (Family::V6, &["[2001:db8::7]:5"])];
    for (family, expected) in rows {
        let announce = response::Announce::from_model(IDS.1, family, &model);
        let mut datagram = Vec::new();
        response::encode(&Response::Announce(announce.clone()), &mut datagram);
        let (decoded, quirks) = response::decode(&datagram, family).unwrap();
        assert!(quirks.is_empty());
        assert_eq!(decoded, Response::Announce(announce));
        let (reply, _) = decoded.into_announce_reply().unwrap();
        let again = reply.into_result().unwrap();
        let read: Vec<_> = again.peers.iter().map(|peer| peer.to_string()).collect();
        assert_eq!(read, expected);
        assert_eq!((again.interval, again.complete), (Some(1_800), Some(3)));
        assert_eq!(again.incomplete, Some(0));
    }
    (model.interval, model.incomplete) = (None, Some(4));
    let announce = response::Announce::from_model(IDS.1, Family::V4, &model);
    assert_eq!((announce.interval, announce.seeders, announce.leechers), (1_800, 3, 4));
}

#[test]
fn scrape_responses_and_failures_are_read_as_written() {
    let asked = [InfoHash([1; 20]), InfoHash([2; 20])];
    let files = BTreeMap::from([(asked[0], ScrapeStats::new(1, 2, 3))]);
    let scrape = response::Scrape::from_model(IDS.1, &asked, &ScrapeResponse::new(files));
    let mut datagram = Vec::new();
    response::encode(&Response::Scrape(scrape), &mut datagram);
    let (decoded, _) = response::decode(&datagram, Family::V4).unwrap();
    assert_eq!(decoded.clone().into_announce_reply(), None);
    let (reply, quirks) = decoded.into_scrape_reply(&asked).unwrap();
    assert!(quirks.is_empty());
    let files = reply.into_result().unwrap().files;
    assert_eq!(files[&asked[0]], ScrapeStats::new(1, 2, 3));
    assert_eq!(files[&asked[1]], ScrapeStats::new(0, 0, 0));

    for (reason, expected) in
        [(&b"no"[..], &b"no"[..]), (b"no\0\0", b"no"), (b"\xff", "\u{fffd}".as_bytes())]
    {
        let failure = response::Failure::from_model(IDS.1, &Failure::new(reason));
        datagram.clear();
        response::encode(&Response::Failure(failure), &mut datagram);
        let (decoded, quirks) = response::decode(&datagram, Family::V6).unwrap();
        assert!(quirks.is_empty());
        let (reply, _) = decoded.clone().into_announce_reply().unwrap();
        assert_eq!(*reply.failure().unwrap().reason, *expected);
        let Response::Failure(ref failure) = decoded else { panic!("not a failure") };
        assert_eq!(failure.to_string().as_bytes(), expected);
        let (reply, _) = decoded.into_scrape_reply(&asked).unwrap();
        assert!(matches!(reply, Reply::Failure(_)));
    }
    let connect = Response::Connect { transaction: IDS.1, connection: IDS.0 };
    assert_eq!(connect.clone().into_announce_reply(), None);
    assert_eq!(connect.into_scrape_reply(&asked), None);
}

#[test]
fn messages_outlive_their_datagrams() {
    let requests: &[&'static [u8]] = &[
        b"\0\0\x04\x17\x27\x10\x19\x80\0\0\0\0\0\0\0\x07",
        b"\0\0\0\0\0\0\0\x08\0\0\0\x02\0\0\0\x0701234567890123456789",
    ];
    let mut announce = Vec::new();
    let mut model = model();
    model.extra = Params::from_query(b"a=b");
    request::encode(
        &Request::Announce(request::Announce::new(IDS.0, IDS.1, &model)),
        &mut announce,
    );
    for datagram in requests.iter().copied().map(Bytes::from_static).chain([announce.into()]) {
        let (request, _) = request::decode(&datagram).unwrap();
        assert_eq!(request.share(&datagram), request);
        assert_eq!(request.clone().into_owned(), request);
    }
    let responses: &[&'static [u8]] = &[
        b"\0\0\0\0\0\0\0\x07\0\0\0\0\0\0\0\x08",
        b"\0\0\0\x01\0\0\0\x07\0\0\0\x08\0\0\0\x09\0\0\0\x0a0123456789abcdefgh",
        b"\0\0\0\x02\0\0\0\x070123456789ab",
        b"\0\0\0\x03\0\0\0\x07no",
    ];
    for datagram in responses.iter().copied().map(Bytes::from_static) {
        for family in [Family::V4, Family::V6] {
            let (response, _) = response::decode(&datagram, family).unwrap();
            assert_eq!(response.share(&datagram), response);
            assert_eq!(response.clone().into_owned(), response);
            assert_eq!(response.transaction(), TransactionId(7));
        }
    }
}

/// Clients written with signed integers read a larger number as a negative one.
#[test]
fn no_negative_number_is_written() {
    let (peers, _) = response::Peers::from_bytes(b"", Family::V4);
    let mut announce = response::Announce::new(IDS.1, u32::MAX, peers);
    (announce.leechers, announce.seeders) = (1 << 31, 7);
    let mut datagram = Vec::new();
    response::encode(&Response::Announce(announce), &mut datagram);
    assert_eq!(datagram[8..], *b"\x7f\xff\xff\xff\x7f\xff\xff\xff\0\0\0\x07");
    datagram.clear();
    let stats = Stats { seeders: u32::MAX, completed: 1 << 31, leechers: 7 };
    response::encode(&Response::Scrape(response::Scrape::new(IDS.1, [stats])), &mut datagram);
    assert_eq!(datagram[8..], *b"\x7f\xff\xff\xff\x7f\xff\xff\xff\0\0\0\x07");
}
