//! The five tokens of bencode, borrowed from the input.

use core::cmp::Ordering;
use core::fmt;

/// One token, as returned by [`Reader::next`](crate::Reader::next).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Token<'a> {
    /// `i…e`
    Int(Int<'a>),
    /// `<length>:<bytes>`; a dictionary's keys are byte strings too.
    Bytes(&'a [u8]),
    /// `l`: a list begins.
    List,
    /// `d`: a dictionary begins.
    Dict,
    /// `e`: the list or dictionary opened last ends.
    End,
}

/// An integer of any length, with its digits as written in the input.
///
/// BEP 3: "Integers have no size limitation." The conversions are exact or fail; nothing wraps.
/// Comparison is by value: `i-0e`, `i00e` and `i0e` are equal.
///
/// ```
/// use bencode::{Int, Reader, Token};
///
/// let Ok(Some(Token::Int(left))) = Reader::new(b"i18446744073709551615e").next() else { panic!() };
/// assert_eq!(left.to_u64(), Ok(u64::MAX));
/// assert_eq!(u16::try_from(left).unwrap_err().to_string(), "integer does not fit u16");
/// ```
#[derive(Clone, Copy)]
pub struct Int<'a> {
    /// An optional minus, then one digit or more.
    text: &'a [u8],
}

/// The error for an integer that does not fit the requested type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OutOfRange {
    range: &'static str,
}

impl OutOfRange {
    pub(crate) const fn new(range: &'static str) -> OutOfRange {
        OutOfRange { range }
    }

    /// The name of the type that is too narrow, such as `u16`.
    pub fn range(&self) -> &'static str {
        self.range
    }
}

impl fmt::Display for OutOfRange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "integer does not fit {}", self.range)
    }
}

impl core::error::Error for OutOfRange {}

impl<'a> Int<'a> {
    /// `text` is an optional minus and at least one digit, as the grammar guarantees.
    pub(crate) const fn new(text: &'a [u8]) -> Int<'a> {
        Int { text }
    }

    /// The integer as written in the input: an optional minus and decimal digits, including leading zeros.
    pub fn digits(self) -> &'a [u8] {
        self.text
    }

    /// Whether it is below zero.
    pub fn is_negative(self) -> bool {
        self.parts().0
    }

    /// The value, if it fits.
    ///
    /// # Errors
    /// [`OutOfRange`] outside `i64`.
    #[inline]
    pub fn to_i64(self) -> Result<i64, OutOfRange> {
        let range = OutOfRange { range: "i64" };
        let (negative, magnitude) = self.magnitude64().ok_or(range)?;
        if negative { 0i64.checked_sub_unsigned(magnitude) } else { i64::try_from(magnitude).ok() }
            .ok_or(range)
    }

    /// The value, if it fits.
    ///
    /// # Errors
    /// [`OutOfRange`] outside `u64`.
    #[inline]
    pub fn to_u64(self) -> Result<u64, OutOfRange> {
        match self.magnitude64() {
            Some((false, magnitude) | (true, magnitude @ 0)) => Ok(magnitude),
            _ => Err(OutOfRange { range: "u64" }),
        }
    }

    /// The value, if it fits.
    ///
    /// # Errors
    /// [`OutOfRange`] outside `i128`.
    pub fn to_i128(self) -> Result<i128, OutOfRange> {
        let range = OutOfRange { range: "i128" };
        let (negative, magnitude) = self.magnitude128().ok_or(range)?;
        if negative {
            0i128.checked_sub_unsigned(magnitude)
        } else {
            i128::try_from(magnitude).ok()
        }
        .ok_or(range)
    }

    /// The value, if it fits.
    ///
    /// # Errors
    /// [`OutOfRange`] outside `u128`.
    pub fn to_u128(self) -> Result<u128, OutOfRange> {
        match self.magnitude128() {
            Some((false, magnitude) | (true, magnitude @ 0)) => Ok(magnitude),
            _ => Err(OutOfRange { range: "u128" }),
        }
    }

    /// Sign and digits.
    #[inline]
    fn split(self) -> (bool, &'a [u8]) {
        match self.text {
            [b'-', digits @ ..] => (true, digits),
            digits => (false, digits),
        }
    }

    /// Sign and digits without leading zeros; zero has no digits and no sign.
    pub(crate) fn parts(self) -> (bool, &'a [u8]) {
        let (negative, digits) = self.split();
        let zeros = digits.iter().take_while(|&&digit| digit == b'0').count();
        let digits = digits.get(zeros..).unwrap_or_default();
        (negative && !digits.is_empty(), digits)
    }

    #[inline]
    fn magnitude64(self) -> Option<(bool, u64)> {
        let (negative, digits) = self.split();
        // 19 digits cannot overflow 64 bits: 10^19 < 2^64.
        if digits.len() <= 19 {
            let push = |value: u64, digit: &u8| {
                value.wrapping_mul(10).wrapping_add(u64::from(digit.wrapping_sub(b'0')))
            };
            return Some((negative, digits.iter().fold(0, push)));
        }
        let (negative, magnitude) = self.magnitude128()?;
        Some((negative, u64::try_from(magnitude).ok()?))
    }

    #[cold]
    fn magnitude128(self) -> Option<(bool, u128)> {
        let (negative, digits) = self.parts();
        let mut value = 0u128;
        for digit in digits {
            value = value.checked_mul(10)?.checked_add(u128::from(digit.wrapping_sub(b'0')))?;
        }
        Some((negative, value))
    }
}

/// Conversions into every integer type of Rust, from a type with the four methods above.
macro_rules! exact {
    ($source:ty) => { exact! { @ $source,
        to_i64 i8, to_i64 i16, to_i64 i32, to_i64 i64, to_i64 isize,
        to_u64 u8, to_u64 u16, to_u64 u32, to_u64 u64, to_u64 usize,
        to_i128 i128, to_u128 u128
    } };
    (@ $source:ty, $($wide:ident $type:ident),*) => {$(
        /// Exact, or an error that names the type.
        impl TryFrom<$source> for $type {
            type Error = OutOfRange;

            #[inline]
            fn try_from(int: $source) -> Result<$type, OutOfRange> {
                let exact = int.$wide().ok().and_then(|wide| wide.try_into().ok());
                exact.ok_or(OutOfRange::new(stringify!($type)))
            }
        }
    )*};
}

exact!(Int<'_>);
#[cfg(feature = "alloc")]
pub(crate) use exact;

impl PartialEq for Int<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.parts() == other.parts()
    }
}

impl Eq for Int<'_> {}

impl PartialOrd for Int<'_> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Int<'_> {
    fn cmp(&self, other: &Self) -> Ordering {
        let by_size = |a: &[u8], b: &[u8]| a.len().cmp(&b.len()).then_with(|| a.cmp(b));
        match (self.parts(), other.parts()) {
            ((false, a), (false, b)) => by_size(a, b),
            ((true, a), (true, b)) => by_size(b, a),
            ((negative, _), _) => {
                if negative {
                    Ordering::Less
                } else {
                    Ordering::Greater
                }
            }
        }
    }
}

impl core::hash::Hash for Int<'_> {
    fn hash<H: core::hash::Hasher>(&self, state: &mut H) {
        self.parts().hash(state);
    }
}

/// The value in canonical form: no leading zeros, no `-0`.
impl fmt::Display for Int<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (negative, digits) = self.parts();
        f.pad_integral(
            !negative,
            "",
            core::str::from_utf8(digits).ok().filter(|text| !text.is_empty()).unwrap_or("0"),
        )
    }
}

impl fmt::Debug for Int<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Int({self})")
    }
}
