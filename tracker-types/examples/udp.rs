//! Asks a tracker over UDP, and shows what it answers.
//!
//! ```text
//! udp announce TRACKER INFO-HASH PORT [CONNECTION-ID]
//! udp scrape TRACKER INFO-HASH
//! ```
//!
//! The tracker is an address and a port. With a connection id, which the tracker did not give, it is
//! seen how a stale one is replaced.

use std::error::Error;
use std::hash::{BuildHasher, RandomState};
use std::net::{SocketAddr, UdpSocket};
use std::process::ExitCode;
use std::time::Instant;

use tracker_types::udp::{Answer, ConnectionId, Exchange, Step, TransactionId, request};
use tracker_types::{AnnounceRequest, Event, PeerId};

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    match ask(&words) {
        Ok(answer) => {
            println!("{answer}");
            ExitCode::SUCCESS
        }
        Err(problem) => {
            eprintln!("udp: {problem}");
            ExitCode::FAILURE
        }
    }
}

fn ask(words: &[&str]) -> Result<String, Box<dyn Error>> {
    let (["announce" | "scrape", tracker, hash, rest @ ..], start) = (words, Instant::now()) else {
        return Err("expected: announce|scrape TRACKER INFO-HASH [PORT [CONNECTION-ID]]".into());
    };
    let tracker: SocketAddr = tracker.parse()?;
    let mut exchange = Exchange::new(tracker).attempts(3);
    if let [port, stale @ ..] = rest {
        let mut model =
            AnnounceRequest::new(hash.parse()?, PeerId(*b"-XX0001-0123456789ab"), port.parse()?, 1);
        model.event = Some(Event::Started);
        let ids = (ConnectionId(0), TransactionId(0));
        exchange.announce(&request::Announce::new(ids.0, ids.1, &model));
        if let [id] = stale {
            exchange.resume(ConnectionId(id.parse()?), start.elapsed());
        }
    } else {
        exchange.scrape(&[hash.parse()?]);
    }
    exchange_with(tracker, &mut exchange, start)
}

/// Sends and receives until there is an answer.
fn exchange_with(
    tracker: SocketAddr,
    exchange: &mut Exchange,
    start: Instant,
) -> Result<String, Box<dyn Error>> {
    let any = if tracker.is_ipv4() { "0.0.0.0:0" } else { "[::]:0" };
    let socket = UdpSocket::bind(any)?;
    let (mut datagram, mut buffer) = (Vec::new(), [0; 8_192]);
    loop {
        // Unpredictable enough: keyed anew by the system for each `RandomState`.
        let random = u32::try_from(RandomState::new().hash_one(0) >> 32)?;
        match exchange.poll(start.elapsed(), random, &mut datagram) {
            Step::Send => {
                socket.send_to(&datagram, tracker)?;
            }
            Step::WaitUntil(until) => {
                let wait = until.saturating_sub(start.elapsed());
                socket.set_read_timeout(Some(wait.max(std::time::Duration::from_millis(1))))?;
                let Ok((length, from)) = socket.recv_from(&mut buffer) else { continue };
                let received = buffer.get(..length).unwrap_or_default();
                if let Some((answer, quirks)) = exchange.receive(received, from, start.elapsed())? {
                    return Ok(format!("{}, odd: {quirks}", show(&answer)?));
                }
            }
            _ => return Err("no answer".into()),
        }
    }
}

fn show(answer: &Answer<'_>) -> Result<String, Box<dyn Error>> {
    Ok(match answer {
        Answer::Announce(response) => serde_json::to_string(response)?,
        Answer::Scrape(response) => serde_json::to_string(response)?,
        Answer::Failure(failure) => format!("failure: {failure}"),
        _ => "an answer of another kind".to_owned(),
    })
}
