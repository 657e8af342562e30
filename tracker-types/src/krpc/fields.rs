//! The tables of keys in messages, with the kind of each value.

use core::ops::{Deref, DerefMut};

use super::failure::{Failure, FailureParts};
use super::fixed::{Given, Id, Letter, MethodName, Name, Short, Type};
use super::kinds::{Flag, Peers, Sequence, Wanted, Whole};
use super::query::Want;
use super::values::Listed;
use crate::message::{Bytes, Kind, LongBytes, Notes, Output, Raw, Written, called, message, skip};
use crate::quirk::Quirk;
use crate::sink::Sink;

/// The contents of a packet, not checked yet.
#[derive(Default)]
pub(super) struct Fields<'a> {
    pub(super) contents: Contents<'a>,
    pub(super) topic: Given<'a>,
    pub(super) error: Option<FailureParts<'a>>,
    pub(super) ip: Option<&'a [u8]>,
    pub(super) method: Name<'a>,
    pub(super) read_only: bool,
    pub(super) transaction: Option<&'a [u8]>,
    pub(super) version: Option<&'a [u8]>,
    pub(super) kind: Type,
}

message!(mod envelope, read Fields<'a>, write Fields<'_> [whole] = {
    "a" => contents: Arguments,
    "c" rare => topic: Id,
    "e" => error: Failure,
    "ip" => ip: Short,
    "q" => method: MethodName,
    "r" => contents: Returned,
    "ro" => read_only: Flag,
    "t" => transaction: Short,
    "v" => version: Short,
    "y" => kind: Letter,
});

/// The contents of `a` in a query, or of `r` in a reply. A message with both is read twice.
#[derive(Default)]
pub(super) struct Contents<'a> {
    /// Which dictionary they were read from.
    pub(super) source: Source,
    /// The bits of the keys of that dictionary.
    pub(super) seen: u64,
    pub(super) id: Given<'a>,
    pub(super) target: Given<'a>,
    pub(super) info_hash: Given<'a>,
    pub(super) token: Option<&'a [u8]>,
    pub(super) nodes: Option<&'a [u8]>,
    pub(super) nodes6: Option<&'a [u8]>,
    pub(super) values: Listed<'a>,
    pub(super) port: Option<i64>,
    pub(super) implied_port: bool,
    pub(super) seed: bool,
    pub(super) want: Want,
    pub(super) rare: Lazy<'a>,
}

/// The dictionary that contents were read from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Source {
    /// There is no dictionary.
    #[default]
    Nothing,
    /// `a`.
    Arguments,
    /// `r`.
    Returned,
    /// There are several, and the last one may not be the one that is needed.
    Several,
}

/// The keys that most dictionaries do not have.
#[derive(Default)]
pub(super) struct Rare<'a> {
    pub(super) no_seed: bool,
    pub(super) scrape: bool,
    pub(super) name: Option<&'a [u8]>,
    pub(super) value: Option<&'a [u8]>,
    pub(super) key: Option<&'a [u8]>,
    pub(super) signature: Option<&'a [u8]>,
    pub(super) seq: Option<i64>,
    pub(super) salt: Option<&'a [u8]>,
    pub(super) cas: Option<i64>,
    pub(super) seeds: Option<&'a [u8]>,
    pub(super) peers: Option<&'a [u8]>,
    pub(super) samples: Option<&'a [u8]>,
    pub(super) num: Option<i64>,
    pub(super) interval: Option<i64>,
    pub(super) ip: Option<&'a [u8]>,
}

/// The same keys, initialized when the first of them is read: initializing them takes as many instructions
/// as reading two keys.
#[derive(Default)]
pub(super) struct Lazy<'a>(Option<Rare<'a>>);

impl Lazy<'_> {
    /// Whether any of them may be present.
    pub(super) const fn is_used(&self) -> bool {
        self.0.is_some()
    }
}

impl<'a> Deref for Lazy<'a> {
    type Target = Rare<'a>;

    #[inline]
    fn deref(&self) -> &Rare<'a> {
        const NOTHING: &Rare<'_> = &Rare {
            no_seed: false,
            scrape: false,
            name: None,
            value: None,
            key: None,
            signature: None,
            seq: None,
            salt: None,
            cas: None,
            seeds: None,
            peers: None,
            samples: None,
            num: None,
            interval: None,
            ip: None,
        };
        self.0.as_ref().unwrap_or(NOTHING)
    }
}

impl DerefMut for Lazy<'_> {
    #[inline]
    fn deref_mut(&mut self) -> &mut Self::Target {
        self.0.get_or_insert_default()
    }
}

