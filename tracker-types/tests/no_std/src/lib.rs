//! Reads and writes a message of each wire without `std`, with only an allocator.
#![no_std]

extern crate alloc;

use alloc::vec::Vec;
use core::alloc::{GlobalAlloc, Layout};
use core::net::SocketAddr;

use tracker_types::http::{PeerForm, announce, scrape};
use tracker_types::udp::{Family, response};
use tracker_types::{
    AnnounceRequest, Error, FixedBuffer, InfoHash, MagnetLink, Metainfo, PeerId, krpc, websocket,
};

/// An allocator without memory: the program shows that the crate links, and is not run.
struct Nothing;

// SAFETY: null means that there is no memory, so nothing is ever deallocated.
unsafe impl GlobalAlloc for Nothing {
    unsafe fn alloc(&self, _: Layout) -> *mut u8 {
        core::ptr::null_mut()
    }

    unsafe fn dealloc(&self, _: *mut u8, _: Layout) {}
}

#[global_allocator]
static ALLOCATOR: Nothing = Nothing;

#[panic_handler]
fn panic(_: &core::panic::PanicInfo<'_>) -> ! {
    loop {}
}

/// Reads bodies of replies over HTTP, and writes the first one again.
pub fn http(announced: &[u8], scraped: &[u8]) -> Result<Vec<u8>, Error> {
    let (reply, _) = announce::decode(announced)?;
    scrape::decode(scraped)?;
    let mut body = Vec::new();
    announce::encode(&reply, PeerForm::List, &mut body);
    Ok(body)
}

/// Reads a request over HTTP.
pub fn url(torrent: InfoHash, id: PeerId) -> Result<alloc::string::String, Error> {
    AnnounceRequest::new(torrent, id, 51413, 0).to_url("http://tracker.example/announce")
}

/// Reads the peers of a tracker's datagram.
pub fn udp(datagram: &[u8]) -> Result<Vec<SocketAddr>, Error> {
    let (answer, _) = response::decode(datagram, Family::V4)?;
    let reply = answer.into_announce_reply().and_then(|(reply, _)| reply.into_result().ok());
    Ok(reply.map(|response| response.peers.socket_addrs()).unwrap_or_default())
}

/// Reads a datagram of the DHT, and writes it again into `space`.
pub fn dht<'s>(datagram: &[u8], space: &'s mut [u8]) -> Result<&'s mut [u8], Error> {
    let (message, _) = krpc::decode(datagram)?;
    let mut packet = FixedBuffer::new(space);
    krpc::encode(&message, &mut packet);
    packet.finish()
}

/// Reads a frame of a WebSocket tracker, and writes it again.
pub fn websocket(frame: &[u8]) -> Result<Vec<u8>, Error> {
    let (message, _) = websocket::tracker::decode(frame)?;
    let mut out = Vec::new();
    websocket::tracker::encode(&message, &mut out);
    Ok(out)
}

/// Reads the info-hash of a torrent or a link.
pub fn torrent(file: &[u8], link: &str) -> Result<[Option<InfoHash>; 2], Error> {
    let (metainfo, _) = Metainfo::parse(file)?;
    let link: MagnetLink = link.parse()?;
    Ok([metainfo.info_hashes.v1(), link.info_hashes.and_then(|hashes| hashes.v1())])
}
