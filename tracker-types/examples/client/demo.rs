//! Without arguments: starts a tracker and shows four announces to it.

use std::io::{self, Write};
use std::net::{IpAddr, Ipv6Addr};
use std::time::Duration;

use bencode::hex;
use tracker_types::{AnnounceList, AnnounceRequest, Event, PeerId};

use super::http::Http;
use super::question::{Answer, Exchange};
use super::session::Session;
use super::show;
use super::target::SOME_TORRENT;
use super::udp::Udp;
use crate::server::swarm::Audience;
use crate::server::{Limits, Local, Settings, Tracker};

/// A seed and a downloader that the tracker knows already.
const TRANSMISSION: PeerId = PeerId(*b"-TR2940-0890apv0oznf");
const QBITTORRENT: PeerId = PeerId(*b"-qB4520-NXeW(aV5x.XF");

/// Our own id, and that of a peer that announces itself after us.
pub const OURSELVES: PeerId = PeerId(*b"01234567890123456789");
pub const ANOTHER: PeerId = PeerId(*b"-AR1360-gJnqiUsuqSOu");

/// An announce and its answer.
pub struct Told {
    pub exchange: Exchange,
    pub answer: Answer,
}

impl Told {
    /// The addresses in the tracker's answer.
    pub fn peers(&self) -> String {
        match &self.answer {
            Answer::Announce(response) => show::addresses(response),
            Answer::Scrape(_) => String::new(),
        }
    }
}

/// Announces, shows the reply, and leaves; another peer sees the difference.
pub fn demo(out: &mut impl Write) -> Result<(), String> {
    let tracker = start_tracker().map_err(|problem| problem.to_string())?;
    let told = four_announces(&format!("http://{}/announce", tracker.address))?;
    tell(out, &told).map_err(|problem| problem.to_string())
}

/// Announces ourselves, then another peer; we leave, and the other peer asks again.
pub fn four_announces(url: &str) -> Result<[Told; 4], String> {
    let trackers = AnnounceList::new(vec![vec![url.into()]]);
    let mut session = Session::new(Http::direct(), Udp::new(None), trackers);
    let mut announce = |request: &AnnounceRequest<'_>| {
        let result = session.announce_to(url, request).into_iter().next();
        let answered = result.ok_or("no address")?.map_err(|problem| problem.to_string())?;
        Ok::<_, String>(Told { exchange: answered.exchange, answer: answered.answer })
    };
    let mut ourselves = AnnounceRequest::new(SOME_TORRENT, OURSELVES, 12345, 0);
    let another = AnnounceRequest::new(SOME_TORRENT, ANOTHER, 12346, 0);
    let first = announce(&ourselves)?;
    let before = announce(&another)?;
    ourselves.event = Some(Event::Stopped);
    let last = announce(&ourselves)?;
    let after = announce(&another)?;
    Ok([first, before, last, after])
}

fn tell(out: &mut impl Write, told: &[Told; 4]) -> io::Result<()> {
    let [first, before, last, after] = told;
    writeln!(out, "A client asks a tracker on a loopback port:\n\n{}\n", first.exchange.asked)?;
    writeln!(
        out,
        "The tracker answers, here as a hexdump:\n\n{}\n",
        hex::encode(&first.exchange.body)
    )?;
    writeln!(out, "The same as JSON:\n\n{}\n", show::json(&first.answer))?;
    writeln!(out, "Another peer announces itself and gets these peers: {}.", before.peers())?;
    writeln!(out, "The client leaves:\n\n{}\n", last.exchange.asked)?;
    writeln!(out, "The other peer asks again and gets these peers: {}.", after.peers())
}

/// Starts a tracker that knows two peers, on a free port.
pub fn start_tracker() -> io::Result<Local> {
    // No client sends `compact` here: all get dictionaries, as in BEP 3.
    let tracker = Tracker::new(Settings { dictionaries: true, ..Settings::default() });
    let know = |id, ip: IpAddr, port, left| {
        let request = AnnounceRequest::new(SOME_TORRENT, id, port, left);
        let _ = tracker.announce(&request, ip, Audience::Any, Duration::ZERO);
    };
    know(TRANSMISSION, [1, 2, 3, 4].into(), 51413, 0);
    know(QBITTORRENT, Ipv6Addr::new(0x2001, 0xdb8, 0, 0, 0, 0, 0, 7).into(), 6881, 1 << 20);
    Local::start(tracker, Limits::default())
}
