//! Numbers as decimal digits, eight at once.

/// The first number with more than eight digits.
pub(crate) const EIGHT: u64 = 100_000_000;

/// Returns a number of at most seven digits followed by the byte `last`, with the first digit in the lowest
/// byte, and the number of bytes.
#[inline]
pub(crate) fn short(value: u64, last: u8) -> Option<(u64, usize)> {
    if value >= EIGHT / 10 {
        return None;
    }
    let (digits, count) = leading(value);
    // At least one byte is free after seven digits.
    let last = u64::from(last).wrapping_shl(count.wrapping_mul(8));
    Some((digits | last, (count as usize).wrapping_add(1)))
}

/// Returns the digits of a number wider than 64 bits, at most 39, right-aligned, and the index of the first.
#[cold]
pub(crate) fn wide(value: u128) -> ([u8; 39], usize) {
    let mut digits = [b'0'; 39];
    let mut rest = value;
    for place in digits.iter_mut().rev() {
        *place = b'0'.wrapping_add((rest % 10) as u8);
        rest /= 10;
    }
    let zeros = digits.iter().take_while(|&&digit| digit == b'0').count();
    (digits, zeros)
}

/// Returns a number below [`EIGHT`] without leading zeros, the first digit in the lowest byte, and the number
/// of digits.
#[inline]
#[expect(clippy::arithmetic_side_effects, reason = "of eight digits")]
pub(crate) fn leading(value: u64) -> (u64, u32) {
    let count = count(value);
    (ascii(split_digits(value)) >> (8 * (8 - count)), count)
}

/// Counts the digits of a number below [`EIGHT`] from its size in bits, so that computing the next position in
/// memory does not wait for the digits themselves.
#[inline]
fn count(value: u64) -> u32 {
    let bits = (value | 1).ilog2() as usize & 31;
    let step = STEPS.get(bits).copied().unwrap_or_default();
    (value.wrapping_add(step) >> 32) as u32
}

/// For numbers of each size in bits: the upper half is the digit count of the largest of them, minus the power
/// of ten that lies among them, so that smaller numbers cause a borrow.
const STEPS: [u64; 32] = {
    let mut steps = [0; 32];
    let mut bits = 0;
    while bits < 32 {
        let most = u64::MAX >> (63 - bits);
        let digits = most.ilog10();
        let ten = 10u64.pow(digits);
        let has_both = ten > most / 2 + 1;
        #[expect(clippy::indexing_slicing, reason = "evaluated by the compiler")]
        {
            steps[bits] = ((digits as u64 + 1) << 32) - if has_both { ten } else { 0 };
        }
        bits += 1;
    }
    steps
};

/// The digits of a number below [`EIGHT`], with leading zeros.
#[inline]
pub(crate) fn eight(value: u64) -> u64 {
    ascii(split_digits(value))
}

#[inline]
fn ascii(digits: u64) -> u64 {
    digits | 0x3030_3030_3030_3030
}

/// Splits a number below [`EIGHT`] into digit values, the first in the lowest byte: first into fours, then into
/// pairs, then into single digits. The factors divide by 100 and by 10, and are exact for numbers this small.
#[inline]
fn split_digits(value: u64) -> u64 {
    let fours = split(value, value / 10_000, 10_000, 32);
    let hundreds = (fours.wrapping_mul(10_486) >> 20) & 0x0000_007f_0000_007f;
    let pairs = split(fours, hundreds, 100, 16);
    let tens = (pairs.wrapping_mul(103) >> 10) & 0x000f_000f_000f_000f;
    split(pairs, tens, 10, 8)
}

/// Replaces the numbers by their quotients, and puts the remainders `bits` further up.
#[inline]
fn split(numbers: u64, quotients: u64, divisor: u64, bits: u32) -> u64 {
    let rests = numbers.wrapping_sub(quotients.wrapping_mul(divisor));
    quotients | rests << bits
}

#[cfg(test)]
mod tests {
    extern crate std;
    use std::format;
    use std::string::{String, ToString};

    use super::{eight, short, wide};

    fn text(bytes: Option<&[u8]>) -> Option<String> {
        bytes.map(|bytes| String::from_utf8_lossy(bytes).into_owned())
    }

    #[test]
    fn digits_are_those_of_the_standard_library() {
        let powers = [1, 10, 100, 1_000, 10_000, 100_000, 1_000_000u64];
        let carries = powers.iter().flat_map(|power| [power.wrapping_sub(1), *power]);
        for number in (0..10_000_000).step_by(997).chain(carries).chain([9_999_999]) {
            let written = short(number, b':').map(|(text, length)| (text.to_le_bytes(), length));
            let written = written.as_ref().and_then(|(text, length)| text.get(..*length));
            assert_eq!(text(written), Some(format!("{number}:")));
            let great = 99_999_999u64.wrapping_sub(number);
            assert_eq!(text(Some(&eight(great).to_le_bytes())), Some(format!("{great:08}")));
        }
        assert_eq!(short(10_000_000, b':'), None);
    }

    #[test]
    fn wide_numbers_have_all_their_digits() {
        for number in [u128::from(u64::MAX), 10u128.pow(38), u128::MAX] {
            let (digits, start) = wide(number);
            assert_eq!(text(digits.get(start..)), Some(number.to_string()));
        }
    }
}
