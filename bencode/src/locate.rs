//! From an offset to a path, when somebody asks.

use core::fmt::{self, Write as _};

use crate::error::Error;
use crate::hex::Excerpt;
use crate::reader::Reader;
use crate::rules::Rules;
use crate::token::Token;

/// Levels that a path names; deeper ones are counted.
const NAMED: usize = 128;

/// One step from a value to a value inside it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Segment<'a> {
    /// Into a dictionary.
    Key(&'a [u8]),
    /// Into a list, counted from 0.
    Index(usize),
}

/// The way from the root to a byte, such as `info.files[3].length`.
///
/// Keys that are not plain text stand in quotes with escapes: `files."\xd1\x10".complete`.
///
/// ```
/// let reply = b"d8:intervali1800e5:peersld4:porti6881eed4:port4:6881eee";
/// assert_eq!(bencode::Path::of(reply, 46).to_string(), "peers[1].port");
/// ```
#[derive(Clone)]
pub struct Path<'a> {
    levels: [Level<'a>; NAMED],
    /// How many of the levels are known.
    length: usize,
    /// How many more there are.
    deeper: usize,
    /// The key in front of the key at the offset, if there is a key at the offset.
    before: Option<&'a [u8]>,
}

/// Where one open list or dictionary is.
#[derive(Clone, Copy)]
enum Level<'a> {
    Item(usize),
    /// A key, until its value is complete, and the key read last.
    Entry(Option<&'a [u8]>, Option<&'a [u8]>),
}

impl<'a> Path<'a> {
    /// The path to the value that holds the byte at `offset`; of a key, to its dictionary.
    ///
    /// Reads `input` up to there: linear, and with no more heap than a [`Reader`].
    #[cold]
    pub fn of(input: &'a [u8], offset: usize) -> Path<'a> {
        let mut path = Path { levels: [Level::Item(0); NAMED], length: 0, deeper: 0, before: None };
        let mut reader = Reader::with_rules(input, Rules::TOLERANT.max_depth(usize::MAX));
        while let Ok(Some(token)) = reader.next() {
            if reader.offset() > offset {
                path.stop(token);
                break;
            }
            path.pass(token);
        }
        path
    }

    /// The steps from the root on; beyond 128 levels they are not known.
    pub fn segments(&self) -> impl Iterator<Item = Segment<'a>> + '_ {
        self.levels.iter().take(self.length).map_while(|level| match *level {
            Level::Item(index) => Some(Segment::Index(index)),
            Level::Entry(key, _) => key.map(Segment::Key),
        })
    }

    /// Whether it leads to the whole document.
    pub fn is_root(&self) -> bool {
        self.segments().next().is_none()
    }

    fn innermost(&mut self) -> Option<&mut Level<'a>> {
        if self.deeper > 0 {
            return None;
        }
        self.levels.get_mut(self.length.checked_sub(1)?)
    }

    /// Behind one token.
    fn pass(&mut self, token: Token<'a>) {
        match token {
            Token::List => self.open(Level::Item(0)),
            Token::Dict => self.open(Level::Entry(None, None)),
            Token::End => {
                match self.deeper {
                    0 => self.length = self.length.saturating_sub(1),
                    _ => self.deeper = self.deeper.saturating_sub(1),
                }
                self.after_value();
            }
            Token::Int(_) => self.after_value(),
            Token::Bytes(text) => match self.innermost() {
                Some(Level::Entry(key @ None, last)) => (*key, *last) = (Some(text), Some(text)),
                _ => self.after_value(),
            },
        }
    }

    fn open(&mut self, level: Level<'a>) {
        match self.levels.get_mut(self.length) {
            Some(place) => {
                *place = level;
                self.length = self.length.saturating_add(1);
            }
            None => self.deeper = self.deeper.saturating_add(1),
        }
    }

    fn after_value(&mut self) {
        match self.innermost() {
            Some(Level::Item(index)) => *index = index.saturating_add(1),
            Some(Level::Entry(key, _)) => *key = None,
            None => {}
        }
    }

    /// At the token that holds the offset.
    fn stop(&mut self, token: Token<'a>) {
        match (token, self.innermost()) {
            (Token::Bytes(_), Some(&mut Level::Entry(None, last))) => self.before = last,
            (Token::End, Some(_)) => self.length = self.length.saturating_sub(1),
            _ => {}
        }
    }
}

/// The same steps.
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

/// Bare if it is plain text without what a path is made of, otherwise quoted and escaped.
fn write_key(f: &mut fmt::Formatter<'_>, key: &[u8]) -> fmt::Result {
    let special = |c: char| c.is_control() || matches!(c, '.' | '[' | ']' | '"' | '\\');
    match core::str::from_utf8(key) {
        Ok(text) if !text.is_empty() && !text.contains(special) => f.write_str(text),
        _ => {
            f.write_char('"')?;
            write!(f, "{}", key.escape_ascii())?;
            f.write_char('"')
        }
    }
}

impl Error {
    /// The path to the fault, found by reading `input`, the bytes that were decoded, once more.
    ///
    /// ```
    /// let reply = b"d5:peersld2:ip7:1.2.3.44:porti-eeee";
    /// let err = bencode::Reader::new(reply).skip_value().unwrap_err();
    /// assert_eq!(err.path(reply).to_string(), "peers[0].port");
    /// ```
    pub fn path<'a>(&self, input: &'a [u8]) -> Path<'a> {
        Path::of(input, self.offset())
    }

    /// The bytes around the fault as a hexdump, with a caret under the one at fault; `input` as in
    /// [`path`](Error::path).
    pub fn excerpt<'a>(&self, input: &'a [u8]) -> Excerpt<'a> {
        Excerpt { input, offset: self.offset() }
    }
}

