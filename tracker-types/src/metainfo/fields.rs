//! Readers for the fields of a torrent file, which report quirks.

use bencode::{ByteStr, Document, Item};

use crate::id::InfoHashes;
use crate::quirk::{Quirk, Quirks};

/// Finds the values of these keys in one pass; the last one counts if a key is repeated.
pub(super) fn pick<'d, const N: usize>(
    dictionary: Item<'d>,
    keys: &[&[u8]; N],
) -> [Option<Item<'d>>; N] {
    let mut found = [None; N];
    for (key, value) in dictionary.entries() {
        let place = keys.iter().zip(&mut found).find(|(wanted, _)| **wanted == key);
        if let Some((_, place)) = place {
            *place = Some(value);
        }
    }
    found
}

/// The place of a byte string in the file, which is shorter than 4 GiB.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Span {
    pub(super) start: u32,
    pub(super) length: u32,
}

impl Span {
    /// The span of the `length` bytes that end at `end`.
    pub(super) fn ending(end: usize, length: usize) -> Span {
        let short = |number: usize| u32::try_from(number).unwrap_or_default();
        Span { start: short(end.saturating_sub(length)), length: short(length) }
    }

    /// Returns the bytes of the span.
    pub(super) fn of(self, text: &[u8]) -> &[u8] {
        let (start, length) = (self.start as usize, self.length as usize);
        text.get(start..start.saturating_add(length)).unwrap_or_default()
    }
}

/// Reads values, and collects quirks.
pub(super) struct Fields<'a> {
    /// The values borrow from this, since a document only lends them for its own lifetime.
    torrent: &'a [u8],
    pub(super) quirks: Quirks,
}

