//! Magnet links.

use tracker_types::{ErrorKind, InfoHash, InfoHashV2, InfoHashes, MagnetLink, Quirk};

const V1: &str = "631a31dd0a46257d5078c0dee4e66e26f73e42ac";
const V2: &str = "d8dd32ac93357c368556af3ac1d95c9d76bd0dff6fa9833ecdac3d53134efabb";

fn v1() -> InfoHash {
    V1.parse().unwrap()
}

fn v2() -> InfoHashV2 {
    V2.parse().unwrap()
}

fn link(text: &str) -> MagnetLink {
    text.parse().unwrap()
}

#[test]
fn topics_name_the_torrent_by_one_hash_or_two() {
    let base32 = "MMNDDXIKIYSX2UDYYDPOJZTOE33T4QVM";
    let only = InfoHashes::only_v1(v1());
    let hybrid = InfoHashes::hybrid(v1(), v2());
    let rows = [
        (format!("magnet:?xt=urn:btih:{V1}"), only),
        (format!("magnet:?xt=urn:btih:{}", V1.to_uppercase()), only),
        (format!("magnet:?xt=urn:btih:{base32}"), only),
        (format!("MAGNET:?xt=URN:BTIH:{V1}#frag"), only),
        (format!("magnet:?xt=urn%3Abtih%3A{V1}"), only),
        (format!("magnet:?dn=x&xt=urn:btmh:1220{V2}"), InfoHashes::only_v2(v2())),
        (format!("magnet:?xt=urn:btih:{V1}&xt=urn:btmh:1220{V2}"), hybrid),
        (format!("magnet:?xt=urn:btmh:1220{V2}&xt=urn:btih:{V1}"), hybrid),
        (format!("magnet:?xt.1=urn:btih:{V1}&xt.2=urn:btmh:1220{V2}"), hybrid),
        (format!("magnet:?%78t=urn:btih:{}", base32.to_lowercase()), only),
        (format!("magnet:?xt=urn:btmh:1220{}", V2.to_uppercase()), InfoHashes::only_v2(v2())),
        // As in QR codes, which are smaller without lower-case letters.
        (format!("MAGNET:?XT=URN:BTIH:{}", V1.to_uppercase()), only),
        (format!("magnet:?&&xt=urn:btih:{V1}&&"), only),
    ];
    for (text, hashes) in rows {
        assert_eq!(link(&text).info_hashes, Some(hashes), "{text}");
    }
}

#[test]
fn trackers_come_in_order_and_each_is_a_tier() {
    let text = format!(
        "magnet:?xt=urn:btih:{V1}&tr=http%3A%2F%2Fone.example%2Fannounce%3Fuid%3D42\
         &tr.1=udp://two.example:6969&tr.2=http://three.example/a+b&tr=&tr"
    );
    let link = link(&text);
    let trackers = [
        "http://one.example/announce?uid=42",
        "udp://two.example:6969",
        "http://three.example/a+b",
    ];
    assert_eq!(link.trackers, trackers);
    assert_eq!(link.announce_list().tiers.len(), 3);
    assert_eq!(link.extra.as_bytes(), b"tr=&tr");
}

#[test]
fn the_rest_is_kept() {
    let text = format!(
        "magnet:?xt=urn:btih:{V1}&xt=urn:sha1:YNCKHTQCWBTRNJIV4WNAE52SJUQCZO5C&dn=a+b%2B%C3%A9\
         &x.pe=[::1]:6881&so=0,2,4,6-8&tracker=x&dn=second&flag"
    );
    let link = link(&text);
    assert_eq!(link.name.as_deref(), Some("a b+\u{e9}"));
    let names: Vec<_> = link.extra.iter().map(|param| param.raw_name().to_vec()).collect();
    assert_eq!(names, [&b"xt"[..], b"x.pe", b"so", b"tracker", b"dn", b"flag"]);
    assert_eq!(link.extra.get("so").unwrap().value(), &b"0,2,4,6-8"[..]);
}

