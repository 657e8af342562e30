//! Stateless connection ids of a tracker.

use core::fmt;
use core::hash::Hasher;
use core::net::IpAddr;
use core::time::Duration;

use siphasher::sip::SipHasher24;
use subtle::{Choice, ConstantTimeEq};

use super::ids::ConnectionId;

/// The lifetime of an id, in slots: the current one and the two before.
const SLOTS: u64 = 3;

/// The length of a slot, in seconds.
const SLOT: u64 = 60;

/// The connection ids of a tracker, issued and checked without a table: each is a keyed hash
/// (SipHash-2-4) of the client's address and the minute.
///
/// An id is accepted for at least the 120 seconds that BEP 15 gives it, and for at most 180; only
/// from its own address, whatever the port; and also after the tracker restarts with the same key.
/// An IPv4 address and its form mapped into IPv6, as a dual-stack socket shows it, are the same.
///
/// ```
/// use std::time::Duration;
/// use tracker_types::udp::ConnectionIds;
///
/// // 128 random bits that nobody else knows, and a clock that everybody may.
/// let ids = ConnectionIds::new([0x5d1c_9a3e_77f0_4b26, 0x0f4e_8d21_c6b3_a579]);
/// let (client, other) = ("192.0.2.7".parse()?, "192.0.2.8".parse()?);
/// let now = Duration::from_secs(1_700_000_000);
///
/// let id = ids.issue(client, now);
/// assert!(ids.accepts(id, client, now + Duration::from_secs(120)));
/// assert!(!ids.accepts(id, client, now + Duration::from_secs(180)));
/// assert!(!ids.accepts(id, other, now));
/// # Ok::<(), std::net::AddrParseError>(())
/// ```
#[derive(Clone)]
pub struct ConnectionIds {
    key: [u64; 2],
}

impl ConnectionIds {
    /// Creates ids with this key, which must be random and secret: anyone who knows it can forge any
    /// id.
    pub const fn new(key: [u64; 2]) -> ConnectionIds {
        ConnectionIds { key }
    }

    /// Returns the id for a client at this address. It is never 0, which some clients treat as no
    /// id.
    ///
    /// `now` is the time since any fixed moment that the tracker chooses.
    pub fn issue(&self, ip: IpAddr, now: Duration) -> ConnectionId {
        ConnectionId(self.hash(ip, now.as_secs() / SLOT))
    }

    /// Whether the id was issued to this address in this minute or one of the two before.
    ///
    /// The comparison takes the same time for a wrong id as for a right one. The caller decides how
    /// to answer a wrong one: not at all, or with [`refuse`](super::response::refuse).
    pub fn accepts(&self, id: ConnectionId, ip: IpAddr, now: Duration) -> bool {
        let slot = now.as_secs() / SLOT;
        let slots = (0..SLOTS).map(|age| slot.wrapping_sub(age));
        let equal = slots.map(|slot| self.hash(ip, slot).ct_eq(&id.0));
        equal.fold(Choice::from(0), |any, equal| any | equal).into()
    }

    fn hash(&self, ip: IpAddr, slot: u64) -> u64 {
        let address = match ip {
            IpAddr::V4(ip) => ip.to_ipv6_mapped(),
            IpAddr::V6(ip) => ip,
        };
        let mut hasher = SipHasher24::new_with_keys(self.key[0], self.key[1]);
        hasher.write(&address.octets());
        hasher.write(&slot.to_be_bytes());
        hasher.finish().max(1)
    }
}

/// Does not show the key.
impl fmt::Debug for ConnectionIds {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ConnectionIds").finish_non_exhaustive()
    }
}