impl<'a> Fields<'a> {
    /// Starts with the quirks of the bencode of `torrent` itself.
    pub(super) fn new(torrent: &'a [u8], document: &Document<'_>) -> Fields<'a> {
        let mut quirks = Quirks::new();
        for deviation in document.quirks() {
            let (quirk, times) = match deviation.quirk {
                bencode::Quirk::UnsortedKey => (Quirk::UnsortedKey, 1),
                bencode::Quirk::DuplicateKey => (Quirk::DuplicateKey, 1),
                bencode::Quirk::TrailingData => {
                    (Quirk::TrailingData, torrent.len().saturating_sub(deviation.offset))
                }
                _ => (Quirk::LeadingZero, 1),
            };
            quirks.report_times(quirk, times);
        }
        Fields { torrent, quirks }
    }

    pub(super) fn report(&mut self, quirk: Quirk, key: &'static str) {
        self.quirks.report_at(quirk, key);
    }

    pub(super) const fn torrent(&self) -> &'a [u8] {
        self.torrent
    }

    pub(super) fn slice(&self, span: Span) -> &'a [u8] {
        span.of(self.torrent)
    }

    /// The place of a byte string, which is the end of its encoding.
    pub(super) fn span(item: Item<'_>) -> Option<Span> {
        Some(Span::ending(item.span().end, item.as_bytes()?.len()))
    }

    /// Reads a byte string.
    pub(super) fn bytes(&mut self, item: Option<Item<'_>>, key: &'static str) -> Option<&'a [u8]> {
        let span = Fields::span(item?);
        if span.is_none() {
            self.report(Quirk::WrongType, key);
        }
        span.map(|span| self.slice(span))
    }

    /// Reads a byte string as a borrowed [`ByteStr`].
    pub(super) fn text(
        &mut self,
        item: Option<Item<'_>>,
        key: &'static str,
    ) -> Option<ByteStr<'a>> {
        self.bytes(item, key).map(ByteStr::borrowed)
    }

    /// Reads text for people, of which some programs add a second version in UTF-8.
    pub(super) fn utf8_text(
        &mut self,
        plain: Option<Item<'_>>,
        utf8: Option<Item<'_>>,
        key: &'static str,
    ) -> Option<ByteStr<'a>> {
        let plain = self.bytes(plain, key);
        let utf8 = self.bytes(utf8, key);
        if utf8.is_some() && plain.is_some() && utf8 != plain {
            self.report(Quirk::DifferentUtf8Name, key);
        }
        let text = utf8.filter(|text| core::str::from_utf8(text).is_ok()).or(plain).or(utf8)?;
        if core::str::from_utf8(text).is_err() {
            self.report(Quirk::NameNotUtf8, key);
        }
        Some(ByteStr::borrowed(text))
    }

    /// Reads a number that cannot be negative. A number written as text is of the wrong type, as in
    /// libtorrent and Transmission.
    pub(super) fn number(&mut self, item: Item<'_>, key: &'static str) -> Option<u64> {
        let Some(int) = item.as_int() else {
            self.report(Quirk::WrongType, key);
            return None;
        };
        let number = int.to_u64().ok();
        if number.is_none() {
            let negative = int.is_negative();
            let quirk = if negative { Quirk::NegativeNumber } else { Quirk::LargeNumber };
            self.report(quirk, key);
        }
        number
    }

    /// Reads the name, in UTF-8 if available.
    pub(super) fn name(&mut self, plain: Option<Item<'_>>, utf8: Option<Item<'_>>) -> Span {
        if plain.is_none() && utf8.is_none() {
            self.report(Quirk::MissingName, "info.name");
            return Span::default();
        }
        let chosen = self.utf8_text(plain, utf8, "info.name");
        let mut spans = [utf8, plain].into_iter().flatten().filter_map(Fields::span);
        let span = spans.find(|span| chosen.as_ref().is_some_and(|it| *it == *self.slice(*span)));
        if let Some(span) = span {
            self.check_part(span, "info.name", false);
        }
        span.unwrap_or_default()
    }

    /// Reports a name or a part of a path that is unsafe as a file name and, if `utf8` is set, one
    /// that is not UTF-8.
    pub(super) fn check_part(&mut self, part: Span, key: &'static str, utf8: bool) {
        let part = self.slice(part);
        let dots = matches!(part, b"" | b"." | b"..");
        if dots || part.iter().any(|byte| matches!(byte, b'/' | b'\\' | 0)) {
            self.report(Quirk::UnsafePath, key);
        }
        if utf8 && core::str::from_utf8(part).is_err() {
            self.report(Quirk::NameNotUtf8, key);
        }
    }

    /// BEP 27 defines only 1; reading another number as "no" would reveal a private swarm to
    /// strangers.
    pub(super) fn private(&mut self, item: Option<Item<'_>>) -> bool {
        let Some(item) = item else { return false };
        match item.as_int().map(bencode::Int::to_i64) {
            None => self.report(Quirk::WrongType, "info.private"),
            Some(Ok(0)) => return false,
            Some(Ok(1)) => return true,
            Some(_) => {
                self.report(Quirk::OddFlag, "info.private");
                return true;
            }
        }
        false
    }

    /// Reports a `meta version` that is unknown, and a `file tree` that it does not announce.
    pub(super) fn version(
        &mut self,
        version: Option<Item<'_>>,
        tree: Option<Item<'_>>,
        hashes: InfoHashes,
    ) {
        if hashes.v2().is_none() && (version.is_some() || tree.is_some()) {
            self.report(Quirk::MetaVersion, "info.meta version");
        }
    }

    pub(super) fn piece_length(
        &mut self,
        item: Option<Item<'_>>,
        hashes: InfoHashes,
    ) -> Option<u64> {
        let length = item.and_then(|item| self.number(item, "info.piece length"));
        let allowed = |length: u64| {
            let v2 = hashes.v2().is_some();
            length > 0 && (!v2 || length.is_power_of_two() && length >= 16_384)
        };
        if !length.is_some_and(allowed) {
            self.report(Quirk::OddPieceLength, "info.piece length");
        }
        length.filter(|&length| length > 0)
    }

    pub(super) fn pieces(&mut self, item: Option<Item<'_>>, hashes: InfoHashes) -> &'a [u8] {
        let pieces = self.bytes(item, "info.pieces").unwrap_or_default();
        if hashes.v1().is_none() && !pieces.is_empty() {
            self.report(Quirk::PieceCount, "info.pieces");
        } else if pieces.len() % 20 != 0 {
            self.report(Quirk::RaggedPieces, "info.pieces");
        }
        pieces
    }

    pub(super) fn date(&mut self, item: Option<Item<'_>>) -> Option<i64> {
        let item = item?;
        let date = item.as_i64();
        // A number that fits `u64`, but not `i64`.
        if date.is_none() && self.number(item, "creation date").is_some() {
            self.report(Quirk::LargeNumber, "creation date");
        }
        if date.is_some_and(i64::is_negative) {
            self.report(Quirk::NegativeNumber, "creation date");
        }
        date
    }
}
