//! The peers of a `get_peers` reply, as a view of the packet.

use alloc::vec::Vec;
use core::fmt;
use core::iter::FusedIterator;
use core::mem;
use core::net::{SocketAddr, SocketAddrV4, SocketAddrV6};

use bencode::{ByteStr, Reader, Rules};
use bytes::Bytes;

use crate::compact::{Compact, Packed};
use crate::message::literal_string;
use crate::sink::Sink;

/// The peers in `values` of a reply: a list of packed addresses of either family (BEP 5, BEP 32).
///
/// A view of the packet: addresses are unpacked on request, one by one, and nothing is allocated
/// for them. An IPv4 address that is mapped into IPv6 is returned as IPv4.
///
/// ```
/// use tracker_types::krpc::{self, Body};
///
/// // From rTorrent 0.9.8.
/// let packet = b"d1:rd2:id20:\x1f\xaa\xcd\x41\xcc\x77\x31\x6f\xcf\x10\xb4\x9c\x52\x26\xc5\xd4\x93\xd6\
///     \xad\x425:token8:\xdd\xf8\xa2\x37\xfc\x4f\x20\x886:valuesl6:\n\t\0\x05]\x1b6:\n\t\0\x02\xe1\x1aee\
///     1:t2:K\x0f1:v4:lt\r\x801:y1:re";
/// let (message, quirks) = krpc::decode(packet)?;
/// let Body::Reply(reply) = message.body else { panic!("no reply") };
/// let peers: Vec<_> = reply.values.iter().collect();
/// assert_eq!(peers, ["10.9.0.5:23835".parse()?, "10.9.0.2:57626".parse()?]);
/// assert!(quirks.is_empty());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Default)]
pub struct Values<'a> {
    form: Form,
    content: ByteStr<'a>,
}

/// The form of the addresses in the packet.
#[derive(Clone, Copy, Default)]
enum Form {
    /// The content between `l` and `e`: strings of 6 and 18 bytes, in the form that is written.
    #[default]
    Plain,
    /// The same in another form, or with values that are not addresses.
    Mixed,
    /// IPv4 peers joined in one string.
    Joined,
}

/// The same, borrowed from a packet or from [`Values`].
#[derive(Clone, Copy, Default)]
pub(super) struct Listed<'a> {
    form: Form,
    content: &'a [u8],
}

impl<'a> Listed<'a> {
    /// The content of a list that has only strings of 6 and 18 bytes, in the form that is written.
    #[inline]
    pub(super) const fn plain(content: &'a [u8]) -> Listed<'a> {
        Listed { form: Form::Plain, content }
    }

    /// The content of any other list.
    pub(super) const fn mixed(content: &'a [u8]) -> Listed<'a> {
        Listed { form: Form::Mixed, content }
    }

    /// IPv4 peers in one string, all of them complete.
    pub(super) const fn joined(content: &'a [u8]) -> Listed<'a> {
        Listed { form: Form::Joined, content }
    }

    /// The content of the list, if it can be written as it is.
    #[inline]
    pub(super) const fn as_plain(&self) -> Option<&'a [u8]> {
        match self.form {
            Form::Plain => Some(self.content),
            Form::Mixed | Form::Joined => None,
        }
    }

    /// All addresses, in the order of the packet.
    pub(super) fn iter(&self) -> ValuesIter<'a> {
        match self.form {
            Form::Plain | Form::Mixed => ValuesIter { content: self.content, joined: &[] },
            Form::Joined => ValuesIter { content: &[], joined: self.content },
        }
    }
}

impl<'a> From<Listed<'a>> for Values<'a> {
    #[inline]
    fn from(listed: Listed<'a>) -> Values<'a> {
        Values { form: listed.form, content: ByteStr::borrowed(listed.content) }
    }
}

impl Values<'_> {
    /// All addresses, in the order of the packet. Addresses with port 0, to which nobody can
    /// connect, may be among them: see [`connectable`](Values::connectable).
    pub fn iter(&self) -> ValuesIter<'_> {
        self.listed().iter()
    }

    /// The addresses to connect to: those with a port.
    pub fn connectable(&self) -> impl Iterator<Item = SocketAddr> + Clone + '_ {
        self.iter().filter(|address| address.port() > 0)
    }

    /// Whether there are no addresses.
    pub fn is_empty(&self) -> bool {
        self.iter().next().is_none()
    }

    /// The same addresses, borrowed.
    #[inline]
    pub(super) fn listed(&self) -> Listed<'_> {
        Listed { form: self.form, content: &self.content }
    }

    /// The first of the addresses, without as many of the last ones as have `excess` bytes in a
    /// packet.
    pub(super) fn shortened(&self, mut excess: usize) -> Values<'static> {
        let mut addresses: Vec<SocketAddr> = self.iter().collect();
        while let Some(last) = addresses.last().filter(|_| excess > 0) {
            excess = excess.saturating_sub(if last.is_ipv4() { 8 } else { 21 });
            addresses.pop();
        }
        addresses.into_iter().collect()
    }

    /// Copies the addresses if they are borrowed.
    pub fn into_owned(self) -> Values<'static> {
        Values { form: self.form, content: self.content.into_owned() }
    }

    /// Shares `frame` if the addresses are in it, and copies them otherwise.
    pub fn share(&self, frame: &Bytes) -> Values<'static> {
        Values { form: self.form, content: self.content.share(frame) }
    }
}

