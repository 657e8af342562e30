//! Decoding of a tracker's message from its members.

use alloc::boxed::Box;
use alloc::vec::Vec;

use bencode::ByteStr;
use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};

use super::message::{AnswerToPeer, OfferToPeer, TrackerMessage};
use crate::announce::AnnounceResponse;
use crate::error::Error;
use crate::id::InfoHash;
use crate::quirk::Quirk;
use crate::reply::{Failure, RetryIn};
use crate::scrape::{ScrapeResponse, ScrapeStats};
use crate::websocket::action::Action;
use crate::websocket::fields::Fields;
use crate::websocket::members::{Span, members};
use crate::websocket::offer::{Offer, SdpKind};
use crate::websocket::string;

members! {
    /// The members of all messages of a tracker.
    Members<'a> {
        action: Span<'a> = "action",
        answer: Span<'a> = "answer",
        complete: Span<'a> = "complete",
        downloaded: Span<'a> = "downloaded",
        failure_reason: Span<'a> = "failure reason",
        files: Span<'a> = "files",
        flags: Span<'a> = "flags",
        host: Span<'a> = "host",
        incomplete: Span<'a> = "incomplete",
        info_hash: Span<'a> = "info_hash",
        interval: Span<'a> = "interval",
        min_interval: Span<'a> = "min interval",
        offer: Span<'a> = "offer",
        offer_id: Span<'a> = "offer_id",
        peer_id: Span<'a> = "peer_id",
        retry_in: Span<'a> = "retry in",
        tracker_id: Span<'a> = "tracker id",
        underscore_interval: Span<'a> = "min_interval",
        warning_message: Span<'a> = "warning message",
    }
}

members! {
    /// A scraped torrent.
    Stats<'a> {
        complete: Span<'a> = "complete",
        downloaded: Span<'a> = "downloaded",
        downloaders: Span<'a> = "downloaders",
        incomplete: Span<'a> = "incomplete",
        name: Span<'a> = "name",
    }
}

members! {
    /// The flags of a scrape's reply.
    Flags<'a> {
        min_request_interval: Span<'a> = "min_request_interval",
    }
}

/// Reads a message from its members, and reports members that do not belong to such a message.
pub(super) fn message<'a>(
    members: &mut Members<'a>,
    fields: &mut Fields<'a>,
) -> Result<TrackerMessage<'a>, Error> {
    let message = read(members, fields)?;
    fields.leftovers(members.duplicates, members.left());
    Ok(message)
}

fn read<'a>(
    members: &mut Members<'a>,
    fields: &mut Fields<'a>,
) -> Result<TrackerMessage<'a>, Error> {
    if let Some(reason) = fields.unless_null(&mut members.failure_reason) {
        return Ok(failure(reason, members, fields));
    }
    match action(members, fields)? {
        Action::Scrape => Ok(TrackerMessage::Scrape(scrape(members, fields))),
        Action::Announce => announce(members, fields),
    }
}

/// Reads the action, or infers it from the other members.
fn action(members: &mut Members<'_>, fields: &mut Fields<'_>) -> Result<Action, Error> {
    if let Some(action) = members.action.take() {
        return fields.action(action);
    }
    let is_scrape = members.files.is_some() || members.host.is_some();
    let of_announce = [members.offer, members.answer, members.interval, members.complete];
    if !is_scrape && of_announce.iter().all(Option::is_none) {
        return Err(fields.missing("action"));
    }
    fields.report(Quirk::MissingAction);
    Ok(if is_scrape { Action::Scrape } else { Action::Announce })
}

