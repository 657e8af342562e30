//! The target of an HTTP request: path and query.

use super::cursor::Cursor;
use super::options::QueryOptions;
use crate::error::Error;
use crate::quirk::Quirk;

/// The two parts of a request line's target, as received.
///
/// The caller decides which paths to accept: `/announce`, `/announce.php` and `/<passkey>/announce`
/// all occur.
///
/// ```
/// use tracker_types::Target;
///
/// let target = Target::split(b"/0123456789abcdef/announce?info_hash=0123456789ABCDEFGHIJ");
/// assert_eq!(target.path, b"/0123456789abcdef/announce");
/// assert_eq!(target.query, Some(&b"info_hash=0123456789ABCDEFGHIJ"[..]));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Target<'a> {
    /// The part before the first `?` or `#`; in an absolute URL, the part after the host.
    pub path: &'a [u8],
    /// The part after the first `?`.
    pub query: Option<&'a [u8]>,
}

/// The usual path.
const USUAL: &[u8] = b"/announce";

impl<'a> Target<'a> {
    /// Splits a target at its first `?`. A fragment before it is cut off: some clients append their
    /// query to an announce URL with a fragment.
    #[inline]
    pub fn split(target: &'a [u8]) -> Target<'a> {
        match target.strip_prefix(b"/announce?") {
            Some(query) => Target { path: USUAL, query: Some(query) },
            None => Target::split_any(target),
        }
    }

    fn split_any(target: &'a [u8]) -> Target<'a> {
        let mut parts = target.splitn(2, |&byte| byte == b'?');
        let (path, query) = (parts.next().unwrap_or_default(), parts.next());
        let path = path.split(|&byte| byte == b'#').next().unwrap_or_default();
        Target { path: without_authority(path), query }
    }

    /// Returns a cursor over the query of `target`, from which this was split.
    #[inline]
    pub(super) const fn cursor<'o>(
        &self,
        target: &[u8],
        options: &'o QueryOptions,
    ) -> Cursor<'a, 'o> {
        let query = match self.query {
            Some(query) => query,
            None => &[],
        };
        Cursor::new(query, target.len().wrapping_sub(query.len()), options)
    }

    /// Reports an odd path, and a part of `target` that was cut off.
    #[inline]
    pub(super) fn look(&self, target: &[u8], cursor: &mut Cursor<'_, '_>) -> Result<(), Error> {
        let query = self.query.map_or(0, |query| query.len().wrapping_add(1));
        if target.len() != self.path.len().wrapping_add(query) {
            report_fragment(target, cursor)?;
        }
        if self.is_odd() { cursor.report(Quirk::OddPath, 0) } else { Ok(()) }
    }

    /// Whether the path is one that no client should request.
    fn is_odd(&self) -> bool {
        if self.path == USUAL {
            return false;
        }
        let [b'/', rest @ ..] = self.path else { return true };
        let mut before = b'/';
        rest.iter().any(|&byte| {
            !byte.is_ascii_graphic()
                || core::mem::replace(&mut before, byte) == b'/' && byte == b'/'
        })
    }
}

/// Reports a part that was cut off, unless it was only a scheme and a host.
#[cold]
fn report_fragment(target: &[u8], cursor: &mut Cursor<'_, '_>) -> Result<(), Error> {
    let sign = target.iter().position(|&byte| matches!(byte, b'?' | b'#'));
    let fragment = sign.filter(|&sign| target.get(sign) == Some(&b'#'));
    fragment.map_or(Ok(()), |offset| cursor.report(Quirk::Fragment, offset))
}

/// Returns what follows the host, if a whole URL was sent, as to a proxy (RFC 9112, section 3.2.2).
fn without_authority(path: &[u8]) -> &[u8] {
    if path.starts_with(b"/") {
        return path;
    }
    let after_scheme = |scheme: &[u8]| {
        let (front, rest) = path.split_at_checked(scheme.len())?;
        front.eq_ignore_ascii_case(scheme).then_some(rest)
    };
    let Some(rest) = after_scheme(b"http://").or_else(|| after_scheme(b"https://")) else {
        return path;
    };
    let slash = rest.iter().position(|&byte| byte == b'/');
    slash.and_then(|slash| rest.get(slash..)).unwrap_or_default()
}
