//! The grammar as nom 8 parsers, to be combined into those of a larger format.
//!
//! Each comes in nom's two forms, and with the caller's error type. [`streaming`] answers a cut
//! input with `Incomplete`, whose size is exact inside a byte string and 1 elsewhere;
//! [`complete`] with an error. Both judge by [`Rules::default`]; of duplicate keys `value` finds all,
//! and `raw_value`, which keeps none, those that stand side by side.
//!
//! ```
//! use nom::{IResult, Parser, bytes::complete::tag};
//!
//! // BEP 10: message id 20, extension id 0, then a handshake; BEP 9 appends raw data to such values.
//! fn handshake(input: &[u8]) -> IResult<&[u8], &[u8]> {
//!     let (rest, (_, handshake)) = (tag(&b"\x14\x00"[..]), bencode::parse::complete::raw_value).parse(input)?;
//!     Ok((rest, handshake))
//! }
//!
//! let (rest, raw) = handshake(b"\x14\x00d1:md11:ut_metadatai3eeepiece").unwrap();
//! assert_eq!((raw, rest), (&b"d1:md11:ut_metadatai3eee"[..], &b"piece"[..]));
//! ```

use nom::error::{ErrorKind, ParseError};
use nom::{Err, IResult, Needed};

use crate::cursor::Cursor;
use crate::error::Error;
use crate::rules::Rules;
use crate::scanner::{Progress, Scanner};
use crate::token::Int;
#[cfg(feature = "alloc")]
use crate::value::Value;

/// What stops one of the parsers here.
enum Stop {
    Cut(usize),
    Wrong(usize),
}

impl From<Error> for Stop {
    fn from(error: Error) -> Stop {
        Stop::Wrong(error.offset())
    }
}

/// The length of the value in front.
fn scan(input: &[u8]) -> Result<usize, Stop> {
    match Scanner::new().scan(input)? {
        Progress::Frame(length) => Ok(length),
        Progress::Need(missing) => Err(Stop::Cut(missing)),
    }
}

/// The length of the value in front, which must begin with one of `first`.
fn scan_leaf(input: &[u8], first: &[u8]) -> Result<usize, Stop> {
    match input.first() {
        Some(byte) if !first.contains(byte) => Err(Stop::Wrong(0)),
        _ => scan(input),
    }
}

type Split<'a> = Result<(&'a [u8], &'a [u8]), Stop>;

fn raw(input: &[u8]) -> Split<'_> {
    Ok(split(input, scan(input)?))
}

fn split(input: &[u8], length: usize) -> (&[u8], &[u8]) {
    let (raw, rest) = input.split_at_checked(length).unwrap_or((input, &[]));
    (rest, raw)
}

fn integer(input: &[u8]) -> Result<(&[u8], Int<'_>), Stop> {
    let (rest, raw) = split(input, scan_leaf(input, b"i")?);
    let number = raw.get(1..raw.len().saturating_sub(1)).unwrap_or_default();
    Ok((rest, Int::new(number)))
}

fn byte_string(input: &[u8]) -> Split<'_> {
    scan_leaf(input, b"0123456789")?;
    let lexeme = Cursor::new(input, Rules::DEFAULT).string().map_err(|_| Stop::Wrong(0))?;
    Ok((lexeme.rest, lexeme.token))
}

#[cfg(feature = "alloc")]
fn value(input: &[u8]) -> Result<(&[u8], Value<'_>), Stop> {
    let (rest, raw) = raw(input)?;
    Ok((rest, Value::parse(raw)?))
}

/// An error of the caller's type at the byte at fault.
fn wrong<'a, E: ParseError<&'a [u8]>>(input: &'a [u8], offset: usize, kind: ErrorKind) -> Err<E> {
    Err::Error(E::from_error_kind(input.get(offset..).unwrap_or_default(), kind))
}

/// The four parsers of one form, over its function `answer`.
macro_rules! parsers {
    ($errors:literal) => {
        /// The exact bytes of one value.
        ///
        /// # Errors
        #[doc = $errors]
        pub fn raw_value<'a, E: ParseError<&'a [u8]>>(
            input: &'a [u8],
        ) -> IResult<&'a [u8], &'a [u8], E> {
            answer(input, super::raw(input))
        }

        /// One integer.
        ///
        /// # Errors
        #[doc = $errors]
        pub fn integer<'a, E: ParseError<&'a [u8]>>(
            input: &'a [u8],
        ) -> IResult<&'a [u8], Int<'a>, E> {
            answer(input, super::integer(input))
        }

        /// One byte string.
        ///
        /// # Errors
        #[doc = $errors]
        pub fn byte_string<'a, E: ParseError<&'a [u8]>>(
            input: &'a [u8],
        ) -> IResult<&'a [u8], &'a [u8], E> {
            answer(input, super::byte_string(input))
        }

        /// One value with all that is in it.
        ///
        /// # Errors
        #[doc = $errors]
        #[cfg(feature = "alloc")]
        pub fn value<'a, E: ParseError<&'a [u8]>>(
            input: &'a [u8],
        ) -> IResult<&'a [u8], Value<'a>, E> {
            answer(input, super::value(input))
        }
    };
}

/// For input that may go on.
pub mod streaming {
    #[cfg(feature = "alloc")]
    use super::Value;
    use super::{Err, ErrorKind, IResult, Int, Needed, ParseError, Stop, wrong};

    fn answer<'a, T, E: ParseError<&'a [u8]>>(
        input: &'a [u8],
        found: Result<(&'a [u8], T), Stop>,
    ) -> IResult<&'a [u8], T, E> {
        found.map_err(|stop| match stop {
            Stop::Cut(missing) => Err::Incomplete(Needed::new(missing)),
            Stop::Wrong(offset) => wrong(input, offset, ErrorKind::Verify),
        })
    }

    parsers!("`Incomplete`, or `Verify` at the byte at fault.");
}

/// For input that is all there is.
pub mod complete {
    #[cfg(feature = "alloc")]
    use super::Value;
    use super::{ErrorKind, IResult, Int, ParseError, Stop, wrong};

    fn answer<'a, T, E: ParseError<&'a [u8]>>(
        input: &'a [u8],
        found: Result<(&'a [u8], T), Stop>,
    ) -> IResult<&'a [u8], T, E> {
        found.map_err(|stop| match stop {
            Stop::Cut(_) => wrong(input, input.len(), ErrorKind::Eof),
            Stop::Wrong(offset) => wrong(input, offset, ErrorKind::Verify),
        })
    }

    parsers!("`Eof` at the end of a cut input, or `Verify` at the byte at fault.");
}
