//! Numbers in decimal, four digits at a time.

/// Room for a number, the byte that ends it, and the surplus bytes that are written with its last digits.
pub(crate) const DECIMAL: usize = 16;

/// Writes a number and the byte that ends it; returns how many bytes that takes.
#[inline]
pub(crate) fn decimal(place: &mut [u8; DECIMAL], value: u32, last: u8) -> usize {
    let last = u64::from(last) << 32;
    if value < 10_000 {
        let (digits, zeros) = four_digits(value);
        put(place, 0, without(last | digits, zeros));
        return 5_usize.wrapping_sub(zeros);
    }
    if value >= 100_000_000 {
        return long_decimal(place, value, last);
    }
    let ((front, zeros), (tail, _)) = (four_digits(value / 10_000), four_digits(value % 10_000));
    put(place, 0, without(front, zeros));
    put(place, 4_usize.wrapping_sub(zeros), last | tail);
    9_usize.wrapping_sub(zeros)
}

/// Writes a number of nine or ten digits and the byte that ends it, which is passed as a fifth byte.
#[cold]
#[inline(never)]
fn long_decimal(place: &mut [u8; DECIMAL], value: u32, last: u64) -> usize {
    let front = decimal(place, value / 10_000, 0).wrapping_sub(1).min(6);
    let (tail, _) = four_digits(value % 10_000);
    put(place, front, last | tail);
    front.wrapping_add(5)
}

/// The digits of a number below 10,000, the first one lowest, and how many of them are leading zeros.
///
/// The number is split into pairs of digits, then both pairs at once into digits, by multiplications
/// instead of divisions.
#[inline]
fn four_digits(value: u32) -> (u64, usize) {
    let hundreds = value.wrapping_mul(5_243) >> 19;
    let pairs = (value << 16).wrapping_sub(hundreds.wrapping_mul((100 << 16) - 1));
    let tens = (pairs.wrapping_mul(103) >> 10) & 0x000f_000f;
    let digits = (pairs << 8).wrapping_sub(tens.wrapping_mul((10 << 8) - 1));
    let zeros = (digits | 1 << 24).trailing_zeros() / 8 % 4;
    ((digits | 0x3030_3030).into(), zeros as usize)
}

/// Removes leading zeros.
#[inline]
fn without(digits: u64, zeros: usize) -> u64 {
    digits >> zeros.wrapping_mul(8)
}

#[inline]
fn put(place: &mut [u8; DECIMAL], at: usize, text: u64) {
    if let Some(place) = place.get_mut(at..).and_then(<[u8]>::first_chunk_mut) {
        *place = text.to_le_bytes();
    }
}

#[cfg(test)]
mod tests {
    use alloc::format;

    use super::{DECIMAL, decimal};

    #[test]
    fn every_length_is_written_as_std_writes_it() {
        let powers = (0..10).flat_map(|power| {
            let power = 10_u32.pow(power);
            [power - 1, power, power + 1, power.saturating_mul(7) / 3]
        });
        for value in (0..=20_000).chain(powers).chain([u32::MAX]) {
            let mut place = [0; DECIMAL];
            let length = decimal(&mut place, value, b'e');
            assert_eq!(place.get(..length), Some(format!("{value}e").as_bytes()));
        }
    }
}
