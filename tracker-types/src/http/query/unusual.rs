//! Parameters of announces that are not in the usual form: every quirk of a request.

use alloc::borrow::Cow;

use bencode::ByteStr;

use super::announce::Parser;
use super::name::Name;
use super::value::LONGEST_TEXT;
use crate::announce::Event;
use crate::error::{Error, ErrorKind};
use crate::id::{InfoHash, PeerId};
use crate::peer::{Address, Host};
use crate::quirk::Quirk;

impl<'a> Parser<'a, '_, '_> {
    /// What does not begin with a known name and `=`.
    pub(super) fn other(&mut self, text: &'a [u8]) -> Result<&'a [u8], Error> {
        if let Some(rest) = self.cursor.sign(text)? {
            return Ok(rest);
        }
        match self.cursor.name(text)? {
            (Some(name), [b'=', value @ ..]) => self.parameter(name, text, value),
            (Some(name), tail) => self.bare(name, text, tail),
            (None, _) => self.cursor.unknown(text),
        }
    }

    /// A known name without a value: what a flag says when it stands alone, empty for the others.
    fn bare(&mut self, name: Name, text: &'a [u8], tail: &'a [u8]) -> Result<&'a [u8], Error> {
        self.report(name, Quirk::BareParameter, text)?;
        if !name.is_flag() || self.has(name) {
            return self.parameter(name, text, tail);
        }
        self.meet(name);
        self.set_flag(name, true);
        self.cursor.cut(tail).map(|(_, rest)| rest)
    }

