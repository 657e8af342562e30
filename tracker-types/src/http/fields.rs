//! The fields of a reply that is not canonical: every value looked at, every oddity reported.

use std::net::IpAddr;

use bencode::{ByteStr, Document, Int, Item};

use crate::deserialize::octets;
use crate::quirk::{Quirk, Quirks};

/// The values of these keys, found in one go; of a key that is there twice, the last one.
pub(super) fn pick<'d, const N: usize>(
    dictionary: Item<'d>,
    keys: [&[u8]; N],
) -> [Option<Item<'d>>; N] {
    let mut found = [None; N];
    for (key, value) in dictionary.entries() {
        let place = keys.iter().zip(&mut found).find(|(wanted, _)| **wanted == key);
        if let Some((_, place)) = place {
            *place = Some(value);
        }
    }
    found
}

/// Reads values, and collects what is odd about them.
pub(super) struct Fields<'a> {
    /// What the values borrow from: a document lends only for as long as it lives itself.
    body: &'a [u8],
    pub(super) quirks: Quirks,
}

impl<'a> Fields<'a> {
    /// Begins with what is odd about the bencode of `body` itself.
    pub(super) fn new(body: &'a [u8], document: &Document<'_>) -> Fields<'a> {
        let mut fields = Fields { body, quirks: Quirks::new() };
        for deviation in document.quirks() {
            let behind = body.len().saturating_sub(deviation.offset);
            fields.deviation(deviation.quirk, behind);
        }
        fields
    }

    fn deviation(&mut self, quirk: bencode::Quirk, behind: usize) {
        match quirk {
            bencode::Quirk::UnsortedKey => self.report(Quirk::UnsortedKey),
            bencode::Quirk::DuplicateKey => self.report(Quirk::DuplicateKey),
            bencode::Quirk::TrailingData => {
                self.quirks.report_times(Quirk::TrailingData, behind);
            }
            _ => self.report(Quirk::LeadingZero),
        }
    }

    pub(super) fn report(&mut self, quirk: Quirk) {
        self.quirks.report(quirk);
    }

    /// A byte string.
    pub(super) fn bytes(&mut self, item: Item<'_>) -> Option<&'a [u8]> {
        let bytes = self.lend(item);
        if bytes.is_none() {
            self.report(Quirk::WrongType);
        }
        bytes
    }

    /// A byte string to keep.
    pub(super) fn text(&mut self, item: Item<'_>) -> Option<ByteStr<'a>> {
        self.bytes(item).map(ByteStr::borrowed)
    }

    /// The byte string that an item is, out of the body: it is the end of its encoding.
    pub(super) fn lend(&self, item: Item<'_>) -> Option<&'a [u8]> {
        let length = item.as_bytes()?.len();
        let end = item.span().end;
        self.body.get(end.checked_sub(length)?..end)
    }

    /// The exact encoding of an item, out of the body.
    pub(super) fn raw(&self, item: Item<'_>) -> &'a [u8] {
        self.body.get(item.span()).unwrap_or_default()
    }

    /// A number that cannot be negative; one that is too large becomes the largest there is.
    pub(super) fn number(&mut self, item: Item<'_>) -> Option<u32> {
        if let Some(int) = item.as_int() {
            return self.integer(int);
        }
        let text = self.bytes(item)?;
        if !is_decimal(text) {
            self.report(Quirk::WrongType);
            return None;
        }
        self.report(Quirk::NumberAsText);
        self.decimal(text)
    }

    pub(super) fn integer(&mut self, int: Int<'_>) -> Option<u32> {
        if int.is_negative() {
            self.report(Quirk::NegativeNumber);
            return None;
        }
        let value = int.to_u64().ok().and_then(|value| u32::try_from(value).ok());
        if value.is_none() {
            self.report(Quirk::LargeNumber);
        }
        value.or(Some(u32::MAX))
    }

    /// A number in decimal digits, of which [`is_decimal`] is true.
    pub(super) fn decimal(&mut self, text: &[u8]) -> Option<u32> {
        if text.starts_with(b"-") {
            self.report(Quirk::NegativeNumber);
            return None;
        }
        let value = std::str::from_utf8(text).ok().and_then(|digits| digits.parse().ok());
        if value.is_none() {
            self.report(Quirk::LargeNumber);
        }
        value.or(Some(u32::MAX))
    }

    /// The address of BEP 24: 4 or 16 bytes, or text from trackers that misread it.
    pub(super) fn external_ip(&mut self, item: Item<'_>) -> Option<IpAddr> {
        let bytes = self.bytes(item)?;
        let ip = octets(bytes).or_else(|| {
            let ip = std::str::from_utf8(bytes).ok()?.parse().ok()?;
            self.report(Quirk::ExternalIpText);
            Some(ip)
        });
        if ip.is_none() {
            self.report(Quirk::ExternalIpUnreadable);
        }
        Some(self.unmapped(ip?))
    }

    /// An IPv4 address, if it comes mapped into IPv6.
    pub(super) fn unmapped(&mut self, ip: IpAddr) -> IpAddr {
        let canonical = ip.to_canonical();
        if canonical != ip {
            self.report(Quirk::MappedAddress);
        }
        canonical
    }
}

/// Whether it is decimal digits, perhaps with a minus.
pub(super) fn is_decimal(text: &[u8]) -> bool {
    let digits = text.strip_prefix(b"-").unwrap_or(text);
    !digits.is_empty() && digits.iter().all(u8::is_ascii_digit)
}

/// 20 bytes that were taken for Latin-1 and written as UTF-8, as bittorrent-tracker 11 does.
///
/// Unambiguous: what has 20 bytes is never asked for, and no other 20 characters below U+0100
/// become these bytes.
pub(super) fn double_encoded(bytes: &[u8]) -> Option<[u8; 20]> {
    let mut undone = [0; 20];
    let mut chars = std::str::from_utf8(bytes).ok()?.chars();
    for place in &mut undone {
        *place = u8::try_from(u32::from(chars.next()?)).ok()?;
    }
    chars.next().is_none().then_some(undone)
}
