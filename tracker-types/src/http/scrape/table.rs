//! The reply to a scrape, its files and its flags.

use alloc::collections::BTreeMap;
use alloc::vec::Vec;

use serde::de::MapAccess;
use serde::ser::SerializeMap;

use crate::dictionary::mistake;
use crate::error::Error;
use crate::http::reply;
use crate::id::InfoHash;
use crate::message::{
    Keys, Kind, Notes, Number, Output, Shown, Taken, Text, Written, entry, key, message, push, put,
    skip, undo_latin1,
};
use crate::quirk::Quirk;
use crate::scrape::{ScrapeResponse, ScrapeStats};
use crate::sink::Sink;

message!(mod reply_table, read Reading<'a>, show Showing<'_, '_>, take Draft, beside reply::KEYS = {
    "files" => files: Files,
    "flags" => flags: Flags,
    "host" rare => host: Files,
});

message!(mod stats, read ScrapeStats<'a>, write ScrapeStats<'_> [short], show ScrapeStats<'_>, take ScrapeStats<'static> = {
    "complete" => complete: Number,
    "downloaded" => downloaded: Number,
    "downloaders" => downloaders: Number,
    "incomplete" => incomplete: Number,
    "name" => name: Text,
});

message!(mod flags, read Limits, write Limits [whole], show Limits, take Limits = {
    "min_request_interval" => min_request_interval: Number,
});

const KEYS: Keys = reply_table::KEYS;

/// The last key of a swarm, after the numbers.
const NAME: u64 = stats::KEYS.bit("name");

/// The places of a reply.
#[derive(Default)]
pub(in crate::http) struct Places<F, G, H> {
    pub(super) files: F,
    pub(super) flags: G,
    /// Files under another key.
    host: H,
}

type FileMap<'a> = BTreeMap<InfoHash, ScrapeStats<'a>>;

type Reading<'a> = Places<FileMap<'a>, Option<Limits>, FileMap<'a>>;

type Showing<'r, 'a> = Places<&'r FileMap<'a>, Option<Limits>, ()>;

/// The places while JSON is read.
pub(super) type Draft = Places<FileMap<'static>, Option<Limits>, ()>;

/// The contents of `flags`.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Limits {
    pub(super) min_request_interval: Option<u32>,
}

/// Reads a success, and notes which keys of failures it contains.
///
/// # Errors
///
/// Those of [`open`](crate::dictionary::open).
pub(super) fn read(body: &[u8]) -> Result<(ScrapeResponse<'_>, Notes), Error> {
    let (mut places, mut notes) = (Reading::default(), Notes::new());
    let rest = reply_table::read(body, &mut places, &mut notes).ok_or_else(|| mistake(body))?;
    notes.trailing(body, rest)?;
    let has = |bit: u64| notes.seen & bit != 0;
    let (files, host) = (has(const { KEYS.bit("files") }), has(const { KEYS.bit("host") }));
    match (files, host) {
        (true, false) => {}
        (true, true) => notes.report(Quirk::UnknownKey),
        (false, true) => {
            notes.report(Quirk::HostAlias);
            places.files = places.host;
        }
        (false, false) => notes.report(Quirk::MissingFiles),
    }
    let mut response = ScrapeResponse::new(places.files);
    response.min_request_interval = places.flags.and_then(|flags| flags.min_request_interval);
    Ok((response, notes))
}

/// Whether a success or another message defines this key.
pub(super) fn is_known(key: &[u8]) -> bool {
    KEYS.find(key).is_ok() || reply::KEYS.find(key).is_ok()
}

/// Swarms by info-hash.
struct Files;

impl<'a> Kind<'a> for Files {
    type Place = FileMap<'a>;

    fn read(rest: &'a [u8], files: &mut FileMap<'a>, notes: &mut Notes) -> Option<&'a [u8]> {
        if let [b'd', ..] = rest {
            return notes.nested(1, |notes| read_files(rest, files, notes));
        }
        files.clear();
        notes.report(Quirk::WrongType);
        skip(rest, notes)
    }
}

/// Reads a dictionary of files.
///
/// They are inserted into the map together at the end, which is fast if they are in order.
fn read_files<'a>(start: &'a [u8], files: &mut FileMap<'a>, notes: &mut Notes) -> Option<&'a [u8]> {
    let mut rest = start.strip_prefix(b"d")?;
    // A file takes at least 25 bytes, any other entry at least four.
    let (mut found, mut others) = (Vec::new(), Vec::new());
    let mut last: &[u8] = b"";
    while !rest.starts_with(b"e") {
        let (name, value) = file_key(rest, notes)?;
        if name < last {
            notes.structure(Quirk::UnsortedKey, 1);
        }
        last = name;
        rest = if let Some(hash) = hash(name, notes) {
            let (stats, rest) = read_stats(value, notes)?;
            push(&mut found, (hash, stats), rest.len() / 25);
            rest
        } else {
            push(&mut others, name, value.len() / 4);
            skip(value, notes)?
        };
    }
    let count = found.len();
    *files = found.into_iter().collect();
    let repeated = count.saturating_sub(files.len()).saturating_add(repetitions(others));
    notes.structure(Quirk::DuplicateKey, repeated);
    rest.strip_prefix(b"e")
}

/// Reads the key of a file, which usually has 20 bytes.
#[inline]
fn file_key<'a>(rest: &'a [u8], notes: &mut Notes) -> Option<(&'a [u8], &'a [u8])> {
    match rest.strip_prefix(b"20:").and_then(|rest| rest.split_at_checked(20)) {
        Some(found) => Some(found),
        None => key(rest, notes),
    }
}

