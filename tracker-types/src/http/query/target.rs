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
    /// What stands before the first `?`; of an absolute URL, what follows the host.
    pub path: &'a [u8],
    /// What stands behind the first `?`.
    pub query: Option<&'a [u8]>,
}

impl<'a> Target<'a> {
    /// Splits a target at its first `?`; a fragment without any query is cut off.
    pub fn split(target: &'a [u8]) -> Target<'a> {
        let mut parts = target.splitn(2, |&byte| byte == b'?');
        let (path, query) = (parts.next().unwrap_or_default(), parts.next());
        Target { path: without_authority(path), query }.without_fragment()
    }

    fn without_fragment(self) -> Target<'a> {
        match self.path.iter().position(|&byte| byte == b'#') {
            Some(end) if self.query.is_none() => {
                Target { path: self.path.get(..end).unwrap_or_default(), query: None }
            }
            _ => self,
        }
    }

    /// The way through the query of `target`, which was split into this.
    pub(super) fn cursor<'o>(
        self,
        target: &[u8],
        options: &'o QueryOptions,
    ) -> Result<Cursor<'a, 'o>, Error> {
        let query = self.query.unwrap_or_default();
        let mut cursor = Cursor::new(query, target.len().saturating_sub(query.len()), options);
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

/// What follows the host, if a proxy is asked with a whole URL (RFC 9112, section 3.2.2).
fn without_authority(path: &[u8]) -> &[u8] {
    let rest =
        [&b"http://"[..], b"https://"].into_iter().find_map(|scheme| path.strip_prefix(scheme));
    let Some(rest) = rest else { return path };
    let slash = rest.iter().position(|&byte| byte == b'/');
    slash.and_then(|slash| rest.get(slash..)).unwrap_or_default()
}
