//! Hexdump text to bytes.

use alloc::vec::Vec;

use super::address::Addresses;
use super::error::{Fault, HexError, HexErrorKind};
use super::line::{Groups, Rest, Row, is_blank};

/// How many bytes the `*` lines of one dump may stand for: 64 MiB.
pub const MAX_REPEATED: usize = 1 << 26;

/// The bytes of a hexdump in any of the forms that people paste.
///
/// | made by | looks like |
/// |---|---|
/// | `hexdump -ve '1/1 "%.2x"'`, `xxd -p` | `64383a636f6d706c6574` |
/// | `od -An -tx1` | `64 38 3a 63 6f 6d 70 6c` |
/// | `xxd -i`, arrays, strings with escapes | `{ 0x64, 0x38, 0x3a }` · `"\x64\x38\x3a"` |
/// | `xxd`, `xxd -g1`, `xxd -d` | `00000000: 6438 3a63 6f6d  d8:com` |
/// | `hexdump -C`, `-X` | `00000000  64 38 3a 63  \|d8:c\|` |
/// | `od -tx1`, also with `-Ax`, `-Ad`, `z` | `0000000 64 38 3a 63` |
/// | `tcpdump -X`, `-x` | `0x0000:  4500 0034 1c46  E..4.F` |
/// | Wireshark | `0000   45 00 00 34   E..4` |
/// | gdb's `x/8xb` | `0x7fffe0: 0x64 0x38 0x3a` |
///
/// Upper or lower case; `#`, `;` and `//` begin comments. The first line decides whether lines
/// begin with an address; if so each address must follow from the bytes in front of it, and `*`
/// lines are filled up. An address at the end says how long the dump is. The text column is not
/// read, but for telling `xxd -e` and `xxd -b` from `xxd -g4`.
///
/// Words in the byte order of the machine (`hexdump` without options, `od -x`, `xxd -e`) are
/// refused: which byte came first depends on who dumped them. Without addresses (`od -An -x`)
/// nothing tells them from bytes.
///
/// The result is no longer than half the text, plus at most [`MAX_REPEATED`] for `*` lines.
///
/// ```
/// let bytes = bencode::hex::decode(
///     "00000000: 6438 3a69 6e74 6572 7661 6c69 3138 3030  d8:intervali1800\n\
///      00000010: 6565                                     ee",
/// );
/// assert_eq!(bytes.unwrap(), b"d8:intervali1800ee");
/// ```
///
/// # Errors
/// With line and column, at the first thing that no such dump has.
pub fn decode(text: impl AsRef<[u8]>) -> Result<Vec<u8>, HexError> {
    let mut decoder =
        Decoder { bytes: Vec::new(), layout: Layout::Unknown, row: 0, repeat: None, repeated: 0 };
    // Editors of Windows begin with a byte order mark.
    let text = text.as_ref();
    let text = text.strip_prefix("\u{feff}".as_bytes()).unwrap_or(text);
    for (number, text) in text.split(|&byte| byte == b'\n').enumerate() {
        decoder.line(Rest { text, at: 0 }, number).map_err(|fault| fault.on_line(number))?;
    }
    decoder.finish()
}

struct Decoder {
    bytes: Vec<u8>,
    layout: Layout,
    /// How many bytes the row in front has.
    row: usize,
    /// Number of the line and place of a `*` that waits for the next address.
    repeat: Option<(usize, usize)>,
    /// How many bytes came from `*` lines.
    repeated: usize,
}

enum Layout {
    Unknown,
    Plain,
    /// Whether a colon ends each address, and where they begin.
    Addressed {
        colon: bool,
        addresses: Addresses,
    },
}

impl Decoder {
    fn line(&mut self, mut line: Rest<'_>, number: usize) -> Result<(), Fault> {
        line.take_while(is_blank);
        if !matches!(self.layout, Layout::Addressed { .. }) {
            line.skip_declaration();
        }
        if line.is_over() || is_packet_header(line.text) {
            return Ok(());
        }
        if let Layout::Unknown = self.layout {
            self.layout = layout(line);
        }
        match self.layout {
            Layout::Addressed { .. } if line.text.starts_with(b"*") => self.repeat(line, number),
            Layout::Addressed { colon, .. } => self.row(line, colon),
            _ => self.groups(Groups(line)).map(drop),
        }
    }

    fn repeat(&mut self, mut line: Rest<'_>, number: usize) -> Result<(), Fault> {
        let at = line.at;
        line.advance(1);
        line.take_while(is_blank);
        if !line.is_over() {
            return Err(line.unexpected());
        }
        if self.row == 0 || self.repeat.is_some() {
            return Err(Fault { kind: HexErrorKind::BadRepeat, at });
        }
        self.repeat = Some((number, at));
        Ok(())
    }

