//! One line of a dump: address, groups of digits, text column.

use super::error::{Fault, HexErrorKind};
use super::text::{Rest, is_blank, is_digit};
use crate::hexdump::byte;

/// A run of hex digits, and the offset in the whole text at which it begins.
#[derive(Clone, Copy)]
pub(super) struct Group<'a> {
    pub(super) digits: &'a [u8],
    pub(super) at: usize,
}

impl<'a> Group<'a> {
    /// The bytes that the digits encode.
    pub(super) fn bytes(self) -> Result<impl Iterator<Item = u8> + use<'a>, Fault> {
        let pairs = self.digits.chunks_exact(2);
        match pairs.remainder() {
            // A group holds hex digits only, so no pair falls back to 0.
            [] => Ok(pairs.map(|pair| byte(pair).unwrap_or_default())),
            // The last digit is the half byte: where a dump was cut short, or a line wrapped.
            half => Err(Fault {
                kind: HexErrorKind::OddDigits,
                at: self.at.saturating_add(self.digits.len()).saturating_sub(half.len()),
            }),
        }
    }
}

/// The groups of a line up to its end or to a comment, separated by blanks; `0x` may precede a group.
#[derive(Clone)]
pub(super) struct Groups<'a>(pub(super) Rest<'a>);

impl<'a> Groups<'a> {
    fn group(&mut self) -> Result<Group<'a>, Fault> {
        if let [b'0', b'x' | b'X', ..] = self.0.text {
            self.0.advance(2);
        }
        let at = self.0.at;
        let digits = self.0.take_while(is_digit);
        let ends = self.0.is_over() || self.0.text.first().is_some_and(|&byte| is_blank(byte));
        if digits.is_empty() || !ends {
            return Err(self.0.unexpected());
        }
        Ok(Group { digits, at })
    }
}

impl<'a> Iterator for Groups<'a> {
    type Item = Result<Group<'a>, Fault>;

    fn next(&mut self) -> Option<Self::Item> {
        self.0.take_while(is_blank);
        if self.0.is_over() { None } else { Some(self.group()) }
    }
}

/// A line that begins with what may be an address.
#[derive(Clone, Copy)]
pub(super) struct Row<'a> {
    pub(super) address: Group<'a>,
    /// Whether a colon ends the address, as in `xxd` and `tcpdump`.
    pub(super) colon: bool,
    /// The number of blanks after the address.
    gap: usize,
    /// The dumped bytes, and in some dumps the same bytes as text after them.
    body: Rest<'a>,
}

