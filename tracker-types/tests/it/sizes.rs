//! Types that are moved on hot paths are small, and all types can be sent to other threads.

use std::mem::size_of;

use tracker_types::krpc::{BloomFilter, Message, NodeId, NodeInfo, Tokens, Values};
use tracker_types::websocket::{ClientMessage, OfferId, TrackerMessage};
use tracker_types::{
    AnnounceList, AnnounceRequest, AnnounceResponse, CompactPeers, Error, InfoHash, MagnetLink,
    Peer, PeerId, Peers, Quirk, Quirks, ScrapeRequest,
};

#[test]
fn sizes() {
    assert_eq!(size_of::<InfoHash>(), 20);
    assert_eq!(size_of::<PeerId>(), 20);
    assert_eq!(size_of::<NodeId>(), 20);
    assert_eq!(size_of::<NodeInfo>(), 52);
    assert_eq!(size_of::<AnnounceResponse<'_>>(), 168);
    assert_eq!(size_of::<Message<'_>>(), 544);
    assert_eq!(size_of::<Quirk>(), 1);
    assert_eq!(size_of::<Quirks>(), size_of::<usize>());
    assert_eq!(size_of::<Result<(), Error>>(), size_of::<usize>());
    assert_eq!(size_of::<CompactPeers<'_>>(), 4 * size_of::<usize>());
    assert_eq!(size_of::<OfferId>(), 3 * size_of::<usize>());
}

#[test]
fn everything_is_send_and_sync() {
    fn check<T: Send + Sync + 'static>() {}
    check::<AnnounceRequest<'static>>();
    check::<ScrapeRequest<'static>>();
    check::<Error>();
    check::<Message<'static>>();
    check::<Values<'static>>();
    check::<Tokens>();
    check::<BloomFilter>();
    check::<Quirks>();
    check::<Peer<'static>>();
    check::<Peers<'static>>();
    check::<MagnetLink>();
    check::<AnnounceList>();
    check::<ClientMessage<'static>>();
    check::<TrackerMessage<'static>>();
}
