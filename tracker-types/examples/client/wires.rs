//! With `--wires`: the same announces over UDP and over WebSocket, where peers are found by offers.

use std::io::{self, Write};

use bencode::hex;
use tracker_types::websocket::{Announce, Answer, ClientMessage, Offer, Sdp, TrackerMessage};
use tracker_types::{AnnounceRequest, Event, Printable};

use super::demo::{ANOTHER, OURSELVES, Told, demo, four_announces, start_tracker};
use super::question::Problem;
use super::show;
use super::target::SOME_TORRENT;
use super::websocket::Connection;

/// Runs and shows the announces over all wires.
pub fn wires(out: &mut impl Write) -> Result<(), String> {
    demo(out)?;
    let tracker = start_tracker().map_err(|problem| problem.to_string())?;
    let told = four_announces(&format!("udp://{}", tracker.address))?;
    tell_udp(out, &told).map_err(|problem| problem.to_string())?;
    let tracker = start_tracker().map_err(|problem| problem.to_string())?;
    let url = format!("ws://{}", tracker.address);
    let open = || Connection::open(&url, tracker.address);
    let lines = open().and_then(|ourselves| Ok((ourselves, open()?)));
    let lines = lines.and_then(|(ourselves, another)| meet(ourselves, another));
    let text = lines.map_err(|problem| problem.to_string())?.join("\n");
    write!(out, "{}", Printable(&text)).map_err(|problem| problem.to_string())
}

fn tell_udp(out: &mut impl Write, told: &[Told; 4]) -> io::Result<()> {
    let [first, before, last, after] = told;
    writeln!(
        out,
        "\nOver UDP the tracker first issues a connection id. The client sends, with dots for random ids:\n"
    )?;
    writeln!(out, "{}\n", request(&first.exchange.asked))?;
    writeln!(out, "The tracker answers:\n\n{}\n", reply(&hex::encode(&first.exchange.body)))?;
    writeln!(out, "The same as JSON:\n\n{}\n", show::json(&first.answer))?;
    writeln!(out, "Another peer announces itself and gets these peers: {}.", before.peers())?;
    writeln!(out, "The client leaves:\n\n{}\n", request(&last.exchange.asked))?;
    writeln!(out, "The other peer asks again and gets these peers: {}.", after.peers())
}

/// A datagram in hex, with dots for its connection id and its transaction id.
fn request(hex: &str) -> String {
    let part = |range| hex.get(range).unwrap_or_default();
    format!("{:.<16}{}{:.<8}{}", "", part(16..24), "", hex.get(32..).unwrap_or_default())
}

/// The same for a reply, which has no connection id.
fn reply(hex: &str) -> String {
    let part = |range: std::ops::Range<usize>| hex.get(range).unwrap_or_default();
    format!("{}{:.<8}{}", part(0..8), "", hex.get(16..).unwrap_or_default())
}

/// We announce; another peer announces with an offer, which we answer; we leave.
fn meet(mut ourselves: Connection, mut another: Connection) -> Result<Vec<String>, Problem> {
    let mut lines = Vec::new();
    let mut tell = |words: &str, message: &str| lines.push(format!("{words}\n\n{message}\n"));
    let mut request = AnnounceRequest::new(SOME_TORRENT, OURSELVES, 0, 0);
    let announce = |request: &AnnounceRequest<'static>, offers| {
        ClientMessage::Announce(Announce::new(request.clone(), offers))
    };
    tell("\nOver WebSocket the client sends:", &ourselves.send(&announce(&request, vec![]))?);
    tell("The tracker answers:", &hear(&mut ourselves)?.0);

    let offer = Offer::new(*b"an-offer-of-20-bytes", Sdp::offer("v=0\r\n"));
    let other = AnnounceRequest::new(SOME_TORRENT, ANOTHER, 0, 0);
    another.send(&announce(&other, vec![offer]))?;
    hear(&mut another)?;
    let (text, message) = hear(&mut ourselves)?;
    tell(
        "Another peer announces itself with an offer, which the tracker passes on to the client:",
        &text,
    );
    if let TrackerMessage::Offer(offer) = message {
        let answer = Answer::new(OURSELVES, &offer, Sdp::answer("v=0\r\n"));
        ourselves.send(&ClientMessage::Answer(answer))?;
        tell("The client answers, and the other peer receives:", &hear(&mut another)?.0);
    }

    request.event = Some(Event::Stopped);
    tell("The client leaves:", &ourselves.send(&announce(&request, vec![]))?);
    hear(&mut ourselves)?;
    another.send(&announce(&other, vec![]))?;
    tell("The other peer asks again, and the tracker answers:", &hear(&mut another)?.0);
    Ok(lines)
}

/// Receives a message: its text, and the message decoded.
fn hear(connection: &mut Connection) -> Result<(String, TrackerMessage<'static>), Problem> {
    let (frame, message, _) = connection.receive()?;
    Ok((String::from_utf8_lossy(&frame).into_owned(), message))
}
