//! Replies of any content.

use alloc::boxed::Box;
use core::net::{IpAddr, Ipv4Addr};

use bencode::ByteStr;
use proptest::collection::{btree_map, vec};
use proptest::option;
use proptest::prelude::*;

use super::peer::{ipv6, peers};
use crate::announce::{AnnounceReply, AnnounceResponse};
use crate::id::InfoHash;
use crate::reply::{Failure, Reply, RetryIn};
use crate::scrape::{ScrapeReply, ScrapeResponse, ScrapeStats};

/// Generates replies to an announce: packed peers, listed peers, or a failure.
pub fn announce_reply() -> impl Strategy<Value = AnnounceReply<'static>> + Clone {
    prop_oneof![
        4 => announce_response().prop_map(Reply::Success),
        1 => failure().prop_map(Reply::Failure),
    ]
}

/// Generates replies to a scrape: some swarms, or a failure.
pub fn scrape_reply() -> impl Strategy<Value = ScrapeReply<'static>> + Clone {
    prop_oneof![
        4 => scrape_response().prop_map(Reply::Success),
        1 => failure().prop_map(Reply::Failure),
    ]
}

fn announce_response() -> impl Strategy<Value = AnnounceResponse<'static>> + Clone {
    let seen = prop_oneof![any::<Ipv4Addr>().prop_map(IpAddr::V4), ipv6().prop_map(IpAddr::V6)];
    let text = text().prop_map(Box::new);
    let texts = (option::of(text.clone()), option::of(text));
    let numbers = any::<[Option<u32>; 4]>();
    (any::<u32>(), peers(), numbers, option::of(seen), texts)
        .prop_map(|(interval, peers, numbers, seen, texts)| {
            let mut response = AnnounceResponse::new(interval, peers);
            [response.complete, response.downloaded, response.incomplete, response.min_interval] =
                numbers;
            response.external_ip = seen;
            (response.tracker_id, response.warning_message) = texts;
            response
        })
        .boxed()
}

fn text() -> impl Strategy<Value = ByteStr<'static>> + Clone {
    vec(any::<u8>(), 1..30).prop_map(ByteStr::from)
}

fn failure() -> impl Strategy<Value = Failure<'static>> + Clone {
    let retry = prop_oneof![any::<u32>().prop_map(RetryIn::Minutes), Just(RetryIn::Never)];
    let more = (option::of(retry), any::<[Option<u32>; 5]>(), option::of(text()));
    ("\\PC{0,30}", more)
        .prop_map(|(reason, (retry_in, numbers, tracker_id))| {
            let [complete, downloaded, incomplete, interval, min_interval] = numbers;
            let reason = ByteStr::from(reason);
            Failure {
                reason,
                retry_in,
                interval,
                min_interval,
                tracker_id,
                complete,
                downloaded,
                incomplete,
            }
        })
        .boxed()
}

fn scrape_response() -> impl Strategy<Value = ScrapeResponse<'static>> + Clone {
    let files = btree_map(any::<[u8; 20]>().prop_map(InfoHash), stats(), 0..8);
    (files, any::<Option<u32>>())
        .prop_map(|(files, min_request_interval)| ScrapeResponse {
            min_request_interval,
            ..ScrapeResponse::new(files)
        })
        .boxed()
}

fn stats() -> impl Strategy<Value = ScrapeStats<'static>> + Clone {
    (any::<[Option<u32>; 4]>(), option::of(text())).prop_map(|(numbers, name)| {
        let [complete, downloaded, downloaders, incomplete] = numbers;
        ScrapeStats { complete, downloaded, downloaders, incomplete, name }
    })
}
