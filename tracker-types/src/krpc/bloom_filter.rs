//! Bloom filters of a swarm's peers, which allow their number to be estimated (BEP 33).

use core::fmt;
use core::net::IpAddr;

use sha1::{Digest, Sha1};

/// A set of addresses whose size can be estimated: `BFsd` (seeds) and `BFpe` (other peers) in the
/// reply to a DHT scrape (BEP 33).
///
/// 2048 bits, of which each address sets two. Filters of several nodes are united before their size
/// is estimated.
///
/// ```
/// use tracker_types::krpc::BloomFilter;
///
/// let mut filter = BloomFilter::default();
/// filter.insert([192, 168, 1, 1].into());
/// assert!(filter.contains([192, 168, 1, 1].into()) && !filter.contains([192, 168, 1, 2].into()));
/// assert_eq!(filter.estimate().round(), 1.0);
/// ```
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct BloomFilter(pub [u8; 256]);

impl BloomFilter {
    /// Adds an address.
    pub fn insert(&mut self, ip: IpAddr) {
        for (byte, bit) in places(ip) {
            if let Some(byte) = self.0.get_mut(byte) {
                *byte |= bit;
            }
        }
    }

    /// Whether the address may have been added; `false` means that it was not.
    pub fn contains(&self, ip: IpAddr) -> bool {
        places(ip).iter().all(|&(byte, bit)| self.0.get(byte).is_some_and(|byte| byte & bit != 0))
    }

    /// Adds everything that was added to `other`.
    pub fn union(&mut self, other: &BloomFilter) {
        self.0.iter_mut().zip(other.0).for_each(|(byte, other)| *byte |= other);
    }

    /// Estimates the number of addresses that were added (BEP 33, "Estimating the size"). Needs the
    /// feature `std` for the logarithm.
    ///
    /// By the formula of the BEP an empty filter contains half an address: test it with
    /// [`is_empty`].
    ///
    /// [`is_empty`]: BloomFilter::is_empty
    #[cfg(feature = "std")]
    pub fn estimate(&self) -> f64 {
        let zeros: u32 = self.0.iter().map(|byte| byte.count_zeros()).sum();
        // A full filter would contain infinitely many addresses.
        let zeros = f64::from(zeros.clamp(1, 2047));
        (zeros / 2048.0).ln() / (2.0 * (1.0 - 1.0 / 2048.0_f64).ln())
    }

    /// Whether no address was added.
    pub fn is_empty(&self) -> bool {
        self.0 == [0; 256]
    }
}

/// Returns the two bits of an address, as a byte and the bit in it.
fn places(ip: IpAddr) -> [(usize, u8); 2] {
    let hash: [u8; 20] = match ip.to_canonical() {
        IpAddr::V4(ip) => Sha1::digest(ip.octets()).into(),
        IpAddr::V6(ip) => Sha1::digest(ip.octets()).into(),
    };
    let [a, b, c, d, ..] = hash;
    [[a, b], [c, d]].map(|pair| {
        let place = u16::from_le_bytes(pair) % 2048;
        (usize::from(place / 8), 1 << (place % 8))
    })
}

impl Default for BloomFilter {
    fn default() -> BloomFilter {
        BloomFilter([0; 256])
    }
}

impl FromIterator<IpAddr> for BloomFilter {
    fn from_iter<I: IntoIterator<Item = IpAddr>>(addresses: I) -> BloomFilter {
        let mut filter = BloomFilter::default();
        filter.extend(addresses);
        filter
    }
}

impl Extend<IpAddr> for BloomFilter {
    fn extend<I: IntoIterator<Item = IpAddr>>(&mut self, addresses: I) {
        addresses.into_iter().for_each(|ip| self.insert(ip));
    }
}

impl From<[u8; 256]> for BloomFilter {
    fn from(bytes: [u8; 256]) -> BloomFilter {
        BloomFilter(bytes)
    }
}

impl From<&[u8; 256]> for BloomFilter {
    fn from(bytes: &[u8; 256]) -> BloomFilter {
        BloomFilter(*bytes)
    }
}

/// Writes the number of set bits, not all 256 bytes.
impl fmt::Debug for BloomFilter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let ones: u32 = self.0.iter().map(|byte| byte.count_ones()).sum();
        write!(f, "BloomFilter({ones} of 2048 bits)")
    }
}
