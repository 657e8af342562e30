//! One line of a dump: address, groups of digits, text column.

use super::error::{Fault, HexErrorKind};

/// A run of hex digits, and how many bytes into the line it begins.
#[derive(Clone, Copy)]
pub(super) struct Group<'a> {
    pub(super) digits: &'a [u8],
    pub(super) at: usize,
}

impl<'a> Group<'a> {
    /// The bytes that the digits spell.
    pub(super) fn bytes(self) -> Result<impl Iterator<Item = u8> + use<'a>, Fault> {
        let pairs = self.digits.chunks_exact(2);
        match pairs.remainder() {
            [] => {
                Ok(pairs.map(|pair| pair.iter().fold(0, |high, &digit| high << 4 | nibble(digit))))
            }
            // The last digit is the half byte: where a dump was cut short, or a line wrapped.
            half => Err(Fault {
                kind: HexErrorKind::OddDigits,
                at: self.at.saturating_add(self.digits.len()).saturating_sub(half.len()),
            }),
        }
    }
}

/// The value of a hex digit; 0 for any other byte.
fn nibble(digit: u8) -> u8 {
    char::from(digit).to_digit(16).and_then(|value| u8::try_from(value).ok()).unwrap_or(0)
}

/// What is left of a line, and how many bytes into it that begins.
#[derive(Clone, Copy)]
pub(super) struct Rest<'a> {
    pub(super) text: &'a [u8],
    pub(super) at: usize,
}

impl<'a> Rest<'a> {
    pub(super) fn advance(&mut self, count: usize) -> &'a [u8] {
        let (front, rest) = self.text.split_at_checked(count).unwrap_or((self.text, &[]));
        *self = Rest { text: rest, at: self.at.saturating_add(front.len()) };
        front
    }

    pub(super) fn take_while(&mut self, wanted: fn(u8) -> bool) -> &'a [u8] {
        self.advance(self.count(wanted))
    }

    pub(super) fn count(&self, wanted: fn(u8) -> bool) -> usize {
        self.text.iter().take_while(|&&byte| wanted(byte)).count()
    }

    /// Steps over the C that `xxd -i` puts around the bytes of a file: a line of it, or the part in
    /// front of them.
    pub(super) fn skip_declaration(&mut self) {
        if self.text.starts_with(b"unsigned ") {
            let brace = self.text.iter().position(|&byte| byte == b'{');
            self.advance(brace.map_or(self.text.len(), |brace| brace.saturating_add(1)));
        }
    }

    pub(super) fn is_comment(&self) -> bool {
        matches!(self.text, [b'#' | b';', ..] | [b'/', b'/', ..])
    }

    /// Nothing more to read: the end, a comment, or the `\` that joins two lines of C.
    pub(super) fn is_over(&self) -> bool {
        self.is_comment() || matches!(self.text, [] | [b'\\'] | [b'\\', b'\r'])
    }

    /// Whether the text column of `hexdump -C` or `od -tx1z` opens here.
    fn is_text(&self) -> bool {
        matches!(self.text, [b'|' | b'>', ..])
    }

    pub(super) fn unexpected(&self) -> Fault {
        let byte = self.text.first().copied().unwrap_or(b'\n');
        Fault { kind: HexErrorKind::UnexpectedByte(byte), at: self.at }
    }
}

pub(super) fn is_blank(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\r')
}

pub(super) fn is_digit(byte: u8) -> bool {
    byte.is_ascii_hexdigit()
}

/// Whether these are a byte in decimal, for they cannot be one in hex.
fn is_decimal(digits: &[u8]) -> bool {
    digits.len() == 3 && digits.iter().all(u8::is_ascii_digit)
}

fn is_separator(byte: u8) -> bool {
    is_blank(byte) || matches!(byte, b',' | b'"' | b'\'' | b'[' | b']' | b'{' | b'}')
}

/// The groups of a line up to its end or to a comment.
///
/// White space, commas, quotes and brackets separate; `0x` and `\x` may stand in front of a group.
#[derive(Clone)]
pub(super) struct Groups<'a>(pub(super) Rest<'a>);