fn announce<'a>(
    members: &mut Members<'a>,
    fields: &mut Fields<'a>,
) -> Result<TrackerMessage<'a>, Error> {
    let info_hash = fields.required(members.info_hash.take(), "info_hash")?;
    let info_hash = fields.info_hash(info_hash, "info_hash")?;
    if let Some(offer) = fields.unless_null(&mut members.offer) {
        let peer_id = fields.required(members.peer_id.take(), "peer_id")?;
        let peer_id = fields.peer_id(peer_id, "peer_id")?;
        let id = fields.required(members.offer_id.take(), "offer_id")?;
        let id = fields.offer_id(id, "offer_id")?;
        let offer = Offer { id, sdp: fields.sdp(offer, SdpKind::Offer) };
        return Ok(TrackerMessage::Offer(OfferToPeer { info_hash, peer_id, offer }));
    }
    if let Some(answer) = fields.unless_null(&mut members.answer) {
        let peer_id = fields.required(members.peer_id.take(), "peer_id")?;
        let peer_id = fields.peer_id(peer_id, "peer_id")?;
        let offer_id = fields.required(members.offer_id.take(), "offer_id")?;
        let offer_id = fields.offer_id(offer_id, "offer_id")?;
        let sdp = fields.sdp(answer, SdpKind::Answer);
        return Ok(TrackerMessage::Answer(AnswerToPeer { info_hash, peer_id, offer_id, sdp }));
    }
    Ok(TrackerMessage::Announce { info_hash, response: response(members, fields) })
}

fn response<'a>(members: &mut Members<'a>, fields: &mut Fields<'a>) -> AnnounceResponse<'a> {
    if members.interval.is_none() {
        fields.report(Quirk::MissingInterval);
    }
    AnnounceResponse {
        complete: members.complete.take().and_then(|it| fields.number(it)),
        downloaded: members.downloaded.take().and_then(|it| fields.number(it)),
        incomplete: members.incomplete.take().and_then(|it| fields.number(it)),
        interval: members.interval.take().and_then(|it| fields.number(it)),
        min_interval: min_interval(members, fields),
        tracker_id: members.tracker_id.take().and_then(|it| fields.byte_str(it)).map(Box::new),
        warning_message: members
            .warning_message
            .take()
            .and_then(|it| fields.byte_str(it))
            .map(Box::new),
        ..AnnounceResponse::default()
    }
}

/// Reads `min interval`, or if it is missing `min_interval`, which libtorrent reads.
fn min_interval(members: &mut Members<'_>, fields: &mut Fields<'_>) -> Option<u32> {
    let alias = members.underscore_interval.take();
    if alias.is_some() {
        fields.report(Quirk::UnderscoreKey);
    }
    members.min_interval.take().or(alias).and_then(|it| fields.number(it))
}

/// Reads a failure, whatever other members there are.
#[cold]
fn failure<'a>(
    reason: Span<'a>,
    members: &mut Members<'a>,
    fields: &mut Fields<'a>,
) -> TrackerMessage<'a> {
    let action = members.action.take().and_then(|it| lenient(fields.action(it), fields));
    let info_hash =
        members.info_hash.take().and_then(|it| lenient(fields.info_hash(it, "info_hash"), fields));
    beside(members, fields);
    let failure = Failure {
        retry_in: members.retry_in.take().and_then(|it| retry_in(it, fields)),
        interval: members.interval.take().and_then(|it| fields.number(it)),
        min_interval: min_interval(members, fields),
        tracker_id: members.tracker_id.take().and_then(|it| fields.byte_str(it)),
        complete: members.complete.take().and_then(|it| fields.number(it)),
        downloaded: members.downloaded.take().and_then(|it| fields.number(it)),
        incomplete: members.incomplete.take().and_then(|it| fields.number(it)),
        ..Failure::new(reason_of(reason, fields))
    };
    TrackerMessage::Failure { action, info_hash, failure }
}

/// Makes a member of a failure optional: bittorrent-tracker garbles the info-hash when a scrape of several
/// fails.
fn lenient<T>(value: Result<T, Error>, fields: &mut Fields<'_>) -> Option<T> {
    if value.is_err() {
        fields.report(Quirk::WrongType);
    }
    value.ok()
}

/// Reports members that have no meaning in a failure.
fn beside(members: &mut Members<'_>, fields: &mut Fields<'_>) {
    let counts = [members.complete, members.downloaded, members.incomplete];
    let others = [
        &mut members.answer,
        &mut members.files,
        &mut members.flags,
        &mut members.host,
        &mut members.offer,
        &mut members.offer_id,
        &mut members.peer_id,
        &mut members.warning_message,
    ];
    let are_there = others.map(|other| other.take().is_some());
    if are_there.contains(&true) || counts.iter().any(Option::is_some) {
        fields.report(Quirk::FailureWithOthers);
    }
}

