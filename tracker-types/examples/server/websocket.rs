//! WebSocket: tungstenite does the framing; the tracker passes messages from peer to peer.

use std::collections::BTreeSet;
use std::net::SocketAddr;
use std::time::Duration;

use futures_util::{SinkExt, StreamExt};
use hyper::upgrade::Upgraded;
use hyper_util::rt::TokioIo;
use tokio::sync::mpsc;
use tokio::time::timeout;
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::protocol::{Role, WebSocketConfig};
use tracing::{debug, info};
use tracker_types::websocket::tracker as wire;
use tracker_types::websocket::{Action, Announce, ClientMessage, Scrape, TrackerMessage, client};
use tracker_types::{Event, Failure, InfoHash, PeerId, Peers};

use super::answer::respond;
use super::serve::{Closing, Service};
use super::swarm::{Contact, Place};
use super::tracker::Tracker;

/// How large a message may be. An announce with ten offers has 23 kB.
const LARGEST: usize = 64 * 1024;

/// The seconds between the announces of a browser: routers close connections that are silent for longer.
const INTERVAL: u32 = 120;

/// How long a browser may send nothing, not even a ping.
const IDLE: Duration = Duration::from_secs(240);

/// How long a browser may take to read a message.
const WRITE_TIMEOUT: Duration = Duration::from_secs(10);

/// How many messages may wait for a browser; further ones are dropped.
const OUTBOX: usize = 64;

/// How many torrents a browser may announce.
const TORRENTS: usize = 1_000;

/// Serves one browser until it leaves, is silent for too long, or does not read.
pub async fn serve(
    service: &Service,
    upgraded: Upgraded,
    client: SocketAddr,
    mut closing: Closing,
) {
    let config = WebSocketConfig::default()
        .max_message_size(Some(LARGEST))
        .max_frame_size(Some(LARGEST))
        .read_buffer_size(4 * 1024)
        .write_buffer_size(0);
    let io = TokioIo::new(upgraded);
    let mut socket = WebSocketStream::from_raw_socket(io, Role::Server, Some(config)).await;
    let (contact, mut outbox) = mpsc::channel(OUTBOX);
    let mut browser = Browser::new(contact);
    loop {
        let message = tokio::select! {
            Some(forwarded) = outbox.recv() => Some(forwarded),
            heard = timeout(IDLE, socket.next()) => match heard {
                Ok(Some(Ok(Message::Text(text)))) => {
                    browser.answer(&service.tracker, text.as_bytes(), service.now())
                }
                Ok(Some(Ok(Message::Binary(bytes)))) => {
                    browser.answer(&service.tracker, &bytes, service.now())
                }
                Ok(Some(Ok(_))) => None,
                Ok(Some(Err(_)) | None) | Err(_) => break,
            },
            _ = closing.wait_for(|closing| *closing) => break,
        };
        let Some(message) = message else { continue };
        info!(%client, wire = "websocket", bytes = message.len());
        match timeout(WRITE_TIMEOUT, socket.send(Message::text(message))).await {
            Ok(Ok(())) => {}
            Ok(Err(_)) | Err(_) => break,
        }
    }
    debug!(%client, wire = "websocket", "gone");
    browser.leave(&service.tracker);
    let _ = timeout(WRITE_TIMEOUT, socket.close(None)).await;
}

/// The state of a browser's connection. No sockets.
#[derive(Debug)]
pub struct Browser {
    contact: Contact,
    /// The swarms that it is in, each with its peer id there.
    joined: BTreeSet<(InfoHash, PeerId)>,
}

impl Browser {
    pub fn new(contact: Contact) -> Browser {
        Browser { contact, joined: BTreeSet::new() }
    }

    /// Answers a message, and passes its offers and answers on to other browsers.
    pub fn answer(&mut self, tracker: &Tracker, frame: &[u8], now: Duration) -> Option<String> {
        match client::decode(frame) {
            Ok((ClientMessage::Announce(announce), _)) => {
                Some(encode(&self.announced(tracker, &announce, now)))
            }
            Ok((ClientMessage::Answer(answer), _)) => {
                let contact = tracker.browser(answer.info_hash, &answer.to_peer_id)?;
                forward(&contact, &TrackerMessage::Answer(answer.forward()));
                None
            }
            Ok((ClientMessage::Scrape(scrape), _)) => Some(encode(&scraped(tracker, scrape))),
            Ok(_) => None,
            Err(error) => Some(encode(&refusal(None, None, Failure::new(error.to_string())))),
        }
    }

    fn announced<'a>(
        &mut self,
        tracker: &Tracker,
        announce: &Announce<'a>,
        now: Duration,
    ) -> TrackerMessage<'a> {
        let request = &announce.request;
        let (info_hash, leaves) = (request.info_hash, request.event == Some(Event::Stopped));
        let refuse = |failure| refusal(Some(Action::Announce), Some(info_hash), failure);
        let key = (info_hash, request.peer_id);
        if !leaves && self.joined.len() >= TORRENTS && !self.joined.contains(&key) {
            return refuse(Failure::new("too many torrents for one connection"));
        }
        let offers = announce.offers.len();
        let told = tracker.announce_browser(request, &self.contact, offers, now);
        let (stats, others) = match told {
            Ok(told) => told,
            Err(failure) => return refuse(failure),
        };
        if leaves {
            self.joined.remove(&key)
        } else {
            self.joined.insert(key)
        };
        for (n, contact) in others.iter().enumerate() {
            if let Some(offer) = announce.forward(n) {
                forward(contact, &TrackerMessage::Offer(offer));
            }
        }
        let mut response = respond(tracker, &stats, Peers::default());
        response.interval = response.interval.map(|interval| interval.min(INTERVAL));
        TrackerMessage::Announce { info_hash, response }
    }

    /// Removes the browser from all swarms.
    pub fn leave(&mut self, tracker: &Tracker) {
        for (torrent, id) in std::mem::take(&mut self.joined) {
            tracker.forget(torrent, &Place::Browser(id, self.contact.clone()));
        }
    }
}

fn scraped(tracker: &Tracker, scrape: Scrape) -> TrackerMessage<'static> {
    let reply = match scrape.info_hashes {
        Some(none) if none.is_empty() => Ok(tracker_types::ScrapeResponse::default()),
        hashes => tracker.scrape(&hashes.unwrap_or_default()),
    };
    match reply {
        Ok(response) => TrackerMessage::Scrape(response),
        Err(failure) => refusal(Some(Action::Scrape), None, failure),
    }
}

fn refusal(
    action: Option<Action>,
    info_hash: Option<InfoHash>,
    failure: Failure<'static>,
) -> TrackerMessage<'static> {
    TrackerMessage::Failure { action, info_hash, failure }
}

/// Hands a message to the task of another browser, unless too many are waiting there.
fn forward(contact: &Contact, message: &TrackerMessage<'_>) {
    let _ = contact.try_send(encode(message));
}

fn encode(message: &TrackerMessage<'_>) -> String {
    let mut frame = Vec::new();
    wire::encode(message, &mut frame);
    // JSON is text.
    String::from_utf8(frame).unwrap_or_default()
}