message!(mod arguments, read Contents<'a>, write Contents<'_> [common] = {
    "cas" rare => rare.cas: Sequence,
    "id" => id: Id,
    "implied_port" => implied_port: Flag,
    "info_hash" => info_hash: Id,
    "k" rare => rare.key: Bytes,
    "name" rare => rare.name: Bytes,
    "noseed" rare => rare.no_seed: Flag,
    "port" => port: Whole,
    "salt" rare => rare.salt: Bytes,
    "scrape" rare => rare.scrape: Flag,
    "seed" => seed: Flag,
    "seq" rare => rare.seq: Sequence,
    "sig" rare => rare.signature: Bytes,
    "target" => target: Id,
    "token" => token: Bytes,
    "v" rare => rare.value: Raw,
    "want" => want: Wanted,
});

message!(mod returned, read Contents<'a>, write Contents<'_> [common] = {
    "BFpe" rare => rare.peers: Bytes,
    "BFsd" rare => rare.seeds: Bytes,
    "id" => id: Id,
    "interval" rare => rare.interval: Whole,
    "ip" rare => rare.ip: Bytes,
    "k" rare => rare.key: Bytes,
    "n" rare => rare.name: Bytes,
    "nodes" => nodes: LongBytes,
    "nodes6" => nodes6: LongBytes,
    "num" rare => rare.num: Whole,
    "p" => port: Whole,
    "samples" rare => rare.samples: Bytes,
    "seq" rare => rare.seq: Sequence,
    "sig" rare => rare.signature: Bytes,
    "token" => token: Bytes,
    "v" rare => rare.value: Raw,
    "values" => values: Peers,
});

/// `a`: the dictionary of a query's arguments.
struct Arguments;

impl<'a> Kind<'a> for Arguments {
    type Place = Contents<'a>;

    // As the table's reader.
    #[inline(always)]
    fn read(rest: &'a [u8], place: &mut Contents<'a>, notes: &mut Notes) -> Option<&'a [u8]> {
        let [b'd', ..] = rest else {
            return place.not_a_dictionary(rest, notes);
        };
        place.begin(Source::Arguments);
        place.read_arguments(rest, notes)
    }
}

impl Written<Contents<'_>> for Arguments {
    #[inline]
    fn write<const N: usize>(place: &Contents<'_>, key: &[u8; N], out: &mut Output<'_, impl Sink>) {
        if place.source != Source::Arguments {
            return;
        }
        out.page(|page| {
            page.put(key);
            page.put(b"d");
        });
        if place.rare.is_used() {
            write_arguments(place, out);
        } else {
            arguments::write_only::<{ arguments::COMMON }>(place, out);
        }
        out.put(b"e");
    }
}

/// `r`: the dictionary of a reply's return values.
struct Returned;

impl<'a> Kind<'a> for Returned {
    type Place = Contents<'a>;

    // As the table's reader.
    #[inline(always)]
    fn read(rest: &'a [u8], place: &mut Contents<'a>, notes: &mut Notes) -> Option<&'a [u8]> {
        let [b'd', ..] = rest else {
            return place.not_a_dictionary(rest, notes);
        };
        place.begin(Source::Returned);
        place.read_returned(rest, notes)
    }
}

impl Written<Contents<'_>> for Returned {
    #[inline]
    fn write<const N: usize>(place: &Contents<'_>, key: &[u8; N], out: &mut Output<'_, impl Sink>) {
        if place.source != Source::Returned {
            return;
        }
        out.page(|page| {
            page.put(key);
            page.put(b"d");
        });
        if place.rare.is_used() {
            write_returned(place, out);
        } else {
            returned::write_only::<{ returned::COMMON }>(place, out);
        }
        out.put(b"e");
    }
}

/// Writes all arguments, including rare ones.
#[inline(never)]
fn write_arguments(contents: &Contents<'_>, out: &mut Output<'_, impl Sink>) {
    arguments::write_only::<{ u64::MAX }>(contents, out);
}

/// Writes all return values, including rare ones.
#[inline(never)]
fn write_returned(contents: &Contents<'_>, out: &mut Output<'_, impl Sink>) {
    returned::write_only::<{ u64::MAX }>(contents, out);
}

impl<'a> Contents<'a> {
    /// Begins to read a dictionary.
    #[inline]
    fn begin(&mut self, source: Source) {
        if self.source == Source::Nothing {
            self.source = source;
        } else {
            self.forget();
        }
    }

    /// Discards the contents of another dictionary.
    #[cold]
    fn forget(&mut self) {
        *self = Contents { source: Source::Several, ..Contents::default() };
    }

