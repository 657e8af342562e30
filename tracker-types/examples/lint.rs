//! Says what is odd about torrents, replies of trackers and magnet links.
//!
//! ```text
//! cargo run --example lint -- FILE… | magnet:…
//! ```
//!
//! Each deviation is a line: of bencode with its path and offset, of the message with its keys. The
//! exit status is 1 if there is any, or if something cannot be read.

use std::fmt::Display;
use std::process::ExitCode;
use std::{env, fs};

use bencode::{Document, Rules};
use tracker_types::http::{announce, scrape};
use tracker_types::{Error, MagnetLink, Metainfo, Quirk, Quirks};

fn main() -> ExitCode {
    let mut clean = true;
    let targets: Vec<_> = env::args().skip(1).collect();
    if targets.is_empty() {
        eprintln!("usage: lint FILE… | magnet:…");
        return ExitCode::FAILURE;
    }
    for target in targets {
        let found = lint(&target).unwrap_or_else(|problem| vec![problem]);
        clean &= found.is_empty();
        for line in found {
            println!("{}: {line}", printable(&target));
        }
    }
    if clean { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// What is odd about a file, or about a link if no file has that name.
pub(crate) fn lint(target: &str) -> Result<Vec<String>, String> {
    match fs::read(target) {
        Ok(bytes) => of_bytes(&bytes).map_err(|error| error_of(&error)),
        Err(problem) => match MagnetLink::parse(target) {
            Ok((_, quirks)) => Ok(of_quirks(&quirks, &[])),
            Err(error) if target.starts_with("magnet") => Err(error_of(&error)),
            Err(_) => Err(problem.to_string()),
        },
    }
}

fn error_of(error: &Error) -> String {
    printable(error)
}

/// The quirks of messages that the document tells of in more detail.
const BENCODE: &[Quirk] =
    &[Quirk::UnsortedKey, Quirk::DuplicateKey, Quirk::LeadingZero, Quirk::TrailingData];

fn of_bytes(bytes: &[u8]) -> Result<Vec<String>, Error> {
    let quirks = quirks_of(bytes)?;
    let document = Document::parse_with(bytes, Rules::TOLERANT)?;
    let deviations = document.quirks();
    let mut found: Vec<_> = deviations.iter().map(printable).collect();
    found.extend(of_quirks(&quirks, BENCODE));
    Ok(found)
}

/// What is odd about a torrent, or about the reply to an announce or a scrape.
fn quirks_of(bytes: &[u8]) -> Result<Quirks, Error> {
    let document = Document::parse_with(bytes, Rules::TOLERANT);
    let has =
        |key: &str| document.as_ref().is_ok_and(|document| document.root().get(key).is_some());
    if ["interval", "peers", "peers6", "failure reason"].iter().any(|key| has(key)) {
        return announce::decode(bytes).map(|(_, quirks)| quirks);
    }
    if !has("info") && has("files") {
        return scrape::decode(bytes).map(|(_, quirks)| quirks);
    }
    Metainfo::parse(bytes).map(|(_, quirks)| quirks)
}

/// A line for each quirk but those left out.
fn of_quirks(quirks: &Quirks, left_out: &[Quirk]) -> Vec<String> {
    let told = quirks.iter().filter(|(quirk, _)| !left_out.contains(quirk));
    let line = |(quirk, count): (Quirk, usize)| {
        let keys = quirks.keys(quirk).collect::<Vec<_>>().join(", ");
        let keys = if keys.is_empty() { keys } else { format!("{keys}: ") };
        let times = if count > 1 { format!(" ({count} times)") } else { String::new() };
        format!("{keys}{quirk}{times}")
    };
    told.map(line).collect()
}

/// Text of strangers, which must not move the cursor of a terminal.
fn printable(text: impl Display) -> String {
    let escape = |c: char| match c {
        c if c.is_control() => c.escape_default().to_string(),
        c => c.to_string(),
    };
    text.to_string().chars().map(escape).collect()
}
