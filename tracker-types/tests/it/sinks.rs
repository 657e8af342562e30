//! Every writer with every sink: the same bytes, or an error with the number of bytes that are needed.

use std::net::{SocketAddr, SocketAddrV4};

use bytes::BytesMut;
use tracker_types::http::{self, PeerForm};
use tracker_types::krpc::{self, Message, Method, NodeId, NodeInfo, Query};
use tracker_types::udp::{self, ConnectionId, Options, Stats, TransactionId};
use tracker_types::websocket::{self, Offer, OfferToPeer, Sdp};
use tracker_types::{
    AnnounceRequest, AnnounceResponse, CompactPeers, ErrorKind, Failure, FixedBuffer, InfoHash,
    Peer, PeerId, Peers, Reply, ScrapeResponse, ScrapeStats,
};

const HASH: InfoHash = InfoHash(*b"0123456789ABCDEFGHI\xff");
const ID: PeerId = PeerId(*b"-TR2940-0890apv0oznf");
const TRANSACTION: TransactionId = TransactionId(7);

/// Writes to an empty `Vec`, to one with contents, to `BytesMut`, and to slices of all lengths up to a few
/// more than needed.
macro_rules! same_everywhere {
    (|$out:ident| $write:expr) => {{
        let mut whole = Vec::new();
        {
            let $out = &mut whole;
            $write;
        }
        assert!(!whole.is_empty());
        let mut vec = b"before".to_vec();
        {
            let $out = &mut vec;
            $write;
        }
        assert_eq!(vec, [b"before", &whole[..]].concat());
        let mut bytes = BytesMut::from(&b"before"[..]);
        {
            let $out = &mut bytes;
            $write;
        }
        assert_eq!(bytes, vec);
        let mut space = vec![7; whole.len() + 400];
        for length in (0..whole.len() + 3).chain([whole.len() + 400]) {
            let mut buffer = FixedBuffer::new(&mut space[..length]);
            {
                let $out = &mut buffer;
                $write;
            }
            match buffer.finish() {
                Ok(written) => assert_eq!(written, whole),
                Err(error) => {
                    assert!(length < whole.len());
                    assert_eq!(error.kind(), ErrorKind::NoRoom { needed: whole.len() });
                    assert_eq!(error.offset(), length);
                }
            }
        }
    }};
}

fn addresses() -> [SocketAddr; 3] {
    ["1.2.3.4:5", "6.7.8.9:10", "1.2.3.4:0"].map(|text| text.parse().unwrap())
}

fn response() -> AnnounceResponse<'static> {
    let mut response = AnnounceResponse::new(1800, addresses().into_iter().collect());
    response.complete = Some(1);
    response.external_ip = "2001:db8::7".parse().ok();
    response.tracker_id = Some("a&b".into());
    response.warning_message = Some("w".repeat(300).into());
    response
}

#[test]
fn replies_over_http() {
    let mut failure = Failure::new("Unregistered torrent");
    failure.tracker_id = Some("x".into());
    for reply in [Reply::Success(response()), Reply::Failure(failure)] {
        for form in [PeerForm::Compact, PeerForm::List, PeerForm::ListWithoutIds] {
            same_everywhere!(|out| http::announce::encode(&reply, form, out));
        }
    }
    let mut scrape = ScrapeResponse::from_iter([(HASH, ScrapeStats::new(1, 2, 3))]);
    same_everywhere!(|out| http::scrape::encode(&Reply::Success(scrape.clone()), out));
    scrape.files.get_mut(&HASH).unwrap().name = Some("debian".into());
    scrape.min_request_interval = Some(60);
    same_everywhere!(|out| http::scrape::encode(&Reply::Success(scrape.clone()), out));
    let mut files =
        [(HASH, ScrapeStats::new(1, 2, 3)), (InfoHash([0; 20]), ScrapeStats::default())];
    same_everywhere!(|out| http::ScrapeResponseWriter::new(Some(9)).write(&mut files, out));
}

/// Peers without a port are left out, by every writer and wherever the buffer ends.
#[test]
fn peers_over_http() {
    let mut writer = http::AnnounceResponseWriter::new(1800);
    writer.warning_message = Some(b"soon gone");
    let all = addresses();
    same_everywhere!(|out| writer.write_addresses(all.iter(), out));
    same_everywhere!(|out| writer.write_addresses(&all[..2], out));
    same_everywhere!(|out| writer.write_addresses(all.iter().rev(), out));
    same_everywhere!(|out| writer.write_addresses(Vec::<SocketAddr>::new(), out));
    let v4: Vec<SocketAddrV4> =
        (1..=9).map(|port| SocketAddrV4::new([1; 4].into(), port)).collect();
    same_everywhere!(|out| writer.write_v4(&v4, out));
    let packed: CompactPeers<'_> = v4.iter().copied().collect();
    same_everywhere!(|out| writer.write_packed(packed.as_bytes(), &[6; 18], out));
    let swarm = all.map(|address| (address, ID));
    same_everywhere!(|out| writer.write_list(swarm, out));
    same_everywhere!(|out| writer.write_list(&Peers::from_iter(swarm), out));
    for form in [PeerForm::Compact, PeerForm::List, PeerForm::ListWithoutIds] {
        same_everywhere!(|out| writer.write(swarm, form, out));
        let (mut by_writer, mut by_encoder) = (Vec::new(), Vec::new());
        writer.write(swarm, form, &mut by_writer);
        let mut response = AnnounceResponse::new(1800, swarm.into_iter().collect());
        response.warning_message = Some("soon gone".into());
        http::announce::encode(&Reply::Success(response), form, &mut by_encoder);
        assert_eq!(by_writer, by_encoder);
    }
    let mut body = Vec::new();
    writer.write([Peer::new("a.example".parse().unwrap(), 1)], PeerForm::Compact, &mut body);
    assert_eq!(body, b"d8:intervali1800e5:peers0:15:warning message9:soon gonee");
}

