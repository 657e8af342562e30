//! Reads giant inputs in every way: CPU time, memory and verdict of each.
//!
//! ```text
//! cargo run --release -p bencode --example load [CASE ...]
//! ```
//!
//! Everything is generated. The event reader's input is generated while it reads, and is never in memory as a
//! whole; its time therefore includes that of its source, which has its own row.
#![allow(
    clippy::arithmetic_side_effects,
    clippy::expect_used,
    clippy::indexing_slicing,
    missing_docs
)]

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt::Arguments;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::process::ExitCode;
use std::sync::LazyLock;
use std::time::{Duration, Instant};

use allocation_counter::measure;
use bencode::{
    ByteStr, Deserializer, Document, Error, ErrorKind, EventReader, Reader, Rules, Value,
};
use serde::Deserialize;
use serde::de::IgnoredAny;

/// A giant: its parts one after the other.
struct Case {
    name: &'static str,
    parts: &'static [Part],
    rules: Rules,
    /// Reads it into a type defined for it.
    typed: Option<Decode>,
    /// Whether it is accepted, first in general, then by types, which recurse.
    accepted: [bool; 2],
}

/// A part that is repeated `count` times, each time slightly different.
struct Part {
    count: u64,
    write: fn(u64, &mut Vec<u8>),
}

type Decode = fn(&[u8], Rules) -> Result<(), Error>;

const fn part(count: u64, write: fn(u64, &mut Vec<u8>)) -> Part {
    Part { count, write }
}

const CASE: Case =
    Case { name: "", parts: &[], rules: Rules::DEFAULT, typed: None, accepted: [true, true] };

const CASES: &[Case] = &[
    Case {
        name: "torrent",
        parts: &[
            part(1, |_, out| out.extend(b"d8:announce17:http://t.co:6969/4:infod5:filesl")),
            part(1_000_000, file),
            part(1, |_, out| out.extend(b"e4:name4:many12:piece lengthi262144e6:pieces50000000:")),
            part(50_000, |_, out| out.extend([0xa5; 1_000])),
            part(1, |_, out| out.extend(b"ee")),
        ],
        typed: Some(torrent),
        ..CASE
    },
    Case {
        name: "payload",
        parts: &[
            part(1, |_, out| out.extend(b"d7:payload1000000000:")),
            part(100_000, |_, out| out.extend([0x5a; 10_000])),
            part(1, |_, out| out.push(b'e')),
        ],
        typed: Some(payload),
        ..CASE
    },
    Case {
        name: "elements",
        parts: &[
            part(1, |_, out| out.push(b'l')),
            part(10_000_000, |index, out| put(out, format_args!("i{index}e"))),
            part(1, |_, out| out.push(b'e')),
        ],
        typed: Some(elements),
        ..CASE
    },
    Case {
        name: "bomb",
        parts: &[part(1_000_000, |_, out| out.push(b'l'))],
        typed: Some(lists),
        accepted: [false, false],
        ..CASE
    },
    Case {
        name: "deep",
        parts: &[
            part(1_000_000, |_, out| out.push(b'l')),
            part(1_000_000, |_, out| out.push(b'e')),
        ],
        rules: Rules::DEFAULT.max_depth(usize::MAX),
        typed: Some(lists),
        accepted: [true, false],
    },
    Case {
        name: "sorted keys",
        parts: &[
            part(1, |_, out| out.push(b'd')),
            part(1_000_000, key),
            part(1, |_, out| out.push(b'e')),
        ],
        typed: Some(keys),
        ..CASE
    },
    Case {
        name: "unsorted keys",
        parts: &[
            part(1, |_, out| out.push(b'd')),
            // 617,283 and 1,000,000 have no common divisor: each key occurs once, and the keys are not in
            // order.
            part(1_000_000, |index, out| key(index * 617_283 % 1_000_000, out)),
            part(1, |_, out| out.push(b'e')),
        ],
        typed: Some(keys),
        ..CASE
    },
    Case {
        name: "scrape",
        parts: &[
            part(1, |_, out| out.extend(b"d5:filesd")),
            part(5_100_000, swarm),
            part(1, |_, out| out.extend(b"ee")),
        ],
        typed: Some(scrape),
        ..CASE
    },
];

fn file(index: u64, out: &mut Vec<u8>) {
    let (length, folder) = (index * 7_919, index / 100);
    put(out, format_args!("d6:lengthi{length}e4:pathl8:{folder:08}11:{index:07}.mkvee"));
}

