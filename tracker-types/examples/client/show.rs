//! Printing: text from trackers and torrents is printed without terminal control characters.

use serde_json::{Value, json};
use tracker_types::{AnnounceResponse, Printable};

use super::question::{Answer, Answered, Problem};

/// Prints a line to standard output.
pub fn result(text: &str) {
    println!("{}", Printable(text));
}

/// Prints a line to standard error.
pub fn note(text: &str) {
    eprintln!("announce: {}", Printable(text));
}

/// An answer as JSON, its peers as dictionaries in whatever form they were sent.
pub fn json(answer: &Answer) -> String {
    let json = match answer {
        Answer::Announce(response) => serde_json::to_string_pretty(response),
        Answer::Scrape(response) => serde_json::to_string_pretty(response),
    };
    json.unwrap_or_else(|error| error.to_string())
}

/// The addresses of a response's peers, on one line.
pub fn addresses(response: &AnnounceResponse<'_>) -> String {
    let peers = response.peers.iter().filter_map(|peer| peer.socket_addr());
    let peers: Vec<String> = peers.map(|address| address.to_string()).collect();
    peers.join(", ")
}

/// A success as one line of JSON.
pub fn success_line(answered: &Answered) -> String {
    let answer = match &answered.answer {
        Answer::Announce(response) => json!({ "announce": response }),
        Answer::Scrape(response) => json!({ "scrape": response }),
    };
    let mut line = json!({
        "tracker": answered.url,
        "address": answered.address,
        "quirks": answered.quirks,
    });
    if let (Value::Object(line), Value::Object(answer)) = (&mut line, answer) {
        line.extend(answer);
    }
    line.to_string()
}

/// A failure as one line of JSON.
pub fn failure_line(url: &str, problem: &Problem) -> String {
    let kind = if matches!(problem, Problem::Refused(_)) { "failure" } else { "error" };
    json!({ "tracker": url, kind: problem.to_string() }).to_string()
}