impl<'a> Groups<'a> {
    fn group(&mut self) -> Result<Group<'a>, Fault> {
        let start = self.0.at;
        let longest = self.prefix();
        let at = self.0.at;
        let digits = self.0.advance(self.0.count(is_digit).min(longest));
        if digits.is_empty() || !self.at_boundary() {
            return Err(self.0.unexpected());
        }
        if at == start && self.is_listed() && is_decimal(digits) {
            return Err(Fault { kind: HexErrorKind::NotHex, at });
        }
        Ok(Group { digits, at })
    }

    /// Steps over a prefix; returns how many digits may follow. Those behind the two of an escape
    /// are text: `\x64 8:` written without the blank.
    fn prefix(&mut self) -> usize {
        match self.0.text {
            [b'0', b'x' | b'X', ..] => self.0.advance(2),
            [b'\\', b'x' | b'X', ..] => {
                self.0.advance(2);
                return 2;
            }
            _ => return usize::MAX,
        };
        usize::MAX
    }

    /// Whether the group just read is an item of a list: `[100, 56]`, as Rust prints bytes.
    fn is_listed(&self) -> bool {
        matches!(self.0.text, [b',' | b']', ..])
    }

    fn at_boundary(&self) -> bool {
        self.0.is_over()
            || self.0.text.first().is_some_and(|&byte| is_separator(byte) || byte == b'\\')
    }
}

impl<'a> Iterator for Groups<'a> {
    type Item = Result<Group<'a>, Fault>;

    fn next(&mut self) -> Option<Self::Item> {
        self.0.take_while(is_separator);
        if self.0.is_over() { None } else { Some(self.group()) }
    }
}

/// A line that begins with what may be an address.
#[derive(Clone, Copy)]
pub(super) struct Row<'a> {
    pub(super) address: Group<'a>,
    /// Whether a colon ends the address, as in `xxd` and `tcpdump`.
    pub(super) colon: bool,
    /// The dumped bytes, and perhaps the same as text behind them.
    body: Rest<'a>,
}

impl<'a> Row<'a> {
    /// Splits the address off; none if the line begins otherwise.
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
        line.take_while(is_blank);
        let found = !address.digits.is_empty() && ended && (colon || !prefixed);
        found.then_some(Row { address, colon, body: line })
    }

    /// Whether the first line of a dump begins with an address indeed, and not with data.
    ///
    /// A colon says so. Without it, data have an even number of digits; `od` pads addresses to 7,
    /// or to 6 when they are hex; the others start at zero, or have a row of bytes behind them. An
    /// odd number of digits and nothing else is a dump cut short, but for the zeros of an empty one.
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

    /// How many groups of two digits the row begins with.
    fn single_bytes(&self) -> usize {
        let pair =
            |group: &Result<Group<'_>, Fault>| group.is_ok_and(|group| group.digits.len() == 2);
        Groups(self.body).take_while(pair).count()
    }

    /// The groups of digits and the text column.
    ///
    /// # Errors
    /// Numbers that are no single bytes, told by their width.
    pub(super) fn split(&self) -> Result<(Groups<'a>, &'a [u8]), Fault> {
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
        let mut text = self.body;
        let hex = Rest { text: text.advance(self.hex_width()), at: self.body.at };
        text.take_while(is_blank);
        Ok((Groups(hex), text.text))
    }

    /// Whether two blanks stand between bytes: no text is as close to the first one.
    fn is_wide(&self) -> bool {
        match *self.body.text {
            [a, b, b' ', b' ', c, d, ref rest @ ..] => {
                let behind = rest.first().is_none_or(|&byte| is_blank(byte));
                behind && !self.colon && [a, b, c, d].into_iter().all(is_digit)
            }
            _ => false,
        }
    }

    /// How many bytes of the body are hex.
    ///
    /// `|` or `>` opens the text, or a wider gap: of two blanks behind an address with a colon, of
    /// three behind others, as `hexdump -C` has two in the middle of a row, and `hexdump -X` between
    /// all bytes.
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
