//! UDP: the answer to each datagram, and the socket.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use tokio::net::UdpSocket;
use tracing::{debug, info};
use tracker_types::udp::{
    AnnounceResponseWriter, ConnectionIds, Family, Request, Response, ScrapeResponseWriter, Stats,
    request, response,
};

use super::serve::Service;
use super::swarm::Audience;
use super::tracker::Tracker;

/// The longest reply: it fits into an Ethernet frame together with the IP and UDP headers.
const LONGEST: usize = 1_400;

/// The longest request that is read; a longer one is cut off.
const LONGEST_REQUEST: usize = 2_048;

/// Answers datagrams until the task is aborted.
pub async fn serve(service: Arc<Service>, socket: Arc<UdpSocket>) {
    let (mut asked, mut reply) = ([0; LONGEST_REQUEST], Vec::new());
    loop {
        // An error here is about a datagram that was sent earlier, whose receiver is gone.
        let Ok((length, client)) = socket.recv_from(&mut asked).await else { continue };
        let asked = asked.get(..length).unwrap_or_default();
        reply.clear();
        answer(&service.tracker, &service.ids, asked, client, service.now(), &mut reply);
        if reply.is_empty() {
            debug!(%client, bytes = length, "not answered");
        } else if let Err(problem) = socket.send_to(&reply, client).await {
            debug!(%client, %problem);
        }
    }
}

/// Appends the answer to a datagram, if it gets one.
pub fn answer(
    tracker: &Tracker,
    ids: &ConnectionIds,
    asked: &[u8],
    from: SocketAddr,
    now: Duration,
    out: &mut Vec<u8>,
) {
    let proven = request::ids(asked).is_some_and(|(id, _)| ids.accepts(id, from.ip(), now));
    match request::decode(asked) {
        Ok((Request::Connect { transaction }, _)) => {
            let connection = ids.issue(from.ip(), now);
            response::encode(&Response::Connect { transaction, connection }, out);
        }
        // The sender's address may be forged: no answer to it is longer than the request.
        _ if !proven => drop(response::refuse(asked, "unknown connection id", out)),
        Ok((Request::Announce(announce), _)) => announced(tracker, &announce, from, now, out),
        Ok((Request::Scrape(scrape), _)) => {
            let stats = tracker.stats(&scrape.info_hashes.iter().collect::<Vec<_>>());
            let writer = ScrapeResponseWriter::new(scrape.transaction);
            writer.write(stats.iter().map(|(_, stats)| Stats::from(stats)), out);
        }
        Ok(_) => {}
        Err(error) => drop(response::refuse(asked, &error.to_string(), out)),
    }
}

fn announced(
    tracker: &Tracker,
    announce: &request::Announce<'_>,
    from: SocketAddr,
    now: Duration,
    out: &mut Vec<u8>,
) {
    let (request, family) = (announce.to_request(), Family::from(from));
    let audience = match family {
        Family::V4 => Audience::V4,
        Family::V6 => Audience::V6,
    };
    match tracker.announce(&request, from.ip(), audience, now) {
        Ok((stats, peers)) => {
            let mut writer = AnnounceResponseWriter::answering(announce, tracker.interval());
            writer.seeders = stats.complete.unwrap_or_default();
            writer.leechers = stats.incomplete.unwrap_or_default();
            let mut buffer = [0; LONGEST];
            let peers = peers.into_iter().map(|(address, _)| address);
            let length = match family {
                Family::V4 => writer.fill_v4(peers.filter_map(v4), &mut buffer),
                Family::V6 => writer.fill_v6(peers.filter_map(v6), &mut buffer),
            };
            out.extend_from_slice(buffer.get(..length.unwrap_or_default()).unwrap_or_default());
        }
        Err(refusal) => {
            let failure = response::Failure::from_model(announce.transaction, &refusal);
            response::encode(&Response::Failure(failure), out);
        }
    }
    info!(client = %from, wire = "udp", torrent = %announce.info_hash, event = ?request.event, bytes = out.len());
}

fn v4(address: SocketAddr) -> Option<std::net::SocketAddrV4> {
    match address {
        SocketAddr::V4(address) => Some(address),
        SocketAddr::V6(_) => None,
    }
}

fn v6(address: SocketAddr) -> Option<std::net::SocketAddrV6> {
    match address {
        SocketAddr::V4(_) => None,
        SocketAddr::V6(address) => Some(address),
    }
}
