//! The integer of a tree: small ones inline, others as digits.

use alloc::format;
use alloc::string::ToString;
use core::cmp::Ordering;
use core::fmt;

use crate::byte_str::ByteStr;
use crate::encoder::any_integer::sealed::Written;
use crate::error::{Defect, Error, ErrorKind, nowhere};
use crate::path::shorten;
use crate::sink::sealed::Memory;
use crate::token::{Int, OutOfRange, exact};
use crate::write;

/// An integer of any size that owns itself or borrows its digits.
///
/// It compares, orders and hashes by value, and converts exactly or not at all.
///
/// ```
/// use bencode::Integer;
///
/// let left = Integer::from(u64::MAX);
/// assert_eq!(left, u64::MAX);
/// assert!(left > Integer::from(i64::MAX));
/// assert_eq!(left.to_string(), "18446744073709551615");
/// assert_eq!(left.to_i64().unwrap_err().to_string(), "integer does not fit i64");
/// ```
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Integer<'a>(Repr<'a>);

/// One form for each value, so that equality can be derived: values that fit `i64` are `Small`, other digits
/// have no leading zeros.
#[derive(Clone, PartialEq, Eq, Hash)]
enum Repr<'a> {
    Small(i64),
    Big(ByteStr<'a>),
}

impl<'a> Integer<'a> {
    pub(crate) const ZERO: Integer<'static> = Integer(Repr::Small(0));

    /// The value, if it fits.
    ///
    /// # Errors
    /// [`OutOfRange`] outside `i64`.
    #[inline]
    pub fn to_i64(&self) -> Result<i64, OutOfRange> {
        match &self.0 {
            Repr::Small(small) => Ok(*small),
            Repr::Big(digits) => Int::new(digits).to_i64(),
        }
    }

    /// The value, if it fits.
    ///
    /// # Errors
    /// [`OutOfRange`] outside `u64`.
    pub fn to_u64(&self) -> Result<u64, OutOfRange> {
        match &self.0 {
            Repr::Small(small) => u64::try_from(*small).map_err(|_| OutOfRange::new("u64")),
            Repr::Big(digits) => Int::new(digits).to_u64(),
        }
    }

    /// The value, if it fits.
    ///
    /// # Errors
    /// [`OutOfRange`] outside `i128`.
    pub fn to_i128(&self) -> Result<i128, OutOfRange> {
        match &self.0 {
            Repr::Small(small) => Ok(i128::from(*small)),
            Repr::Big(digits) => Int::new(digits).to_i128(),
        }
    }

    /// The value, if it fits.
    ///
    /// # Errors
    /// [`OutOfRange`] outside `u128`.
    pub fn to_u128(&self) -> Result<u128, OutOfRange> {
        match &self.0 {
            Repr::Small(small) => u128::try_from(*small).map_err(|_| OutOfRange::new("u128")),
            Repr::Big(digits) => Int::new(digits).to_u128(),
        }
    }

    /// Whether it is below zero.
    pub fn is_negative(&self) -> bool {
        match &self.0 {
            Repr::Small(small) => small.is_negative(),
            Repr::Big(digits) => digits.starts_with(b"-"),
        }
    }

    /// Detaches the digits from the input that they may be borrowed from.
    pub fn into_owned(self) -> Integer<'static> {
        self.map_digits(|digits| digits.clone().into_owned())
    }

    /// Converts `text`, an optional minus and decimal digits, to an integer.
    pub(crate) fn from_text(text: ByteStr<'a>) -> Option<Integer<'a>> {
        let digits = text.strip_prefix(b"-").unwrap_or(&text);
        if digits.is_empty() || !digits.iter().all(u8::is_ascii_digit) {
            return None;
        }
        let int = Int::new(&text);
        Some(match (int.to_i64(), digits) {
            (Ok(small), _) => Integer(Repr::Small(small)),
            (Err(_), [b'0', ..]) => Integer(Repr::Big(owned(&int))),
            (Err(_), _) => Integer(Repr::Big(text)),
        })
    }

    /// The value as `i64`, or its digits if it does not fit.
    #[inline]
    pub(crate) fn parts(&self) -> Result<i64, Int<'_>> {
        match &self.0 {
            Repr::Small(small) => Ok(*small),
            Repr::Big(digits) => Err(Int::new(digits)),
        }
    }

    #[inline]
    pub(crate) fn map_digits<'b>(
        &self,
        map: impl FnOnce(&ByteStr<'a>) -> ByteStr<'b>,
    ) -> Integer<'b> {
        Integer(match &self.0 {
            Repr::Small(small) => Repr::Small(*small),
            Repr::Big(digits) => Repr::Big(map(digits)),
        })
    }
}

