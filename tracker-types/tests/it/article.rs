//! The statements of the article "Decoding tracker responses" about requests, ids and URLs, with one test
//! each. Where it deviates from BEP 3, both forms are read and that of BEP 3 is written.

use tracker_types::{AnnounceRequest, ErrorKind, Event, Host, InfoHash, MagnetLink, PeerId, Quirk};

/// The article's curl command, as curl 7.88.1 sends it: it changes the escapes to lower case.
const TARGET: &[u8] =
    b"/announce?info_hash=%d1%10%1a%2b%9d%20%28%11%a0%5e%8c%57%c5%57%a2%0b%f9%74%dc%8a\
    &peer_id=01234567890123456789&port=12345&uploaded=0&downloaded=0&left=0";

const HEX: &str = "d1101a2b9d202811a05e8c57c557a20bf974dc8a";

fn article() -> AnnounceRequest<'static> {
    AnnounceRequest::parse_target(TARGET).unwrap().0
}

#[test]
fn an_announce_is_a_get_with_url_parameters() {
    let url = article().to_url("https://torrent.ubuntu.com/announce").unwrap();
    let target = url.strip_prefix("https://torrent.ubuntu.com").unwrap();
    assert_eq!(AnnounceRequest::parse_target(target.as_bytes()).unwrap().0, article());
}

#[test]
fn the_info_hash_is_20_bytes() {
    assert_eq!(
        article().info_hash,
        InfoHash(
            *b"\xd1\x10\x1a\x2b\x9d\x20\x28\x11\xa0\x5e\x8c\x57\xc5\x57\xa2\x0b\xf9\x74\xdc\x8a"
        )
    );
    let error = AnnounceRequest::parse_query(b"info_hash=%d1%10").unwrap_err();
    assert_eq!(error.kind(), ErrorKind::WrongLength { expected: 20, found: 2 });
}

#[test]
fn the_info_hash_is_a_parameter_of_a_magnet_link() {
    let link: MagnetLink = format!("magnet:?xt=urn:btih:{HEX}").parse().unwrap();
    assert_eq!(link.info_hashes.unwrap().v1(), Some(article().info_hash));
    let base32: MagnetLink =
        "magnet:?xt=urn:btih:2EIBUK45EAUBDIC6RRL4KV5CBP4XJXEK".parse().unwrap();
    assert_eq!(base32.info_hashes, link.info_hashes);
}

/// The article says "URL encoded hex": the raw bytes, escaped; unnecessary escapes and either case are allowed.
#[test]
fn the_info_hash_is_url_encoded_hex() {
    let typed = String::from_utf8_lossy(TARGET).replace("%57%c5%57", "%57%C5W");
    assert_eq!(AnnounceRequest::parse_target(typed.as_bytes()).unwrap().0, article());
    let digits = format!("info_hash={HEX}&peer_id=01234567890123456789&port=12345");
    let error = AnnounceRequest::parse_query(digits.as_bytes()).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::HexInfoHash);
}

#[test]
fn the_peer_id_is_20_bytes_of_the_clients_choice() {
    assert_eq!(article().peer_id, PeerId(*b"01234567890123456789"));
    assert_eq!(article().peer_id.client(), None);
    let client = PeerId(*b"-TR2940-0890apv0oznf").client().unwrap();
    assert_eq!((client.name.as_str(), client.version.as_str()), ("Transmission", "2.94"));
}

#[test]
fn the_ip_is_optional_and_may_be_a_dns_name() {
    assert_eq!(article().ip, None);
    for (ip, host) in [("1.2.3.4", "1.2.3.4"), ("seed.example.org", "seed.example.org")] {
        let target = [TARGET, b"&ip=", ip.as_bytes()].concat();
        let (request, quirks) = AnnounceRequest::parse_target(&target).unwrap();
        assert_eq!(request.ip.as_ref().unwrap().host, host.parse::<Host<'_>>().unwrap());
        assert!(quirks.is_empty());
        let mut query = Vec::new();
        request.write_query(&mut query);
        assert!(query.ends_with(format!("&ip={ip}").as_bytes()));
    }
}

#[test]
fn port_uploaded_downloaded_and_left_are_numbers() {
    let request = article();
    let counters = (request.uploaded, request.downloaded, request.left);
    assert_eq!((request.port, counters), (12345, (Some(0), Some(0), Some(0))));
    let bare = b"info_hash=0123456789ABCDEFGHIJ&peer_id=01234567890123456789&port=12345";
    let (request, quirks) = AnnounceRequest::parse_query(bare).unwrap();
    assert_eq!((request.left, quirks.count(Quirk::MissingCounter)), (None, 3));
}

/// The article says `complete`, BEP 3 `completed`: both are read, the latter is written.
#[test]
fn the_event_is_started_complete_or_stopped() {
    let rows = [
        ("started", Event::Started, "started"),
        ("complete", Event::Completed, "completed"),
        ("completed", Event::Completed, "completed"),
        ("stopped", Event::Stopped, "stopped"),
    ];
    for (sent, event, written) in rows {
        let target = [TARGET, b"&event=", sent.as_bytes()].concat();
        let (request, quirks) = AnnounceRequest::parse_target(&target).unwrap();
        assert_eq!(request.event, Some(event));
        assert_eq!(quirks.contains(Quirk::CompleteEvent), sent == "complete");
        let mut query = Vec::new();
        request.write_query(&mut query);
        assert!(query.ends_with(format!("&event={written}").as_bytes()), "{sent}");
    }
}

#[test]
fn the_curl_line_is_a_whole_announce() {
    let (request, quirks) = AnnounceRequest::parse_target(TARGET).unwrap();
    assert_eq!(request.info_hash.to_string(), HEX);
    assert!(quirks.is_empty());
    let unsaid = (request.compact, request.numwant, request.key, request.event);
    assert_eq!(unsaid, (None, None, None, None));
}
