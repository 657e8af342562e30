//! Untrusted text, escaped for terminals.

use core::fmt::{self, Write};

/// Text in which the characters that a terminal would interpret are escaped, such as `\u001b`:
/// control characters except line ends, and characters that change the direction of text.
///
/// Names, reasons and warnings that a tracker, a torrent or a node sends are meant for people, and
/// may contain anything. Use [`ByteStr`](bencode::ByteStr) for bytes that may not be UTF-8.
///
/// ```
/// use tracker_types::Printable;
///
/// let name = "debian\u{1b}[2J\u{202e}gpj.exe";
/// assert_eq!(Printable(name).to_string(), r"debian\u001b[2J\u202egpj.exe");
/// assert_eq!(Printable("Größe\n").to_string(), "Größe\n");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Printable<'t>(pub &'t str);

impl fmt::Display for Printable<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.chars().try_for_each(|character| {
            if is_obeyed(character) {
                write!(f, "\\u{:04x}", u32::from(character))
            } else {
                f.write_char(character)
            }
        })
    }
}

/// Whether a terminal interprets a character instead of displaying it.
fn is_obeyed(character: char) -> bool {
    match character {
        '\n' => false,
        '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => true,
        other => other.is_control(),
    }
}
