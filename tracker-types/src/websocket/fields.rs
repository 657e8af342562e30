//! Reads the values of members, and reports their quirks.

use alloc::borrow::Cow;
use alloc::format;

use bencode::ByteStr;
use serde::de::{Deserialize, IgnoredAny};

use super::action::Action;
use super::members::{SdpMembers, Span};
use super::number::{self, Number};
use super::offer::{OfferId, Sdp, SdpKind};
use super::string::{self, Defect};
use crate::error::{Error, ErrorKind};
use crate::id::{InfoHash, PeerId};
use crate::quirk::{Quirk, Quirks};

/// The path to a member, built only for an error.
pub(super) trait Place {
    fn path(self) -> Cow<'static, str>;
}

impl Place for &'static str {
    fn path(self) -> Cow<'static, str> {
        Cow::Borrowed(self)
    }
}

/// A member of an element of a list: `offers[3].offer_id`; with an empty name, the element itself.
#[derive(Clone, Copy)]
pub(super) struct Element(pub(super) &'static str, pub(super) usize, pub(super) &'static str);

impl Place for Element {
    fn path(self) -> Cow<'static, str> {
        let Element(list, index, member) = self;
        let point = if member.is_empty() { "" } else { "." };
        Cow::Owned(format!("{list}[{index}]{point}{member}"))
    }
}

/// Reads values, and collects their quirks.
pub(super) struct Fields<'a> {
    /// The whole message, for offsets.
    message: &'a [u8],
    /// The part that is UTF-8, without a byte order mark.
    text: &'a str,
    pub(super) quirks: Quirks,
}

impl<'a> Fields<'a> {
    /// Begins to read a message: checks its encoding, and skips a byte order mark.
    pub(super) fn new(message: &'a [u8]) -> Fields<'a> {
        let mut quirks = Quirks::new();
        let marked = message.strip_prefix("\u{feff}".as_bytes());
        if marked.is_some() {
            quirks.report(Quirk::ByteOrderMark);
        }
        let unmarked = marked.unwrap_or(message);
        let text = match core::str::from_utf8(unmarked) {
            Ok(text) => text,
            Err(error) => {
                let valid = unmarked.get(..error.valid_up_to()).unwrap_or_default();
                core::str::from_utf8(valid).unwrap_or_default()
            }
        };
        Fields { message, text, quirks }
    }

    /// Parses the object of the message; returns it and the offset of its end.
    #[inline]
    pub(super) fn object<T: Deserialize<'a>>(&self) -> Option<(T, usize)> {
        let mut stream = serde_json::Deserializer::from_str(self.text).into_iter();
        let object = stream.next()?.ok()?;
        Some((object, stream.byte_offset()))
    }

    /// Why the message is not an object.
    #[cold]
    pub(super) fn no_object(&self) -> Error {
        let space = self.text.len().saturating_sub(trim(self.text).len());
        let mut offset = space;
        if self.text.get(space..).is_some_and(|text| text.starts_with('{')) {
            let error = serde_json::from_str::<IgnoredAny>(self.text).err();
            offset = error.map_or(space, |error| position(self.text, &error));
        } else if trim(self.text).is_empty() {
            offset = self.text.len();
        }
        Error::new(ErrorKind::NotJson, offset.saturating_add(self.offset(self.text)))
    }

    /// Reports data after the object, which ends at `end`.
    #[inline]
    pub(super) fn ends(&mut self, end: usize) {
        let start = end.saturating_add(self.offset(self.text));
        if start < self.message.len() {
            self.trailing(start);
        }
    }

    #[cold]
    fn trailing(&mut self, start: usize) {
        let after = self.message.get(start..).unwrap_or_default();
        let space = after.iter().take_while(|byte| b" \t\r\n".contains(byte)).count();
        self.quirks.report_times(Quirk::TrailingData, after.len().saturating_sub(space));
    }

    #[cold]
    pub(super) fn report(&mut self, quirk: Quirk) {
        self.quirks.report(quirk);
    }

    /// Reports the members of an object that are repeated or have no meaning.
    #[inline]
    pub(super) fn leftovers(&mut self, duplicates: usize, unknown: usize) {
        if duplicates > 0 || unknown > 0 {
            self.quirks.report_times(Quirk::DuplicateKey, duplicates);
            self.quirks.report_times(Quirk::UnknownKey, unknown);
        }
    }

    /// The offset of a part of the message.
    fn offset(&self, part: &str) -> usize {
        (part.as_ptr() as usize).saturating_sub(self.message.as_ptr() as usize)
    }

