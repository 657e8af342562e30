//! Addresses of a dump, in any base.

use alloc::vec::Vec;

/// The address a dump begins with, read in each base that it may be written in.
///
/// `xxd`, `hexdump -C` and `tcpdump` write hex, `od` octal, `xxd -d` and `od -Ad` decimal. Bases in which the
/// address does not match the next row are dropped, so the first rows decide.
pub(super) struct Addresses {
    candidates: Vec<Candidate>,
}

struct Candidate {
    radix: u32,
    first: u64,
}

impl Addresses {
    /// Returns the bases for a dump whose first line has the address `digits`.
    pub(super) fn starting_at(digits: &[u8]) -> Addresses {
        // `od` alone pads to 7 digits.
        let likely_first = if digits.len() == 7 { [8, 10, 16] } else { [16, 10, 8] };
        let candidate = |radix| Some(Candidate { radix, first: value(digits, radix)? });
        Addresses { candidates: likely_first.into_iter().filter_map(candidate).collect() }
    }

    /// Returns how many bytes into the dump the address `digits` is, if `fits` accepts that.
    pub(super) fn offset(&mut self, digits: &[u8], fits: impl Fn(usize) -> bool) -> Option<usize> {
        let offset = |known: &Candidate| {
            let offset = value(digits, known.radix)?.checked_sub(known.first)?;
            usize::try_from(offset).ok().filter(|&offset| fits(offset))
        };
        let found = self.candidates.iter().find_map(offset)?;
        self.candidates.retain(|known| offset(known) == Some(found));
        Some(found)
    }
}

fn value(digits: &[u8], radix: u32) -> Option<u64> {
    u64::from_str_radix(core::str::from_utf8(digits).ok()?, radix).ok()
}