#[test]
fn the_first_of_two_topics_of_a_kind_counts() {
    let (other, other2) = ("0".repeat(40), "0".repeat(64));
    let topics = [
        format!("xt=urn:btih:{V1}"),
        format!("xt=urn:btmh:1220{V2}"),
        format!("xt.1=urn:btih:{other}"),
        format!("xt=urn:btih:{}", V1.to_uppercase()),
        format!("xt=urn:btmh:1220{other2}"),
        format!("xt=urn:btmh:{V2}"),
        // SHA-1, and SHA-256 in base58.
        format!("xt=urn:btmh:1114{V1}"),
        "xt=urn:btmh:QmYwAPJzv5CZsnA625s3Xf2nemtYgPpHdWEz79ojWKuSgV".into(),
    ];
    let read = link(&format!("magnet:?{}", topics.join("&")));
    assert_eq!(read.info_hashes, Some(InfoHashes::hybrid(v1(), v2())));
    let kept = [&topics[2], &topics[4], &topics[6], &topics[7]].map(String::as_str);
    assert_eq!(read.extra.as_bytes(), kept.join("&").as_bytes());
    assert_eq!(link(&read.to_string()), read);
    let alone = format!("magnet:?{}", topics[6]).parse::<MagnetLink>().unwrap_err();
    assert_eq!(alone.kind(), ErrorKind::InvalidMagnet);
}

/// An unreadable topic is kept, and does not affect a readable one.
#[test]
fn unreadable_topics_are_kept_with_a_readable_one() {
    let bad_v2 = format!("xt=urn:btmh:1220{}", &V2[2..]);
    let rows = [
        (format!("xt=urn:btih:zz&xt=urn:btih:{V1}"), InfoHashes::only_v1(v1()), "xt=urn:btih:zz"),
        (format!("xt=urn:btih:{V1}&xt=urn:btih:"), InfoHashes::only_v1(v1()), "xt=urn:btih:"),
        (format!("xt=urn:btih:&xt=urn:btmh:{V2}"), InfoHashes::only_v2(v2()), "xt=urn:btih:"),
        (format!("{bad_v2}&xt.1=urn:btih:{V1}"), InfoHashes::only_v1(v1()), &bad_v2),
    ];
    for (topics, hashes, kept) in rows {
        let read = link(&format!("magnet:?{topics}"));
        assert_eq!((read.info_hashes, read.extra.as_bytes()), (Some(hashes), kept.as_bytes()));
        assert_eq!(link(&read.to_string()), read, "{topics}");
    }
    // If none is readable, the error is that of the first.
    let error = format!("magnet:?xt=urn:btih:zz&{bad_v2}").parse::<MagnetLink>().unwrap_err();
    assert_eq!(error.to_string(), "xt: 2 digits instead of 40 at byte 20");
}

/// Latin-1: the name is shown as far as possible, the URL keeps its meaning, and nothing is lost.
#[test]
fn text_that_is_not_utf_8_is_kept() {
    let text = format!("magnet:?xt=urn:btih:{V1}&dn=%E9t%E9+1&tr=http%3A%2F%2Fone.example%2F%E9");
    let read = link(&text);
    assert_eq!(read.name.as_deref(), Some("\u{fffd}t\u{fffd} 1"));
    assert_eq!(read.trackers, ["http://one.example/%E9"]);
    assert_eq!(read.extra.as_bytes(), b"dn=%E9t%E9+1");
    assert_eq!(link(&read.to_string()), read);
}

#[test]
fn links_have_peers() {
    let peers = "x.pe=1.2.3.4:5&x.pe=%5B::1%5D:6&X.PE=seed.example:1&x.pe=1.2.3.4&x.pe=::1:0&x.pe=a:0&x.pf=a:1";
    let link = link(&format!("magnet:?xt=urn:btih:{V1}&{peers}"));
    let shown: Vec<_> = link.peers().map(|peer| peer.to_string()).collect();
    assert_eq!(shown, ["1.2.3.4:5", "[::1]:6", "seed.example:1"]);
}

#[test]
fn links_are_written_as_they_are_read() {
    let text = format!(
        "magnet:?xt=urn:btih:{V1}&xt=urn:btmh:1220{V2}&dn=a%20b&tr=http%3A%2F%2Fone.example%2F&x.pe=[::1]:6881"
    );
    assert_eq!(link(&text).to_string(), text);
    let bare = MagnetLink::new(InfoHashes::only_v2(v2()));
    assert_eq!(link(&bare.to_string()), bare);
}

