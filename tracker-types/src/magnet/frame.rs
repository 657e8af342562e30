//! The text around the parameters of a magnet link, and changes that tools make to the whole link.

use alloc::borrow::Cow;
use alloc::borrow::ToOwned;
use alloc::format;
use alloc::string::String;

use crate::error::{Error, ErrorKind};
use crate::percent;
use crate::quirk::{Quirk, Quirks};

/// The parameters of a link.
pub(super) struct Frame<'a> {
    pub(super) query: Cow<'a, str>,
    /// The offset of the parameters in the text that was read.
    pub(super) start: usize,
}

/// The number of times that a link or URL which was encoded as a whole is decoded. More levels are
/// not an accident, and each costs as much as the first.
pub(super) const MOST_DECODED: usize = 3;

/// Removes everything around the parameters.
pub(super) fn open<'a>(link: &'a str, quirks: &mut Quirks) -> Result<Frame<'a>, Error> {
    let (text, start) = strip_white_space(link, quirks);
    let (text, start) = match strip_quotes(text) {
        Some(inner) => {
            quirks.report(Quirk::OddScheme);
            let (inner, before) = strip_white_space(inner, quirks);
            (inner, start.saturating_add(1).saturating_add(before))
        }
        None => (text, start),
    };
    let mut frame = Frame { query: Cow::Borrowed(text), start };
    for _ in 0..MOST_DECODED {
        if is_encoded(&frame.query) {
            quirks.report(Quirk::TwiceEncoded);
            let decoded = percent::to_text(&percent::decode_literal(frame.query.as_bytes()));
            frame.query = Cow::Owned(strip_white_space(&decoded, quirks).0.to_owned());
        }
    }
    if let Some(decoded) = without_entities(&frame.query) {
        quirks.report(Quirk::HtmlEntity);
        frame.query = Cow::Owned(decoded);
    }
    if let Some(joined) = without_line_ends(&frame.query) {
        quirks.report(Quirk::LinkWhiteSpace);
        frame.query = Cow::Owned(joined);
    }
    frame.strip_scheme(quirks)
}

impl<'a> Frame<'a> {
    /// Removes the scheme, or adds the missing prefix to a bare hash.
    fn strip_scheme(self, quirks: &mut Quirks) -> Result<Frame<'a>, Error> {
        let text = &*self.query;
        let invalid = || Error::new(ErrorKind::InvalidMagnet, 0);
        let rest = strip_scheme(text);
        let after = rest.unwrap_or(text);
        let query = ["?", "%3f", "%3F"].into_iter().find_map(|sign| after.strip_prefix(sign));
        let query = query.unwrap_or(after);
        if let Some(topic) = bare_topic(query) {
            quirks.report(Quirk::BareHash);
            return Ok(Frame { query: Cow::Owned(topic), start: 0 });
        }
        let usual = rest.is_some_and(|rest| {
            rest.starts_with('?') && text.len().saturating_sub(rest.len()) == "magnet:".len()
        });
        if !usual {
            quirks.report(Quirk::OddScheme);
        }
        if rest.is_none() && !strips(query, "xt=") {
            return Err(invalid());
        }
        let start = text.len().saturating_sub(query.len());
        let query = match self.query {
            Cow::Borrowed(text) => Cow::Borrowed(text.get(start..).unwrap_or_default()),
            Cow::Owned(ref text) => Cow::Owned(text.get(start..).unwrap_or_default().to_owned()),
        };
        Ok(Frame { query, start: self.start.saturating_add(start) })
    }
}

/// Returns what follows `magnet:` and slashes, which do not belong there; the colon may be escaped.
fn strip_scheme(text: &str) -> Option<&str> {
    let schemes = ["magnet:", "magnet%3a"];
    let scheme = schemes.into_iter().find(|scheme| strips(text, scheme))?;
    Some(text.get(scheme.len()..)?.trim_start_matches('/'))
}

/// Whether `text` begins with `prefix`, ignoring case.
fn strips(text: &str, prefix: &str) -> bool {
    text.get(..prefix.len()).is_some_and(|front| front.eq_ignore_ascii_case(prefix))
}

