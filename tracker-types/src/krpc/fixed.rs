//! Values of one length: ids, and the letter that says what a message is.

use super::node_id::NodeId;
use crate::message::{Kind, Notes, Output, Written, string};

/// An id in a packet.
#[derive(Clone, Copy, Default)]
pub(super) enum Given<'a> {
    /// There is none, or it is not a byte string.
    #[default]
    Nothing,
    /// 20 bytes.
    Id(&'a [u8; 20]),
    /// A byte string of this length, which is another one.
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

/// A byte string of 20 bytes; others are kept for what the message makes of them.
pub(super) struct Id;

impl<'a> Kind<'a> for Id {
    type Place = Given<'a>;

    #[inline]
    fn read(rest: &'a [u8], place: &mut Given<'a>, notes: &mut Notes) -> Option<&'a [u8]> {
        if let Some((id, rest)) = rest.strip_prefix(b"20:").and_then(<[u8]>::split_first_chunk) {
            *place = Given::Id(id);
            return Some(rest);
        }
        odd_id(rest, place, notes)
    }
}

#[cold]
#[inline(never)]
fn odd_id<'a>(rest: &'a [u8], place: &mut Given<'a>, notes: &mut Notes) -> Option<&'a [u8]> {
    let (text, rest) = string(rest, notes)?;
    *place = text.map_or(Given::Nothing, |text| match text.try_into() {
        Ok(id) => Given::Id(id),
        Err(_) => Given::Other(text.len()),
    });
    Some(rest)
}

impl Written<Given<'_>> for Id {
    #[inline]
    fn write<const N: usize>(place: &Given<'_>, key: &[u8; N], out: &mut Output<'_>) {
        if let Given::Id(id) = place {
            out.page(|page| {
                page.put(key);
                page.put(b"20:");
                page.put(id);
            });
        }
    }
}

/// Which of the three a message is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Type {
    /// It is not said.
    #[default]
    Unsaid,
    Query,
    Reply,
    Error,
    /// A byte string that is none of the three letters.
    Other,
}

/// One of three letters.
pub(super) struct Letter;

impl<'a> Kind<'a> for Letter {
    type Place = Type;

    #[inline]
    fn read(rest: &'a [u8], place: &mut Type, notes: &mut Notes) -> Option<&'a [u8]> {
        if let [b'1', b':', letter @ (b'q' | b'r' | b'e'), rest @ ..] = rest {
            *place = Type::of(*letter);
            return Some(rest);
        }
        odd_letter(rest, place, notes)
    }
}

#[cold]
#[inline(never)]
fn odd_letter<'a>(rest: &'a [u8], place: &mut Type, notes: &mut Notes) -> Option<&'a [u8]> {
    let (text, rest) = string(rest, notes)?;
    *place = text.map_or(Type::Unsaid, |text| match text {
        [letter] => Type::of(*letter),
        _ => Type::Other,
    });
    Some(rest)
}

impl Type {
    #[inline]
    const fn of(letter: u8) -> Type {
        match letter {
            b'q' => Type::Query,
            b'r' => Type::Reply,
            b'e' => Type::Error,
            _ => Type::Other,
        }
    }
}

impl Written<Type> for Letter {
    #[inline]
    fn write<const N: usize>(place: &Type, key: &[u8; N], out: &mut Output<'_>) {
        let letter = match place {
            Type::Query => b"1:q",
            Type::Reply => b"1:r",
            Type::Error => b"1:e",
            Type::Unsaid | Type::Other => return,
        };
        out.page(|page| {
            page.put(key);
            page.put(letter);
        });
    }
}