    fn row(&mut self, line: Rest<'_>, colon: bool) -> Result<(), Fault> {
        let fault = Fault { kind: HexErrorKind::MissingAddress, at: line.at };
        let row = Row::new(line).filter(|row| row.colon == colon).ok_or(fault)?;
        self.go_to(&row)?;
        let (groups, text) = row.split()?;
        let start = self.bytes.len();
        let width = self.groups(groups)?;
        let bytes = self.bytes.get(start..).unwrap_or_default();
        if !bytes.is_empty() {
            self.row = bytes.len();
        }
        match misread(bytes, width, text) {
            Some(kind) => Err(Fault { kind, at: row.address.at }),
            None => Ok(()),
        }
    }

    /// Appends the bytes of `groups`; returns how many the first of them has.
    fn groups(&mut self, groups: Groups<'_>) -> Result<usize, Fault> {
        let mut width = 0;
        for group in groups {
            let group = group?;
            self.bytes.extend(group.bytes()?);
            if width == 0 {
                width = group.digits.len() / 2;
            }
        }
        Ok(width)
    }

    /// Checks the address of `row`, or fills up to it after a `*`.
    fn go_to(&mut self, row: &Row<'_>) -> Result<(), Fault> {
        let Layout::Addressed { addresses, .. } = &mut self.layout else { return Ok(()) };
        let (counted, width, repeats) = (self.bytes.len(), self.row, self.repeat.take().is_some());
        let fits = |offset: usize| match offset.checked_sub(counted) {
            Some(gap) if repeats => gap.checked_rem(width) == Some(0),
            gap => gap == Some(0),
        };
        let kind = match addresses.offset(row.address.digits, fits) {
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
        // What is there of the rows is appended to itself until it suffices.
        while self.bytes.len() < end {
            let stop =
                self.bytes.len().min(start.saturating_add(end.saturating_sub(self.bytes.len())));
            self.bytes.extend_from_within(start..stop);
        }
        Ok(())
    }

    fn finish(self) -> Result<Vec<u8>, HexError> {
        match self.repeat {
            None => Ok(self.bytes),
            Some((line, at)) => Err(Fault { kind: HexErrorKind::BadRepeat, at }.on_line(line)),
        }
    }
}

fn layout(first: Rest<'_>) -> Layout {
    match Row::new(first).filter(Row::is_plausible) {
        Some(Row { address, colon, .. }) => {
            Layout::Addressed { colon, addresses: Addresses::starting_at(address.digits) }
        }
        None => Layout::Plain,
    }
}

/// Whether a line is what `tcpdump` writes in front of a packet: a time of day, or `IP` without one.
fn is_packet_header(line: &[u8]) -> bool {
    let clock = |(&seen, &shape): (&u8, &u8)| {
        if shape == b'0' { seen.is_ascii_digit() } else { seen == shape }
    };
    let shape = b"00:00:00.";
    line.starts_with(b"IP ")
        || line.starts_with(b"IP6 ")
        || line.get(..shape.len()).is_some_and(|start| start.iter().zip(shape).all(clock))
}

/// What `bytes`, in groups of `width`, are instead if the text beside them says so: those of
/// `xxd -e` with each group turned round, or digits of `xxd -b`, eight to a byte.
fn misread(bytes: &[u8], width: usize, text: &[u8]) -> Option<HexErrorKind> {
    if text.is_empty() || shows(text, bytes.iter()) {
        return None;
    }
    let turned = bytes.chunks(width.max(1)).flat_map(|group| group.iter().rev());
    if shows(text, turned) {
        return Some(HexErrorKind::Words);
    }
    let binary = bytes.iter().all(|byte| byte & 0xee == 0);
    let eightfold = text.trim_ascii_end().len().saturating_mul(4) <= bytes.len();
    (width == 4 && binary && eightfold).then_some(HexErrorKind::NotHex)
}

/// Whether `text` stands for `bytes`; blanks at its start are taken for the gap in front of it.
fn shows<'a>(text: &[u8], bytes: impl Iterator<Item = &'a u8>) -> bool {
    let shown = |&byte: &u8| if matches!(byte, b' '..=b'~') { byte } else { b'.' };
    let bytes = bytes.skip_while(|&&byte| byte == b' ');
    bytes.zip(text).all(|(byte, &seen)| shown(byte) == seen)
}