/// Returns the parameter that a bare hash, perhaps with its URN, means.
fn bare_topic(text: &str) -> Option<String> {
    let hex = text.bytes().all(|byte| byte.is_ascii_hexdigit());
    match text.len() {
        32 if text.bytes().all(|byte| matches!(byte, b'A'..=b'Z' | b'a'..=b'z' | b'2'..=b'7')) => {
            Some(format!("xt=urn:btih:{text}"))
        }
        40 if hex => Some(format!("xt=urn:btih:{text}")),
        64 if hex => Some(format!("xt=urn:btmh:1220{text}")),
        68 if hex && text.starts_with("1220") => Some(format!("xt=urn:btmh:{text}")),
        _ if strips(text, "urn:btih:") || strips(text, "urn:btmh:") => Some(format!("xt={text}")),
        _ => None,
    }
}

fn strip_white_space<'a>(text: &'a str, quirks: &mut Quirks) -> (&'a str, usize) {
    // Rust does not count a byte order mark as white space, but text pasted from a file may have
    // one.
    let white = |c: char| c.is_whitespace() || c == '\u{feff}';
    let inner = text.trim_start_matches(white);
    let start = text.len().saturating_sub(inner.len());
    let inner = inner.trim_end_matches(white);
    if inner.len() < text.len() {
        quirks.report(Quirk::LinkWhiteSpace);
    }
    (inner, start)
}

/// Returns the text between quotes or `<>`.
fn strip_quotes(text: &str) -> Option<&str> {
    let pairs = [('<', '>'), ('"', '"'), ('\'', '\'')];
    pairs.into_iter().find_map(|(open, close)| text.strip_prefix(open)?.strip_suffix(close))
}

/// Whether a link was percent-encoded as a whole: every `=` in it is escaped.
fn is_encoded(text: &str) -> bool {
    let escaped = || text.as_bytes().windows(2).any(|pair| pair.eq_ignore_ascii_case(b"3d"));
    let has = |sign| text.contains(sign);
    (strips(text, "magnet:") || strips(text, "magnet%")) && !has('=') && has('%') && escaped()
}

/// HTML entities of characters that occur in a link.
const ENTITIES: &[(&str, char)] =
    &[("amp;", '&'), ("quot;", '"'), ("apos;", '\''), ("lt;", '<'), ("gt;", '>'), ("nbsp;", ' ')];

/// Replaces HTML entities, if there are any; `&amp;amp;` was escaped twice.
fn without_entities(text: &str) -> Option<String> {
    let mut decoded = None;
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('&') {
        let start = text.len().saturating_sub(rest.len());
        let entity = entity(after);
        if entity.is_some() && decoded.is_none() {
            decoded = text.get(..start).map(str::to_owned);
        }
        let (sign, after) = entity.unwrap_or(('&', after));
        if let Some(decoded) = &mut decoded {
            decoded.push_str(before);
            decoded.push(sign);
        }
        rest = after;
    }
    decoded.as_mut()?.push_str(rest);
    decoded
}

/// Returns the character of an entity, given without its `&`, and the rest. An `&` may begin
/// another entity, if the text was escaped twice.
fn entity(text: &str) -> Option<(char, &str)> {
    let mut found = one_entity(text)?;
    while let ('&', rest) = found {
        match one_entity(rest) {
            Some(next) => found = next,
            None => break,
        }
    }
    Some(found)
}

fn one_entity(text: &str) -> Option<(char, &str)> {
    let named = ENTITIES.iter().find(|(name, _)| strips(text, name));
    match named {
        Some((name, sign)) => Some((*sign, text.get(name.len()..)?)),
        None => numbered(text.strip_prefix('#')?),
    }
}

/// Reads a character by its number, such as `38;` or `x26;`.
fn numbered(text: &str) -> Option<(char, &str)> {
    // The largest has seven digits.
    let end = text.bytes().take(9).position(|byte| byte == b';')?;
    let (number, rest) = (text.get(..end)?, text.get(end.saturating_add(1)..)?);
    let code = match number.strip_prefix(['x', 'X']) {
        Some(digits) => u32::from_str_radix(digits, 16),
        None => number.parse(),
    };
    let sign = code.ok().and_then(char::from_u32)?;
    Some((sign, rest))
}

/// Joins the lines of a text, if it has several, without the white space around line ends.
fn without_line_ends(text: &str) -> Option<String> {
    let is_end = |c: char| matches!(c, '\r' | '\n' | '\t');
    text.contains(is_end).then(|| text.split(is_end).map(str::trim).collect())
}
