//! Announce URLs, scrape URLs, and tiers.

use tracker_types::{
    AnnounceList, AnnounceRequest, ErrorKind, InfoHash, Params, PeerId, ScrapeRequest, Target,
    TrackerUrl, scrape_url,
};

/// The rule of clients over HTTP: the text after the last `/` has to begin with `announce`.
const SCRAPE: &[(&str, Option<&str>)] = &[
    ("http://example.com/announce", Some("http://example.com/scrape")),
    ("http://example.com/x/announce", Some("http://example.com/x/scrape")),
    ("http://example.com/announce.php", Some("http://example.com/scrape.php")),
    ("http://example.com/announce?x=2%0644", Some("http://example.com/scrape?x=2%0644")),
    ("http://example.com/announce#frag", Some("http://example.com/scrape")),
    ("http://example.com/ab/announce?uid=42", Some("http://example.com/ab/scrape?uid=42")),
    ("http://announce.example.com/announce", Some("http://announce.example.com/scrape")),
    ("udp://example.com:6969/announce", Some("udp://example.com:6969/announce")),
    ("http://example.com/a", None),
    ("http://example.com/announce?x=2/4", None),
    ("http://example.com/announce?x=/announce", None),
    ("http://:80/announce", None),
    (" http://example.com/announce", Some("http://example.com/scrape")),
    ("http://example.com/x%064announce", None),
    ("http://announce", None),
    ("udp://example.com:80", Some("udp://example.com:80")),
    ("wss://example.com/announce?a=/b", Some("wss://example.com/announce?a=/b")),
    ("ftp://example.com/announce", None),
    ("http://example.com", None),
    ("/announce", None),
    ("", None),
];

#[test]
fn scrape_urls() {
    for (announce, scrape) in SCRAPE {
        assert_eq!(scrape_url(announce).as_deref(), *scrape, "{announce}");
    }
}

const QUERY: &str = "info_hash=0123456789ABCDEFGHIJ&peer_id=-TR2940-0890apv0oznf&port=51413\
    &uploaded=0&downloaded=0&left=0";

/// An announce URL, and the start of the request URL that is made of it.
const ASKED: &[(&str, &str)] = &[
    ("https://torrent.ubuntu.com/announce", "https://torrent.ubuntu.com/announce?"),
    ("http://tracker.archlinux.org:6969/announce", "http://tracker.archlinux.org:6969/announce?"),
    (
        "http://t.example/announce.php?passkey=ab&uid=42",
        "http://t.example/announce.php?passkey=ab&uid=42&",
    ),
    ("http://t.example/announce?", "http://t.example/announce?"),
    ("http://t.example/announce?uid=42&", "http://t.example/announce?uid=42&"),
    ("http://t.example/announce#frag", "http://t.example/announce?"),
    ("http://t.example/announce?uid=42#frag", "http://t.example/announce?uid=42&"),
    ("http://t.example", "http://t.example/?"),
    ("http://t.example?uid=42", "http://t.example/?uid=42&"),
    ("http://t.example/a b/\u{e9}", "http://t.example/a%20b/%C3%A9?"),
    ("HTTP://user:pa%20ss@t.example/announce", "HTTP://user:pa%20ss@t.example/announce?"),
];

fn request() -> AnnounceRequest<'static> {
    let ids = (InfoHash(*b"0123456789ABCDEFGHIJ"), PeerId(*b"-TR2940-0890apv0oznf"));
    AnnounceRequest::new(ids.0, ids.1, 51413, 0)
}

#[test]
fn the_announce_url_keeps_its_own_query_first() {
    for (announce, asked) in ASKED {
        let url = request().to_url(announce).unwrap();
        assert_eq!(url, format!("{asked}{QUERY}"));
        // A tracker reads all of it.
        let target = Target::split(url.as_bytes());
        let (found, quirks) = AnnounceRequest::parse_query(target.query.unwrap()).unwrap();
        assert_eq!(found.info_hash, request().info_hash);
        assert!(quirks.is_empty(), "{url}: {quirks}");
    }
    for (url, kind) in [
        ("", ErrorKind::InvalidUrl),
        ("announce", ErrorKind::InvalidUrl),
        ("http:///announce", ErrorKind::InvalidUrl),
        ("http://t.example:x/", ErrorKind::InvalidUrl),
        ("udp://t.example:6969/announce", ErrorKind::NotHttp),
        ("wss://t.example/announce", ErrorKind::NotHttp),
    ] {
        assert_eq!(request().to_url(url).unwrap_err().kind(), kind, "{url}");
        assert_eq!(ScrapeRequest::default().to_url(url).unwrap_err().kind(), kind, "{url}");
    }
}

