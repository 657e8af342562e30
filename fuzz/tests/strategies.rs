//! Runs every law with values from the strategies of both libraries; needs the feature `strategies`.
#![allow(clippy::unwrap_used, reason = "a strategy that breaks its promise fails the test")]

use bencode::proptest::{canonical, damaged, twin};
use bencode::{Document, Error, Rules, Scanner, Value};
use fuzz::laws::{self, hold_all, written};
use proptest::prelude::*;
use proptest::sample::Index;
use proptest::strategy::ValueTree;
use tracker_types::http::{PeerForm, announce, scrape};
use tracker_types::proptest::{
    announce_reply, announce_request, client_message, krpc_message, scrape_reply, scrape_request,
    tracker_message, udp_request, udp_response,
};
use tracker_types::udp::{request, response};
use tracker_types::websocket::{client, tracker};
use tracker_types::{AnnounceRequest, Quirk, ScrapeRequest, krpc};

/// A quarter of the default, because each case is checked by some sixty laws.
fn config() -> ProptestConfig {
    ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(64) }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn canonical_bytes_keep_every_law(input in canonical()) {
        prop_assert!(Document::parse_with(&input, Rules::STRICT).is_ok());
        hold_all(&input);
    }

    #[test]
    fn twins_mean_the_same_and_keep_every_law(twin in twin()) {
        let value = Value::parse_with(&twin.input, Rules::TOLERANT);
        prop_assert_eq!(value.map(|value| value.to_vec()), Ok(twin.canonical));
        prop_assert!(Value::parse_with(&twin.input, Rules::STRICT).is_err());
        hold_all(&twin.input);
    }

    #[test]
    fn damage_is_found_at_its_offset_and_keeps_every_law(damaged in damaged()) {
        let expected = (damaged.kind, damaged.offset);
        let found = |error: Error| (error.kind(), error.offset());
        let document = Document::parse_with(&damaged.input, Rules::STRICT);
        prop_assert_eq!(document.map(drop).map_err(found), Err(expected));
        // A scanner does not check the bytes after the value.
        let scanned = Scanner::with_rules(Rules::STRICT).finish(&damaged.input);
        let trails = damaged.kind == bencode::ErrorKind::TrailingData;
        prop_assert_eq!(scanned.map_err(found), if trails { Ok(damaged.offset) } else { Err(expected) });
        hold_all(&damaged.input);
    }

    #[test]
    fn announces_are_read_as_written(request in announce_request()) {
        let query = written(|out| request.write_query(out));
        prop_assert_eq!(AnnounceRequest::parse_query(&query).map(|read| read.0), Ok(request));
        hold_all(&query);
    }

    #[test]
    fn scrapes_are_read_as_written(request in scrape_request()) {
        let query = written(|out| request.write_query(out));
        let (read, quirks) = ScrapeRequest::parse_query(&query).unwrap();
        prop_assert_eq!(read, request);
        prop_assert!(quirks.is_empty());
        hold_all(&query);
    }

    #[test]
    fn messages_of_clients_are_read_as_written(message in client_message()) {
        let frame = written(|out| client::encode(&message, out));
        let (read, quirks) = client::decode(&frame).unwrap();
        prop_assert_eq!(&read, &message);
        let kept = [Quirk::OfferIdLength, Quirk::PausedEvent];
        prop_assert!(quirks.iter().all(|(quirk, _)| kept.contains(&quirk)));
        hold_all(&frame);
    }

    #[test]
    fn messages_of_trackers_are_read_as_written(message in tracker_message()) {
        let frame = written(|out| tracker::encode(&message, out));
        let (read, quirks) = tracker::decode(&frame).unwrap();
        prop_assert_eq!(&read, &message);
        let kept = [Quirk::OfferIdLength, Quirk::MissingDownloaded];
        prop_assert!(quirks.iter().all(|(quirk, _)| kept.contains(&quirk)));
        hold_all(&frame);
    }

    #[test]
    fn announce_replies_are_read_as_written(reply in announce_reply()) {
        let listed = reply.success().is_some_and(|success| !success.peers.list.is_empty());
        let form = if listed { PeerForm::List } else { PeerForm::Compact };
        let body = written(|out| announce::encode(&reply, form, out));
        prop_assert_eq!(announce::decode(&body).map(|read| read.0), Ok(reply));
        hold_all(&body);
    }

    #[test]
    fn messages_of_the_dht_are_read_as_written(message in krpc_message()) {
        let packet = written(|out| krpc::encode(&message, out));
        let (read, quirks) = krpc::decode(&packet).unwrap();
        prop_assert_eq!(read, message);
        prop_assert!(quirks.is_empty(), "{quirks}");
        hold_all(&packet);
    }

    #[test]
    fn scrape_replies_are_read_as_written(reply in scrape_reply()) {
        let body = written(|out| scrape::encode(&reply, out));
        prop_assert_eq!(scrape::decode(&body).map(|read| read.0), Ok(reply));
        hold_all(&body);
    }

    #[test]
    fn requests_over_udp_are_read_as_written(request in udp_request(), cut in any::<Index>()) {
        let datagram = written(|out| request::encode(&request, out));
        prop_assert_eq!(request::decode(&datagram).map(|read| read.0), Ok(request));
        hold_all(&datagram);
        laws::hold(laws::udp::LAWS, &datagram[..cut.index(datagram.len())]);
    }

    #[test]
    fn responses_over_udp_are_read_as_written((family, response) in udp_response(), cut in any::<Index>()) {
        let datagram = written(|out| response::encode(&response, out));
        let (read, quirks) = response::decode(&datagram, family).unwrap();
        prop_assert_eq!(read, response);
        prop_assert!(quirks.is_empty());
        hold_all(&datagram);
        laws::hold(laws::udp::LAWS, &datagram[..cut.index(datagram.len())]);
    }
}

/// The strategy generates every quirk.
#[test]
fn twins_have_quirks_of_every_kind() {
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let mut seen = std::collections::BTreeSet::new();
    for _ in 0..300 {
        let twin = twin().new_tree(&mut runner).unwrap().current();
        let document = Document::parse_with(&twin.input, Rules::TOLERANT).unwrap();
        seen.extend(document.quirks().iter().map(|deviation| deviation.quirk));
    }
    let all = [
        bencode::Quirk::LeadingZeroInteger,
        bencode::Quirk::NegativeZero,
        bencode::Quirk::LeadingZeroLength,
        bencode::Quirk::UnsortedKey,
        bencode::Quirk::DuplicateKey,
        bencode::Quirk::TrailingData,
    ];
    assert!(seen.into_iter().eq(all));
}
