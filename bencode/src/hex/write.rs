//! Bytes to text: hex digits, and dumps with addresses and a text column.

#[cfg(feature = "alloc")]
use alloc::string::String;
use core::fmt;

/// Bytes in a row of a dump.
pub(super) const ROW: usize = 16;

/// The bytes as hex digits in lower case, nothing between them.
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
        // No address alone: eight zeros would read as data.
        if self.0.is_empty() { Ok(()) } else { writeln!(f, "{address:08x}") }
    }
}

/// Writes a row as `hexdump -C` does, and ends the line.
pub(super) fn write_row(f: &mut fmt::Formatter<'_>, address: usize, bytes: &[u8]) -> fmt::Result {
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
        let shown = if matches!(byte, b' '..=b'~') { byte } else { b'.' };
        write!(f, "{}", char::from(shown))?;
    }
    f.write_str("|\n")
}
