//! Lists the deviations of torrents, tracker replies and magnet links from the specifications.
//!
//! ```text
//! cargo run --example lint -- FILE… | magnet:…
//! ```
//!
//! Each deviation is one line: deviations of the bencode with path and offset, deviations of the message
//! with their keys. The exit status is 1 if there are any, or if a target cannot be read.

use std::cell::LazyCell;
use std::process::ExitCode;
use std::{env, fs};

use bencode::{Document, Rules};
use indexmap::IndexMap;
use tracker_types::http::{announce, scrape};
use tracker_types::{Error, MagnetLink, Metainfo, Printable, Quirk, Quirks};

const HELP: &str = "\
Lists the deviations of torrents, tracker replies and magnet links from the specifications.

usage: lint TARGET ...

TARGET is a file or a magnet link. Each deviation is one line. Exit status: 0 if there are none, 1 if
there are any or a target cannot be read, 2 for bad usage.
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

/// The deviations of a file, or of a magnet link if no file has that name.
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
    let document = Document::parse_with(bytes, Rules::TOLERANT);
    let decode = decoder_for(document.as_ref().ok());
    let quirks = decode(bytes)?;
    let document = document?;
    let by_key = LazyCell::new(|| quirks_by_key(&document, decode));
    let mut found: Vec<_> = document.quirks().iter().map(ToString::to_string).collect();
    found.extend(lines(&quirks, BENCODE, |quirk| match keys_in(&quirks, quirk) {
        keys if keys.is_empty() => {
            let with = by_key.iter().filter(|(_, quirks)| quirks.contains(quirk));
            with.map(|(key, _)| key.clone()).collect()
        }
        keys => keys,
    }));
    Ok(found)
}

type Decode = fn(&[u8]) -> Result<Quirks, Error>;

fn decoder_for(document: Option<&Document<'_>>) -> Decode {
    let has = |key: &str| document.is_some_and(|document| document.get(key).is_some());
    if has("info") {
        return |bytes| Metainfo::parse(bytes).map(|(_, quirks)| quirks);
    }
    if has("files") && !has("peers") {
        return |bytes| scrape::decode(bytes).map(|(_, quirks)| quirks);
    }
    if ["interval", "peers", "peers6", "failure reason"].iter().any(|key| has(key)) {
        return |bytes| announce::decode(bytes).map(|(_, quirks)| quirks);
    }
    |bytes| Metainfo::parse(bytes).map(|(_, quirks)| quirks)
}

/// The keys under which the decoder found a quirk.
fn keys_in(quirks: &Quirks, quirk: Quirk) -> Vec<String> {
    quirks.keys(quirk).map(str::to_owned).collect()
}

/// The quirks that each key causes when it is the only one, without those of an empty message.
fn quirks_by_key(message: &Document<'_>, decode: Decode) -> IndexMap<String, Quirks> {
    let without = decode(b"de").unwrap_or_default();
    let mut by_key: IndexMap<String, Quirks> = IndexMap::new();
    for (key, value) in message.root().entries() {
        let length = format!("d{}:", key.len());
        let alone = [length.as_bytes(), key, value.raw(), b"e"].concat();
        let quirks = decode(&alone).unwrap_or_default();
        let own = quirks.iter().map(|(quirk, _)| quirk).filter(|quirk| !without.contains(*quirk));
        by_key.entry(key.escape_ascii().to_string()).or_default().merge(&own.collect());
    }
    by_key
}

/// The quirks that the document reports in more detail.
const BENCODE: &[Quirk] =
    &[Quirk::UnsortedKey, Quirk::DuplicateKey, Quirk::LeadingZero, Quirk::TrailingData];

/// One line for each quirk that is not left out, with its keys.
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
