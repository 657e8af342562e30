//! Recognition of bodies that are not bencode, such as HTML pages.

use core::fmt;

/// The format of a reply's body, guessed from its first bytes.
///
/// ```
/// use tracker_types::BodyKind;
///
/// assert_eq!(BodyKind::sniff(b"d8:intervali1800e5:peers0:e"), BodyKind::Bencode);
/// assert_eq!(BodyKind::sniff(b"<html><body>404 Not Found"), BodyKind::Html);
/// assert_eq!(BodyKind::sniff(b"\x1f\x8b\x08\0"), BodyKind::Gzip);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum BodyKind {
    /// The beginning of a dictionary: a `d` and a key, or `de` alone, since `denied` is a word.
    Bencode,
    /// An HTML page or other markup, such as a proxy or a parked domain sends.
    Html,
    /// gzip (RFC 1952) that the HTTP client did not decompress, often because `Content-Encoding` is
    /// missing.
    Gzip,
    /// zlib (RFC 1950), which HTTP calls `deflate`.
    Zlib,
    /// JSON.
    Json,
    /// A whole HTTP response where only the body is expected.
    Http,
    /// Nothing.
    Empty,
    /// Something else.
    Other,
}

impl BodyKind {
    /// Looks at the first bytes of `body`; white space and a byte order mark before text do not
    /// count.
    pub fn sniff(body: &[u8]) -> BodyKind {
        let text = body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(body).trim_ascii_start();
        match (body, text) {
            ([b'd'] | [b'd', b'0'..=b'9', ..], _) => BodyKind::Bencode,
            (empty, _) if empty.trim_ascii_end() == b"de" => BodyKind::Bencode,
            ([0x1f, 0x8b, ..], _) => BodyKind::Gzip,
            (&[0x78, flags, ..], _) if is_zlib(flags) => BodyKind::Zlib,
            (_, [b'<', ..]) => BodyKind::Html,
            (_, [b'{' | b'[', ..]) => BodyKind::Json,
            (_, text) if text.starts_with(b"HTTP/") => BodyKind::Http,
            (_, []) => BodyKind::Empty,
            _ => BodyKind::Other,
        }
    }
}

/// Whether `flags` may follow the usual first byte: the two, read as one number, are a multiple of
/// 31.
const fn is_zlib(flags: u8) -> bool {
    u16::from_be_bytes([0x78, flags]) % 31 == 0
}

impl fmt::Display for BodyKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            BodyKind::Bencode => "bencode",
            BodyKind::Html => "an HTML page",
            BodyKind::Gzip => "gzip data",
            BodyKind::Zlib => "zlib data",
            BodyKind::Json => "JSON",
            BodyKind::Http => "a whole HTTP response",
            BodyKind::Empty => "nothing",
            BodyKind::Other => "something else",
        })
    }
}
