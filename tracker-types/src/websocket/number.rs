//! Reads JSON numbers without floating point, so that none is rounded.

/// A number, truncated at its decimal point.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Number {
    pub(super) is_negative: bool,
    /// Its absolute value; `None` if that is above 2^64-1.
    pub(super) size: Option<u64>,
    /// Whether it has a fraction or an exponent.
    pub(super) is_fractional: bool,
    /// Whether it has a leading zero, which JSON does not allow.
    pub(super) has_leading_zero: bool,
}

/// Reads a number, which may have leading zeros.
///
/// ```text
/// number = [ "-" ] 1*DIGIT [ "." 1*DIGIT ] [ ( "e" / "E" ) [ "+" / "-" ] 1*DIGIT ]  ; RFC 8259, 6
/// ```
pub(super) fn parse(text: &str) -> Option<Number> {
    let (is_negative, rest) = sign(text);
    let (whole, rest) = digits(rest)?;
    let (fraction, rest) = match rest.strip_prefix('.') {
        Some(rest) => digits(rest)?,
        None => ("", rest),
    };
    let exponent = match rest.strip_prefix(['e', 'E']) {
        Some(rest) => exponent(rest)?,
        None if rest.is_empty() => 0,
        None => return None,
    };
    let length = i64::try_from(whole.len()).unwrap_or(i64::MAX);
    Some(Number {
        is_negative,
        size: cut(whole.bytes().chain(fraction.bytes()), length.saturating_add(exponent)),
        is_fractional: whole.len().saturating_add(usize::from(is_negative)) < text.len(),
        has_leading_zero: whole.len() > 1 && whole.starts_with('0'),
    })
}

fn sign(text: &str) -> (bool, &str) {
    text.strip_prefix('-').map_or((false, text), |rest| (true, rest))
}

/// Splits off the digits at the start; there must be at least one.
fn digits(text: &str) -> Option<(&str, &str)> {
    let end = text.bytes().position(|byte| !byte.is_ascii_digit()).unwrap_or(text.len());
    if end == 0 { None } else { text.split_at_checked(end) }
}

/// Reads the exponent after the `e`, up to the end; one that is too large becomes [`i64::MAX`].
fn exponent(text: &str) -> Option<i64> {
    let (is_negative, rest) = sign(text);
    let unsigned = if is_negative { rest } else { rest.strip_prefix('+').unwrap_or(rest) };
    let (digits, "") = digits(unsigned)? else { return None };
    let size = digits.parse().unwrap_or(i64::MAX);
    Some(if is_negative { size.saturating_neg() } else { size })
}

/// The value of the first `length` digits, with zeros for missing ones.
fn cut(digits: impl Iterator<Item = u8>, length: i64) -> Option<u64> {
    let mut size: u64 = 0;
    let mut left = length;
    for digit in digits {
        if left <= 0 {
            return Some(size);
        }
        size = size.checked_mul(10)?.checked_add(u64::from(digit.saturating_sub(b'0')))?;
        left = left.saturating_sub(1);
    }
    // At most twenty times: then the number is too large.
    while left > 0 && size > 0 {
        size = size.checked_mul(10)?;
        left = left.saturating_sub(1);
    }
    Some(size)
}

#[cfg(test)]
mod tests {
    use super::{Number, parse};

    #[test]
    fn numbers_are_truncated_at_the_decimal_point() {
        let plain = |size| Number {
            is_negative: false,
            size,
            is_fractional: false,
            has_leading_zero: false,
        };
        let fractional = |size| Number { is_fractional: true, ..plain(size) };
        for (text, expected) in [
            ("0", plain(Some(0))),
            ("18446744073709551615", plain(Some(u64::MAX))),
            ("18446744073709551616", plain(None)),
            ("-1", Number { is_negative: true, ..plain(Some(1)) }),
            ("007", Number { has_leading_zero: true, ..plain(Some(7)) }),
            ("1.5", fractional(Some(1))),
            ("1.0", fractional(Some(1))),
            ("1e3", fractional(Some(1000))),
            ("1.25E+1", fractional(Some(12))),
            ("1999e-3", fractional(Some(1))),
            ("1e-400", fractional(Some(0))),
            ("1e400", fractional(None)),
            ("0e99999999999999999999", fractional(Some(0))),
            ("1e99999999999999999999", fractional(None)),
            ("1e-99999999999999999999", fractional(Some(0))),
            ("-0.5", Number { is_negative: true, ..fractional(Some(0)) }),
        ] {
            assert_eq!(parse(text), Some(expected), "{text}");
        }
        for text in
            ["", "-", "+1", ".5", "1.", "1e", "1e+", "1e+-1", "1e5x", "0x1", " 1", "1 ", "NaN"]
        {
            assert_eq!(parse(text), None, "{text}");
        }
    }
}
