//! Parses the text of a path, step by step.

use alloc::borrow::Cow;
use alloc::vec::Vec;

use crate::hexdump::byte;

/// One step of a path in text form.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum WrittenStep<'a> {
    Key(Cow<'a, [u8]>),
    Index(usize),
}

/// The steps of `path`, as written by [`Path`](super::Path); `None` for anything that is not a step.
pub(crate) fn steps(path: &str) -> impl Iterator<Item = Option<WrittenStep<'_>>> {
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

fn step<'a>(rest: &mut &'a str, first: bool) -> Option<WrittenStep<'a>> {
    if let Some(inside) = rest.strip_prefix('[') {
        let (index, after) = inside.split_once(']')?;
        *rest = after;
        let digits = index.bytes().all(|byte| byte.is_ascii_digit());
        return index.parse().ok().filter(|_| digits).map(WrittenStep::Index);
    }
    let key = if first { *rest } else { rest.strip_prefix('.')? };
    if let Some(quoted) = key.strip_prefix('"') {
        return unquote(quoted, rest).map(|key| WrittenStep::Key(Cow::Owned(key)));
    }
    let end = key.find(['.', '[']).unwrap_or(key.len());
    let (key, after) = key.split_at_checked(end)?;
    *rest = after;
    (!key.is_empty()).then_some(WrittenStep::Key(Cow::Borrowed(key.as_bytes())))
}

/// The inverse of `escape_ascii`, up to the closing quote.
fn unquote<'a>(quoted: &'a str, rest: &mut &'a str) -> Option<Vec<u8>> {
    let mut key = Vec::new();
    let mut bytes = quoted.as_bytes();
    loop {
        bytes = match bytes {
            [b'"', ..] => break,
            [b'\\', b'x', high, low, tail @ ..] => {
                key.push(byte(&[*high, *low])?);
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