#[test]
fn datagrams_of_udp() {
    let model = AnnounceRequest::new(HASH, ID, 51413, 7);
    let mut announce = udp::request::Announce::new(ConnectionId(1), TRANSACTION, &model);
    announce.options = Options::from_url_data(&[b'x'; 300]);
    let scrape = udp::request::Scrape::new(ConnectionId(1), TRANSACTION, [HASH]);
    for request in [
        udp::Request::Connect { transaction: TRANSACTION },
        udp::Request::Announce(announce),
        udp::Request::Scrape(scrape),
    ] {
        same_everywhere!(|out| udp::request::encode(&request, out));
    }
    let stats = Stats { seeders: 1, completed: 2, leechers: 3 };
    let family = udp::Family::V4;
    for response in [
        udp::Response::Connect { transaction: TRANSACTION, connection: ConnectionId(9) },
        udp::Response::Announce(udp::response::Announce::from_model(
            TRANSACTION,
            family,
            &response(),
        )),
        udp::Response::Scrape(udp::response::Scrape::new(TRANSACTION, [stats])),
        udp::Response::Failure(udp::response::Failure::new(TRANSACTION, "gone")),
    ] {
        same_everywhere!(|out| udp::response::encode(&response, out));
    }
    let writer = udp::AnnounceResponseWriter::new(TRANSACTION, 1800);
    let v4: [SocketAddrV4; 2] = ["1.2.3.4:5", "6.7.8.9:10"].map(|text| text.parse().unwrap());
    same_everywhere!(|out| writer.write_v4(v4.iter(), out));
    same_everywhere!(|out| writer.write_v4(v4, out));
    same_everywhere!(|out| writer.write_packed(&[9; 36], udp::Family::V6, out));
    same_everywhere!(|out| udp::ScrapeResponseWriter::new(TRANSACTION).write([stats], out));
    let asked = [b"\0\0\0\0\0\0\0\0\0\0\0\x02".as_slice(), &[7; 40]].concat();
    same_everywhere!(|out| assert!(udp::response::refuse(&asked, "bad connection id", out)));
    let mut buffer = [0; 32];
    assert_eq!(writer.fill_v4(v4.iter(), &mut buffer), Some(32));
}

#[test]
fn messages_of_the_dht() {
    let mut reply = krpc::Reply::new(NodeId([1; 20]));
    reply.nodes =
        Some([NodeInfo::new(NodeId([2; 20]), "1.2.3.4:5".parse().unwrap())].into_iter().collect());
    reply.values = addresses().into_iter().collect();
    reply.token = Some("t".repeat(200).into());
    reply.interval = Some(u32::MAX);
    let query = Query::new(NodeId([1; 20]), Method::Unknown { name: "vote".into(), target: None });
    let error = krpc::KrpcError::new(krpc::ErrorCode(i64::MIN), "no");
    for mut message in [
        Message::new(b"aa", reply),
        Message::new(b"a long transaction id", query),
        Message::new(b"", error),
    ] {
        message.version = Some("LT\x02\x11".into());
        same_everywhere!(|out| krpc::encode(&message, out));
        let mut packet = Vec::new();
        krpc::encode(&message, &mut packet);
        assert_eq!(message.encoded_len(), packet.len());
    }
}

#[test]
fn messages_of_websockets() {
    let offer = Offer::new(*b"abcdefghijklmnopqrst", Sdp::offer("v=0\r\n"));
    let mut request = AnnounceRequest::new(HASH, ID, 0, u64::MAX);
    request.key = Some(b"B572D4C4".into());
    let announce = websocket::Announce::new(request, vec![offer.clone()]);
    let to_peer = OfferToPeer::new(HASH, ID, offer);
    let answer = websocket::Answer::new(ID, &to_peer, Sdp::answer("v=0\r\n"));
    let forwarded = websocket::TrackerMessage::Answer(answer.forward());
    same_everywhere!(|out| websocket::tracker::encode(&forwarded, out));
    for message in [
        websocket::ClientMessage::Announce(announce),
        websocket::ClientMessage::Answer(answer.clone()),
        websocket::ClientMessage::Scrape(websocket::Scrape::new(vec![HASH, HASH])),
    ] {
        same_everywhere!(|out| websocket::client::encode(&message, out));
    }
    let scrape = ScrapeResponse::from_iter([(HASH, ScrapeStats::new(1, 2, 3))]);
    for message in [
        websocket::TrackerMessage::Announce { info_hash: HASH, response: response() },
        websocket::TrackerMessage::Offer(to_peer),
        websocket::TrackerMessage::Scrape(scrape),
        websocket::TrackerMessage::Failure {
            action: None,
            info_hash: Some(HASH),
            failure: Failure::new("gone"),
        },
    ] {
        same_everywhere!(|out| websocket::tracker::encode(&message, out));
    }
}