impl<'a> Row<'a> {
    /// Splits off the address; `None` if the line does not begin with one.
    pub(super) fn new(mut line: Rest<'a>) -> Option<Row<'a>> {
        line.take_while(is_blank);
        let prefixed = matches!(line.text, [b'0', b'x' | b'X', ..]);
        if prefixed {
            line.advance(2);
        }
        let address = Group { at: line.at, digits: line.take_while(is_digit) };
        let colon = line.text.starts_with(b":");
        line.advance(usize::from(colon));
        let ended = line.text.first().is_none_or(|&byte| is_blank(byte));
        let gap = line.take_while(is_blank).len();
        let found = !address.digits.is_empty() && ended && (colon || !prefixed);
        found.then_some(Row { address, colon, gap, body: line })
    }

    /// Whether the first line of a dump really begins with an address, not with data.
    ///
    /// A colon, or a text column that `|` or `>` opens, proves an address. Otherwise, data have an even number
    /// of digits; `od` pads addresses to 7, or to 6 when they are hex; other addresses start at zero, or have a
    /// row of bytes after them. An odd number of digits and nothing else is a dump cut short, except for the
    /// zeros of an empty one.
    pub(super) fn is_plausible(&self) -> bool {
        let digits = self.address.digits;
        let zero = digits.iter().all(|&digit| digit == b'0');
        match (digits.len(), self.single_bytes()) {
            _ if self.colon || self.body.is_text() => true,
            (0..4, _) => false,
            _ if self.body.is_over() && !zero => false,
            (length, _) if length % 2 != 0 => true,
            (_, bytes) if !zero => bytes >= 8,
            (6, 0) => matches!(self.body.count(is_digit), 4 | 8 | 16),
            (length, bytes) => bytes >= 2 || bytes == 1 && length >= 6,
        }
    }

    /// The number of groups of two digits at the start of the row.
    fn single_bytes(&self) -> usize {
        let pair =
            |group: &Result<Group<'_>, Fault>| group.is_ok_and(|group| group.digits.len() == 2);
        Groups(self.body).take_while(pair).count()
    }

    /// The groups of digits and the text column.
    ///
    /// # Errors
    /// For numbers that are not single bytes, recognized by their width.
    pub(super) fn split(&self) -> Result<(Groups<'a>, Rest<'a>), Fault> {
        let fault = |kind| Err(Fault { kind, at: self.body.at });
        if self.body.is_text() && !matches!(self.body.text.trim_ascii_end(), b"||" | b"><") {
            return Err(self.body.unexpected());
        }
        if !(self.colon || self.body.is_over() || self.body.is_text()) {
            match self.body.count(|byte| !is_blank(byte)) {
                2 => (),
                4 | 8 | 16 => return fault(HexErrorKind::Words),
                _ => return fault(HexErrorKind::NotHex),
            }
        }
        if self.is_aligned_right() {
            return fault(HexErrorKind::Words);
        }
        let mut text = self.body;
        let hex = Rest { text: text.advance(self.hex_width()), at: self.body.at };
        text.take_while(is_blank);
        Ok((Groups(hex), text))
    }

    /// Whether the row is one word of `xxd -e` that is not whole: blanks stand for the bytes it lacks.
    fn is_aligned_right(&self) -> bool {
        let mut rest = self.body;
        let digits = rest.take_while(is_digit).len();
        let alone = rest.count(is_blank) != 1;
        let word = self.gap.saturating_sub(1).saturating_add(digits);
        self.colon && self.gap > 2 && alone && matches!(word, 4 | 8 | 16 | 32)
    }

    /// Whether the first row of a dump has the shape in which both `od -tu1` prints decimal bytes and
    /// `hexdump -X` hex ones.
    pub(super) fn may_be_decimal(&self) -> bool {
        let mut rest = self.body;
        rest.take_while(is_digit);
        rest.take_while(is_blank);
        let single = rest.text.is_empty() || rest.is_text();
        let padded = matches!(self.address.digits.len(), 6 | 7) && self.gap > 1;
        padded && !self.colon && (single || self.is_wide())
    }

    /// Whether bytes are separated by two blanks: no text is as close to the first one.
    fn is_wide(&self) -> bool {
        match *self.body.text {
            [a, b, b' ', b' ', c, d, ref rest @ ..] => {
                let ends = rest.first().is_none_or(|&byte| is_blank(byte));
                ends && !self.colon && [a, b, c, d].into_iter().all(is_digit)
            }
            _ => false,
        }
    }

    /// The number of bytes of the body that are hex.
    ///
    /// The text begins with `|` or `>`, or after a wider gap: two blanks after an address with a colon, three
    /// after others, because `hexdump -C` has two in the middle of a row, and `hexdump -X` between all bytes.
    fn hex_width(&self) -> usize {
        let mut rest = self.body;
        let widest = if self.is_wide() { 2 } else { 1 };
        while !rest.is_text() {
            rest.take_while(|byte| !is_blank(byte));
            let width = rest.at.saturating_sub(self.body.at);
            let gap = rest.take_while(is_blank).len();
            let middle = width == 23 && !self.colon;
            if rest.text.is_empty() || rest.is_text() || gap > 2 || gap > widest && !middle {
                return width;
            }
        }
        0
    }
}