#[test]
fn links_without_a_topic_are_errors() {
    let rows = [
        ("", ErrorKind::InvalidMagnet, 0),
        ("http://one.example/?xt=urn:btih:00", ErrorKind::InvalidMagnet, 0),
        ("magnet:?", ErrorKind::InvalidMagnet, 8),
        ("magnet:?xt=urn:sha1:YNCKHTQCWBTRNJIV4WNAE52SJUQCZO5C", ErrorKind::InvalidMagnet, 52),
        ("magnet:?xt=urn:btih:631a31dd", ErrorKind::WrongDigitCount { expected: 40, found: 8 }, 20),
        (
            "magnet:?xt=urn:btih:d1101a2b9d202811a05e8c57c557a20bf974dc8a:",
            ErrorKind::WrongDigitCount { expected: 40, found: 41 },
            20,
        ),
        (
            "magnet:?xt=urn:btmh:1220631a31dd",
            ErrorKind::WrongDigitCount { expected: 64, found: 12 },
            20,
        ),
    ];
    for (text, kind, offset) in rows {
        let error = text.parse::<MagnetLink>().unwrap_err();
        assert_eq!((error.kind(), error.offset()), (kind, offset), "{text}");
    }
}

/// `tr.1` is a tracker, `tr.` and `tr.x` are not.
#[test]
fn numbered_parameters_have_numbers() {
    let hash = "xt=urn:btih:d1101a2b9d202811a05e8c57c557a20bf974dc8a";
    let link: MagnetLink =
        format!("magnet:?{hash}&tr.1=a&tr.=b&tr.x=c&tr1=d&tr.2x=e").parse().unwrap();
    assert_eq!(link.trackers, ["a"]);
    assert_eq!(link.extra.as_bytes(), b"tr.=b&tr.x=c&tr1=d&tr.2x=e");
}

/// A valid link.
fn clean() -> MagnetLink {
    let (link, quirks) = MagnetLink::parse(&format!(
        "magnet:?xt=urn:btih:{V1}&dn=Some%20Show%20%231%20of%203\
         &tr=http%3A%2F%2Fone.example%2Fannounce%3Fa%3D1%26b%3D2&tr=udp%3A%2F%2Ftwo.example%3A6969"
    ))
    .unwrap();
    assert!(quirks.is_empty(), "{quirks}");
    link
}

/// Damaged forms in which people paste this link, and the quirks that are reported.
#[test]
fn links_are_read_as_people_paste_them() {
    let tr = "tr=http%3A%2F%2Fone.example%2Fannounce%3Fa%3D1%26b%3D2";
    let tr2 = "tr=udp%3A%2F%2Ftwo.example%3A6969";
    let dn = "dn=Some%20Show%20%231%20of%203";
    let xt = format!("xt=urn:btih:{V1}");
    let link = format!("magnet:?{xt}&{dn}&{tr}&{tr2}");
    let whole = tracker_types::percent::encode(link.as_bytes());
    let twice = tracker_types::percent::encode(whole.as_bytes());
    let space = Quirk::LinkWhiteSpace;
    let rows = [
        // A raw `#`, raw blanks, a `+` for a blank.
        (format!("magnet:?{xt}&dn=Some+Show+#1+of+3&{tr}&{tr2}"), vec![Quirk::RawByte]),
        (format!("magnet:?{xt}&dn=Some Show %231 of 3&{tr}&{tr2}"), vec![space]),
        // Copied from HTML, escaped once or twice.
        (link.replace('&', "&amp;"), vec![Quirk::HtmlEntity]),
        (link.replace('&', "&AMP;"), vec![Quirk::HtmlEntity]),
        (link.replace('&', "&amp;amp;"), vec![Quirk::HtmlEntity]),
        (link.replace('&', "&#38;"), vec![Quirk::HtmlEntity]),
        (link.replace('&', "&#x26;"), vec![Quirk::HtmlEntity]),
        (link.replace("%23", "&#35;"), vec![Quirk::HtmlEntity, Quirk::RawByte]),
        // White space and line ends, around and inside.
        (format!("  {link}\r\n"), vec![space]),
        (format!("\u{feff}{link}"), vec![space]),
        (link.replace('&', "\n&"), vec![space]),
        (link.replace('&', " & "), vec![space]),
        (link.replace('=', " = "), vec![space]),
        (link.replace("tr=", "\r\n   tr="), vec![space]),
        (link.replace("a31", "a3\n1"), vec![space]),
        (link.replace("a31", "a3\r\n\t 1"), vec![space]),
        // Other text around it, or another form of its start.
        (format!("<{link}>"), vec![Quirk::OddScheme]),
        (format!("\"{link}\""), vec![Quirk::OddScheme]),
        (format!("' {link} '"), vec![Quirk::OddScheme, space]),
        (link.replace("magnet:?", "magnet://?"), vec![Quirk::OddScheme]),
        (link.replace("magnet:?", "magnet:/?"), vec![Quirk::OddScheme]),
        (link.replace("magnet:?", "magnet:"), vec![Quirk::OddScheme]),
        (link.replace("magnet:?", "magnet://"), vec![Quirk::OddScheme]),
        (link.replace("magnet:?", "magnet%3A?"), vec![Quirk::OddScheme]),
        (link.replace("magnet:?", "magnet%3a%3f"), vec![Quirk::OddScheme]),
        (link.replace("magnet:?", "?"), vec![Quirk::OddScheme]),
        (link.replace("magnet:?", ""), vec![Quirk::OddScheme]),
        (link.replace("magnet:?xt=", ""), vec![Quirk::BareHash]),
        // Encoded as a whole, once or twice, or in part.
        (whole.clone(), vec![Quirk::TwiceEncoded]),
        (whole.replace("magnet%3A", "magnet:"), vec![Quirk::TwiceEncoded]),
        (whole.replace("%3D", "%3d").replace("%3A", "%3a"), vec![Quirk::TwiceEncoded]),
        (twice, vec![Quirk::TwiceEncoded]),
        (link.replace("urn:btih:", "urn%253Abtih%253A"), vec![Quirk::TwiceEncoded]),
        (link.replace("%3A%2F%2F", "%253A%252F%252F"), vec![Quirk::TwiceEncoded]),
        (link.replace("tr=udp%3A", "tr=udp%25253A"), vec![Quirk::TwiceEncoded]),
        // Nothing between two `&`, capitals, a fragment after the topic.
        (link.replace('&', "&&"), vec![Quirk::EmptySegment]),
        (link.replace("dn=", "DN="), vec![Quirk::ParameterCase]),
        (link.replace("&dn", "#frag&dn"), vec![Quirk::Fragment]),
        (link.replace("&dn", "&dn=&dn"), vec![Quirk::EmptyValue]),
        (
            link.replace("&tr=udp", "&xt=urn:btih:631A31DD0A46257D5078C0DEE4E66E26F73E42AC&tr=udp"),
            vec![Quirk::DuplicateParameter],
        ),
    ];
    for (pasted, expected) in rows {
        let (read, quirks) = MagnetLink::parse(&pasted).unwrap();
        assert_eq!(read, clean(), "{pasted:?}");
        let met: Vec<_> = quirks.iter().map(|(quirk, _)| quirk).collect();
        let mut expected = expected;
        expected.sort();
        assert_eq!(met, expected, "{pasted:?}");
        assert_eq!(pasted.parse(), Ok(read));
    }
}

