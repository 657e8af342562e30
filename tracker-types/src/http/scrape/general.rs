//! Any reply to a scrape, key by key.

use bencode::Item;

use crate::dictionary::open;
use crate::error::Error;
use crate::http::failure;
use crate::http::fields::{Fields, double_encoded, pick};
use crate::id::InfoHash;
use crate::quirk::{Quirk, Quirks};
use crate::reply::Reply;
use crate::scrape::{ScrapeReply, ScrapeResponse, ScrapeStats};

/// Reads a reply that is not canonical, or not just that.
#[cold]
#[inline(never)]
pub(super) fn decode(body: &[u8]) -> Result<(ScrapeReply<'_>, Quirks), Error> {
    let document = open(body)?;
    let mut fields = Fields::new(body, &document);
    let reply = match failure::decode(document.root(), &mut fields) {
        Some(failure) => Reply::Failure(failure),
        None => Reply::Success(success(document.root(), &mut fields)),
    };
    Ok((reply, fields.quirks))
}

fn success<'a>(reply: Item<'_>, fields: &mut Fields<'a>) -> ScrapeResponse<'a> {
    let mut response = ScrapeResponse::default();
    let [named, host] = pick(reply, [b"files", b"host"]);
    for (key, value) in reply.entries() {
        match key {
            b"files" => files(&mut response, value, fields),
            b"host" if named.is_none() => {
                fields.report(Quirk::HostAlias);
                files(&mut response, value, fields);
            }
            b"flags" => flags(&mut response, value, fields),
            _ => fields.report(Quirk::UnknownKey),
        }
    }
    if named.is_none() && host.is_none() {
        fields.report(Quirk::MissingFiles);
    }
    response
}

fn files<'a>(response: &mut ScrapeResponse<'a>, files: Item<'_>, fields: &mut Fields<'a>) {
    response.files.clear();
    if !files.is_dict() {
        fields.report(Quirk::WrongType);
    }
    for (key, value) in files.entries() {
        let Some((hash, undone)) = hash(key) else {
            fields.report(Quirk::ScrapeKeyLength);
            continue;
        };
        let before = response.files.insert(hash, stats(value, fields));
        if undone {
            fields.report(Quirk::DoubleEncoded);
            fields.quirks.report_times(Quirk::DuplicateKey, usize::from(before.is_some()));
        }
    }
}

/// The info-hash that a key is, and whether it had to be undone.
fn hash(key: &[u8]) -> Option<(InfoHash, bool)> {
    match InfoHash::try_from(key) {
        Ok(hash) => Some((hash, false)),
        Err(_) => double_encoded(key).map(|hash| (InfoHash(hash), true)),
    }
}

fn stats<'a>(file: Item<'_>, fields: &mut Fields<'a>) -> ScrapeStats<'a> {
    let mut stats = ScrapeStats::default();
    if !file.is_dict() {
        fields.report(Quirk::WrongType);
        return stats;
    }
    for (key, value) in file.entries() {
        match key {
            b"complete" => stats.complete = fields.number(value),
            b"downloaded" => stats.downloaded = fields.number(value),
            b"downloaders" => stats.downloaders = fields.number(value),
            b"incomplete" => stats.incomplete = fields.number(value),
            b"name" => stats.name = fields.text(value),
            _ => fields.report(Quirk::UnknownKey),
        }
    }
    if !file.entries().any(|(key, _)| key == b"downloaded") {
        fields.report(Quirk::MissingDownloaded);
    }
    stats
}

fn flags(response: &mut ScrapeResponse<'_>, flags: Item<'_>, fields: &mut Fields<'_>) {
    if !flags.is_dict() {
        fields.report(Quirk::WrongType);
    }
    for (key, value) in flags.entries() {
        match key {
            b"min_request_interval" => response.min_request_interval = fields.number(value),
            _ => fields.report(Quirk::UnknownKey),
        }
    }
}
