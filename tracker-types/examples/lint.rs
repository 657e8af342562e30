//! Says what is odd about torrents, replies of trackers and magnet links.
//!
//! ```text
//! cargo run --example lint -- FILE… | magnet:…
//! ```
//!
//! Each deviation is a line: of bencode with its path and offset, of the message with its keys. The
//! exit status is 1 if there is any, or if something cannot be read.

use std::process::ExitCode;
use std::{env, fs};

use bencode::{Document, Rules};
use tracker_types::http::{announce, scrape};
use tracker_types::{Error, MagnetLink, Metainfo, Printable, Quirk, Quirks};

const HELP: &str = "\
Lists what is odd about torrents, replies of trackers and magnet links.

usage: lint TARGET ...

TARGET is a file, or a magnet link. Each deviation is a line. Exit status: 0 if there is none, 1 if
there is any or a target cannot be read, 2 for bad usage.
";

fn main() -> ExitCode {
    let mut clean = true;
    let targets: Vec<_> = env::args().skip(1).collect();
    if targets.iter().any(|target| target == "--help" || target == "-h") {
        print!("{HELP}");
        return ExitCode::SUCCESS;
    }
    if targets.is_empty() {
        eprint!("{HELP}");
        return ExitCode::from(2);
    }
    for target in targets {
        let found = lint(&target).unwrap_or_else(|problem| vec![problem]);
        clean &= found.is_empty();
        for line in found {
            println!("{}", Printable(&format!("{target}: {line}")));
        }
    }
    if clean { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// What is odd about a file, or about a link if no file has that name.
pub(crate) fn lint(target: &str) -> Result<Vec<String>, String> {
    match fs::read(target) {
        Ok(bytes) => of_bytes(&bytes).map_err(|error| error.to_string()),
        Err(problem) => match MagnetLink::parse(target) {
            Ok((_, quirks)) => Ok(lines(&quirks, &[], |quirk| keys_in(&quirks, quirk))),
            Err(error) if target.starts_with("magnet") => Err(error.to_string()),
            Err(_) => Err(problem.to_string()),
        },
    }
}

/// The deviations of a torrent, or of a reply to an announce or a scrape.
fn of_bytes(bytes: &[u8]) -> Result<Vec<String>, Error> {
    let decode = decoder_for(bytes);
    let quirks = decode(bytes)?;
    let document = Document::parse_with(bytes, Rules::TOLERANT)?;
    let deviations = document.quirks();
    let mut found: Vec<_> = deviations.iter().map(ToString::to_string).collect();
    found.extend(lines(&quirks, BENCODE, |quirk| match keys_in(&quirks, quirk) {
        keys if keys.is_empty() => keys_with(quirk, &document, decode),
        keys => keys,
    }));
    Ok(found)
}

type Decode = fn(&[u8]) -> Result<Quirks, Error>;

fn decoder_for(bytes: &[u8]) -> Decode {
    let document = Document::parse_with(bytes, Rules::TOLERANT);
    let has =
        |key: &str| document.as_ref().is_ok_and(|document| document.root().get(key).is_some());
    if has("files") && !has("info") && !has("peers") {
        return |bytes| scrape::decode(bytes).map(|(_, quirks)| quirks);
    }
    if ["interval", "peers", "peers6", "failure reason"].iter().any(|key| has(key)) {
        return |bytes| announce::decode(bytes).map(|(_, quirks)| quirks);
    }
    |bytes| Metainfo::parse(bytes).map(|(_, quirks)| quirks)
}

/// The keys that a decoder says a quirk was found under.
fn keys_in(quirks: &Quirks, quirk: Quirk) -> Vec<String> {
    quirks.keys(quirk).map(str::to_owned).collect()
}

/// The keys of a message that has the quirk when it has no other key.
fn keys_with(quirk: Quirk, message: &Document<'_>, decode: Decode) -> Vec<String> {
    let has = |message: &[u8]| decode(message).is_ok_and(|quirks| quirks.contains(quirk));
    let mut keys = Vec::new();
    for (key, value) in message.root().entries() {
        let length = format!("d{}:", key.len());
        let alone = [length.as_bytes(), key, value.raw(), b"e"].concat();
        let name = key.escape_ascii().to_string();
        if !has(b"de") && has(&alone) && !keys.contains(&name) {
            keys.push(name);
        }
    }
    keys
}

/// The quirks of messages that the document tells of in more detail.
const BENCODE: &[Quirk] =
    &[Quirk::UnsortedKey, Quirk::DuplicateKey, Quirk::LeadingZero, Quirk::TrailingData];

/// A line for each quirk but those left out, with its keys.
fn lines(quirks: &Quirks, left_out: &[Quirk], keys: impl Fn(Quirk) -> Vec<String>) -> Vec<String> {
    let told = quirks.iter().filter(|(quirk, _)| !left_out.contains(quirk));
    let line = |(quirk, count)| {
        let keys = keys(quirk).join(", ");
        let keys = if keys.is_empty() { keys } else { format!("{keys}: ") };
        let times = if count > 1 { format!(" ({count} times)") } else { String::new() };
        format!("{keys}{quirk}{times}")
    };
    told.map(line).collect()
}
