//! Tokens: proof that a node asked from its address before it announces.

use core::net::IpAddr;

use siphasher::sip::SipHasher24;

use super::node_id::NodeId;

/// Issues the tokens of `get_peers` and `get`, and recognizes them in `announce_peer` and `put`,
/// without storing them (BEP 5, BEP 44).
///
/// A token is bound to the address that asked and to the target it asked for, but not to a port,
/// which a NAT may change. The caller [rotates](Tokens::rotate) the secrets every five minutes, so
/// that a token is valid for five to ten.
///
/// ```
/// use tracker_types::krpc::{NodeId, Tokens};
///
/// // From a generator of random numbers, like the later secrets.
/// let mut tokens = Tokens::new(*b"sixteen secrets.");
/// let (asker, target) = ([198, 51, 100, 7].into(), NodeId(*b"mnopqrstuvwxyz123456"));
/// let token = tokens.issue(asker, &target);
/// tokens.rotate(*b"sixteen others..");
/// assert!(tokens.accepts(&token, asker, &target));
/// tokens.rotate(*b"and again others");
/// assert!(!tokens.accepts(&token, asker, &target));
/// ```
#[derive(Clone)]
pub struct Tokens {
    /// The current secret, and the previous one.
    secrets: [[u8; 16]; 2],
}

impl Tokens {
    /// Issues tokens with a secret that nobody else can guess.
    pub const fn new(secret: [u8; 16]) -> Tokens {
        Tokens { secrets: [secret, secret] }
    }

    /// Issues tokens with a new secret from now on, and still accepts those of the previous one.
    pub fn rotate(&mut self, secret: [u8; 16]) {
        let [current, _] = self.secrets;
        self.secrets = [secret, current];
    }

    /// Returns the token for a node at `ip` that asked for `target`.
    pub fn issue(&self, ip: IpAddr, target: &NodeId) -> [u8; 8] {
        let [current, _] = &self.secrets;
        token(current, ip, target)
    }

    /// Whether a node at `ip` got this token when it asked for `target`, not too long ago.
    pub fn accepts(&self, token: &[u8], ip: IpAddr, target: &NodeId) -> bool {
        // Each is one comparison of eight bytes, whose time reveals nothing about them.
        let matches = |secret| u64::from_ne_bytes(self::token(secret, ip, target));
        <[u8; 8]>::try_from(token).is_ok_and(|token| {
            self.secrets.iter().any(|secret| matches(secret) == u64::from_ne_bytes(token))
        })
    }
}

/// SipHash-2-4 of the address, an IPv4 one mapped into IPv6, and the target.
fn token(secret: &[u8; 16], ip: IpAddr, target: &NodeId) -> [u8; 8] {
    let octets = match ip {
        IpAddr::V4(ip) => ip.to_ipv6_mapped().octets(),
        IpAddr::V6(ip) => ip.octets(),
    };
    let mut text = [0; 36];
    let (front, tail) = text.split_at_mut(16);
    front.copy_from_slice(&octets);
    tail.copy_from_slice(&target.0);
    SipHasher24::new_with_key(secret).hash(&text).to_le_bytes()
}

/// Does not show the secrets.
impl core::fmt::Debug for Tokens {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_struct("Tokens").finish_non_exhaustive()
    }
}
