//! The text column of a dump, and what it says about the digits before it.

use alloc::vec::Vec;

use super::error::{Fault, HexErrorKind};
use super::line::Groups;
use super::text::{Rest, is_blank};
use crate::hexdump::shown;

/// Whether a text column shows these bytes and nothing else.
pub(super) fn is_text_of(column: &[u8], bytes: &[u8]) -> bool {
    let enclosed = match column {
        [b'|', inner @ .., b'|'] | [b'>', inner @ .., b'<'] => Some(inner),
        _ => None,
    };
    let is_it = |text: &[u8], bytes: &[u8]| text.len() == bytes.len() && begins_as(text, bytes);
    // Blanks at both ends of a column cannot be distinguished from those around it.
    enclosed.is_some_and(|inner| is_it(inner, bytes))
        || is_it(column, bytes)
        || is_it(column, without_blanks(bytes))
}

/// Checks the bytes of a row, in groups of `width`, against the text after them. A text that shows other bytes
/// was not edited together with the digits, and is ignored.
///
/// # Errors
/// For digits that are not single hex bytes, and for more digits after a gap as wide as that before a text.
pub(super) fn check(bytes: &[u8], width: usize, text: Rest<'_>, at: usize) -> Result<(), Fault> {
    if is_text_of(text.text, bytes) {
        return Ok(());
    }
    if let Some(kind) = misread(bytes, width, text.text) {
        return Err(Fault { kind, at });
    }
    let mut groups = Groups(text);
    if let Some(Ok(group)) = groups.next() {
        groups.0.take_while(is_blank);
        let mut word: Vec<u8> = group.bytes()?.collect();
        word.reverse();
        // `xxd -e` aligns a word that is not whole to the right.
        if is_text_of(groups.0.text, &[turned(bytes, width), word].concat()) {
            return Err(Fault { kind: HexErrorKind::Words, at });
        }
        let kind = HexErrorKind::Ambiguous("hex digits", "the text of the bytes before it");
        return Err(Fault { kind, at: text.at });
    }
    match loosely_misread(bytes, width, text.text) {
        Some(kind) => Err(Fault { kind, at }),
        None => Ok(()),
    }
}

/// Finds out from the text next to them whether `bytes`, in groups of `width`, are the output of `xxd -e`, with
/// each group reversed, or digits of `xxd -b`, eight to a byte.
pub(super) fn misread(bytes: &[u8], width: usize, text: &[u8]) -> Option<HexErrorKind> {
    if is_text_of(text, &turned(bytes, width)) {
        return Some(HexErrorKind::Words);
    }
    let whole = !bytes.is_empty() && width % 4 == 0 && bytes.len() % 4 == 0;
    let eight = |digits: &[u8]| digits.iter().fold(0, |byte, two| byte << 2 | two >> 3 | two & 1);
    let is_binary = whole
        && are_binary_digits(bytes)
        && is_text_of(text, &bytes.chunks(4).map(eight).collect::<Vec<u8>>());
    is_binary.then_some(HexErrorKind::NotHex)
}

/// As [`misread`], for a text that is cut short or was edited.
fn loosely_misread(bytes: &[u8], width: usize, text: &[u8]) -> Option<HexErrorKind> {
    let shows = |bytes: &[u8]| begins_as(text, without_blanks(bytes));
    if text.is_empty() {
        return None;
    }
    if width % 4 == 0 && are_binary_digits(bytes) && text.len().saturating_mul(4) <= bytes.len() {
        return Some(HexErrorKind::NotHex);
    }
    (!shows(bytes) && shows(&turned(bytes, width))).then_some(HexErrorKind::Words)
}

/// Whether the hex digits of these bytes are all 0 or 1.
fn are_binary_digits(bytes: &[u8]) -> bool {
    bytes.iter().all(|byte| byte & 0xee == 0)
}

/// Reverses each group of `width` bytes.
fn turned(bytes: &[u8], width: usize) -> Vec<u8> {
    bytes.chunks(width.max(1)).flat_map(|group| group.iter().rev()).copied().collect()
}

/// Whether `text` and the text of `bytes` are the same, as far as both go. `tcpdump` shows a blank as a dot.
fn begins_as(text: &[u8], bytes: &[u8]) -> bool {
    let same = |(&byte, &seen): (&u8, &u8)| shown(byte) == seen || (byte, seen) == (b' ', b'.');
    bytes.iter().zip(text).all(same)
}

fn without_blanks(bytes: &[u8]) -> &[u8] {
    let start = bytes.iter().take_while(|&&byte| byte == b' ').count();
    let bytes = bytes.get(start..).unwrap_or_default();
    let end = bytes.iter().rev().take_while(|&&byte| byte == b' ').count();
    bytes.get(..bytes.len().saturating_sub(end)).unwrap_or_default()
}
