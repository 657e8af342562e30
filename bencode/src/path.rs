//! The path to an offset, computed only on request.

mod levels;
#[cfg(feature = "alloc")]
mod places;
#[cfg(feature = "alloc")]
mod written;
#[cfg(feature = "alloc")]
mod text;

use core::fmt;

use crate::error::Error;
use crate::grammar;
use crate::hexdump::Excerpt;
use crate::reader::Reader;
use crate::rules::Rules;
use crate::token::Token;

use levels::{At, PathLevel, PathLevels};

#[cfg(feature = "alloc")]
pub(crate) use places::{Paths, Place, PlaceMaker};
#[cfg(feature = "serde")]
pub(crate) use text::SHOWN;
#[cfg(feature = "alloc")]
pub(crate) use text::shorten;
#[cfg(feature = "alloc")]
pub(crate) use written::{WrittenStep, steps};

/// The number of bytes of a key that a path shows: file names are no longer.
const LONGEST: usize = 255;

/// One step from a value to a value inside it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Segment<'a> {
    /// Into a dictionary.
    Key(&'a [u8]),
    /// Into a list, counted from 0.
    Index(usize),
}

/// The path from the root to a byte, such as `info.files[3].length`.
///
/// Keys that are not plain text are written in quotes with escapes: `files."\xd1\x10".complete`. Of a key
/// longer than 255 bytes only the first 255 are shown, in quotes and followed by `…`. The text of a path is
/// bounded, whatever the input.
///
/// ```
/// let reply = b"d8:intervali1800e5:peersld4:porti6881eed4:port4:6881eee";
/// assert_eq!(bencode::Path::of(reply, 46).to_string(), "peers[1].port");
/// ```
#[derive(Clone)]
pub struct Path<'a> {
    input: &'a [u8],
    levels: PathLevels,
    /// The number of levels below them.
    deeper: usize,
}

impl<'a> Path<'a> {
    /// Finds the path to the value that holds the byte at `offset`; for a key, the path to its dictionary.
    ///
    /// Reads `input` up to that byte, in linear time, with 1 KiB of heap more than a [`Reader`].
    #[cold]
    pub fn of(input: &'a [u8], offset: usize) -> Path<'a> {
        PathWalk::to(input, offset).0
    }

    /// The steps from the root on, at most 128; deeper ones are only counted.
    pub fn segments(&self) -> impl Iterator<Item = Segment<'a>> + '_ {
        self.levels.all().iter().map_while(|level| match level.at {
            At::Item => Some(Segment::Index(level.step as usize)),
            At::Value => key(self.input, level.step).map(Segment::Key),
            At::Key => None,
        })
    }

    /// Whether it is the path to the whole document.
    pub fn is_root(&self) -> bool {
        self.segments().next().is_none()
    }
}

/// The key whose encoding is at `place`; there is none at the start of an input.
fn key(input: &[u8], place: u32) -> Option<&[u8]> {
    let text = input.get(place as usize..).filter(|_| place > 0)?;
    grammar::leading_string(text)
}

/// Equal if the steps are.
impl PartialEq for Path<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.deeper == other.deeper && self.segments().eq(other.segments())
    }
}

impl Eq for Path<'_> {}

impl fmt::Display for Path<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (step, segment) in self.segments().enumerate() {
            match segment {
                Segment::Index(index) => write!(f, "[{index}]")?,
                Segment::Key(key) => {
                    f.write_str(if step == 0 { "" } else { "." })?;
                    write_key(f, key)?;
                }
            }
        }
        if self.deeper > 0 {
            write!(f, "…{} levels deeper", self.deeper)?;
        }
        Ok(())
    }
}

impl fmt::Debug for Path<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Path({self})")
    }
}

