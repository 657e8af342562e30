//! Finds the end of a value in a buffer that is still being filled.

use core::fmt;

use crate::cursor::Cursor;
use crate::error::{Defect, Error};
use crate::grammar;
use crate::rules::Rules;
use crate::short;
use crate::structure::{Next, Structure};

/// What a [`Scanner`] knows so far.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Progress {
    /// The value is not complete: at least this many more bytes are needed.
    Need(usize),
    /// The value is complete: it is this many bytes of the buffer.
    Frame(usize),
}

/// Finds the end of a value in a growing buffer, without performing any input.
///
/// The buffer always begins where the value begins; between calls, bytes are only appended. Work is linear in
/// the size of the value, however small the pieces are. The scanner keeps a few words, and allocates as little
/// as a [`Reader`](crate::Reader).
///
/// Bytes after the value are not read: they are the next frame, or whatever the protocol puts there. Duplicate
/// keys are detected as in a reader.
///
/// ```
/// use bencode::{Progress, Scanner};
///
/// // BEP 10: a handshake, then raw data.
/// let message = b"d1:md11:ut_metadatai3eee\xff\xff";
/// let mut scanner = Scanner::new();
/// assert_eq!(scanner.scan(&message[..10]), Ok(Progress::Need(9)));
/// assert_eq!(scanner.scan(&message[..]), Ok(Progress::Frame(24)));
/// ```
///
/// Consecutive messages on a connection:
///
/// ```
/// # #[cfg(feature = "std")]
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// use std::io::Read;
/// use bencode::{Progress, Rules, Scanner};
///
/// # let mut socket = &b"d1:q4:ping1:t2:aa1:y1:qed1:t2:aa1:y1:re"[..];
/// # let mut lengths = Vec::new();
/// // A peer may claim 99999999999 bytes: the limit is what it can make us keep.
/// let mut scanner = Scanner::with_rules(Rules::default().max_input(1 << 20));
/// let (mut buffer, mut piece) = (Vec::new(), [0; 1460]);
/// loop {
///     match scanner.scan(&buffer)? {
///         Progress::Frame(length) => {
///             // buffer[..length] is a message: decode it here.
/// #           lengths.push(length);
///             buffer.drain(..length);
///             scanner.reset();
///         }
///         Progress::Need(_) => match socket.read(&mut piece)? {
///             0 => break,
///             count => buffer.extend_from_slice(&piece[..count]),
///         },
///     }
/// }
/// assert!(buffer.is_empty(), "the last message is cut short");
/// # assert_eq!(lengths, [24, 15]);
/// # Ok(())
/// # }
/// # #[cfg(not(feature = "std"))]
/// # fn main() {}
/// ```
#[derive(Clone)]
pub struct Scanner {
    structure: Structure,
    rules: Rules,
    /// Where the next token begins.
    position: usize,
    /// The length that the buffer must reach: nothing can change before.
    awaited: usize,
    /// How far the token at `position` is known to be digits.
    digits: usize,
}

impl Scanner {
    /// Creates a scanner under [`Rules::default`].
    pub fn new() -> Scanner {
        Scanner::with_rules(Rules::DEFAULT)
    }

    /// Creates a scanner under `rules`.
    pub fn with_rules(rules: Rules) -> Scanner {
        let structure = Structure::endless(&rules);
        Scanner { structure, rules, position: 0, awaited: 0, digits: 0 }
    }

    /// Continues where the last call stopped; `buffer` holds all bytes of the value so far.
    ///
    /// # Errors
    /// For input that cannot become a value under the rules, as soon as that is certain; never an
    /// [`UnexpectedEnd`](crate::ErrorKind::UnexpectedEnd).
    pub fn scan(&mut self, buffer: &[u8]) -> Result<Progress, Error> {
        let missing = self.awaited.saturating_sub(buffer.len());
        if missing > 0 {
            return Ok(Progress::Need(missing));
        }
        let mut cursor = Cursor::new(buffer, self.rules);
        if cursor.is_oversize() {
            return Err(cursor.explain(Defect::InputLimit, false));
        }
        cursor.rest = buffer.get(self.position..).unwrap_or_default();
        if self.is_inside_digits(buffer) {
            return Ok(Progress::Need(1));
        }
        let skipped = match self.structure.expect() {
            Next::Done => Ok(()),
            _ => self.structure.skip(&mut cursor, 0),
        };
        self.position = cursor.offset();
        match skipped {
            Ok(()) => Ok(Progress::Frame(self.position)),
            Err(Defect::UnexpectedEnd) => self.wait(&cursor),
            Err(defect) => Err(self.explain(&cursor, defect)),
        }
    }

    /// Returns the length of the value at the start of `buffer`, to which no more bytes will be added.
    ///
    /// # Errors
    /// As [`scan`](Scanner::scan), and `UnexpectedEnd` if the value is not complete.
    pub fn finish(&mut self, buffer: &[u8]) -> Result<usize, Error> {
        match self.scan(buffer)? {
            Progress::Frame(length) => Ok(length),
            Progress::Need(_) => {
                // Digits that were only counted may overflow a length.
                (self.awaited, self.digits) = (0, 0);
                self.scan(buffer)?;
                let mut cursor = Cursor::new(buffer, self.rules);
                cursor.rest = buffer.get(self.position..).unwrap_or_default();
                Err(self.explain(&cursor, Defect::UnexpectedEnd))
            }
        }
    }

    /// Starts over with the next value, keeping rules and memory.
    pub fn reset(&mut self) {
        self.structure.reset_endless(&self.rules);
        (self.position, self.awaited, self.digits) = (0, 0, 0);
    }

    /// The token is cut short, but its first bytes may already be an error.
    #[cold]
    fn wait(&mut self, cursor: &Cursor<'_>) -> Result<Progress, Error> {
        let error = self.explain(cursor, Defect::UnexpectedEnd);
        if !error.is_eof() && !grammar::is_undecided(cursor.rest) {
            return Err(error);
        }
        let missing = cursor.missing();
        self.awaited = cursor.input.len().saturating_add(missing);
        self.digits = if is_endless(cursor.rest) { cursor.input.len() } else { 0 };
        Ok(Progress::Need(missing))
    }

    /// Whether a run of digits, seen up to `self.digits`, continues to the end of the buffer.
    ///
    /// Without this, an integer fed byte by byte would be read from its start each time.
    fn is_inside_digits(&mut self, buffer: &[u8]) -> bool {
        let Some(new) = buffer.get(self.digits..).filter(|_| self.digits > self.position) else {
            return false;
        };
        let inside = short::digits(new) == new.len();
        if inside {
            self.digits = buffer.len();
        }
        inside
    }

    #[cold]
    fn explain(&self, cursor: &Cursor<'_>, defect: Defect) -> Error {
        cursor.explain(defect, self.structure.expect() == Next::Key)
    }
}

/// Whether a token is cut inside a run of digits that may have any length: those of an integer, or of a length
/// that begins with a zero. Other lengths have fewer than 20 digits, or overflow.
fn is_endless(token: &[u8]) -> bool {
    let run = match token {
        [b'i', b'-', run @ ..] | [b'i', run @ ..] => run,
        [b'0', ..] => token,
        _ => &[],
    };
    !run.is_empty() && short::digits(run) == run.len()
}

impl Default for Scanner {
    fn default() -> Self {
        Scanner::new()
    }
}

impl fmt::Debug for Scanner {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let depth = self.structure.depth();
        let mut text = f.debug_struct("Scanner");
        text.field("offset", &self.position).field("depth", &depth).finish_non_exhaustive()
    }
}