    /// A value that is not as nearly every client writes it.
    #[cold]
    #[inline(never)]
    pub(super) fn unusual(
        &mut self,
        name: Name,
        text: &'a [u8],
        value: &'a [u8],
    ) -> Result<&'a [u8], Error> {
        let (raw, rest) = self.cursor.cut(value)?;
        let decoded = self.cursor.unescape(name.text(), raw, self.cursor.offset(value))?;
        match name {
            Name::InfoHash => {
                self.request.info_hash = InfoHash(self.cursor.id(name, &decoded, value)?);
            }
            Name::PeerId => self.request.peer_id = PeerId(self.cursor.id(name, &decoded, value)?),
            Name::Port => self.request.port = self.port(name, &decoded, value)?,
            _ if name != Name::Event && decoded.is_empty() => self.empty(name, value)?,
            Name::CryptoPort => {
                self.request.crypto_port = Some(self.port(name, &decoded, value)?);
            }
            Name::Uploaded | Name::Downloaded | Name::Left | Name::Corrupt | Name::Redundant => {
                *self.counter(name) = self.number(name, &decoded, value, u64::MAX)?;
            }
            Name::Numwant => {
                let number = self.number(name, &decoded, value, u64::from(u32::MAX))?;
                self.request.numwant = number.and_then(|number| u32::try_from(number).ok());
            }
            Name::Event => self.request.event = self.event(&decoded, value)?,
            Name::Compact | Name::NoPeerId | Name::SupportCrypto | Name::RequireCrypto => {
                self.flag(name, &decoded, value)?;
            }
            Name::Key | Name::TrackerId => self.opaque(name, decoded, value)?,
            Name::Ip | Name::Ipv4 | Name::Ipv6 => {
                let front = text.len().saturating_sub(value.len());
                if !self.address(name, decoded, value)? {
                    self.forget(name);
                    self.cursor.keep(text, front.saturating_add(raw.len()));
                }
            }
        }
        Ok(rest)
    }

    fn empty(&mut self, name: Name, place: &[u8]) -> Result<(), Error> {
        let quirk = if name == Name::Numwant { Quirk::DefaultNumwant } else { Quirk::EmptyValue };
        self.report(name, quirk, place)
    }

    /// A port, which has to be there: 0 at least is a number.
    fn port(&mut self, name: Name, digits: &[u8], place: &[u8]) -> Result<u16, Error> {
        let max = u64::from(u16::MAX);
        let Some(number) = self.number(name, digits, place, u64::MAX)? else {
            return Err(self.cursor.error(ErrorKind::InvalidNumber, name, place));
        };
        if number == 0 {
            self.report(name, Quirk::PortZero, place)?;
        }
        u16::try_from(number)
            .map_err(|_| self.cursor.error(ErrorKind::OutOfRange { max }, name, place))
    }

    /// A decimal number, `None` if it is negative; the largest that fits if it is larger.
    fn number(
        &mut self,
        name: Name,
        text: &[u8],
        place: &[u8],
        max: u64,
    ) -> Result<Option<u64>, Error> {
        let digits = text.strip_prefix(b"-").unwrap_or(text);
        if digits.is_empty() || !digits.iter().all(u8::is_ascii_digit) {
            return Err(self.cursor.error(ErrorKind::InvalidNumber, name, place));
        }
        if digits.len() < text.len() {
            let numwant = name == Name::Numwant;
            let quirk = if numwant { Quirk::DefaultNumwant } else { Quirk::NegativeNumber };
            return self.report(name, quirk, place).map(|()| None);
        }
        if digits.len() > 1 && digits.starts_with(b"0") {
            self.report(name, Quirk::LeadingZero, place)?;
        }
        let number = exact(digits).filter(|&number| number <= max);
        if number.is_none() {
            self.report(name, Quirk::LargeNumber, place)?;
        }
        Ok(number.or(Some(max)))
    }

    fn event(&mut self, text: &[u8], place: &[u8]) -> Result<Option<Event>, Error> {
        let name = text.to_ascii_lowercase();
        let (event, quirk) = match &*name {
            b"" | b"empty" | b"none" | b"update" => (None, Some(Quirk::RegularEvent)),
            b"complete" => (Some(Event::Completed), Some(Quirk::CompleteEvent)),
            b"paused" => (Some(Event::Paused), Some(Quirk::PausedEvent)),
            name => match core::str::from_utf8(name).ok().and_then(Event::from_http_name) {
                Some(event) => (Some(event), None),
                None => (None, Some(self.unknown_event(place)?)),
            },
        };
        if event.is_some() && name != text {
            self.report(Name::Event, Quirk::EventCase, place)?;
        }
        quirk.map_or(Ok(()), |quirk| self.report(Name::Event, quirk, place))?;
        Ok(event)
    }

    fn unknown_event(&self, place: &[u8]) -> Result<Quirk, Error> {
        if self.cursor.options().ignores_unknown_events() {
            return Ok(Quirk::UnknownEvent);
        }
        Err(self.cursor.error(ErrorKind::UnknownEvent, Name::Event, place))
    }

    /// A flag: any number but 0 means yes; of words, only `true` and `false` have a meaning.
    fn flag(&mut self, name: Name, text: &[u8], place: &[u8]) -> Result<(), Error> {
        let flag = match text {
            b"true" => Some(true),
            b"false" => Some(false),
            _ if text.iter().all(u8::is_ascii_digit) => Some(text.iter().any(|&byte| byte != b'0')),
            _ => None,
        };
        if !matches!(text, b"0" | b"1") {
            self.report(name, Quirk::OddFlag, place)?;
        }
        if name == Name::Compact && flag == Some(false) {
            self.report(name, Quirk::NotCompact, place)?;
        }
        if let Some(flag) = flag {
            self.set_flag(name, flag);
        }
        Ok(())
    }

    /// Bytes that mean something to the other side alone.
    fn opaque(&mut self, name: Name, text: Cow<'a, [u8]>, place: &[u8]) -> Result<(), Error> {
        let odd = text.len() > LONGEST_TEXT || !text.iter().all(u8::is_ascii_graphic);
        if name == Name::Key && odd {
            self.report(name, Quirk::OddKey, place)?;
        }
        *self.text(name) = Some(ByteStr::from(text));
        Ok(())
    }

    /// An address; `false` if it cannot be read.
    fn address(&mut self, name: Name, text: Cow<'a, [u8]>, place: &[u8]) -> Result<bool, Error> {
        let mapped = is_mapped(&text);
        let address = match text {
            Cow::Borrowed(text) => Address::from_bytes(text),
            Cow::Owned(text) => Address::from_bytes(&text).map(Address::into_owned),
        };
        match &address {
            None => self.report(name, Quirk::UnreadableAddress, place)?,
            Some(Address { host, port }) => {
                if port.is_some() {
                    self.report(name, Quirk::AddressPort, place)?;
                }
                if mapped && matches!(host, Host::V4(_)) {
                    self.report(name, Quirk::MappedAddress, place)?;
                }
            }
        }
        let found = address.is_some();
        match name {
            Name::Ip => self.request.ip = address,
            Name::Ipv4 => self.request.ipv4 = address,
            _ => self.request.ipv6 = address,
        }
        Ok(found)
    }
}

/// Whether an address that is read as IPv4 is written as IPv6.
fn is_mapped(text: &[u8]) -> bool {
    text.starts_with(b"[") || text.iter().filter(|&&byte| byte == b':').nth(1).is_some()
}

/// The number that decimal digits make, if 64 bits hold it.
fn exact(digits: &[u8]) -> Option<u64> {
    digits.iter().try_fold(0_u64, |number, digit| {
        number.checked_mul(10)?.checked_add(u64::from(digit & 0xf))
    })
}
