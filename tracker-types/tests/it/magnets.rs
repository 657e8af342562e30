//! Magnet links.

use tracker_types::{ErrorKind, InfoHash, InfoHashV2, InfoHashes, MagnetLink};

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
        // As QR codes have it, which are smaller without small letters.
        (format!("MAGNET:?XT=URN:BTIH:{}", V1.to_uppercase()), only),
        (format!("magnet:?&&xt=urn:btih:{V1}&&"), only),
    ];
    for (text, hashes) in rows {
        assert_eq!(link(&text).info_hashes, hashes, "{text}");
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
fn of_two_topics_of_a_kind_the_first_counts() {
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
    assert_eq!(read.info_hashes, InfoHashes::hybrid(v1(), v2()));
    let kept = [&topics[2], &topics[4], &topics[6], &topics[7]].map(String::as_str);
    assert_eq!(read.extra.as_bytes(), kept.join("&").as_bytes());
    assert_eq!(link(&read.to_string()), read);
    let alone = format!("magnet:?{}", topics[6]).parse::<MagnetLink>().unwrap_err();
    assert_eq!(alone.kind(), ErrorKind::InvalidMagnet);
}

/// A topic that cannot be read costs neither the one that can nor itself.
#[test]
fn unreadable_topics_are_kept_beside_a_good_one() {
    let bad_v2 = format!("xt=urn:btmh:1220{}", &V2[2..]);
    let rows = [
        (format!("xt=urn:btih:zz&xt=urn:btih:{V1}"), InfoHashes::only_v1(v1()), "xt=urn:btih:zz"),
        (format!("xt=urn:btih:{V1}&xt=urn:btih:"), InfoHashes::only_v1(v1()), "xt=urn:btih:"),
        (format!("xt=urn:btih:&xt=urn:btmh:{V2}"), InfoHashes::only_v2(v2()), "xt=urn:btih:"),
        (format!("{bad_v2}&xt.1=urn:btih:{V1}"), InfoHashes::only_v1(v1()), &bad_v2),
    ];
    for (topics, hashes, kept) in rows {
        let read = link(&format!("magnet:?{topics}"));
        assert_eq!((read.info_hashes, read.extra.as_bytes()), (hashes, kept.as_bytes()));
        assert_eq!(link(&read.to_string()), read, "{topics}");
    }
    // Where none is good, the first one says why.
    let error = format!("magnet:?xt=urn:btih:zz&{bad_v2}").parse::<MagnetLink>().unwrap_err();
    assert_eq!(error.to_string(), "xt: 2 bytes instead of 40 at byte 20");
}

/// Latin-1: the name is shown as far as it can be, the URL means what it meant, nothing is lost.
#[test]
fn what_is_not_utf_8_survives() {
    let text = format!("magnet:?xt=urn:btih:{V1}&dn=%E9t%E9+1&tr=http%3A%2F%2Fone.example%2F%E9");
    let read = link(&text);
    assert_eq!(read.name.as_deref(), Some("\u{fffd}t\u{fffd} 1"));
    assert_eq!(read.trackers, ["http://one.example/%E9"]);
    assert_eq!(read.extra.as_bytes(), b"dn=%E9t%E9+1");
    assert_eq!(link(&read.to_string()), read);
}

#[test]
fn peers_to_begin_with() {
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
fn what_names_no_torrent_is_an_error() {
    let rows = [
        ("", ErrorKind::InvalidMagnet, 0),
        ("http://one.example/?xt=urn:btih:00", ErrorKind::InvalidMagnet, 0),
        ("magnet:?", ErrorKind::InvalidMagnet, 8),
        ("magnet:?xt=urn:sha1:YNCKHTQCWBTRNJIV4WNAE52SJUQCZO5C", ErrorKind::InvalidMagnet, 52),
        ("magnet:?xt=urn:btih:631a31dd", ErrorKind::WrongLength { expected: 40, found: 8 }, 20),
        (
            "magnet:?xt=urn:btih:d1101a2b9d202811a05e8c57c557a20bf974dc8a:",
            ErrorKind::WrongLength { expected: 40, found: 41 },
            20,
        ),
        (
            "magnet:?xt=urn:btmh:1220631a31dd",
            ErrorKind::WrongLength { expected: 64, found: 12 },
            20,
        ),
    ];
    for (text, kind, offset) in rows {
        let error = text.parse::<MagnetLink>().unwrap_err();
        assert_eq!((error.kind(), error.offset()), (kind, offset), "{text}");
    }
}

/// `tr.1` is a tracker, `tr.` and `tr.x` are something else.
#[test]
fn numbered_parameters_have_numbers() {
    let hash = "xt=urn:btih:d1101a2b9d202811a05e8c57c557a20bf974dc8a";
    let link: MagnetLink =
        format!("magnet:?{hash}&tr.1=a&tr.=b&tr.x=c&tr1=d&tr.2x=e").parse().unwrap();
    assert_eq!(link.trackers, ["a"]);
    assert_eq!(link.extra.as_bytes(), b"tr.=b&tr.x=c&tr1=d&tr.2x=e");
}