/// Counts the keys that are repetitions.
fn repetitions(mut keys: Vec<&[u8]>) -> usize {
    let count = keys.len();
    keys.sort_unstable();
    keys.dedup();
    count.saturating_sub(keys.len())
}

/// Converts a key to an info-hash.
#[inline]
fn hash(name: &[u8], notes: &mut Notes) -> Option<InfoHash> {
    match InfoHash::try_from(name) {
        Ok(hash) => Some(hash),
        Err(_) => odd_hash(name, notes),
    }
}

#[cold]
fn odd_hash(name: &[u8], notes: &mut Notes) -> Option<InfoHash> {
    let undone = undo_latin1(name);
    notes.report(undone.map_or(Quirk::ScrapeKeyLength, |_| Quirk::DoubleEncoded));
    undone.map(InfoHash)
}

/// Reads the numbers of a swarm.
#[inline]
fn read_stats<'a>(rest: &'a [u8], notes: &mut Notes) -> Option<(ScrapeStats<'a>, &'a [u8])> {
    let mut stats = ScrapeStats::default();
    if let [b'd', ..] = rest {
        let rest = notes.nested(1, |notes| stats::read(rest, &mut stats, notes))?;
        if notes.seen & const { stats::KEYS.bit("downloaded") } == 0 {
            notes.report(Quirk::MissingDownloaded);
        }
        return Some((stats, rest));
    }
    notes.report(Quirk::WrongType);
    Some((stats, skip(rest, notes)?))
}

/// The tracker's limits.
struct Flags;

impl<'a> Kind<'a> for Flags {
    type Place = Option<Limits>;

    fn read(rest: &'a [u8], place: &mut Option<Limits>, notes: &mut Notes) -> Option<&'a [u8]> {
        *place = None;
        if let [b'd', ..] = rest {
            let limits = place.insert(Limits::default());
            return notes.nested(1, |notes| flags::read(rest, limits, notes));
        }
        notes.report(Quirk::WrongType);
        skip(rest, notes)
    }
}

impl Written<Option<Limits>> for Flags {
    #[inline]
    fn write<const N: usize>(
        place: &Option<Limits>,
        key: &[u8; N],
        out: &mut Output<'_, impl Sink>,
    ) {
        if let Some(limits) = place {
            out.put(key);
            flags::write(limits, out);
        }
    }
}

/// Writes a success with these files, which are sorted.
#[inline]
pub(super) fn write<'s, I>(
    files: I,
    min_request_interval: Option<u32>,
    out: &mut Output<'_, impl Sink>,
) where
    I: Iterator<Item = (&'s InfoHash, &'s ScrapeStats<'s>)>,
{
    out.put(b"d5:filesd");
    for (hash, numbers) in files {
        out.page(|page| {
            page.put(b"20:");
            page.put(&hash.0);
            page.put(b"d");
            stats::write_short::<{ !NAME }>(numbers, page);
            if numbers.name.is_none() {
                page.put(b"e");
            }
        });
        if numbers.name.is_some() {
            stats::write_only::<NAME>(numbers, out);
            out.put(b"e");
        }
    }
    out.put(b"e");
    let limits = limits(min_request_interval);
    <Flags as Written<_>>::write(&limits, b"5:flags", out);
    out.end();
}

fn limits(min_request_interval: Option<u32>) -> Option<Limits> {
    min_request_interval.map(|_| Limits { min_request_interval })
}

/// Serializes a success.
pub(super) fn show<M: SerializeMap>(
    response: &ScrapeResponse<'_>,
    map: &mut M,
) -> Result<(), M::Error> {
    let flags = limits(response.min_request_interval);
    let places = Places { files: &response.files, flags, host: () };
    reply_table::show::<{ u64::MAX }, M>(&places, map)
}

/// Serializes the numbers of a swarm.
pub(super) fn show_stats<M: SerializeMap>(
    numbers: &ScrapeStats<'_>,
    map: &mut M,
) -> Result<(), M::Error> {
    stats::show::<{ u64::MAX }, M>(numbers, map)
}

/// Serializes the contents of `flags`.
pub(super) fn show_limits<M: SerializeMap>(limits: Limits, map: &mut M) -> Result<(), M::Error> {
    flags::show::<{ u64::MAX }, M>(&limits, map)
}

impl Shown<&FileMap<'_>> for Files {
    fn show<M: SerializeMap>(
        files: &&FileMap<'_>,
        key: &'static str,
        map: &mut M,
    ) -> Result<(), M::Error> {
        map.serialize_entry(key, files)
    }
}

impl Shown<Option<Limits>> for Flags {
    fn show<M: SerializeMap>(
        place: &Option<Limits>,
        key: &'static str,
        map: &mut M,
    ) -> Result<(), M::Error> {
        entry(map, key, *place)
    }
}

impl Taken<FileMap<'static>> for Files {
    fn take<'de, A: MapAccess<'de>>(
        place: &mut FileMap<'static>,
        map: &mut A,
    ) -> Result<bool, A::Error> {
        put(place, map, |files| files)
    }
}

impl Taken<Option<Limits>> for Flags {
    fn take<'de, A: MapAccess<'de>>(
        place: &mut Option<Limits>,
        map: &mut A,
    ) -> Result<bool, A::Error> {
        put(place, map, Some)
    }
}

/// The index of `files` among the keys.
pub(super) const FILES: usize = KEYS.index("files");