fn key(index: u64, out: &mut Vec<u8>) {
    put(out, format_args!("16:torrent-{index:08}i{index}e"));
}

fn swarm(index: u64, out: &mut Vec<u8>) {
    out.extend(b"20:");
    out.extend(index.to_be_bytes());
    out.extend([0xc3; 12]);
    let [seeds, all, leeches] = [index % 1_000, index, index % 77];
    put(out, format_args!("d8:completei{seeds}e10:downloadedi{all}e"));
    put(out, format_args!("10:incompletei{leeches}ee"));
}

fn put(out: &mut Vec<u8>, text: Arguments<'_>) {
    out.write_fmt(text).expect("memory takes everything");
}

#[derive(Deserialize)]
struct Metainfo<'a> {
    #[serde(borrow)]
    announce: Cow<'a, str>,
    #[serde(borrow)]
    info: Info<'a>,
}

#[derive(Deserialize)]
struct Info<'a> {
    #[serde(borrow)]
    files: Vec<File<'a>>,
    #[serde(borrow)]
    pieces: ByteStr<'a>,
}

#[derive(Deserialize)]
struct File<'a> {
    length: u64,
    #[serde(borrow)]
    path: Vec<&'a str>,
}

#[derive(Deserialize)]
struct Payload<'a> {
    #[serde(borrow)]
    payload: ByteStr<'a>,
}

#[derive(Deserialize)]
struct Lists(Vec<Lists>);

#[derive(Deserialize)]
struct Scrape<'a> {
    #[serde(borrow)]
    files: BTreeMap<ByteStr<'a>, Counts>,
}

#[derive(Deserialize)]
struct Counts {
    complete: u64,
    downloaded: u64,
    incomplete: u64,
}

impl Counts {
    fn is(&self, index: u64) -> bool {
        [self.complete, self.downloaded, self.incomplete] == [index % 1_000, index, index % 77]
    }
}

/// The bytes of a giant, generated on demand.
struct Source {
    parts: &'static [Part],
    index: u64,
    text: Vec<u8>,
    read: usize,
}

impl Source {
    /// Generates a few more kilobytes, unless this is the end.
    fn refill(&mut self) {
        self.text.clear();
        self.read = 0;
        while let Some(part) = self.parts.first().filter(|_| self.text.len() < 8_192) {
            if self.index == part.count {
                (self.parts, self.index) = (&self.parts[1..], 0);
            } else {
                (part.write)(self.index, &mut self.text);
                self.index += 1;
            }
        }
    }
}

impl Read for Source {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        if self.read == self.text.len() {
            self.refill();
        }
        let length = (&self.text[self.read..]).read(out)?;
        self.read += length;
        Ok(length)
    }
}

impl Case {
    fn source(&self) -> BufReader<Source> {
        BufReader::new(Source { parts: self.parts, index: 0, text: Vec::new(), read: 0 })
    }

    /// Prints a row for every way of reading; returns whether all verdicts are as expected.
    fn run(&self) -> bool {
        let mut input = Vec::new();
        self.source().read_to_end(&mut input).expect("nothing fails here");
        let row = |way: &str, accepted, decode: &dyn Fn() -> Result<(), Error>| {
            self.row(way, input.len(), accepted, decode)
        };
        let [accepted, typed_too] = self.accepted;
        let (input, rules) = (&input[..], self.rules);
        let mut ways = vec![
            row("Reader", accepted, &|| Reader::with_rules(input, rules).skip_value().map(drop)),
            row("Document", accepted, &|| Document::parse_with(input, rules).map(drop)),
            row("Value", accepted, &|| Value::parse_with(input, rules).map(drop)),
            row("serde, IgnoredAny", accepted, &|| typed::<IgnoredAny>(input, rules).map(drop)),
        ];
        ways.extend(
            self.typed.map(|decode| row("serde, typed", typed_too, &|| decode(input, rules))),
        );
        ways.extend([
            row("EventReader, every token", accepted, &|| events(self.source(), rules)),
            row("EventReader, skipping", accepted, &|| {
                EventReader::with_rules(self.source(), rules).skip_value().map(drop)
            }),
            row("(the source alone)", true, &|| {
                io::copy(&mut self.source(), &mut io::sink()).expect("nothing fails here");
                Ok(())
            }),
        ]);
        ways.into_iter().all(|as_expected| as_expected)
    }