    /// Creates an error in a value.
    #[cold]
    pub(super) fn error(&self, kind: ErrorKind, value: Span<'_>, place: impl Place) -> Error {
        Error::new(kind, self.offset(value.0)).in_place(place.path())
    }

    /// Creates the error for a required member that is missing.
    #[cold]
    pub(super) fn missing(&self, place: impl Place) -> Error {
        Error::new(ErrorKind::MissingParameter, self.message.len()).in_place(place.path())
    }

    /// Takes a required member.
    #[inline]
    pub(super) fn required(
        &self,
        value: Option<Span<'a>>,
        place: impl Place,
    ) -> Result<Span<'a>, Error> {
        value.ok_or_else(|| self.missing(place))
    }

    /// Takes a member; `null` is reported and means that it is missing.
    #[inline]
    pub(super) fn unless_null(&mut self, member: &mut Option<Span<'a>>) -> Option<Span<'a>> {
        let value = member.take()?;
        if value.is_null() {
            self.report(Quirk::WrongType);
            return None;
        }
        Some(value)
    }

    /// Reads the action of a message.
    #[inline]
    pub(super) fn action(&self, value: Span<'_>) -> Result<Action, Error> {
        match value.0 {
            "\"announce\"" => return Ok(Action::Announce),
            "\"scrape\"" => return Ok(Action::Scrape),
            _ => {}
        }
        let name = value.inside().map(string::text);
        let action = name.and_then(|name| Action::from_name(&name));
        action.ok_or_else(|| self.error(ErrorKind::InvalidAction, value, "action"))
    }

    #[cold]
    fn defect(&self, defect: Defect, value: Span<'_>, place: impl Place) -> Error {
        match defect {
            Defect::Length(found) => {
                self.error(ErrorKind::WrongLength { expected: 20, found }, value, place)
            }
            Defect::Character(at) => {
                let error = self.error(ErrorKind::InvalidBinaryString, value, place);
                error.moved_by(at.saturating_add(1))
            }
        }
    }

    /// Reads a binary string of 20 bytes.
    fn id(&self, value: Span<'_>, place: impl Place) -> Result<[u8; 20], Error> {
        let Some(inside) = value.inside() else {
            return Err(self.error(ErrorKind::NotString, value, place));
        };
        string::array(inside).map_err(|defect| self.defect(defect, value, place))
    }

    pub(super) fn info_hash(&self, value: Span<'_>, place: impl Place) -> Result<InfoHash, Error> {
        let is_hex = |text: &str| text.len() == 40 && text.bytes().all(|it| it.is_ascii_hexdigit());
        if value.inside().is_some_and(is_hex) {
            return Err(self.error(ErrorKind::HexInfoHash, value, place));
        }
        self.id(value, place).map(InfoHash)
    }

    pub(super) fn peer_id(&self, value: Span<'_>, place: &'static str) -> Result<PeerId, Error> {
        self.id(value, place).map(PeerId)
    }

    /// Reads an offer's id: a binary string of any length, although it should have 20 bytes.
    pub(super) fn offer_id(
        &mut self,
        value: Span<'_>,
        place: impl Place,
    ) -> Result<OfferId, Error> {
        let Some(inside) = value.inside() else {
            return Err(self.error(ErrorKind::NotString, value, place));
        };
        match string::array::<20>(inside) {
            Ok(bytes) => Ok(OfferId::from(bytes)),
            Err(Defect::Length(_)) => {
                self.report(Quirk::OfferIdLength);
                Ok(OfferId::from(&*string::bytes(inside).unwrap_or_default()))
            }
            Err(defect) => Err(self.defect(defect, value, place)),
        }
    }

    /// Reads a session description, which is kept whatever it contains.
    #[inline]
    pub(super) fn sdp(&mut self, value: Span<'a>, kind: SdpKind) -> Sdp<'a> {
        if !is_plain(value.0, kind) {
            self.odd_sdp(value.0, kind);
        }
        Sdp::from_span(value)
    }

    #[cold]
    fn odd_sdp(&mut self, value: &'a str, kind: SdpKind) {
        let Ok(mut members) = serde_json::from_str::<SdpMembers<'_>>(value) else {
            return self.report(Quirk::WrongType);
        };
        let text = |span: Option<Span<'a>>| Some(string::text(span?.inside()?));
        if text(members.r#type.take()).as_deref() != Some(kind.name()) {
            self.report(Quirk::SdpType);
        }
        if text(members.sdp.take()).is_none() {
            self.report(Quirk::WrongType);
        }
        self.leftovers(members.duplicates, members.left());
    }

    /// Reads a number that cannot be negative; one that is too large becomes the largest of its type.
    #[inline]
    pub(super) fn number<N: Whole>(&mut self, value: Span<'_>) -> Option<N> {
        // Nine digits fit every type.
        if value.0.len() > 9 {
            return self.odd_number(value);
        }
        let mut sum: u32 = 0;
        for byte in value.0.bytes() {
            let digit = byte.wrapping_sub(b'0');
            if digit > 9 {
                return self.odd_number(value);
            }
            sum = sum.wrapping_mul(10).wrapping_add(digit.into());
        }
        Some(N::from(sum))
    }

    #[cold]
    fn odd_number<N: Whole>(&mut self, value: Span<'_>) -> Option<N> {
        let text = value.inside().map(string::text);
        let number = match &text {
            Some(text) if text.strip_prefix('-').unwrap_or(text) == "Infinity" => None,
            Some(text) => Some(number::parse(text)),
            None => Some(number::parse(value.0)),
        };
        let Some(Some(number)) = number else {
            self.report(if number.is_none() { Quirk::NumberAsText } else { Quirk::WrongType });
            return None;
        };
        if text.is_some() {
            self.report(Quirk::NumberAsText);
        }
        self.whole(number)
    }

    fn whole<N: Whole>(&mut self, number: Number) -> Option<N> {
        for (is_so, quirk) in [
            (number.has_leading_zero, Quirk::LeadingZero),
            (number.is_fractional, Quirk::FractionalNumber),
            (number.is_negative, Quirk::NegativeNumber),
        ] {
            if is_so {
                self.report(quirk);
            }
        }
        if number.is_negative {
            return None;
        }
        let value = number.size.and_then(|size| N::try_from(size).ok());
        if value.is_none() {
            self.report(Quirk::LargeNumber);
        }
        value.or(Some(N::MAX))
    }

    /// Reads a string as text.
    pub(super) fn text(&mut self, value: Span<'a>) -> Option<Cow<'a, str>> {
        let text = value.inside().map(string::text);
        if text.is_none() {
            self.report(Quirk::WrongType);
        }
        text
    }

    /// Reads a string as the bytes of its text.
    pub(super) fn bytes(&mut self, value: Span<'a>) -> Option<Cow<'a, [u8]>> {
        Some(match self.text(value)? {
            Cow::Borrowed(text) => Cow::Borrowed(text.as_bytes()),
            Cow::Owned(text) => Cow::Owned(text.into_bytes()),
        })
    }

    /// The same, as a [`ByteStr`].
    pub(super) fn byte_str(&mut self, value: Span<'a>) -> Option<ByteStr<'a>> {
        self.bytes(value).map(ByteStr::from)
    }
}

/// A type of number in messages.
pub(super) trait Whole: From<u32> + TryFrom<u64> {
    const MAX: Self;
}

impl Whole for u32 {
    const MAX: u32 = u32::MAX;
}

impl Whole for u64 {
    const MAX: u64 = u64::MAX;
}

/// Whether a session description has the form that browsers write, with no other members: if there is no
/// quote inside, the string after the prefix is the one that ends before the suffix.
fn is_plain(value: &str, kind: SdpKind) -> bool {
    let sdp = value.strip_prefix(kind.start()).and_then(|rest| rest.strip_suffix("\"}"));
    sdp.is_some_and(|sdp| memchr::memchr(b'"', sdp.as_bytes()).is_none())
}

/// Removes leading white space, as JSON defines it.
fn trim(text: &str) -> &str {
    text.trim_start_matches([' ', '\t', '\r', '\n'])
}

/// The offset of the byte that is wrong.
fn position(text: &str, error: &serde_json::Error) -> usize {
    if error.is_eof() {
        return text.len();
    }
    // Lines and columns begin at 1, and columns count bytes; a line break is column 0 of the next line.
    let before = text.split_inclusive('\n').take(error.line().saturating_sub(1));
    let line = before.map(str::len).fold(0, usize::saturating_add);
    let end = line.saturating_add(error.column()).min(text.len());
    // It is the last of these bytes, except for a raw control character in a string, which is the next one.
    let read = text.as_bytes().get(..end).unwrap_or_default();
    let is_next = serde_json::from_slice::<IgnoredAny>(read).is_err_and(|error| error.is_eof());
    if is_next { end } else { end.saturating_sub(1) }
}