/// Trackers read the first of two parameters, so each parameter that the request states occurs once.
#[test]
fn neither_the_url_nor_extra_contradicts_the_request() {
    let named = "left=0&port=1&event=stopped&info_hash=x&peer%5Fid=x&uploaded=9&downloaded=9&left";
    let mut model = request();
    (model.left, model.numwant) = (Some(1000), Some(50));
    model.ip = "1.2.3.4".parse().ok();
    for (others, extra) in [("", ""), ("uid=4&", "x=a%2Bb"), ("ip=garbage&corrupt=3&", "compact=0")]
    {
        let url = format!("http://t.example/announce?{others}{named}&numwant=0&ip=6.6.6.6");
        model.extra = Params::from_query(extra.as_bytes());
        let (clean, odd) =
            (model.to_url(&format!("http://t.example/announce?{others}")), model.to_url(&url));
        assert_eq!(odd.unwrap(), clean.unwrap());

        let all = format!("{extra}&{named}&numwant=0&ip=6.6.6.6");
        let (mut plain, mut named) = (Vec::new(), Vec::new());
        model.write_query(&mut plain);
        model.extra = Params::from_query(all.as_bytes()).into_owned();
        model.write_query(&mut named);
        assert_eq!(named.escape_ascii().to_string(), plain.escape_ascii().to_string());
    }
    // The URL may have parameters that the request does not state; a missing event is stated.
    model = request();
    let url = model.to_url("http://t.example/a?numwant=0&ip=6.6.6.6&key=k&event=stopped").unwrap();
    assert_eq!(url, format!("http://t.example/a?numwant=0&ip=6.6.6.6&key=k&{QUERY}"));
    let scrape = ScrapeRequest::new(vec![model.info_hash]);
    let url = scrape.to_url("http://t.example/announce?info_hash=x&left=0").unwrap();
    assert_eq!(url, "http://t.example/scrape?left=0&info_hash=0123456789ABCDEFGHIJ");
}

#[test]
fn scrape_urls_keep_their_own_query_first() {
    let full = ScrapeRequest::new(vec![]);
    let two = ScrapeRequest::new(vec![request().info_hash; 2]);
    let hashes = "info_hash=0123456789ABCDEFGHIJ&info_hash=0123456789ABCDEFGHIJ";
    let rows = [
        ("http://t.example/announce", "http://t.example/scrape", "http://t.example/scrape?"),
        (
            "http://t.example/announce?uid=4",
            "http://t.example/scrape?uid=4",
            "http://t.example/scrape?uid=4&",
        ),
    ];
    for (announce, all, some) in rows {
        assert_eq!(full.to_url(announce).unwrap(), all);
        assert_eq!(two.to_url(announce).unwrap(), format!("{some}{hashes}"));
    }
    assert_eq!(full.to_url("http://t.example/a").unwrap_err().kind(), ErrorKind::NoScrape);
}