    fn row(
        &self,
        way: &str,
        length: usize,
        accepted: bool,
        decode: &dyn Fn() -> Result<(), Error>,
    ) -> bool {
        let (start, mut verdict) = (now(), Ok(()));
        let used = measure(|| verdict = decode());
        let seconds = now().saturating_sub(start).as_secs_f64();
        let refused = |error: &Error| format!("{} at byte {}", error.kind(), error.offset());
        let said = verdict.as_ref().map_or_else(refused, |()| "accepted".to_owned());
        let (name, peak) = (self.name, used.bytes_max);
        println!("| {name} | {length} | {way} | {seconds:.3} | {peak} | {said} |");
        verdict.is_ok() == accepted
    }
}

/// The CPU time of this thread, because other processes may keep the machine busy; if the system does not report
/// it, the time since the first call.
fn now() -> Duration {
    static START: LazyLock<Instant> = LazyLock::new(Instant::now);
    let told = std::fs::read_to_string("/proc/thread-self/schedstat").ok();
    let nanoseconds = told.as_ref().and_then(|told| told.split(' ').next()?.parse().ok());
    nanoseconds.map_or_else(|| START.elapsed(), Duration::from_nanos)
}

fn typed<'a, T: Deserialize<'a>>(input: &'a [u8], rules: Rules) -> Result<T, Error> {
    let mut deserializer = Deserializer::with_rules(input, rules);
    let value = T::deserialize(&mut deserializer)?;
    deserializer.end()?;
    Ok(value)
}

fn torrent(input: &[u8], rules: Rules) -> Result<(), Error> {
    let torrent: Metainfo<'_> = typed(input, rules)?;
    assert_eq!(torrent.announce, "http://t.co:6969/");
    assert_eq!((torrent.info.files.len(), torrent.info.pieces.len()), (1_000_000, 50_000_000));
    let plausible = |file: &File<'_>| file.length % 7_919 == 0 && file.path.len() == 2;
    assert!(torrent.info.files.iter().all(plausible));
    Ok(())
}

fn payload(input: &[u8], rules: Rules) -> Result<(), Error> {
    let message: Payload<'_> = typed(input, rules)?;
    assert_eq!(message.payload.len(), 1_000_000_000);
    Ok(())
}

fn elements(input: &[u8], rules: Rules) -> Result<(), Error> {
    let numbers: Vec<u64> = typed(input, rules)?;
    assert!(numbers.into_iter().eq(0..10_000_000));
    Ok(())
}

fn lists(input: &[u8], rules: Rules) -> Result<(), Error> {
    let lists: Lists = typed(input, rules)?;
    assert!(lists.0.len() <= 1);
    Ok(())
}

fn keys(input: &[u8], rules: Rules) -> Result<(), Error> {
    let entries: BTreeMap<ByteStr<'_>, u64> = typed(input, rules)?;
    assert!(entries.into_values().eq(0..1_000_000));
    Ok(())
}

fn scrape(input: &[u8], rules: Rules) -> Result<(), Error> {
    let scrape: Scrape<'_> = typed(input, rules)?;
    let swarms = scrape.files.values().zip(0..);
    assert!(swarms.filter(|(swarm, index)| swarm.is(*index)).count() == 5_100_000);
    Ok(())
}

/// Reads every token; a token too long to be held is skipped.
fn events(source: impl BufRead, rules: Rules) -> Result<(), Error> {
    let mut events = EventReader::with_rules(source, rules);
    loop {
        match events.next() {
            Ok(Some(_)) => (),
            Ok(None) => return Ok(()),
            Err(error) if matches!(error.kind(), ErrorKind::LengthLimit { .. }) => {
                events.skip_value()?;
            }
            Err(error) => return Err(error),
        }
    }
}

fn main() -> ExitCode {
    let chosen: Vec<String> = std::env::args().skip(1).collect();
    let is_chosen = |case: &&Case| chosen.is_empty() || chosen.iter().any(|name| name == case.name);
    println!("| case | bytes | way | CPU seconds | peak heap beside the input, bytes | verdict |");
    println!("|---|---:|---|---:|---:|---|");
    // All of them run, whatever the result of each.
    let unexpected = CASES.iter().filter(is_chosen).filter(|case| !case.run()).count();
    if unexpected == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
