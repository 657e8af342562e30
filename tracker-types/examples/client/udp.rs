//! The client's UDP: the library says what to send and when; socket and clock are here.

use std::collections::HashMap;
use std::hash::{BuildHasher, RandomState};
use std::io::ErrorKind;
use std::net::{Ipv4Addr, Ipv6Addr, SocketAddr, UdpSocket};
use std::time::{Duration, Instant};

use bencode::hex;
use tracker_types::udp::{ConnectionId, Exchange, Step, request};
use tracker_types::{Failure, Quirks, TrackerUrl, udp};

use super::question::{self, Answer, Answered, Problem, Question};

/// How often a request is sent: waits of 15 and 30 seconds are enough if another tracker may answer.
const ATTEMPTS: u32 = 2;

/// Room for the longest possible datagram.
const LONGEST: usize = 65_536;

/// A tracker's answer, or why it refuses.
type Verdict = Result<Answer, Failure<'static>>;

/// Exchanges with trackers, by address; each keeps its connection id.
pub struct Udp {
    exchanges: HashMap<SocketAddr, (UdpSocket, Exchange)>,
    /// The connection id to begin with.
    first_id: Option<ConnectionId>,
    started: Instant,
}

impl Udp {
    pub fn new(first_id: Option<u64>) -> Udp {
        let first_id = first_id.map(ConnectionId);
        Udp { exchanges: HashMap::new(), first_id, started: Instant::now() }
    }

    /// Asks the tracker at this address.
    pub fn ask(
        &mut self,
        url: &TrackerUrl<'_>,
        address: SocketAddr,
        question: Question<'_>,
    ) -> Result<Answered, Problem> {
        let (socket, mut exchange) = match self.exchanges.remove(&address) {
            Some(known) => known,
            None => (connect(address)?, self.start(address)),
        };
        match question {
            Question::Announce(request) => {
                exchange.announce(&request::Announce::for_url(url, request));
            }
            Question::Scrape(hashes) => exchange.scrape(hashes),
        }
        let (asked, body, answer, quirks) = self.converse(&socket, &mut exchange)?;
        self.exchanges.insert(address, (socket, exchange));
        let answer = answer.map_err(Problem::Refused)?;
        let exchange = question::Exchange { asked: hex::encode(&asked), body };
        Ok(Answered { url: url.to_string(), address: Some(address), exchange, answer, quirks })
    }

    /// Starts an exchange with a tracker that has not been asked before.
    fn start(&self, tracker: SocketAddr) -> Exchange {
        let mut exchange = Exchange::new(tracker).attempts(ATTEMPTS);
        if let Some(id) = self.first_id {
            exchange.resume(id, self.started.elapsed());
        }
        exchange
    }

    /// Sends and receives until the answer arrives; returns it with the last datagram of each side.
    fn converse(
        &self,
        socket: &UdpSocket,
        exchange: &mut Exchange,
    ) -> Result<(Vec<u8>, Vec<u8>, Verdict, Quirks), Problem> {
        let (mut asked, mut datagram) = (Vec::new(), Vec::new());
        let mut buffer = vec![0; LONGEST];
        loop {
            match exchange.poll(self.started.elapsed(), random(), &mut datagram) {
                Step::Send => {
                    socket.send(&datagram)?;
                    asked.clone_from(&datagram);
                }
                Step::WaitUntil(until) => {
                    let left = until.saturating_sub(self.started.elapsed());
                    // Zero is not allowed as a timeout.
                    socket.set_read_timeout(Some(left.max(Duration::from_millis(1))))?;
                    let length = match socket.recv(&mut buffer) {
                        Ok(length) => length,
                        Err(error) if is_timeout(error.kind()) => continue,
                        Err(error) => return Err(error.into()),
                    };
                    let body = buffer.get(..length).unwrap_or_default();
                    let (from, now) = (exchange.tracker(), self.started.elapsed());
                    let taken = exchange.receive(body, from, now).map_err(Problem::Unreadable)?;
                    if let Some((answer, quirks)) = taken {
                        return Ok((asked, body.to_vec(), verdict(answer)?, quirks));
                    }
                }
                _ => return Err(Problem::Silent),
            }
        }
    }
}

fn verdict(answer: udp::Answer<'_>) -> Result<Verdict, Problem> {
    match answer {
        udp::Answer::Announce(response) => Ok(Ok(Answer::Announce(response.into_owned()))),
        udp::Answer::Scrape(response) => Ok(Ok(Answer::Scrape(response))),
        udp::Answer::Failure(failure) => Ok(Err(failure.into_owned())),
        _ => Err(Problem::Silent),
    }
}

/// A socket that receives datagrams from the tracker only.
fn connect(address: SocketAddr) -> std::io::Result<UdpSocket> {
    let socket = match address {
        SocketAddr::V4(_) => UdpSocket::bind((Ipv4Addr::UNSPECIFIED, 0))?,
        SocketAddr::V6(_) => UdpSocket::bind((Ipv6Addr::UNSPECIFIED, 0))?,
    };
    socket.connect(address)?;
    Ok(socket)
}

fn is_timeout(kind: ErrorKind) -> bool {
    matches!(kind, ErrorKind::WouldBlock | ErrorKind::TimedOut | ErrorKind::Interrupted)
}

/// A random number; the standard library's hasher is keyed by the system's randomness.
pub fn random() -> u32 {
    let [a, b, c, d, ..] = RandomState::new().hash_one("random").to_ne_bytes();
    u32::from_ne_bytes([a, b, c, d])
}