#[test]
fn urls_are_split_into_parts() {
    let url = TrackerUrl::parse("https://user:pw@t.example/a/announce?x=1?2#frag").unwrap();
    assert_eq!((url.scheme, url.user_info, url.host), ("https", Some("user:pw"), "t.example"));
    assert_eq!((url.path, url.query, url.fragment), ("/a/announce", Some("x=1?2"), Some("frag")));
    let ports = [
        ("http://t.example", Some(80)),
        ("https://t.example:", Some(443)),
        ("wss://t.example", Some(443)),
        ("http://[::1]:6969/announce", Some(6969)),
        ("http://[::1]/announce", Some(80)),
        ("udp://t.example:451", Some(451)),
        ("udp://t.example", None),
    ];
    for (text, port) in ports {
        assert_eq!(TrackerUrl::parse(text).unwrap().port_or_default(), port, "{text}");
    }
    assert_eq!(TrackerUrl::parse("http://[::1]:6969/announce").unwrap().host, "::1");
    assert_eq!(TrackerUrl::parse("http://a@b@t.example/").unwrap().host, "t.example");
    for (text, offset) in [
        ("t.example/announce", 0),
        ("://t.example", 0),
        ("1a://b", 0),
        ("ht tp://t.example/", 0),
        (" ht tp://t.example/", 1),
        ("http://", 7),
        ("http:///announce", 7),
        ("http://user@/announce", 12),
        ("http://exa mple/announce", 7),
        ("http://t.example\\announce", 7),
        ("http://t.example\n/announce", 16),
        ("http://[::1", 7),
        ("http://[zz]/", 7),
        ("http://[]:80/", 7),
        ("http://[::1]x", 12),
        ("http://[::1]:80]/", 13),
        ("http://::1/announce", 7),
        ("http://t.example:+80/", 17),
        ("http://u:p@t.example:65536/announce?uid=1:2#x", 21),
    ] {
        let error = TrackerUrl::parse(text).unwrap_err();
        assert_eq!((error.kind(), error.offset()), (ErrorKind::InvalidUrl, offset), "{text}");
    }
}

/// The parts of a URL, put together again, are the URL.
#[test]
fn urls_are_shown_unchanged() {
    for text in [
        "http://t.example",
        "HTTPS://user:pa%20ss@T.example:6969/a/announce.php?uid=42&&#frag",
        "http://a@b@t.example/?#",
        "http://t.example/announce?from=http://b.example/",
        "udp://[2001:db8::7]:6969/announce",
        "http://[fe80::1%25eth0]/",
        "http://b\u{fc}cher.example/announce?x=1?2",
    ] {
        assert_eq!(TrackerUrl::parse(text).unwrap().to_string(), text);
    }
    let short = [("http://t.example:/", "http://t.example/"), ("ws://t:080", "ws://t:80")];
    for (text, shown) in short {
        assert_eq!(TrackerUrl::parse(text).unwrap().to_string(), shown);
    }
}

#[test]
fn tiers_are_tried_in_order() {
    let (a, b, c) = ("http://a.example/", "http://b.example/", "http://c.example/");
    let mut list = AnnounceList::from_iter([vec![a, " ", b], vec![""], vec![c]]);
    assert_eq!(list.iter().collect::<Vec<_>>(), [a, b, c]);
    list.promote(b);
    list.promote("http://nobody.example/");
    assert_eq!(list.iter().collect::<Vec<_>>(), [b, a, c]);
    assert!(!list.is_empty() && AnnounceList::default().is_empty());
    let pasted = AnnounceList::from_iter([[" http://a.example/\r\n", "\thttp://b.example/"]]);
    assert_eq!(pasted.tiers, [[a, b]]);
}

/// A control character in any part of a URL is refused: printing that part would print text that an attacker
/// controls.
#[test]
fn control_characters_are_refused_everywhere() {
    let places = [
        "htt*p://u:p@t.example:80/a?b=c#d",
        "http://u:*p@t.example:80/a?b=c#d",
        "http://u:p@t*.example:80/a?b=c#d",
        "http://u:p@t.example:8*0/a?b=c#d",
        "http://u:p@t.example:80/*a?b=c#d",
        "http://u:p@t.example:80/a?b=*c#d",
        "http://u:p@t.example:80/a?b=c#d*d",
        "http://[::1*]/a",
        "http://[::1%*1]/a",
        "http://[::1%25a*1]/a",
    ];
    let controls =
        ["\0", "\r\nX-Evil: ", "\n", "\t", "\x0b", "\x1b[2J", "\x7f", "\u{80}", "\u{9f}"];
    for place in places {
        for control in controls {
            let url = place.replace('*', control);
            let error = TrackerUrl::parse(&url).unwrap_err();
            let offset = url.find(control).unwrap();
            assert_eq!((error.kind(), error.offset()), (ErrorKind::InvalidUrl, offset), "{url:?}");
            assert!(request().to_url(&url).is_err() && scrape_url(&url).is_none(), "{url:?}");
        }
    }
    // A zone consists of letters, digits and escapes (RFC 6874).
    for zone in ["%", "% ", "%a b", "%<", "%\u{e9}", "%[", "%a@"] {
        assert!(TrackerUrl::parse(&format!("http://[::1{zone}]/a")).is_err(), "{zone}");
    }
}

