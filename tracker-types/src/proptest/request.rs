//! Requests of any content.

use bencode::ByteStr;
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::select;

use super::peer::host;
use crate::announce::{AnnounceRequest, Event};
use crate::id::{InfoHash, PeerId};
use crate::params::Params;
use crate::peer::Address;
use crate::scrape::ScrapeRequest;

/// Generates announces with any subset of the optional parameters.
pub fn announce_request() -> impl Strategy<Value = AnnounceRequest<'static>> + Clone {
    let texts = (option::of(text()), option::of(text()), extra());
    (counted(), wishes(), texts, addresses()).prop_map(|(counted, wishes, texts, addresses)| {
        let mut request = counted;
        (request.event, request.compact, request.numwant, request.crypto_port) = wishes.0;
        [request.no_peer_id, request.support_crypto, request.require_crypto] = wishes.1;
        (request.key, request.tracker_id, request.extra) = texts;
        (request.ip, request.ipv4, request.ipv6) = addresses;
        request
    })
}

/// Generates scrapes of some torrents, or of all.
pub fn scrape_request() -> impl Strategy<Value = ScrapeRequest<'static>> + Clone {
    let hashes = vec(any::<[u8; 20]>().prop_map(InfoHash), 0..12);
    (hashes, extra())
        .prop_map(|(info_hashes, extra)| ScrapeRequest { extra, ..ScrapeRequest::new(info_hashes) })
}

fn counted() -> impl Strategy<Value = AnnounceRequest<'static>> + Clone {
    let ids = (any::<[u8; 20]>(), any::<[u8; 20]>(), any::<u16>());
    (ids, any::<[Option<u64>; 5]>()).prop_map(|((hash, peer, port), counters)| {
        let mut request = AnnounceRequest::new(InfoHash(hash), PeerId(peer), port, 0);
        [request.uploaded, request.downloaded, request.left, request.corrupt, request.redundant] =
            counters;
        request
    })
}

type Wishes = ((Option<Event>, Option<bool>, Option<u32>, Option<u16>), [bool; 3]);

fn wishes() -> impl Strategy<Value = Wishes> + Clone {
    let events = [Event::Started, Event::Completed, Event::Stopped, Event::Paused];
    let event = option::of(select(events.to_vec()));
    let compact = any::<(Option<bool>, Option<u32>, Option<u16>)>();
    (event, compact, any::<[bool; 3]>()).prop_map(|(event, (compact, numwant, port), flags)| {
        ((event, compact, numwant, port), flags)
    })
}

fn text() -> impl Strategy<Value = ByteStr<'static>> + Clone {
    vec(any::<u8>(), 1..120).prop_map(ByteStr::from)
}

type Addresses = (Option<Address<'static>>, Option<Address<'static>>, Option<Address<'static>>);

fn addresses() -> impl Strategy<Value = Addresses> + Clone {
    (option::of(address()), option::of(address()), option::of(address()))
}

fn address() -> impl Strategy<Value = Address<'static>> + Clone {
    (host(), any::<Option<u16>>()).prop_map(|(host, port)| Address { port, ..Address::new(host) })
}

/// Generates parameters with names that no request defines, and values in any spelling.
fn extra() -> impl Strategy<Value = Params<'static>> + Clone {
    vec(("[A-Z]{1,5}", vec(any::<u8>(), 0..20)), 0..4)
        .prop_map(|pairs| {
            let mut params = Params::default();
            for (name, value) in &pairs {
                params.push(name.as_bytes(), value);
            }
            params
        })
        .boxed()
}
