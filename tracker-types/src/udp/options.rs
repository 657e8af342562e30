//! Options that follow an announce (BEP 41).

use alloc::borrow::Cow;
use alloc::vec::Vec;
use core::fmt;
use core::iter::FusedIterator;

use bencode::ByteStr;
use bytes::Bytes;

use crate::params::Params;
use crate::quirk::{Quirk, Quirks};
use crate::sink::Sink;
use crate::udp::layout::append_last;
use crate::url::{TrackerUrl, write_path_and_query};

/// The options of an announce request (BEP 41): the only way for a UDP tracker to learn its own
/// URL.
///
/// ```text
/// options  = *option
/// option   = %x00                      ; the end, whatever follows
///          / %x01                      ; nothing
///          / %x02 length *OCTET        ; URL data: path and query, or the next part of them
///          / %x03-FF length *OCTET     ; unknown, skipped
/// ```
///
/// ```
/// use tracker_types::udp::Options;
///
/// let options = Options::from_url_data(b"/announce?passkey=0123456789abcdef");
/// assert_eq!(options.url_data().unwrap(), &b"/announce?passkey=0123456789abcdef"[..]);
/// assert_eq!(options.as_bytes()[..2], [2, 34]);
/// ```
#[derive(Clone, Default)]
pub struct Options<'a> {
    /// Whole options, without an end option.
    bytes: ByteStr<'a>,
}

const END: u8 = 0;
const NOTHING: u8 = 1;
const URL_DATA: u8 = 2;

/// The maximum size of an option's data.
const CHUNK: usize = 255;

/// The beginning of an option.
enum Found<'o> {
    Option(u8, &'o [u8]),
    /// The end, with what follows it.
    End(&'o [u8]),
    Torn,
}

/// Returns the first option of `options`, and what follows it; `None` if there are no more.
fn first(options: &[u8]) -> Option<(Found<'_>, &[u8])> {
    let (&kind, rest) = options.split_first()?;
    Some(match kind {
        END => (Found::End(rest), &[]),
        NOTHING => (Found::Option(NOTHING, &[]), rest),
        kind => match rest.split_first().and_then(|(&n, rest)| rest.split_at_checked(n.into())) {
            Some((data, rest)) => (Found::Option(kind, data), rest),
            None => (Found::Torn, &[]),
        },
    })
}

impl<'a> Options<'a> {
    /// Reads what follows an announce request, if that is nothing, or one whole option with URL
    /// data, as in almost every request.
    #[inline]
    pub(super) fn read_plain(bytes: &'a [u8]) -> Option<Options<'a>> {
        is_plain(bytes).then_some(Options { bytes: ByteStr::borrowed(bytes) })
    }

    /// Reads what follows an announce request, and reports its quirks.
    pub(super) fn read(bytes: &'a [u8]) -> (Options<'a>, Quirks) {
        let (whole, quirks) = judge(bytes);
        (Options { bytes: ByteStr::borrowed(whole) }, quirks)
    }

    /// The options with this path and query, in as few pieces as possible.
    pub fn from_url_data(data: &[u8]) -> Options<'static> {
        let mut bytes = Vec::with_capacity(data.len().saturating_add(2));
        write_url_data(data, &mut bytes);
        Options { bytes: bytes.into() }
    }

    /// The options for a tracker's announce URL, with more parameters after those of its query.
    ///
    /// What RFC 3986 does not allow is escaped, as in a URL for HTTP.
    ///
    /// ```
    /// use tracker_types::{Params, TrackerUrl, udp::Options};
    ///
    /// let url = TrackerUrl::parse("udp://tracker.example:6969/announce?passkey=42")?;
    /// let options = Options::for_url(&url, &Params::default());
    /// assert_eq!(options.as_bytes(), b"\x02\x14/announce?passkey=42");
    /// # Ok::<(), tracker_types::Error>(())
    /// ```
    pub fn for_url(url: &TrackerUrl<'_>, extra: &Params<'_>) -> Options<'static> {
        let mut data = Vec::new();
        write_path_and_query(url, |_| false, |data| extra.write(data), &mut data);
        Options::from_url_data(&data)
    }

    /// The options as received, up to the end option or a torn option.
    pub fn as_bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// Whether there are no options.
    pub fn is_empty(&self) -> bool {
        self.iter().next().is_none()
    }

    /// The options and their data, in order, without no-ops (`0x01`).
    pub fn iter(&self) -> OptionsIter<'_> {
        OptionsIter { rest: self.as_bytes() }
    }

    /// The path and query of the tracker's URL, joined from all their pieces.
    ///
    /// They are as in the client's URL, percent-encoded or not, and are not validated:
    /// [`Target`](crate::Target) splits them, and [`Params`] their query. libtorrent truncates them
    /// to 255 bytes.
    pub fn url_data(&self) -> Option<Cow<'_, [u8]>> {
        let mut pieces = self.iter().filter(|&(kind, _)| kind == URL_DATA).map(|(_, data)| data);
        let mut all = Cow::Borrowed(pieces.next()?);
        pieces.for_each(|piece| all.to_mut().extend_from_slice(piece));
        Some(all)
    }

    /// Writes the URL data in as few pieces as possible, and no other option.
    #[inline]
    pub(super) fn write(&self, out: &mut impl Sink) {
        let bytes = self.as_bytes();
        if is_plain(bytes) {
            append_last(out, bytes);
        } else {
            self.write_anew(out);
        }
    }

    #[cold]
    #[inline(never)]
    fn write_anew(&self, out: &mut impl Sink) {
        if let Some(data) = self.url_data() {
            write_url_data(&data, out);
        }
    }

    /// Copies the options if they are borrowed.
    pub fn into_owned(self) -> Options<'static> {
        Options { bytes: self.bytes.into_owned() }
    }

    /// Shares `frame` if the options are in it, and copies them otherwise.
    pub fn share(&self, frame: &Bytes) -> Options<'static> {
        Options { bytes: self.bytes.share(frame) }
    }
}

