//! Replies written directly from a tracker's counts, and refusals that do not amplify.

use std::net::{SocketAddrV4, SocketAddrV6};

use tracker_types::udp::{
    AnnounceResponseWriter, ConnectionId, Family, Request, Response, ScrapeResponseWriter, Stats,
    TransactionId, request, response,
};
use tracker_types::{AnnounceRequest, InfoHash, PeerId};

fn writer() -> AnnounceResponseWriter {
    let mut writer = AnnounceResponseWriter::new(TransactionId(7), 1_800);
    (writer.leechers, writer.seeders) = (1, 2);
    writer
}

const HEAD: &[u8] = b"\0\0\0\x01\0\0\0\x07\0\0\x07\x08\0\0\0\x01\0\0\0\x02";

fn v4() -> Vec<SocketAddrV4> {
    ["1.2.3.4:5", "1.2.3.4:0", "5.6.7.8:9"].iter().map(|peer| peer.parse().unwrap()).collect()
}

fn v6() -> Vec<SocketAddrV6> {
    ["[2001:db8::7]:5", "[::1]:0", "[::1]:9"].iter().map(|peer| peer.parse().unwrap()).collect()
}

/// Peers without a port are left out, except those that are already packed.
#[test]
fn peers_are_packed() {
    let written = |write: &dyn Fn(&mut Vec<u8>)| {
        let mut out = b"before".to_vec();
        write(&mut out);
        let datagram = out.strip_prefix(b"before").unwrap();
        datagram.strip_prefix(HEAD).unwrap().to_vec()
    };
    let packed = b"\x01\x02\x03\x04\0\x05\x05\x06\x07\x08\0\x09";
    assert_eq!(written(&|out| writer().write_v4(v4(), out)), packed);
    assert_eq!(written(&|out| writer().write_packed(packed, Family::V4, out)), packed);
    let torn = [&packed[..], b"\x01\x02"].concat();
    assert_eq!(written(&|out| writer().write_packed(&torn, Family::V4, out)), packed);
    assert_eq!(written(&|out| writer().write_packed(packed, Family::V6, out)), b"");
    assert_eq!(written(&|out| writer().write_v6(v6(), out)).len(), 36);
}

#[test]
fn buffers_are_filled_with_as_many_peers_as_fit() {
    let packed = [7; 36];
    for length in 0..60 {
        let mut buffer = [0xee; 60];
        let expected = |size: usize, all: usize| {
            (length >= 20).then(|| 20 + ((length - 20) / size).min(all) * size)
        };
        let room = &mut buffer[..length];
        assert_eq!(writer().fill_v4(v4(), room), expected(6, 2));
        assert_eq!(writer().fill_packed(&packed, Family::V4, room), expected(6, 6));
        assert_eq!(writer().fill_packed(&packed, Family::V6, room), expected(18, 2));
        let filled = writer().fill_v6(v6(), room);
        assert_eq!(filled, expected(18, 2));
        if let Some(filled) = filled {
            let mut whole = Vec::new();
            writer().write_v6(v6(), &mut whole);
            assert_eq!(buffer[..filled], whole[..filled]);
        }
        assert!(buffer[length..].iter().all(|&byte| byte == 0xee));
    }
}

#[test]
fn scrapes_are_packed() {
    let stats = [Stats { seeders: 1, completed: 2, leechers: u32::MAX }, Stats::default()];
    let writer = ScrapeResponseWriter::new(TransactionId(7));
    let mut whole = Vec::new();
    writer.write(stats, &mut whole);
    let entries = b"\0\0\0\x01\0\0\0\x02\x7f\xff\xff\xff\0\0\0\0\0\0\0\0\0\0\0\0";
    assert_eq!(whole, [b"\0\0\0\x02\0\0\0\x07", &entries[..]].concat());
    for length in 0..40 {
        let mut buffer = [0; 40];
        let filled = writer.fill(stats, &mut buffer[..length]);
        assert_eq!(filled, (length >= 8).then(|| 8 + ((length - 8) / 12).min(2) * 12));
        assert!(filled.is_none_or(|filled| buffer[..filled] == whole[..filled]));
    }
}

/// Action 4 is answered with action 4.
#[test]
fn old_announces_get_their_own_form() {
    let model = AnnounceRequest::new(InfoHash([1; 20]), PeerId([2; 20]), 6881, 0);
    let mut announce = request::Announce::new(ConnectionId(1), TransactionId(7), &model);
    for (old, action) in [(false, 1), (true, 4)] {
        announce.old_ipv6 = old;
        let mut datagram = Vec::new();
        AnnounceResponseWriter::answering(&announce, 1_800).write_v6(v6(), &mut datagram);
        assert_eq!(datagram[..8], [0, 0, 0, action, 0, 0, 0, 7]);
        let (Response::Announce(reply), _) = response::decode(&datagram, Family::V6).unwrap()
        else {
            panic!("not an announce")
        };
        assert_eq!((reply.old_ipv6, reply.peers.len()), (old, 2));
        let mut again = Vec::new();
        response::encode(&Response::Announce(reply), &mut again);
        assert_eq!(again, datagram);
    }
}

#[test]
fn a_refusal_is_never_longer_than_the_request() {
    let reason = "caf\u{e9} ".repeat(40);
    let mut announce = Vec::new();
    let model = AnnounceRequest::new(InfoHash([1; 20]), PeerId([2; 20]), 6881, 0);
    let asked = request::Announce::new(ConnectionId(1), TransactionId(7), &model);
    request::encode(&Request::Announce(asked), &mut announce);
    announce.resize(400, 0);
    for length in 0..400 {
        let mut datagram = Vec::new();
        let asked = &announce[..length];
        let answered = response::refuse(asked, &reason, &mut datagram);
        assert_eq!(answered, length >= 16);
        assert!(datagram.len() <= length);
        if answered {
            let (decoded, quirks) = response::decode(&datagram, Family::V4).unwrap();
            let Response::Failure(failure) = decoded else { panic!("no failure") };
            assert!(quirks.is_empty() && reason.starts_with(failure.reason.as_str().unwrap()));
            assert_eq!(failure.transaction, TransactionId(7));
            // Text that fits is not cut off.
            assert!(datagram.len() + 2 > length || failure.reason.len() == reason.len());
        }
    }
}

#[test]
fn invalid_requests_get_no_answer() {
    let rows: &[(&[u8], bool)] = &[
        (b"\0\0\x04\x17\x27\x10\x19\x80\0\0\0\0\0\0\0\x07", true),
        (b"\0\0\x04\x17\x27\x10\x19\x81\0\0\0\0\0\0\0\x07", false),
        (b"\0\0\0\0\0\0\0\0\0\0\0\x01\0\0\0\x07", true),
        (b"\0\0\0\0\0\0\0\0\0\0\0\x02\0\0\0\x07", true),
        (b"\0\0\0\0\0\0\0\0\0\0\0\x03\0\0\0\x07", false),
        (b"\0\0\0\0\0\0\0\0\0\0\0\x04\0\0\0\x07", true),
        (b"\0\0\0\0\0\0\0\0\0\0\0\x05\0\0\0\x07", false),
        (b"d1:ad2:id20:0123456789", false),
    ];
    for (asked, answered) in rows {
        let mut datagram = Vec::new();
        assert_eq!(response::refuse(asked, "no", &mut datagram), *answered);
        assert_eq!(datagram.is_empty(), !answered);
    }
}
