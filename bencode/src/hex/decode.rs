//! Text to bytes: the form is decided first, then one parser reads the whole text.

use alloc::vec::Vec;

use super::error::{Fault, HexError, HexErrorKind};
use super::text::{Rest, is_blank, is_digit, is_noise, lines};
use super::{base64, dump, source};
use crate::hexdump::byte;

/// Decodes a hexdump, or a byte string as shown in source code and logs.
///
/// | printed by | looks like |
/// |---|---|
/// | `hexdump -ve '1/1 "%.2x"'`, `xxd -p` | `64383a636f6d706c6574` |
/// | `od -An -tx1` | `64 38 3a 63 6f 6d 70 6c` |
/// | `xxd`, `xxd -g1`, `xxd -d` | `00000000: 6438 3a63 6f6d  d8:com` |
/// | `hexdump -C`, `-X` | `00000000  64 38 3a 63  \|d8:c\|` |
/// | `od -tx1`, also with `-Ax`, `-Ad`, `z` | `0000000 64 38 3a 63` |
/// | `tcpdump -X`, `-x` | `0x0000:  4500 0034 1c46  E..4.F` |
/// | Wireshark | `0000   45 00 00 34   E..4` |
/// | gdb's `x/8xb` | `0x7fffe0: 0x64 0x38 0x3a` |
/// | the same with the addresses cut off | `64 38 3a 63  d8:c` |
/// | OpenSSL, .NET's `BitConverter` | `64:38:3a` · `64-38-3A` |
/// | `xxd -i`; arrays of C, Go, Rust | `{ 0x64, 0x38 }` · `[]byte{0x64, 0x38}` · `[0x64u8, 0x38]` |
/// | `{:?}` of a slice in Rust; lists of Python, Node.js, Go, Java | `[100, 56, 58]` · `[100 56 58]` |
/// | byte strings of Rust, Python, C, Go, this crate's `Debug` | `b"d8:\x00"` · `b'd8:\x00'` · `"d8:\0"` |
/// | a string of hex digits | `bytes.fromhex("6438")` · `hex!("64 38")` |
/// | a buffer of Node.js | `<Buffer 64 38 3a>` |
/// | `base64` | `ZDg6Y29tcGxldGU=` |
///
/// Digits may be upper or lower case. `#`, `;` and `//` begin comments, `/*` and `*/` enclose them in source
/// code. Code fences, shell prompts and the headers of `tcpdump` are skipped, and so is a declaration or call
/// around a literal (`const REPLY: &[u8] = &[`, `Buffer.from(…, "hex")`).
///
/// The form decides, not the content:
/// - If the first line begins with an address, every line does, and each address must follow from the bytes
///   before it; `*` lines are expanded. An address at the end gives the length of the dump.
/// - Numbers in a list are decimal if one of them has three digits or a sign, and hex if one has a letter or a
///   leading zero; a number with `0x` is hex. A list with none of these is refused.
/// - A quoted run of hex digits is hex; any other quoted text is text with escapes, and so is every literal
///   that begins with `b`.
/// - Base64 has upper-case letters, lower-case letters, and digits or signs.
///
/// Refused with a specific error: words in the machine's byte order (`hexdump` without options, `od -x`,
/// `xxd -e`), because which byte came first depends on the machine that wrote the dump; octal and binary dumps;
/// text that was cut short (`… 20 more bytes`); digits after a gap as wide as that before a text column, unless
/// they are the text of the bytes before them; and text without any bytes. Decimal dumps (`od -tu1`) are refused
/// as well, and so is a dump of `hexdump -X` without a letter or leading zero, which looks the same.
///
/// Not everything can be distinguished: without addresses, words and decimal numbers of two digits look like bytes
/// (`od -An -x`, `od -An -tu1`), and `xxd -e` looks like `xxd -g4` if its text column is the same in both orders,
/// as it is for bytes that are all shown as dots.
///
/// The result is no longer than the text, plus at most [`MAX_REPEATED`](super::MAX_REPEATED) bytes for
/// `*` lines.
///
/// ```
/// let bytes = bencode::hex::decode(
///     "00000000: 6438 3a69 6e74 6572 7661 6c69 3138 3030  d8:intervali1800\n\
///      00000010: 6565                                     ee",
/// );
/// assert_eq!(bytes.unwrap(), b"d8:intervali1800ee");
/// assert_eq!(bencode::hex::decode(r#"b"d5:peers6:\x7f\x00\x00\x01\x1a\xe1e""#).unwrap().len(), 17);
/// ```
///
/// # Errors
/// For text in none of these forms, with line and column of the first unexpected byte.
pub fn decode(text: impl AsRef<[u8]>) -> Result<Vec<u8>, HexError> {
    let text = text.as_ref();
    read(text).map_err(|fault| fault.in_text(text))
}

fn read(text: &[u8]) -> Result<Vec<u8>, Fault> {
    let Some(first) = lines(text).find(|line| !is_noise(*line)) else {
        return nothing(text);
    };
    if dump::is_addressed(first) {
        dump::addressed(text)
    } else if let Some(separator) = pair_separator(first.text) {
        pairs(text, separator)
    } else if base64::is_likely(text) {
        base64::decode(text)
    } else if source::begins(first.text) {
        source::read(Rest { text: text.get(first.at..).unwrap_or_default(), at: first.at })
    } else {
        dump::plain(text)
    }
}

/// Handles a text without any line of data, which is fine if it is empty.
fn nothing(text: &[u8]) -> Result<Vec<u8>, Fault> {
    match lines(text).find(|line| !line.text.is_empty()) {
        Some(line) => Err(Fault { kind: HexErrorKind::NoData, at: line.at }),
        None => Ok(Vec::new()),
    }
}

/// The byte that separates pairs of digits, if the line begins with a pair and no blank follows it.
fn pair_separator(line: &[u8]) -> Option<u8> {
    let &[high, low, separator @ (b':' | b'-'), ref rest @ ..] = line else { return None };
    let next = rest.first().is_none_or(|&byte| is_digit(byte));
    (is_digit(high) && is_digit(low) && next).then_some(separator)
}

fn pairs(text: &[u8], separator: u8) -> Result<Vec<u8>, Fault> {
    let mut bytes = Vec::new();
    for mut line in lines(text).filter(|line| !is_noise(*line)) {
        while !line.is_over() {
            let digits = line.count(is_digit);
            let Some(byte) = line.text.get(..2).filter(|_| digits == 2).and_then(byte) else {
                if digits == 1 {
                    return Err(line.half());
                }
                line.advance(digits.min(2));
                return Err(line.unexpected());
            };
            bytes.push(byte);
            line.advance(2);
            let parted = line.text.first() == Some(&separator);
            line.advance(usize::from(parted));
            line.take_while(is_blank);
            if !parted && !line.is_over() {
                return Err(line.unexpected());
            }
        }
    }
    Ok(bytes)
}