#[cfg(feature = "alloc")]
mod context {
    use alloc::borrow::Cow;
    use alloc::format;
    use alloc::string::{String, ToString};
    use alloc::vec::Vec;

    use super::Error;
    use crate::error::ErrorKind;
    use crate::grammar;
    use crate::quirk::Quirk;

    impl Error {
        /// With the path to it in front and the keys it is about by name.
        #[cold]
        pub(crate) fn in_document(self, input: &[u8]) -> Error {
            let path = self.path(input);
            let key = input.get(self.offset()..).and_then(|text| grammar::string(text).ok());
            let name = key.map(|(_, odd)| shorten(odd.token)).unwrap_or_default();
            let text = match (self.kind(), path.before) {
                (ErrorKind::UnsortedKey, Some(last)) => {
                    format!("{} `{name}` after `{}`", Quirk::UnsortedKey, shorten(last))
                }
                (ErrorKind::DuplicateKey, _) => format!("{} `{name}`", Quirk::DuplicateKey),
                _ => String::new(),
            };
            let path = without_middle(path.to_string());
            if text.is_empty() {
                self.with_path(path)
            } else {
                self.with_path(path).with_text(text)
            }
        }
    }

    impl Error {
        /// With the key it is about by name.
        #[cold]
        pub(crate) fn naming(self, key: &[u8]) -> Error {
            let text = format!("{} `{}`", self.kind(), shorten(key));
            self.with_text(text)
        }
    }

    /// A path as words of a message: what it begins and what it ends with.
    fn without_middle(path: String) -> String {
        let start = path.char_indices().nth(80).map(|(end, _)| end);
        let end = path.char_indices().rev().nth(40).map(|(start, _)| start);
        match (start.and_then(|start| path.get(..start)), end.and_then(|end| path.get(end..))) {
            (Some(start), Some(end)) if path.len() > 160 => format!("{start}…{end}"),
            _ => path,
        }
    }

    /// Bytes of a key, or of another text from the input, that a message shows at most.
    pub(crate) const SHOWN: usize = 48;

    /// A key as words of a message: escaped, and not longer than it helps.
    pub(crate) fn shorten(key: &[u8]) -> String {
        match key.get(..SHOWN) {
            Some(start) if start.len() < key.len() => format!("{}…", start.escape_ascii()),
            _ => match core::str::from_utf8(key) {
                Ok(text) if !text.contains(char::is_control) => text.to_string(),
                _ => key.escape_ascii().to_string(),
            },
        }
    }

    /// One step of a path that somebody wrote down.
    #[derive(Debug, PartialEq, Eq)]
    pub(crate) enum Step<'a> {
        Key(Cow<'a, [u8]>),
        Index(usize),
    }

    /// The steps of `path`, written as [`Path`] writes them; `None` for one that makes no sense.
    pub(crate) fn steps(path: &str) -> impl Iterator<Item = Option<Step<'_>>> {
        let mut rest = path;
        let mut first = true;
        core::iter::from_fn(move || {
            if rest.is_empty() {
                return None;
            }
            let step = step(&mut rest, core::mem::take(&mut first));
            if step.is_none() {
                rest = "";
            }
            Some(step)
        })
    }

    fn step<'a>(rest: &mut &'a str, first: bool) -> Option<Step<'a>> {
        if let Some(inside) = rest.strip_prefix('[') {
            let (index, behind) = inside.split_once(']')?;
            *rest = behind;
            let digits = index.bytes().all(|byte| byte.is_ascii_digit());
            return index.parse().ok().filter(|_| digits).map(Step::Index);
        }
        let key = if first { *rest } else { rest.strip_prefix('.')? };
        if let Some(quoted) = key.strip_prefix('"') {
            return unquote(quoted, rest).map(|key| Step::Key(Cow::Owned(key)));
        }
        let end = key.find(['.', '[']).unwrap_or(key.len());
        let (key, behind) = key.split_at_checked(end)?;
        *rest = behind;
        (!key.is_empty()).then_some(Step::Key(Cow::Borrowed(key.as_bytes())))
    }

    /// The inverse of `escape_ascii`, up to the closing quote.
    fn unquote<'a>(quoted: &'a str, rest: &mut &'a str) -> Option<Vec<u8>> {
        let mut key = Vec::new();
        let mut bytes = quoted.as_bytes();
        loop {
            bytes = match bytes {
                [b'"', ..] => break,
                [b'\\', b'x', high, low, tail @ ..] => {
                    let digit =
                        |c: &u8| char::from(*c).to_digit(16).and_then(|d| u8::try_from(d).ok());
                    key.push(digit(high)? << 4 | digit(low)?);
                    tail
                }
                [b'\\', escape, tail @ ..] => {
                    key.push(match escape {
                        b't' => b'\t',
                        b'r' => b'\r',
                        b'n' => b'\n',
                        other => *other,
                    });
                    tail
                }
                [byte, tail @ ..] => {
                    key.push(*byte);
                    tail
                }
                [] => return None,
            };
        }
        *rest = quoted.get(quoted.len().saturating_sub(bytes.len()).saturating_add(1)..)?;
        Some(key)
    }
}

#[cfg(feature = "serde")]
pub(crate) use context::SHOWN;
#[cfg(feature = "alloc")]
pub(crate) use context::shorten;
#[cfg(feature = "alloc")]
pub(crate) use context::{Step, steps};
