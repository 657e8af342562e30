//! Bytes to a hexdump with a caret under the one at fault.

use core::fmt;

use super::write::{ROW, write_row};

/// Rows before the one at fault.
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