/// A hash instead of a link is accepted, because people often copy only that.
#[test]
fn a_hash_alone_is_a_link() {
    let base32 = "MMNDDXIKIYSX2UDYYDPOJZTOE33T4QVM";
    let (v1, v2) = (InfoHashes::only_v1(v1()), InfoHashes::only_v2(v2()));
    let rows = [
        (V1.to_owned(), v1),
        (format!(" {}\n", V1.to_uppercase()), v1),
        (base32.to_owned(), v1),
        (base32.to_lowercase(), v1),
        (V2.to_owned(), v2),
        (format!("1220{V2}"), v2),
        (format!("urn:btih:{V1}"), v1),
        (format!("URN:BTMH:1220{V2}"), v2),
        (format!("magnet:{V1}"), v1),
        (format!("magnet:?{V1}"), v1),
    ];
    for (pasted, hashes) in rows {
        let (read, quirks) = MagnetLink::parse(&pasted).unwrap();
        assert_eq!(read, MagnetLink::new(hashes), "{pasted}");
        assert!(quirks.contains(Quirk::BareHash), "{pasted}");
    }
    let error = "urn:btih:".parse::<MagnetLink>().unwrap_err();
    assert_eq!(error.to_string(), "xt: 0 digits instead of 40 at byte 9");
    for text in
        [&V1[1..], &V1.replace('a', "g"), "magnet", "x.torrent", "ubuntu-24.04-desktop-amd64.iso00"]
    {
        let error = text.parse::<MagnetLink>().unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidMagnet, "{text}");
    }
}

