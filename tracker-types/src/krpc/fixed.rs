//! Values of a known length: ids, message types and names of methods.

use super::node_id::NodeId;
use crate::message::{Bytes, Kind, Notes, Output, Written, after_key, message, string};
use crate::sink::Sink;

/// An id in a packet.
#[derive(Clone, Copy, Default)]
pub(super) enum Given<'a> {
    /// It is missing, or not a byte string.
    #[default]
    Nothing,
    /// 20 bytes.
    Id(&'a [u8; 20]),
    /// A byte string of this length, which is not 20.
    Other(usize),
}

impl Given<'_> {
    /// The id, if it is one.
    #[inline]
    pub(super) fn id(self) -> Option<NodeId> {
        match self {
            Given::Id(id) => Some(NodeId(*id)),
            Given::Nothing | Given::Other(_) => None,
        }
    }
}

/// A byte string of 20 bytes; for others the length is kept, because their meaning depends on the message.
pub(super) struct Id;

impl<'a> Kind<'a> for Id {
    type Place = Given<'a>;

    #[inline]
    fn usual(rest: &'a [u8], place: &mut Given<'a>) -> Option<&'a [u8]> {
        let (id, rest) = rest.split_first_chunk::<{ 3 + 20 }>()?;
        *place = Given::Id(after_key(id, b"20:")?.first_chunk()?);
        Some(rest)
    }

    #[cold]
    #[inline(never)]
    fn read(rest: &'a [u8], place: &mut Given<'a>, notes: &mut Notes) -> Option<&'a [u8]> {
        let (text, rest) = string(rest, notes)?;
        *place = text.map_or(Given::Nothing, |text| match text.try_into() {
            Ok(id) => Given::Id(id),
            Err(_) => Given::Other(text.len()),
        });
        Some(rest)
    }
}

impl Written<Given<'_>> for Id {
    #[inline]
    fn write<const N: usize>(place: &Given<'_>, key: &[u8; N], out: &mut Output<'_, impl Sink>) {
        if let Given::Id(id) = place {
            out.page(|page| {
                page.put(key);
                page.put(b"20:");
                page.put(id);
            });
        }
    }
}

/// A byte string that usually has 2, 4 or 6 bytes: a transaction id, a version, or the address to which a
/// reply is sent.
pub(super) struct Short;

impl<'a> Kind<'a> for Short {
    type Place = Option<&'a [u8]>;

    #[inline]
    fn usual(rest: &'a [u8], place: &mut Self::Place) -> Option<&'a [u8]> {
        Bytes::usual(rest, place)
    }

    #[inline]
    fn read(rest: &'a [u8], place: &mut Self::Place, notes: &mut Notes) -> Option<&'a [u8]> {
        Bytes::read(rest, place, notes)
    }
}

#[expect(clippy::ref_option_ref, reason = "a place is lent whatever it is")]
impl Written<Option<&[u8]>> for Short {
    #[inline]
    fn write<const N: usize>(
        place: &Option<&[u8]>,
        key: &[u8; N],
        out: &mut Output<'_, impl Sink>,
    ) {
        match *place {
            None => {}
            Some(&[a, b]) => out.page(|page| {
                page.put(key);
                page.put(&[b'2', b':', a, b]);
            }),
            Some(&[a, b, c, d]) => out.page(|page| {
                page.put(key);
                page.put(&[b'4', b':', a, b, c, d]);
            }),
            Some(text) => match <&[u8; 6]>::try_from(text) {
                Ok(address) => out.page(|page| {
                    page.put(key);
                    page.put(b"6:");
                    page.put(address);
                }),
                Err(_) => write_text(text, key, out),
            },
        }
    }
}

#[inline(never)]
fn write_text<const N: usize>(text: &[u8], key: &[u8; N], out: &mut Output<'_, impl Sink>) {
    out.string(key, Some(text));
}

/// The type of a message, as `y` states it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Type {
    /// It is missing, or not a byte string.
    #[default]
    Unsaid,
    Letter(u8),
    /// A byte string of another length.
    Other,
}

impl Type {
    pub(super) const QUERY: Type = Type::Letter(b'q');
    pub(super) const REPLY: Type = Type::Letter(b'r');
    pub(super) const ERROR: Type = Type::Letter(b'e');
}

/// A byte string of one letter, of which three have a meaning.
pub(super) struct Letter;

impl<'a> Kind<'a> for Letter {
    type Place = Type;

