//! The client's WebSocket: tungstenite does the framing, one socket serves all torrents.

use std::collections::HashMap;
use std::net::{SocketAddr, TcpStream};
use std::time::Instant;

use tracker_types::websocket::{Announce, ClientMessage, Scrape, TrackerMessage, client, tracker};
use tracker_types::{Failure, Quirks};
use tungstenite::handshake::HandshakeError;
use tungstenite::protocol::WebSocketConfig;
use tungstenite::stream::MaybeTlsStream;
use tungstenite::{Message, WebSocket, client_tls_with_config};

use super::http::TIMEOUT;
use super::question::{Answer, Answered, Exchange, Problem, Question};

/// How large a message may be.
const LARGEST: usize = 1 << 20;

/// A tracker's answer to a question or its refusal, as sent and decoded.
struct Verdict {
    exchange: Exchange,
    answer: Result<Answer, Failure<'static>>,
    quirks: Quirks,
}

/// Open connections by URL and address.
pub struct WebSockets {
    open: HashMap<(String, SocketAddr), Connection>,
}

impl WebSockets {
    pub fn new() -> WebSockets {
        WebSockets { open: HashMap::new() }
    }

    /// Asks a tracker at this address, over the connection that is open, or over a new one if there is
    /// none or it has been closed meanwhile.
    pub fn ask(
        &mut self,
        url: &str,
        address: SocketAddr,
        question: Question<'_>,
    ) -> Result<Answered, Problem> {
        let key = (url.to_owned(), address);
        let known = self.open.remove(&key);
        let told = known.map(|mut known| known.ask(question).map(|verdict| (known, verdict)));
        let (connection, verdict) = if let Some(Ok(told)) = told {
            told
        } else {
            let mut new = Connection::open(url, address)?;
            let verdict = new.ask(question)?;
            (new, verdict)
        };
        self.open.insert(key, connection);
        let Verdict { exchange, answer, quirks } = verdict;
        let answer = answer.map_err(Problem::Refused)?;
        Ok(Answered { url: url.into(), address: Some(address), exchange, answer, quirks })
    }
}

/// A connection to a tracker.
pub struct Connection {
    socket: WebSocket<MaybeTlsStream<TcpStream>>,
}

impl Connection {
    pub fn open(url: &str, address: SocketAddr) -> Result<Connection, Problem> {
        let stream = TcpStream::connect_timeout(&address, TIMEOUT)?;
        stream.set_nodelay(true)?;
        stream.set_read_timeout(Some(TIMEOUT))?;
        stream.set_write_timeout(Some(TIMEOUT))?;
        let config = WebSocketConfig::default().max_message_size(Some(LARGEST));
        match client_tls_with_config(url, stream, Some(config), None) {
            Ok((socket, _)) => Ok(Connection { socket }),
            Err(HandshakeError::Failure(error)) => Err(error.into()),
            Err(HandshakeError::Interrupted(_)) => Err(Problem::Silent),
        }
    }

    /// Sends a message and returns its text.
    pub fn send(&mut self, message: &ClientMessage<'_>) -> Result<String, Problem> {
        let mut frame = Vec::new();
        client::encode(message, &mut frame);
        let text = String::from_utf8_lossy(&frame).into_owned();
        self.socket.send(Message::text(text.clone()))?;
        Ok(text)
    }

    /// Waits for a message; returns its text, and the message decoded.
    pub fn receive(&mut self) -> Result<(Vec<u8>, TrackerMessage<'static>, Quirks), Problem> {
        let start = Instant::now();
        while start.elapsed() < TIMEOUT {
            let message = self.socket.read()?;
            if message.is_text() || message.is_binary() {
                let frame = message.into_data();
                let (message, quirks) = tracker::decode(&frame).map_err(Problem::Unreadable)?;
                let message = message.into_owned();
                return Ok((frame.into(), message, quirks));
            }
        }
        Err(Problem::Silent)
    }

    /// Asks, and waits for the answer, ignoring other messages.
    fn ask(&mut self, question: Question<'_>) -> Result<Verdict, Problem> {
        let asked = self.send(&message(question))?;
        let start = Instant::now();
        while start.elapsed() < TIMEOUT {
            let (body, message, quirks) = self.receive()?;
            let answer = match (message, question) {
                (TrackerMessage::Announce { info_hash, response }, Question::Announce(request))
                    if info_hash == request.info_hash =>
                {
                    Ok(Answer::Announce(response))
                }
                (TrackerMessage::Scrape(response), Question::Scrape(_)) => {
                    Ok(Answer::Scrape(response))
                }
                (TrackerMessage::Failure { failure, .. }, _) => Err(failure),
                _ => continue,
            };
            return Ok(Verdict { exchange: Exchange { asked, body }, answer, quirks });
        }
        Err(Problem::Silent)
    }
}

/// The message for a question. An announce makes no offers: nothing here could use the answer to one.
fn message(question: Question<'_>) -> ClientMessage<'_> {
    match question {
        Question::Announce(request) => {
            ClientMessage::Announce(Announce::new(request.clone(), Vec::new()))
        }
        Question::Scrape(hashes) => ClientMessage::Scrape(Scrape::new(hashes.to_vec())),
    }
}
