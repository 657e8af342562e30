//! Canonical bencode on the way out, without a machine that watches the order: the keys of a reply
//! are known beforehand.

/// Writes `key`, which ends in `i`, and a number, if there is one.
#[inline]
pub(super) fn put_number(out: &mut Vec<u8>, key: &[u8], value: Option<u32>) {
    if let Some(value) = value {
        out.extend_from_slice(key);
        put_decimal(out, value, b'e');
    }
}

/// Writes `key` and a byte string, if there is one.
pub(super) fn put_string(out: &mut Vec<u8>, key: &[u8], value: Option<&[u8]>) {
    if let Some(value) = value {
        out.extend_from_slice(key);
        put_bytes(out, value);
    }
}

/// Writes a byte string.
#[inline]
pub(super) fn put_bytes(out: &mut Vec<u8>, bytes: &[u8]) {
    put_length(out, bytes.len());
    out.extend_from_slice(bytes);
}

/// Writes the length of a byte string and its colon.
#[inline]
pub(super) fn put_length(out: &mut Vec<u8>, length: usize) {
    match u32::try_from(length) {
        Ok(length) => put_decimal(out, length, b':'),
        Err(_) => out.extend_from_slice(format!("{length}:").as_bytes()),
    }
}

/// Writes a number and what ends it: eleven bytes at most, filled from the right.
#[inline]
fn put_decimal(out: &mut Vec<u8>, value: u32, last: u8) {
    let mut space = [last; 11];
    let mut rest = value;
    let mut length = 1_usize;
    for place in space.iter_mut().rev().skip(1) {
        *place = b'0'.wrapping_add((rest % 10) as u8);
        rest /= 10;
        length = length.wrapping_add(1);
        if rest == 0 {
            break;
        }
    }
    out.extend_from_slice(space.get(space.len().wrapping_sub(length)..).unwrap_or_default());
}
