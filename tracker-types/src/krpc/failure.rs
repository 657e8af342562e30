//! `e`, the content of an error, in all the forms in which it is sent.

use bencode::Token;

use super::error_code::ErrorCode;
use super::kinds::{decimal, whole, write_whole};
use crate::message::{
    Kind, Notes, Output, Written, literal_number, literal_string, skip, string, token,
};
use crate::quirk::Quirk;
use crate::sink::Sink;

/// The parts of an error.
#[derive(Clone, Copy, Default)]
pub(super) struct FailureParts<'a> {
    pub(super) code: Option<i64>,
    pub(super) text: Option<&'a [u8]>,
}

/// A list of a number and text.
pub(super) struct Failure;

impl<'a> Kind<'a> for Failure {
    type Place = Option<FailureParts<'a>>;

    #[inline]
    fn usual(rest: &'a [u8], place: &mut Self::Place) -> Option<&'a [u8]> {
        let (code, rest) = literal_number(rest.strip_prefix(b"l")?)?;
        let (text, rest) = literal_string(rest)?;
        let rest = rest.strip_prefix(b"e")?;
        *place = Some(FailureParts { code: Some(code.into()), text: Some(text) });
        Some(rest)
    }

    // Reads any list, and a number or text without a list around it; from any other value it reads nothing.
    #[cold]
    #[inline(never)]
    fn read(rest: &'a [u8], place: &mut Self::Place, notes: &mut Notes) -> Option<&'a [u8]> {
        let mut parts = FailureParts::default();
        let rest = match rest {
            [b'l', rest @ ..] => notes.nested(1, |notes| list(rest, &mut parts, notes))?,
            [b'0'..=b'9', ..] => {
                let (text, rest) = string(rest, notes)?;
                parts.text = text;
                notes.report(Quirk::OddError);
                rest
            }
            _ => {
                let (_, rest) = element(rest, &mut parts, notes)?;
                notes.report(Quirk::OddError);
                rest
            }
        };
        *place = Some(parts);
        Some(rest)
    }
}

/// Reads the elements of a list; returns the bytes after it.
fn list<'a>(
    mut rest: &'a [u8],
    parts: &mut FailureParts<'a>,
    notes: &mut Notes,
) -> Option<&'a [u8]> {
    let mut is_odd = false;
    loop {
        if let [b'e', tail @ ..] = rest {
            if is_odd || parts.code.is_none() || parts.text.is_none() {
                notes.report(Quirk::OddError);
            }
            return Some(tail);
        }
        let (is_usual, tail) = element(rest, parts, notes)?;
        is_odd |= !is_usual;
        rest = tail;
    }
}

/// Reads an element; returns whether it is of the usual type for its place.
fn element<'a>(
    rest: &'a [u8],
    parts: &mut FailureParts<'a>,
    notes: &mut Notes,
) -> Option<(bool, &'a [u8])> {
    let is_first = parts.code.is_none() && parts.text.is_none();
    match rest {
        [b'i', ..] => {
            let (Token::Int(int), rest) = token(rest, notes)? else { return None };
            if is_first {
                parts.code = Some(whole(int, notes));
            }
            Some((is_first, rest))
        }
        [b'0'..=b'9', ..] => {
            let (text, rest) = string(rest, notes)?;
            let text = text.unwrap_or_default();
            match decimal(text) {
                Some(code) if is_first => {
                    parts.code = Some(code);
                    Some((false, rest))
                }
                _ if parts.text.is_none() => {
                    parts.text = Some(text);
                    Some((!is_first, rest))
                }
                _ => Some((false, rest)),
            }
        }
        _ => Some((false, skip(rest, notes)?)),
    }
}

impl Written<Option<FailureParts<'_>>> for Failure {
    #[inline]
    fn write<const N: usize>(
        place: &Option<FailureParts<'_>>,
        key: &[u8; N],
        out: &mut Output<'_, impl Sink>,
    ) {
        if let Some(parts) = place {
            out.put(key);
            write_whole(parts.code.unwrap_or(ErrorCode::NONE.0), b"l", out);
            out.string(b"", Some(parts.text.unwrap_or_default()));
            out.put(b"e");
        }
    }
}
