//! Bytes to text: hex digits, and dumps with addresses, a text column and a caret.

#[cfg(feature = "alloc")]
use alloc::string::String;
use core::fmt;

/// Bytes in a row of a dump.
const ROW: usize = 16;

/// Encodes bytes as lower-case hex digits without separators.
///
/// ```
/// let dump = bencode::hex::encode(b"d5:peers0:e");
/// assert_eq!(dump, "64353a7065657273303a65");
/// assert_eq!(bencode::hex::decode(dump).unwrap(), b"d5:peers0:e");
/// ```
#[cfg(feature = "alloc")]
pub fn encode(bytes: impl AsRef<[u8]>) -> String {
    let digit = |value: u8| char::from_digit(u32::from(value), 16).unwrap_or('0');
    let bytes = bytes.as_ref();
    let mut text = String::with_capacity(bytes.len().saturating_mul(2));
    text.extend(bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]));
    text
}

/// The byte that two hex digits encode.
#[cfg(feature = "alloc")]
pub(crate) fn byte(digits: &[u8]) -> Option<u8> {
    let digit =
        |digit: u8| char::from(digit).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
    match *digits {
        [high, low] => Some(digit(high)? << 4 | digit(low)?),
        _ => None,
    }
}

/// Bytes as a hexdump with addresses and a text column, as `hexdump -C` prints them, every row in
/// full.
///
/// ```
/// let dump = bencode::hex::Dump(b"d8:intervali1800e5:peers0:e").to_string();
/// assert_eq!(
///     dump,
///     "\
/// 00000000  64 38 3a 69 6e 74 65 72  76 61 6c 69 31 38 30 30  |d8:intervali1800|
/// 00000010  65 35 3a 70 65 65 72 73  30 3a 65                 |e5:peers0:e|
/// 0000001b
/// "
/// );
/// assert_eq!(bencode::hex::decode(dump).unwrap(), b"d8:intervali1800e5:peers0:e");
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Dump<'a>(pub &'a [u8]);

impl fmt::Display for Dump<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut address = 0usize;
        for row in self.0.chunks(ROW) {
            write_row(f, address, row)?;
            address = address.saturating_add(row.len());
        }
        // Not an address alone: eight zeros would read as data.
        if self.0.is_empty() { Ok(()) } else { writeln!(f, "{address:08x}") }
    }
}

/// Writes a row as `hexdump -C` does, and ends the line.
fn write_row(f: &mut fmt::Formatter<'_>, address: usize, bytes: &[u8]) -> fmt::Result {
    write!(f, "{address:08x}")?;
    for column in 0..ROW {
        f.write_str(if column % 8 == 0 { "  " } else { " " })?;
        match bytes.get(column) {
            Some(byte) => write!(f, "{byte:02x}")?,
            None => f.write_str("  ")?,
        }
    }
    f.write_str("  |")?;
    for &byte in bytes {
        write!(f, "{}", char::from(shown(byte)))?;
    }
    f.write_str("|\n")
}

/// The character that the text column of a dump shows for a byte.
pub(crate) fn shown(byte: u8) -> u8 {
    if matches!(byte, b' '..=b'~') { byte } else { b'.' }
}

/// Rows shown before the one at fault.
const ROWS_BEFORE: usize = 2;

/// The surroundings of one byte of an input, as a hexdump with a caret under it.
///
/// Three rows at most, ending with the one at fault; without a line break at the end. An offset at
/// or beyond the end of the input is marked after its last byte.
///
/// ```
/// let reply = b"d8:completei2068e10:incompletei177e8:intervali-0ee";
/// let strict = bencode::Rules::STRICT;
/// let err = bencode::Reader::with_rules(reply, strict).skip_value().unwrap_err();
/// assert_eq!(
///     format!("{err}\n{}", err.excerpt(reply)),
///     "\
/// negative zero at byte 47
/// 00000000  64 38 3a 63 6f 6d 70 6c  65 74 65 69 32 30 36 38  |d8:completei2068|
/// 00000010  65 31 30 3a 69 6e 63 6f  6d 70 6c 65 74 65 69 31  |e10:incompletei1|
/// 00000020  37 37 65 38 3a 69 6e 74  65 72 76 61 6c 69 2d 30  |77e8:intervali-0|
///                                                         ^^                  ^"
/// );
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Excerpt<'a> {
    /// The whole input.
    pub input: &'a [u8],
    /// The byte at fault, counted from the start of the input.
    pub offset: usize,
}

impl fmt::Display for Excerpt<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let offset = self.offset.min(self.input.len());
        let (last, column) = (offset / ROW, offset % ROW);
        for row in last.saturating_sub(ROWS_BEFORE)..=last {
            let start = row.saturating_mul(ROW);
            let bytes = self.input.get(start..).unwrap_or_default();
            write_row(f, start, bytes.get(..ROW).unwrap_or(bytes))?;
        }
        write_caret(f, last.saturating_mul(ROW), column)
    }
}

/// Writes the carets below a row that begins at `address`: two under the digits of the byte in
/// `column`, one under its text.
fn write_caret(f: &mut fmt::Formatter<'_>, address: usize, column: usize) -> fmt::Result {
    let digits = address.checked_ilog(16).map_or(1, |log| log.saturating_add(1)).max(8);
    // ADDRESS··xx·xx·xx·xx·xx·xx·xx·xx··xx·xx·xx·xx·xx·xx·xx·xx··|TEXT|
    let hex = 2usize.saturating_add(column.saturating_mul(3)).saturating_add(column / 8);
    let text = 53usize.saturating_add(column);
    let before = usize::try_from(digits).unwrap_or(8).saturating_add(hex);
    let between = text.saturating_sub(hex).saturating_sub(2);
    write!(f, "{:before$}^^{:between$}^", "", "")
}