/// Writes a key as it is if it is plain text without the characters that paths use, otherwise quoted
/// and escaped.
fn write_key(out: &mut fmt::Formatter<'_>, key: &[u8]) -> fmt::Result {
    if let Some(start) = key.get(..LONGEST).filter(|start| start.len() < key.len()) {
        return write!(out, "\"{}\"…", start.escape_ascii());
    }
    let special = |c: char| c.is_control() || matches!(c, '.' | '[' | ']' | '"' | '\\');
    match core::str::from_utf8(key) {
        Ok(text) if !text.is_empty() && !text.contains(special) => out.write_str(text),
        _ => write!(out, "\"{}\"", key.escape_ascii()),
    }
}

/// The path to the current position in a walk through an input.
struct PathWalk<'a> {
    path: Path<'a>,
}

impl<'a> PathWalk<'a> {
    fn new(input: &'a [u8]) -> PathWalk<'a> {
        PathWalk { path: Path { input, levels: PathLevels::new(), deeper: 0 } }
    }

    /// Finds the path to the value that holds the byte at `offset`; if the byte is in a key, also the previous
    /// key.
    #[cold]
    fn to(input: &'a [u8], offset: usize) -> (Path<'a>, Option<&'a [u8]>) {
        let mut reader = Reader::with_rules(input, Rules::TOLERANT_UNLIMITED);
        let mut walk = PathWalk::new(input);
        let mut before = None;
        let mut start = 0;
        while let Ok(Some(token)) = reader.next() {
            if reader.offset() > offset {
                before = walk.stop(token);
                break;
            }
            walk.pass(token, start);
            start = reader.offset();
        }
        (walk.path, before)
    }

    /// Handles the token that holds the offset.
    fn stop(&mut self, token: Token<'a>) -> Option<&'a [u8]> {
        let input = self.path.input;
        match (token, self.innermost()) {
            (Token::Bytes(_), Some(level)) if level.at == At::Key => return key(input, level.step),
            (Token::End, _) => self.close(),
            _ => {}
        }
        None
    }

    fn innermost(&mut self) -> Option<&mut PathLevel> {
        if self.path.deeper > 0 {
            return None;
        }
        self.path.levels.last_mut()
    }

    /// Moves past a token, which begins at `start`.
    fn pass(&mut self, token: Token<'a>, start: usize) {
        match token {
            Token::List => self.open(At::Item),
            Token::Dict => self.open(At::Key),
            Token::End => {
                self.close();
                self.after_value();
            }
            Token::Int(_) => self.after_value(),
            Token::Bytes(_) => match self.innermost() {
                Some(level) if level.at == At::Key => *level = PathLevel::new(start, At::Value),
                _ => self.after_value(),
            },
        }
    }

    fn open(&mut self, at: At) {
        if !self.path.levels.push(PathLevel::new(0, at)) {
            self.path.deeper = self.path.deeper.saturating_add(1);
        }
    }

    /// Leaves the innermost list or dictionary.
    fn close(&mut self) {
        match self.path.deeper {
            0 => self.path.levels.pop(),
            _ => self.path.deeper = self.path.deeper.saturating_sub(1),
        }
    }

    fn after_value(&mut self) {
        match self.innermost() {
            Some(level) if level.at == At::Item => level.step = level.step.saturating_add(1),
            Some(level) => level.at = At::Key,
            None => {}
        }
    }
}

impl Error {
    /// The path to the fault, found by reading `input`, the bytes that were decoded, again.
    ///
    /// ```
    /// let reply = b"d5:peersld2:ip7:1.2.3.44:porti-eeee";
    /// let err = bencode::Reader::new(reply).skip_value().unwrap_err();
    /// assert_eq!(err.path(reply).to_string(), "peers[0].port");
    /// ```
    pub fn path<'a>(&self, input: &'a [u8]) -> Path<'a> {
        Path::of(input, self.offset())
    }

    /// The bytes around the fault as a hexdump, with a caret under the faulty one; `input` is as in
    /// [`path`](Error::path).
    pub fn excerpt<'a>(&self, input: &'a [u8]) -> Excerpt<'a> {
        Excerpt { input, offset: self.offset() }
    }
}