/// It is cut off for every way to parse a URL.
#[test]
fn white_space_around_a_url_is_cut_off() {
    let url = "http://a.example/announce";
    for (front, end) in
        [("", "\r"), (" ", " "), ("\t", "\r\n"), ("\u{a0}", "\u{3000}"), ("\n\n", "")]
    {
        let pasted = format!("{front}{url}{end}");
        assert_eq!(TrackerUrl::parse(&pasted), TrackerUrl::parse(url));
        assert_eq!(request().to_url(&pasted).unwrap(), format!("{url}?{QUERY}"));
        let scrape = ScrapeRequest::default().to_url(&pasted).unwrap();
        assert_eq!(scrape, "http://a.example/scrape");
        assert_eq!(scrape_url(&pasted), Some(scrape));
        let tiers = vec![vec![pasted.clone(), front.to_owned()], vec![end.to_owned()]];
        let mut list = AnnounceList::new(tiers.clone());
        assert_eq!(list.tiers, [[url]]);
        assert_eq!(AnnounceList::from_iter(tiers), list);
        list.promote(&pasted);
        // Offsets count what was cut off.
        let error = TrackerUrl::parse(&format!("{front}http://{end}")).unwrap_err();
        assert_eq!(error.offset(), front.len() + 7);
        let error = request().to_url(&format!("{front}http://\u{e9}/{end}")).unwrap_err();
        assert_eq!((error.kind(), error.offset()), (ErrorKind::InvalidUrl, front.len() + 7));
    }
}

/// Characters that RFC 3986 does not allow are escaped, part by part; all others are unchanged.
#[test]
fn characters_that_are_not_allowed_in_urls_are_escaped() {
    let rows = [
        (
            "http://t.example/a?x=\"<>[]^`{|}\\",
            "http://t.example/a?x=%22%3C%3E%5B%5D%5E%60%7B%7C%7D%5C&",
        ),
        ("http://t.example/\"<>[]^`{|}\\", "http://t.example/%22%3C%3E%5B%5D%5E%60%7B%7C%7D%5C?"),
        ("http://t.example/100%/%zz/%4?%", "http://t.example/100%25/%25zz/%254?%25&"),
        ("http://a@b<c@t.example/", "http://a%40b%3Cc@t.example/?"),
        ("http://t%2eexample/%2e", "http://t.example/%2e?"),
        ("http://[fe80::1%eth0]/", "http://[fe80::1%25eth0]/?"),
        ("http://t.example:/?", "http://t.example/?"),
        (
            "http://t.example/!$&'()*+,;=:@-._~?!$&'()*+,;=:@-._~/?",
            "http://t.example/!$&'()*+,;=:@-._~?!$&'()*+,;=:@-._~/?&",
        ),
    ];
    for (announce, asked) in rows {
        assert_eq!(request().to_url(announce).unwrap(), format!("{asked}{QUERY}"));
    }
    assert_eq!(
        scrape_url("http://t.example/a b/announce?[").unwrap(),
        "http://t.example/a%20b/scrape?%5B"
    );
    // No request can have such a host.
    for host in ["b\u{fc}cher.example", "b%C3%BCcher.example", "t%2f.example", "t%20", "%zz"] {
        let url = format!("http://u@{host}/announce");
        let error = request().to_url(&url).unwrap_err();
        assert_eq!((error.kind(), error.offset()), (ErrorKind::InvalidUrl, 9), "{url}");
        assert!(TrackerUrl::parse(&url).is_ok() && scrape_url(&url).is_none());
    }
}