    #[cold]
    fn not_a_dictionary(&mut self, rest: &'a [u8], notes: &mut Notes) -> Option<&'a [u8]> {
        if self.source != Source::Nothing {
            self.forget();
        }
        notes.report(Quirk::WrongType);
        skip(rest, notes)
    }

    /// Whether the packet has the `wanted` dictionary. If so, `self` then has its contents, for which it is
    /// read again if another dictionary was read after it.
    #[inline]
    pub(super) fn has(&mut self, wanted: Source, packet: &'a [u8]) -> bool {
        self.source == wanted || (self.source == Source::Several && self.read_again(wanted, packet))
    }

    #[cold]
    fn read_again(&mut self, wanted: Source, packet: &'a [u8]) -> bool {
        self.forget();
        let Dictionaries { arguments, returned } = Dictionaries::of(packet);
        let notes = &mut Notes::new();
        let rest = if wanted == Source::Arguments {
            arguments.and_then(|start| called::<Arguments>(start, self, notes))
        } else {
            returned.and_then(|start| called::<Returned>(start, self, notes))
        };
        rest.is_some()
    }

    #[inline(always)]
    fn read_arguments(&mut self, start: &'a [u8], notes: &mut Notes) -> Option<&'a [u8]> {
        notes.enter();
        let rest = arguments::read(start, self, notes)?;
        notes.leave();
        self.seen = notes.seen;
        Some(rest)
    }

    #[inline(always)]
    fn read_returned(&mut self, start: &'a [u8], notes: &mut Notes) -> Option<&'a [u8]> {
        notes.enter();
        let rest = returned::read(start, self, notes)?;
        notes.leave();
        self.seen = notes.seen;
        Some(rest)
    }
}

/// The last `a` and the last `r` of a packet, if they are dictionaries.
#[derive(Default)]
struct Dictionaries<'a> {
    arguments: Option<&'a [u8]>,
    returned: Option<&'a [u8]>,
}

message!(mod dictionaries, read Dictionaries<'a> = {
    "a" => arguments: Raw,
    "r" => returned: Raw,
});

impl<'a> Dictionaries<'a> {
    #[cold]
    fn of(packet: &'a [u8]) -> Dictionaries<'a> {
        let mut found = Dictionaries::default();
        dictionaries::read(packet, &mut found, &mut Notes::new());
        let is_dictionary = |value: &&[u8]| value.starts_with(b"d");
        found.arguments = found.arguments.filter(is_dictionary);
        found.returned = found.returned.filter(is_dictionary);
        found
    }
}

/// Reads a packet into its fields and returns the bytes after it; `notes.seen` gets the bits of its keys.
#[inline]
pub(super) fn read<'a>(
    packet: &'a [u8],
    fields: &mut Fields<'a>,
    notes: &mut Notes,
) -> Option<&'a [u8]> {
    envelope::read(packet, fields, notes)
}

/// Writes the fields that have a value.
pub(super) fn write(fields: &Fields<'_>, out: &mut Output<'_, impl Sink>) {
    envelope::write(fields, out);
}

/// Bits of keys, for [`Contents::seen`]: those of the envelope, of each method's `a`, and of `r`.
pub(super) mod keys {
    use super::{arguments, envelope, returned};

    /// The bits of the keys of a table; the other bits are for unknown keys.
    const KNOWN: u64 = 0xaaaa_aaaa_aaaa_aaaa;

    /// How many of the keys seen are known to the table but not in `used`.
    pub(in crate::krpc) const fn unused(seen: u64, used: u64) -> usize {
        (seen & KNOWN & !used).count_ones() as usize
    }

    /// The keys that replies rarely have.
    pub(in crate::krpc) const RARELY_RETURNED: u64 = KNOWN & !returned::COMMON;

    macro_rules! masks {
        ($($name:ident = $table:ident [$($key:literal)+];)+) => {
            $(pub(in crate::krpc) const $name: u64 = 0 $(| $table::KEYS.bit($key))+;)+
        };
    }

    masks! {
        QUERY = envelope ["a" "c" "ip" "q" "ro" "t" "v" "y"];
        ANSWER = envelope ["c" "e" "ip" "r" "ro" "t" "v" "y"];
        PING = arguments ["id"];
        FIND_NODE = arguments ["id" "target" "want"];
        GET_PEERS = arguments ["id" "info_hash" "noseed" "scrape" "want"];
        ANNOUNCE_PEER = arguments ["id" "implied_port" "info_hash" "name" "port" "seed" "token"];
        GET = arguments ["id" "seq" "target" "want"];
        PUT = arguments ["cas" "id" "k" "salt" "seq" "sig" "token" "v"];
        SAMPLE = arguments ["id" "target" "want"];
        TARGET = arguments ["id" "target"];
        INFO_HASH = arguments ["id" "info_hash"];
        PROOF = arguments ["k" "seq" "sig"];
        RETURNED_PROOF = returned ["k" "seq" "sig"];
        RETURNED_SEQ = returned ["seq"];
    }
}
