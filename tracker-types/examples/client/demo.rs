//! Without arguments: a tracker of our own, and four announces that show it at work.

use std::io::Write;
use std::net::{IpAddr, Ipv6Addr, TcpListener};
use std::time::Instant;

use tracker_types::{AnnounceList, AnnounceRequest, Event, PeerId};

use super::http::Http;
use super::session::{Answered, Session};
use super::show;
use super::torrent::SOME_TORRENT;
use crate::server::{Service, Settings, Tracker};

/// A seed and a downloader whom the tracker knows already.
const TRANSMISSION: PeerId = PeerId(*b"-TR2940-0890apv0oznf");
const QBITTORRENT: PeerId = PeerId(*b"-qB4520-NXeW(aV5x.XF");

/// We, and somebody who comes after us.
const OURSELVES: PeerId = PeerId(*b"01234567890123456789");
const ANOTHER: PeerId = PeerId(*b"-AR1360-gJnqiUsuqSOu");

/// Announces, shows the reply, leaves, and lets another peer find nobody there.
pub fn demo(out: &mut impl Write) -> Result<(), String> {
    let url = start_tracker().map_err(|problem| problem.to_string())?;
    let mut session = Session::new(Http::direct(), AnnounceList::new(vec![vec![url.clone()]]));
    let mut announce = |request: &AnnounceRequest<'_>| {
        session.announce_to(&url, request).map_err(|problem| problem.to_string())
    };

    let mut ourselves = AnnounceRequest::new(SOME_TORRENT, OURSELVES, 12345, 0);
    let another = AnnounceRequest::new(SOME_TORRENT, ANOTHER, 12346, 0);
    let first = announce(&ourselves)?;
    let before = announce(&another)?;
    ourselves.event = Some(Event::Stopped);
    let last = announce(&ourselves)?;
    let after = announce(&another)?;
    tell(out, [&first, &before, &last, &after]).map_err(|problem| problem.to_string())
}

fn tell(out: &mut impl Write, told: [&Answered; 4]) -> std::io::Result<()> {
    let [first, before, last, after] = told;
    writeln!(out, "A tracker on a loopback port is asked\n\n{}\n", first.exchange.request_line)?;
    writeln!(out, "and answers, as a hexdump,\n\n{}\n", show::hexdump(&first.exchange.body))?;
    writeln!(out, "which is\n\n{}\n", show::json(&first.response))?;
    writeln!(out, "Another peer is told of {}.", show::addresses(&before.response))?;
    writeln!(out, "We leave,\n\n{}\n", last.exchange.request_line)?;
    writeln!(out, "and it is told of {}.", show::addresses(&after.response))
}

/// Starts a tracker on a free port, which ends with this process; returns its announce URL.
fn start_tracker() -> std::io::Result<String> {
    // No client says `compact` here: all get dictionaries, as in BEP 3.
    let mut tracker = Tracker::new(Settings { dictionaries: true, ..Settings::default() });
    let mut know = |id, ip: IpAddr, port, left| {
        let request = AnnounceRequest::new(SOME_TORRENT, id, port, left);
        tracker.announce(&request, ip, Instant::now());
    };
    know(TRANSMISSION, [1, 2, 3, 4].into(), 51413, 0);
    know(QBITTORRENT, Ipv6Addr::new(0x2001, 0xdb8, 0, 0, 0, 0, 0, 7).into(), 6881, 1 << 20);

    let listener = TcpListener::bind("127.0.0.1:0")?;
    Service::new(tracker).start(&listener, 2)?;
    Ok(format!("http://{}/announce", listener.local_addr()?))
}
