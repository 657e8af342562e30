//! Paths and keys in messages, shortened.

use alloc::format;
use alloc::string::{String, ToString};
use core::fmt::{self, Write};

use super::{Path, PathWalk};
use crate::error::{Error, ErrorKind};
use crate::grammar;
use crate::quirk::Quirk;

impl Error {
    /// Adds the path to the fault in front, and names the keys involved.
    #[cold]
    pub(crate) fn in_document(self, input: &[u8]) -> Error {
        let (path, before) = PathWalk::to(input, self.offset());
        let key = input.get(self.offset()..).and_then(grammar::leading_string);
        let name = key.map(shorten).unwrap_or_default();
        let text = match (self.kind(), before) {
            (ErrorKind::UnsortedKey, Some(last)) => {
                format!("{} `{name}` after `{}`", Quirk::UnsortedKey, shorten(last))
            }
            (ErrorKind::DuplicateKey, _) => format!("{} `{name}`", Quirk::DuplicateKey),
            _ => String::new(),
        };
        let error = self.with_path(path.shortened());
        if text.is_empty() { error } else { error.with_text(text) }
    }

    /// Names the key involved.
    #[cold]
    pub(crate) fn naming(self, key: &[u8]) -> Error {
        let text = format!("{} `{}`", self.kind(), shorten(key));
        self.with_text(text)
    }
}

impl Path<'_> {
    /// Its text for a message: the beginning and the end of a long one.
    #[cold]
    pub(crate) fn shortened(&self) -> String {
        let mut ends = Ends::default();
        // Writing to a string cannot fail.
        let _ = write!(ends, "{self}");
        ends.finish()
    }
}

/// The longest text that is not shortened, in bytes.
const WHOLE: usize = 160;
/// Characters kept of the beginning and of the end of a longer one.
const START: usize = 80;
const END: usize = 41;
/// Bytes kept of a text while it is written: more than the characters of both ends have.
const KEPT: usize = 4 * (START + END) + 16;

/// A text whose middle is dropped as soon as it is too long.
#[derive(Default)]
struct Ends {
    text: String,
    is_cut: bool,
}

impl Ends {
    /// Where the beginning ends and the end begins.
    fn middle(&self) -> Option<(usize, usize)> {
        let (start, _) = self.text.char_indices().nth(START)?;
        let (end, _) = self.text.char_indices().rev().nth(END.saturating_sub(1))?;
        (start <= end).then_some((start, end))
    }

    fn finish(self) -> String {
        match self.middle() {
            Some((start, end)) if self.is_cut || self.text.len() > WHOLE => {
                let (start, end) = (self.text.get(..start), self.text.get(end..));
                format!("{}…{}", start.unwrap_or_default(), end.unwrap_or_default())
            }
            _ => self.text,
        }
    }
}

impl Write for Ends {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        text.chars().try_for_each(|c| self.write_char(c))
    }

    fn write_char(&mut self, c: char) -> fmt::Result {
        if self.text.len() >= KEPT {
            if let Some((start, end)) = self.middle() {
                self.text.replace_range(start..end, "");
                self.is_cut = true;
            }
        }
        self.text.push(c);
        Ok(())
    }
}

/// The most bytes of a key, or of another text from the input, that a message shows.
pub(crate) const SHOWN: usize = 48;

/// A key in a message: escaped, and shortened if it is long.
pub(crate) fn shorten(key: &[u8]) -> String {
    match key.get(..SHOWN) {
        Some(start) if start.len() < key.len() => format!("{}…", start.escape_ascii()),
        _ => match core::str::from_utf8(key) {
            Ok(text) if !text.contains(char::is_control) => text.to_string(),
            _ => key.escape_ascii().to_string(),
        },
    }
}
