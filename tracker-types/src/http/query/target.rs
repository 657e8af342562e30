//! What a request line asks for.

use super::cursor::Cursor;
use super::options::QueryOptions;
use crate::error::Error;
use crate::quirk::Quirk;

/// The target of a request line in its two parts, both as they came.
///
/// The path is the caller's to judge: `/announce`, `/announce.php`, `/<passkey>/announce` all
/// happen.
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
    /// What stands before the first `?` or `#`; of an absolute URL, what follows the host.
    pub path: &'a [u8],
    /// What stands behind the first `?`.
    pub query: Option<&'a [u8]>,
}

impl<'a> Target<'a> {
    /// Splits a target at its first `?`. A fragment in front of that, which clients get from the
    /// announce URL and put their query behind, is cut off.
    pub fn split(target: &'a [u8]) -> Target<'a> {
        let mut parts = target.splitn(2, |&byte| byte == b'?');
        let (path, query) = (parts.next().unwrap_or_default(), parts.next());
        let path = path.split(|&byte| byte == b'#').next().unwrap_or_default();
        Target { path: without_authority(path), query }
    }

    /// The way through the query of `target`, which was split into this.
    pub(super) fn cursor<'o>(
        self,
        target: &[u8],
        options: &'o QueryOptions,
    ) -> Result<Cursor<'a, 'o>, Error> {
        let query = self.query.unwrap_or_default();
        let base = target.len().saturating_sub(query.len());
        let mut cursor = Cursor::new(query, base, options);
        if base > self.path.len().saturating_add(1) {
            report_fragment(target, &mut cursor)?;
        }
        if self.is_odd() {
            cursor.report(Quirk::OddPath, 0)?;
        }
        Ok(cursor)
    }

    /// Whether the path is one that no client should ask for.
    fn is_odd(&self) -> bool {
        let slashes = self.path.windows(2).any(|pair| pair == b"//");
        slashes || !self.path.starts_with(b"/") || self.path.contains(&b' ')
    }
}

/// Reports what was cut off, unless it was a scheme and a host alone.
#[cold]
fn report_fragment(target: &[u8], cursor: &mut Cursor<'_, '_>) -> Result<(), Error> {
    let sign = target.iter().position(|&byte| matches!(byte, b'?' | b'#'));
    let fragment = sign.filter(|&sign| target.get(sign) == Some(&b'#'));
    fragment.map_or(Ok(()), |offset| cursor.report(Quirk::Fragment, offset))
}

/// What follows the host, if a proxy is asked with a whole URL (RFC 9112, section 3.2.2).
fn without_authority(path: &[u8]) -> &[u8] {
    let behind = |scheme: &[u8]| {
        let (front, rest) = path.split_at_checked(scheme.len())?;
        front.eq_ignore_ascii_case(scheme).then_some(rest)
    };
    let Some(rest) = behind(b"http://").or_else(|| behind(b"https://")) else { return path };
    let slash = rest.iter().position(|&byte| byte == b'/');
    slash.and_then(|slash| rest.get(slash..)).unwrap_or_default()
}