    #[inline]
    fn usual(rest: &'a [u8], place: &mut Type) -> Option<&'a [u8]> {
        let [b'1', b':', letter, rest @ ..] = rest else { return None };
        *place = Type::Letter(*letter);
        Some(rest)
    }

    #[cold]
    #[inline(never)]
    fn read(rest: &'a [u8], place: &mut Type, notes: &mut Notes) -> Option<&'a [u8]> {
        let (text, rest) = string(rest, notes)?;
        *place = text.map_or(Type::Unsaid, |text| match text {
            [letter] => Type::Letter(*letter),
            _ => Type::Other,
        });
        Some(rest)
    }
}

impl Written<Type> for Letter {
    #[inline]
    fn write<const N: usize>(place: &Type, key: &[u8; N], out: &mut Output<'_, impl Sink>) {
        if let Type::Letter(letter) = *place {
            out.page(|page| {
                page.put(key);
                page.put(&[b'1', b':', letter]);
            });
        }
    }
}

/// The name of a query's method.
#[derive(Clone, Copy, Default)]
pub(super) enum Name<'a> {
    /// It is missing, or not a byte string.
    #[default]
    Nothing,
    Ping,
    FindNode,
    GetPeers,
    AnnouncePeer,
    Get,
    Put,
    SampleInfohashes,
    /// None of these.
    Other(&'a [u8]),
}

/// The name of a method; known ones are compared in their encoded form.
pub(super) struct MethodName;

macro_rules! names {
    ($($name:ident = $text:literal;)+) => {
        impl<'a> Kind<'a> for MethodName {
            type Place = Name<'a>;

            // A call costs as much as the comparisons: see `decode-packet` in counts.tsv.
            #[inline(always)]
            fn usual(rest: &'a [u8], place: &mut Name<'a>) -> Option<&'a [u8]> {
                $(if let Some(rest) = after_key(rest, message!(@key $text)) {
                    *place = Name::$name;
                    return Some(rest);
                })+
                None
            }

            #[inline(never)]
            fn read(rest: &'a [u8], place: &mut Name<'a>, notes: &mut Notes) -> Option<&'a [u8]> {
                let (text, rest) = string(rest, notes)?;
                *place = text.map_or(Name::Nothing, Name::of);
                Some(rest)
            }
        }

        impl<'a> Name<'a> {
            fn of(text: &'a [u8]) -> Name<'a> {
                $(if text == $text.as_bytes() {
                    return Name::$name;
                })+
                Name::Other(text)
            }

            /// The name, or `""`.
            pub(super) const fn as_bytes(self) -> &'a [u8] {
                match self {
                    Name::Nothing => b"",
                    $(Name::$name => $text.as_bytes(),)+
                    Name::Other(text) => text,
                }
            }
        }

        impl Written<Name<'_>> for MethodName {
            #[inline]
            fn write<const N: usize>(place: &Name<'_>, key: &[u8; N], out: &mut Output<'_, impl Sink>) {
                match place {
                    Name::Nothing => {}
                    $(Name::$name => out.page(|page| {
                        page.put(key);
                        page.put(message!(@key $text));
                    }),)+
                    Name::Other(text) => write_text(text, key, out),
                }
            }
        }
    };
}

names! {
    Ping = "ping";
    GetPeers = "get_peers";
    FindNode = "find_node";
    AnnouncePeer = "announce_peer";
    Get = "get";
    Put = "put";
    SampleInfohashes = "sample_infohashes";
}