/// Reads the reason; for any other type than a string, its JSON.
fn reason_of<'a>(reason: Span<'a>, fields: &mut Fields<'a>) -> ByteStr<'a> {
    if reason.inside().is_none() {
        fields.report(Quirk::FailureNotText);
        return ByteStr::borrowed(reason.0.as_bytes());
    }
    fields.byte_str(reason).unwrap_or_default()
}

fn retry_in(value: Span<'_>, fields: &mut Fields<'_>) -> Option<RetryIn> {
    match value.inside().map(string::text) {
        Some(text) if text == "never" => Some(RetryIn::Never),
        _ => fields.number(value).map(RetryIn::Minutes),
    }
}

#[cold]
fn scrape<'a>(members: &mut Members<'a>, fields: &mut Fields<'a>) -> ScrapeResponse<'a> {
    let mut response = ScrapeResponse::default();
    match (members.files.take(), members.host) {
        (Some(files), _) => read_files(&mut response, files, fields),
        (None, Some(host)) => {
            members.host = None;
            fields.report(Quirk::HostAlias);
            read_files(&mut response, host, fields);
        }
        (None, None) => fields.report(Quirk::MissingFiles),
    }
    if let Some(flags) = members.flags.take() {
        response.min_request_interval = min_request_interval(flags, fields);
    }
    response
}

fn read_files<'a>(response: &mut ScrapeResponse<'a>, files: Span<'a>, fields: &mut Fields<'a>) {
    let Ok(Files { entries, odd_names }) = serde_json::from_str(files.0) else {
        return fields.report(Quirk::WrongType);
    };
    fields.quirks.report_times(Quirk::ScrapeKeyLength, odd_names);
    for (hash, file) in entries {
        let stats = stats(file, fields);
        if response.files.insert(hash, stats).is_some() {
            fields.report(Quirk::DuplicateKey);
        }
    }
}

fn stats<'a>(file: Span<'a>, fields: &mut Fields<'a>) -> ScrapeStats<'a> {
    let Ok(mut members) = serde_json::from_str::<Stats<'_>>(file.0) else {
        fields.report(Quirk::WrongType);
        return ScrapeStats::default();
    };
    if members.downloaded.is_none() {
        fields.report(Quirk::MissingDownloaded);
    }
    let stats = ScrapeStats {
        complete: members.complete.take().and_then(|it| fields.number(it)),
        downloaded: members.downloaded.take().and_then(|it| fields.number(it)),
        downloaders: members.downloaders.take().and_then(|it| fields.number(it)),
        incomplete: members.incomplete.take().and_then(|it| fields.number(it)),
        name: members.name.take().and_then(|it| fields.byte_str(it)),
    };
    fields.leftovers(members.duplicates, members.left());
    stats
}

fn min_request_interval(flags: Span<'_>, fields: &mut Fields<'_>) -> Option<u32> {
    let Ok(mut members) = serde_json::from_str::<Flags<'_>>(flags.0) else {
        fields.report(Quirk::WrongType);
        return None;
    };
    let interval = members.min_request_interval.take().and_then(|it| fields.number(it));
    fields.leftovers(members.duplicates, members.left());
    interval
}

/// The scraped torrents, in the order of the message.
struct Files<'a> {
    entries: Vec<(InfoHash, Span<'a>)>,
    /// How many names are not binary strings of 20 characters.
    odd_names: usize,
}

impl<'de> Deserialize<'de> for Files<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Files<'de>, D::Error> {
        deserializer.deserialize_map(FilesVisitor)
    }
}

struct FilesVisitor;

impl<'de> Visitor<'de> for FilesVisitor {
    type Value = Files<'de>;

    fn expecting(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("an object with torrents")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Files<'de>, A::Error> {
        let mut files = Files { entries: Vec::new(), odd_names: 0 };
        while let Some(name) = map.next_key::<Span<'_>>()? {
            let file = map.next_value()?;
            match string::array(name.inside().unwrap_or_default()) {
                Ok(hash) => files.entries.push((InfoHash(hash), file)),
                Err(_) => files.odd_names = files.odd_names.saturating_add(1),
            }
        }
        Ok(files)
    }
}
