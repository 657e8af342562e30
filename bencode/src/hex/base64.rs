//! Base64 (RFC 4648, section 4).

use alloc::vec::Vec;

use super::error::{Fault, HexErrorKind};
use super::text::{Rest, is_noise, lines};

/// Whether a text is Base64 and cannot be mistaken for anything else: groups of four characters of the
/// alphabet, with upper-case letters, lower-case letters, and digits or signs.
pub(super) fn is_likely(text: &[u8]) -> bool {
    let mut seen = [false; 3];
    let mut count = 0usize;
    for &byte in data(text).flat_map(|line| line.text) {
        let kind = match byte {
            b'A'..=b'Z' => 0,
            b'a'..=b'z' => 1,
            b'0'..=b'9' | b'+' | b'/' | b'=' => 2,
            _ => return false,
        };
        if let Some(kind) = seen.get_mut(kind) {
            *kind = true;
        }
        count = count.saturating_add(1);
    }
    seen == [true; 3]
        && count % 4 == 0
        && data(text).flat_map(|line| line.text).any(|byte| !byte.is_ascii_hexdigit())
}

fn data(text: &[u8]) -> impl Iterator<Item = Rest<'_>> {
    lines(text).filter(|line| !is_noise(*line))
}

/// Decodes Base64 for which [`is_likely`] is true.
pub(super) fn decode(text: &[u8]) -> Result<Vec<u8>, Fault> {
    let mut out = Vec::new();
    let (mut bits, mut held, mut padding) = (0u32, 0u32, 0u32);
    for line in data(text) {
        for (place, &byte) in line.text.iter().enumerate() {
            let fault = Fault { kind: HexErrorKind::BadBase64, at: line.at.saturating_add(place) };
            let value = match sextet(byte) {
                Some(value) if padding == 0 => value,
                None if byte == b'=' && padding < 2 && held < 6 => {
                    padding = padding.saturating_add(1);
                    continue;
                }
                _ => return Err(fault),
            };
            bits = bits << 6 | value;
            held = held.saturating_add(6);
            if held >= 8 {
                held = held.saturating_sub(8);
                out.push(u8::try_from(bits >> held & 0xff).unwrap_or(0));
            }
        }
    }
    // Unused bits must be zero; otherwise something was lost.
    let rest = bits & (1u32 << held).saturating_sub(1);
    let whole = rest == 0 && padding.saturating_mul(2) == held;
    let at = text.trim_ascii_end().len().saturating_sub(1);
    if whole { Ok(out) } else { Err(Fault { kind: HexErrorKind::BadBase64, at }) }
}

fn sextet(byte: u8) -> Option<u32> {
    let value = match byte {
        b'A'..=b'Z' => byte.saturating_sub(b'A'),
        b'a'..=b'z' => byte.saturating_sub(b'a').saturating_add(26),
        b'0'..=b'9' => byte.saturating_sub(b'0').saturating_add(52),
        b'+' => 62,
        b'/' => 63,
        _ => return None,
    };
    Some(u32::from(value))
}
