//! Canonical bencode, taken literally: what nearly all trackers send is known beforehand.

use bencode::ByteStr;

/// What is left of a body while it is compared with the canonical form, key by key.
///
/// Whatever it takes has exactly one encoding, and is just that: no needless zero, no other order
/// than that in which it is asked. What it does not take is for the grammar to judge.
#[derive(Clone, Copy)]
pub(super) struct Literal<'a> {
    rest: &'a [u8],
}

impl<'a> Literal<'a> {
    pub(super) const fn new(body: &'a [u8]) -> Literal<'a> {
        Literal { rest: body }
    }

    /// What was not taken.
    pub(super) const fn rest(&self) -> &'a [u8] {
        self.rest
    }

    /// Takes `text` if it is next.
    #[inline(always)]
    pub(super) fn skip(&mut self, text: &[u8]) -> bool {
        let behind = self.rest.strip_prefix(text);
        self.rest = behind.unwrap_or(self.rest);
        behind.is_some()
    }

    /// Takes `text`, which has to be next.
    #[inline(always)]
    pub(super) fn expect(&mut self, text: &[u8]) -> Option<()> {
        self.skip(text).then_some(())
    }

    /// Takes `key`, which ends in `i`, and the number behind it, unless another key is next.
    #[inline(always)]
    pub(super) fn number_of(&mut self, key: &[u8], value: &mut Option<u32>) -> Option<()> {
        if self.skip(key) {
            *value = Some(self.number()?);
        }
        Some(())
    }

    /// Takes `key` and the byte string behind it, unless another key is next.
    #[inline(always)]
    pub(super) fn string_of(&mut self, key: &[u8], value: &mut Option<ByteStr<'a>>) -> Option<()> {
        if self.skip(key) {
            *value = Some(ByteStr::borrowed(self.string()?));
        }
        Some(())
    }

    /// Digits and their `e`, of a number that has nine digits at most and so fits.
    #[inline]
    pub(super) fn number(&mut self) -> Option<u32> {
        let (digits, value) = self.digits()?;
        let behind = self.rest.get(digits..)?;
        self.rest = behind.strip_prefix(b"e")?;
        Some(value)
    }

    /// A length, its colon, and as many bytes.
    #[inline(always)]
    pub(super) fn string(&mut self) -> Option<&'a [u8]> {
        let (length, body) = match *self.rest {
            // Nearly all are shorter than 100 bytes.
            [ones @ b'1'..=b'9', b':', ref body @ ..] => (digit(ones), body),
            [tens @ b'1'..=b'9', ones @ b'0'..=b'9', b':', ref body @ ..] => {
                (digit(tens).wrapping_mul(10).wrapping_add(digit(ones)), body)
            }
            _ => self.length()?,
        };
        let (string, rest) = body.split_at_checked(length as usize)?;
        self.rest = rest;
        Some(string)
    }

    /// Any length, and what follows its colon.
    #[inline(never)]
    fn length(&self) -> Option<(u32, &'a [u8])> {
        let (digits, length) = self.digits()?;
        Some((length, self.rest.get(digits..)?.strip_prefix(b":")?))
    }

    /// As many bytes as wanted.
    #[inline]
    pub(super) fn take<const N: usize>(&mut self) -> Option<&'a [u8; N]> {
        let (bytes, rest) = self.rest.split_first_chunk()?;
        self.rest = rest;
        Some(bytes)
    }

    /// How many digits are next, at most nine, and their value; none may begin with a zero but
    /// zero itself.
    #[inline(always)]
    fn digits(&self) -> Option<(usize, u32)> {
        let mut value = 0_u32;
        let mut rest = self.rest;
        while let [digit @ b'0'..=b'9', tail @ ..] = rest {
            value = value.wrapping_mul(10).wrapping_add(self::digit(*digit));
            rest = tail;
        }
        let count = self.rest.len().wrapping_sub(rest.len());
        let zeros = matches!(self.rest, [b'0', b'0'..=b'9', ..]);
        (matches!(count, 1..=9) && !zeros).then_some((count, value))
    }
}

#[inline(always)]
fn digit(byte: u8) -> u32 {
    u32::from(byte & 0xf)
}