impl<'a> From<Int<'a>> for Integer<'a> {
    #[inline]
    fn from(int: Int<'a>) -> Self {
        match int.to_i64() {
            Ok(small) => Integer(Repr::Small(small)),
            Err(_) => big(int),
        }
    }
}

/// Borrows the digits, or copies them without leading zeros.
#[cold]
fn big(int: Int<'_>) -> Integer<'_> {
    let text = int.digits();
    Integer(Repr::Big(match text.strip_prefix(b"-").unwrap_or(text) {
        [b'0', ..] => owned(&int),
        _ => text.into(),
    }))
}

fn owned(int: &dyn fmt::Display) -> ByteStr<'static> {
    int.to_string().into()
}

exact!(&Integer<'_>);

/// Parses an optional minus and decimal digits.
///
/// ```
/// use bencode::{ErrorKind, Integer};
///
/// let left: Integer = "9223372036854775808".parse()?;
/// assert_eq!(left, 1u64 << 63);
/// assert_eq!("1e3".parse::<Integer>().unwrap_err().kind(), ErrorKind::WrongValue);
/// # Ok::<(), bencode::Error>(())
/// ```
impl core::str::FromStr for Integer<'static> {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        let int = Integer::from_text(ByteStr::from(text));
        int.map(Integer::into_owned).ok_or_else(|| not_an_integer(text))
    }
}

#[cold]
fn not_an_integer(text: &str) -> Error {
    let text = format!("expected an integer, found `{}`", shorten(text.as_bytes()));
    nowhere(ErrorKind::WrongValue, text)
}

impl Written for &Integer<'_> {
    #[inline]
    #[expect(private_interfaces, reason = "sealed: nobody else calls it")]
    fn write(self, memory: &mut impl Memory) -> Result<(), Defect> {
        match self.parts() {
            Ok(small) => write::integer(memory, small < 0, small.unsigned_abs()),
            Err(big) => big.write(memory),
        }
    }
}

impl Default for Integer<'_> {
    fn default() -> Self {
        Integer::ZERO
    }
}

impl Ord for Integer<'_> {
    fn cmp(&self, other: &Self) -> Ordering {
        match (self.parts(), other.parts()) {
            (Ok(a), Ok(b)) => a.cmp(&b),
            (Err(a), Err(b)) => a.cmp(&b),
            (Ok(_), Err(big)) if big.is_negative() => Ordering::Greater,
            (Ok(_), Err(_)) => Ordering::Less,
            (Err(_), Ok(_)) => other.cmp(self).reverse(),
        }
    }
}

impl PartialOrd for Integer<'_> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl fmt::Display for Integer<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.parts() {
            Ok(small) => small.fmt(f),
            Err(big) => big.fmt(f),
        }
    }
}

impl fmt::Debug for Integer<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

macro_rules! from_primitives {
    ($small:ident: $($narrow:ty)*; $any:ident: $($wide:ty)*) => {
        $(from_primitives!(@ $narrow, $small);)*
        $(from_primitives!(@ $wide, $any);)*
    };
    (@ $primitive:ty, $make:ident) => {
        impl From<$primitive> for Integer<'_> {
            fn from(value: $primitive) -> Self {
                $make(value)
            }
        }

        impl PartialEq<$primitive> for Integer<'_> {
            fn eq(&self, other: &$primitive) -> bool {
                self.cmp(&Integer::from(*other)).is_eq()
            }
        }
    };
}

from_primitives! {
    small: i8 i16 i32 i64 u8 u16 u32;
    any: u64 usize isize i128 u128
}

fn small<'a>(value: impl Into<i64>) -> Integer<'a> {
    Integer(Repr::Small(value.into()))
}

fn any<'a, T: Copy + TryInto<i64> + fmt::Display>(value: T) -> Integer<'a> {
    match value.try_into() {
        Ok(small) => Integer(Repr::Small(small)),
        Err(_) => Integer(Repr::Big(owned(&value))),
    }
}