/// Every parameter is read as the name, as a tracker or as one of the rest, and quirks are reported.
#[test]
fn every_parameter_survives() {
    let rows: &[(&str, &[u8], &[Quirk])] = &[
        ("&amp;b=2", b"b=2", &[Quirk::HtmlEntity]),
        ("&x=#1", b"x=#1", &[Quirk::RawByte]),
        ("&x=%zz", b"x=%zz", &[Quirk::BadEscape]),
        ("&x=a b", b"x=a b", &[Quirk::LinkWhiteSpace]),
        ("&x=\u{e9}", b"x=\xc3\xa9", &[Quirk::RawByte]),
        ("&flag", b"flag", &[Quirk::BareParameter]),
        ("&tr=", b"tr=", &[Quirk::EmptyUrl]),
        ("&tr=%20", b"tr=%20", &[Quirk::UrlWhiteSpace, Quirk::EmptyUrl]),
        ("&x.pe=a:0", b"x.pe=a:0", &[Quirk::UnreadableAddress]),
        ("&x.pe=[::ffff:1.2.3.4]:5", b"x.pe=[::ffff:1.2.3.4]:5", &[Quirk::MappedAddress]),
        ("&xt=urn:btih:zz", b"xt=urn:btih:zz", &[Quirk::UnreadableTopic]),
        ("&xt=urn:btmh:1114aa", b"xt=urn:btmh:1114aa", &[Quirk::UnreadableTopic]),
        ("&xs=urn:btpk:zz", b"xs=urn:btpk:zz", &[Quirk::UnreadableTopic]),
        ("&xs=http://a.example/x.torrent&s=6e", b"xs=http://a.example/x.torrent&s=6e", &[]),
        (
            "&xt=urn:sha1:YNCKHTQCWBTRNJIV4WNAE52SJUQCZO5C",
            b"xt=urn:sha1:YNCKHTQCWBTRNJIV4WNAE52SJUQCZO5C",
            &[],
        ),
    ];
    for (parameter, kept, expected) in rows {
        let text = format!("magnet:?xt=urn:btih:{V1}{parameter}");
        let (read, quirks) = MagnetLink::parse(&text).unwrap();
        assert_eq!(read.extra.as_bytes(), *kept, "{text}");
        let met: Vec<_> = quirks.iter().map(|(quirk, _)| quirk).collect();
        assert_eq!(met, *expected, "{text}");
        assert_eq!(link(&read.to_string()), read);
    }
    let latin = format!("magnet:?xt=urn:btih:{V1}&dn=%E9&tr=a%3A%2F%E9&tr=%20b%3A%2F");
    let (read, quirks) = MagnetLink::parse(&latin).unwrap();
    assert_eq!(read.trackers, ["a:/%E9", "b:/"]);
    let met: Vec<_> = quirks.iter().map(|(quirk, _)| quirk).collect();
    assert_eq!(met, [Quirk::UrlWhiteSpace, Quirk::UrlNotUtf8, Quirk::NameNotUtf8]);
}

/// BEP 46, with its test vectors.
#[test]
fn links_to_torrents_that_change() {
    let key = "8543d3e6115f0f98c944077a4493dcd543e49c739fd998550a1f614ab36ed63e";
    let hex =
        |bytes: &[u8]| bytes.iter().map(|byte| format!("{byte:02x}")).collect::<Vec<_>>().concat();
    let rows = [
        ("", "cc3f9d90b572172053626f9980ce261a850d050b"),
        ("&s=6e", "59ee7c2cb9b4f7eb1986ee2d18fd2fdb8a56554f"),
    ];
    for (salt, target) in rows {
        let text = format!("magnet:?xs=urn:btpk:{key}{salt}");
        let (read, quirks) = MagnetLink::parse(&text).unwrap();
        assert!(quirks.is_empty() && read.info_hashes.is_none() && read.extra.is_empty());
        let mutable = read.mutable.clone().unwrap();
        assert_eq!((hex(&mutable.public_key), hex(&mutable.target())), (key.into(), target.into()));
        assert_eq!(read.to_string(), text);
        assert_eq!(MagnetLink::of_mutable(mutable), read);
    }
    // The salt may come first; one that is not hex is kept with the rest.
    let text = format!("magnet:?s=zz&s=6E&xs=urn:btpk:{key}&s=7f&dn=x");
    let (read, quirks) = MagnetLink::parse(&text).unwrap();
    assert_eq!(quirks.count(Quirk::DuplicateParameter), 2);
    assert_eq!(read.mutable.as_ref().unwrap().salt, b"n");
    assert_eq!(read.extra.as_bytes(), b"s=zz&s=7f");
    let text = format!("magnet:?xs=urn:btpk:{key}&s=zz");
    let (read, quirks) = MagnetLink::parse(&text).unwrap();
    assert!(quirks.iter().eq([(Quirk::UnreadableTopic, 1)]));
    assert_eq!((read.mutable.unwrap().salt.len(), read.extra.as_bytes()), (0, &b"s=zz"[..]));
    let error = "magnet:?xs=urn:btpk:85".parse::<MagnetLink>().unwrap_err();
    assert_eq!(error.to_string(), "xs: 2 digits instead of 64 at byte 22");
}
