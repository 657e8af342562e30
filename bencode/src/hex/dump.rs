//! Dumps read line by line: digits alone, or with addresses and a text column.

use alloc::vec::Vec;

use super::address::Addresses;
use super::column::{check, is_text_of, misread};
use super::error::{Fault, HexErrorKind};
use super::line::{Groups, Row};
use super::text::{Rest, is_blank, is_noise, lines};

/// The most bytes that the `*` lines of one dump may represent: 64 MiB.
pub const MAX_REPEATED: usize = 1 << 26;

/// Whether the first line of a dump begins with an address.
pub(super) fn is_addressed(first: Rest<'_>) -> bool {
    Row::new(first).as_ref().is_some_and(Row::is_plausible)
}

/// Reads lines that begin with addresses.
pub(super) fn addressed(text: &[u8]) -> Result<Vec<u8>, Fault> {
    let mut data = lines(text).filter(|line| !is_noise(*line)).peekable();
    let Some(first) = data.peek().copied().and_then(Row::new) else { return Ok(Vec::new()) };
    let addresses = Addresses::starting_at(first.address.digits);
    let mut dump = Dump {
        bytes: Vec::new(),
        colon: first.colon,
        addresses,
        row: 0,
        repeat: None,
        repeated: 0,
    };
    for line in data {
        if line.text.starts_with(b"*") { dump.repeat(line)? } else { dump.row(line)? }
    }
    match dump.repeat {
        Some(at) => Err(Fault { kind: HexErrorKind::BadRepeat, at }),
        None if first.may_be_decimal() && dump.bytes.iter().copied().all(is_decimal) => {
            let kind = HexErrorKind::Ambiguous("hex numbers", "decimal numbers");
            Err(Fault { kind, at: first.address.at })
        }
        None => Ok(dump.bytes),
    }
}

/// Reads lines of digits, with or without a text column.
pub(super) fn plain(text: &[u8]) -> Result<Vec<u8>, Fault> {
    let mut bytes = Vec::new();
    for line in lines(text).filter(|line| !is_noise(*line)) {
        plain_line(line, &mut bytes)?;
    }
    Ok(bytes)
}

struct Dump {
    bytes: Vec<u8>,
    /// Whether a colon ends each address.
    colon: bool,
    addresses: Addresses,
    /// The number of bytes in the last row.
    row: usize,
    /// The place of a `*` whose next address was not read yet.
    repeat: Option<usize>,
    /// The number of bytes from `*` lines.
    repeated: usize,
}

impl Dump {
    fn repeat(&mut self, mut line: Rest<'_>) -> Result<(), Fault> {
        let at = line.at;
        line.advance(1);
        line.take_while(is_blank);
        if !line.is_over() {
            return Err(line.unexpected());
        }
        if self.row == 0 || self.repeat.is_some() {
            return Err(Fault { kind: HexErrorKind::BadRepeat, at });
        }
        self.repeat = Some(at);
        Ok(())
    }

    fn row(&mut self, line: Rest<'_>) -> Result<(), Fault> {
        let fault = Fault { kind: HexErrorKind::MissingAddress, at: line.at };
        let row = Row::new(line).filter(|row| row.colon == self.colon).ok_or(fault)?;
        self.go_to(&row)?;
        let (groups, text) = row.split()?;
        let start = self.bytes.len();
        let width = append(groups, &mut self.bytes)?;
        let bytes = self.bytes.get(start..).unwrap_or_default();
        if !bytes.is_empty() {
            self.row = bytes.len();
        }
        check(bytes, width, text, row.address.at)
    }

    /// Checks the address of `row`, or fills up to it after a `*`.
    fn go_to(&mut self, row: &Row<'_>) -> Result<(), Fault> {
        let (counted, width, repeats) = (self.bytes.len(), self.row, self.repeat.take().is_some());
        let fits = |offset: usize| match offset.checked_sub(counted) {
            Some(gap) if repeats => gap.checked_rem(width) == Some(0),
            gap => gap == Some(0),
        };
        let kind = match self.addresses.offset(row.address.digits, fits) {
            Some(offset) => return self.fill(offset.saturating_sub(counted), row.address.at),
            None if repeats => HexErrorKind::BadRepeat,
            None => HexErrorKind::WrongAddress { counted },
        };
        Err(Fault { kind, at: row.address.at })
    }

    /// Repeats the last row for `gap` bytes, which are a whole number of rows.
    fn fill(&mut self, gap: usize, at: usize) -> Result<(), Fault> {
        self.repeated = self.repeated.saturating_add(gap);
        if self.repeated > MAX_REPEATED {
            return Err(Fault { kind: HexErrorKind::TooLong, at });
        }
        let start = self.bytes.len().saturating_sub(self.row);
        let end = self.bytes.len().saturating_add(gap);
        // The rows so far are appended to themselves until there are enough.
        while self.bytes.len() < end {
            let stop =
                self.bytes.len().min(start.saturating_add(end.saturating_sub(self.bytes.len())));
            self.bytes.extend_from_within(start..stop);
        }
        Ok(())
    }
}

/// Appends the bytes of `groups`; returns the number of bytes in the first group.
fn append(groups: Groups<'_>, bytes: &mut Vec<u8>) -> Result<usize, Fault> {
    let mut width = 0;
    for group in groups {
        let group = group?;
        bytes.extend(group.bytes()?);
        if width == 0 {
            width = group.digits.len() / 2;
        }
    }
    Ok(width)
}

/// Whether the hex digits of a byte are a decimal number as well, without a leading zero.
fn is_decimal(byte: u8) -> bool {
    matches!((byte >> 4, byte & 15), (1..=9, 0..=9))
}

/// The longest row next to which a text column is searched for: no tool prints more bytes in a line.
const LONGEST_ROW: usize = 256;

/// Appends the bytes of a line without an address: up to its end, or to a text column, which is preceded by two
/// or more blanks and shows exactly these bytes.
fn plain_line(line: Rest<'_>, bytes: &mut Vec<u8>) -> Result<(), Fault> {
    let start = bytes.len();
    let (mut rest, mut width) = (line, 0);
    while !rest.is_over() {
        let word = Rest { text: rest.take_while(|byte| !is_blank(byte)), at: rest.at };
        let word = Rest { at: word.at.saturating_sub(word.text.len()), ..word };
        width = width.max(append(Groups(word), bytes)?);
        let gap = rest.take_while(is_blank).len();
        let row = bytes.get(start..).unwrap_or_default();
        if gap < 2 || row.len() > LONGEST_ROW {
            continue;
        }
        if !is_text_of(rest.text, row) {
            match misread(row, width, rest.text) {
                Some(kind) => return Err(Fault { kind, at: line.at }),
                None => continue,
            }
        }
        // The text of some bytes looks like hex digits itself.
        if Groups(rest).all(|group| group.is_ok_and(|group| group.bytes().is_ok())) {
            let kind = HexErrorKind::Ambiguous("hex digits", "the text of the bytes before it");
            return Err(Fault { kind, at: rest.at });
        }
        return Ok(());
    }
    Ok(())
}