/// Appends an address as a byte string, 6 or 18 bytes long.
pub(super) fn append(address: SocketAddr, list: &mut impl Sink) {
    match canonical(address) {
        SocketAddr::V4(address) => {
            list.append(b"6:");
            address.pack(list);
        }
        SocketAddr::V6(address) => {
            list.append(b"18:");
            address.pack(list);
        }
    }
}

/// Returns the address in a packed entry, if its length is right.
pub(super) fn address(entry: &[u8]) -> Option<SocketAddr> {
    match entry.len() {
        SocketAddrV4::SIZE => Some(SocketAddrV4::unpack(entry).into()),
        SocketAddrV6::SIZE => Some(canonical(SocketAddrV6::unpack(entry).into())),
        _ => None,
    }
}

/// An IPv4 address instead of one that is mapped into IPv6.
fn canonical(address: SocketAddr) -> SocketAddr {
    SocketAddr::new(address.ip().to_canonical(), address.port())
}

/// An iterator over the addresses of [`Values`], in the order of the packet.
// The rest of a list, or of joined addresses.
#[derive(Clone, Debug)]
pub struct ValuesIter<'v> {
    content: &'v [u8],
    joined: &'v [u8],
}

impl Iterator for ValuesIter<'_> {
    type Item = SocketAddr;

    fn next(&mut self) -> Option<SocketAddr> {
        if let Some((entry, rest)) = self.joined.split_first_chunk::<{ SocketAddrV4::SIZE }>() {
            self.joined = rest;
            return address(entry);
        }
        while !self.content.is_empty() {
            let (entry, rest) = next_entry(self.content)?;
            self.content = rest;
            if let Some(address) = entry.and_then(address) {
                return Some(address);
            }
        }
        None
    }
}

impl FusedIterator for ValuesIter<'_> {}

impl<'v> IntoIterator for &'v Values<'_> {
    type Item = SocketAddr;
    type IntoIter = ValuesIter<'v>;

    fn into_iter(self) -> ValuesIter<'v> {
        self.iter()
    }
}

/// The next value of a list, if it is a string, and the rest of the list.
pub(super) fn next_entry(content: &[u8]) -> Option<(Option<&[u8]>, &[u8])> {
    if let Some((entry, rest)) = literal_string(content) {
        return Some((Some(entry), rest));
    }
    let mut reader = Reader::with_rules(content, Rules::TOLERANT);
    match content {
        [b'0'..=b'9', ..] => match reader.next() {
            Ok(Some(bencode::Token::Bytes(entry))) => Some((Some(entry), reader.rest())),
            _ => None,
        },
        _ => matches!(reader.skip_value(), Ok(true)).then(|| (None, reader.rest())),
    }
}

impl FromIterator<SocketAddr> for Values<'static> {
    fn from_iter<I: IntoIterator<Item = SocketAddr>>(addresses: I) -> Self {
        let mut content = Vec::new();
        addresses.into_iter().for_each(|address| append(address, &mut content));
        Values { form: Form::Plain, content: ByteStr::from(content) }
    }
}

/// Rewrites the list if it is not canonical.
impl Extend<SocketAddr> for Values<'_> {
    fn extend<I: IntoIterator<Item = SocketAddr>>(&mut self, addresses: I) {
        let mut content = match self.listed().as_plain() {
            Some(_) => Vec::from(mem::take(&mut self.content)),
            None => Vec::from(self.iter().collect::<Values<'_>>().content),
        };
        addresses.into_iter().for_each(|address| append(address, &mut content));
        *self = Values { form: Form::Plain, content: ByteStr::from(content) };
    }
}

/// Converts packed peers, as a tracker or node stores them, to one entry each.
impl<T: Packed + Into<SocketAddr>> From<&Compact<'_, T>> for Values<'static> {
    fn from(peers: &Compact<'_, T>) -> Self {
        peers.iter().map(Into::into).collect()
    }
}

/// Compares the addresses in order, whatever their form in the packet.
impl PartialEq for Values<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.iter().eq(other.iter())
    }
}

impl Eq for Values<'_> {}

impl fmt::Debug for Values<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.iter()).finish()
    }
}