/// An iterator over [`Options`] and their data, in order, without no-ops (`0x01`).
#[derive(Clone, Debug)]
pub struct OptionsIter<'o> {
    rest: &'o [u8],
}

impl<'o> Iterator for OptionsIter<'o> {
    type Item = (u8, &'o [u8]);

    fn next(&mut self) -> Option<(u8, &'o [u8])> {
        while let (Found::Option(kind, data), after) = first(self.rest)? {
            self.rest = after;
            if kind != NOTHING {
                return Some((kind, data));
            }
        }
        None
    }
}

impl FusedIterator for OptionsIter<'_> {}

impl<'o> IntoIterator for &'o Options<'_> {
    type Item = (u8, &'o [u8]);
    type IntoIter = OptionsIter<'o>;

    fn into_iter(self) -> OptionsIter<'o> {
        self.iter()
    }
}

/// Returns the options up to the end option or a torn one, and their quirks.
fn judge(bytes: &[u8]) -> (&[u8], Quirks) {
    let (mut quirks, mut rest) = (Quirks::new(), bytes);
    while let Some((found, tail)) = first(rest) {
        match found {
            Found::Option(NOTHING | URL_DATA, _) => {}
            Found::Option(..) => quirks.report(Quirk::UnknownOption),
            Found::End(padding) => {
                if padding.iter().any(|&byte| byte != 0) {
                    quirks.report_times(Quirk::TrailingData, padding.len());
                }
                break;
            }
            Found::Torn => {
                quirks.report(Quirk::TornOption);
                break;
            }
        }
        rest = tail;
    }
    let whole = bytes.len().saturating_sub(rest.len());
    (bytes.get(..whole).unwrap_or(bytes), quirks)
}

/// Whether there is no option, or only one, which has URL data.
#[inline]
fn is_plain(bytes: &[u8]) -> bool {
    match *bytes {
        [URL_DATA, length, ref data @ ..] => data.len() == usize::from(length),
        _ => bytes.is_empty(),
    }
}

fn write_url_data(data: &[u8], out: &mut impl Sink) {
    let mut rest = data;
    loop {
        let (piece, tail) = rest.split_at_checked(CHUNK).unwrap_or((rest, &[]));
        out.append(&[URL_DATA, u8::try_from(piece.len()).unwrap_or(u8::MAX)]);
        out.append(piece);
        rest = tail;
        if rest.is_empty() {
            return;
        }
    }
}

/// Two values are equal if they have the same options in the same order.
impl PartialEq for Options<'_> {
    fn eq(&self, other: &Options<'_>) -> bool {
        self.iter().eq(other.iter())
    }
}

impl Eq for Options<'_> {}

impl fmt::Debug for Options<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map()
            .entries(self.iter().map(|(kind, data)| (kind, ByteStr::borrowed(data))))
            .finish()
    }
}
