//! The grammar as nom 8 parsers, to be combined into parsers of a larger format.
//!
//! `integer` and `byte_string` are the parsers that the rest of this crate is built on; `raw_value` and `value`
//! read nested input without recursion. Each exists in both forms of nom, and with the caller's error type. For
//! input that is cut short, [`streaming`] returns `Incomplete`, whose size is exact inside a byte string and 1
//! elsewhere; [`complete`] returns an error. Both follow [`Rules::default`]. `value` finds every duplicate key;
//! `raw_value`, which keeps no keys, finds only adjacent duplicates.
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

#[cfg(doc)]
use crate::Rules;
use crate::error::Error;
use crate::grammar::{self, Parsed};
use crate::scanner::{Progress, Scanner};
use crate::token::Int;
#[cfg(feature = "alloc")]
use crate::value::Value;

/// Why a parser stops here: input that lacks this many bytes, or a wrong byte at an offset.
enum Stop {
    Cut(usize),
    Wrong(usize),
}

impl From<Error> for Stop {
    fn from(error: Error) -> Stop {
        Stop::Wrong(error.offset())
    }
}

type Found<'a, T> = Result<(&'a [u8], T), Stop>;

fn integer(input: &[u8]) -> Found<'_, Int<'_>> {
    judge(input, grammar::integer(input))
}

fn byte_string(input: &[u8]) -> Found<'_, &[u8]> {
    judge(input, grammar::string(input))
}

/// Refuses a leading or negative zero, unless there is an error before it.
fn judge<'a, T>(input: &'a [u8], parsed: Parsed<'a, T>) -> Found<'a, T> {
    let found = parsed.map_err(|error| match error {
        Err::Error(fault) | Err::Failure(fault) => Stop::Wrong(fault.offset_in(input)),
        Err::Incomplete(Needed::Size(missing)) => Stop::Cut(missing.get()),
        Err::Incomplete(Needed::Unknown) => Stop::Cut(1),
    });
    match (grammar::needless_zero(input), &found) {
        (Some(_), Err(Stop::Cut(_))) if grammar::is_undecided(input) => found,
        (Some((_, zero)), Err(Stop::Wrong(offset))) if *offset < zero => found,
        (Some((_, zero)), _) => Err(Stop::Wrong(zero)),
        (None, _) => found,
    }
}

fn raw_value(input: &[u8]) -> Found<'_, &[u8]> {
    match Scanner::new().scan(input)? {
        Progress::Frame(length) => {
            let (raw, rest) = input.split_at_checked(length).unwrap_or((input, &[]));
            Ok((rest, raw))
        }
        Progress::Need(missing) => Err(Stop::Cut(missing)),
    }
}

#[cfg(feature = "alloc")]
fn value(input: &[u8]) -> Found<'_, Value<'_>> {
    let (rest, raw) = raw_value(input)?;
    Ok((rest, Value::parse(raw)?))
}

/// Returns an error of the caller's type at the faulty byte.
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
            answer(input, super::raw_value(input))
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

        /// One value with everything inside it.
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

/// Parsers for input that may continue.
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

/// Parsers for complete input.
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
