//! Mutable torrents: the key under which the DHT stores the current info-hash (BEP 46).

use alloc::vec::Vec;
use core::fmt;

use sha1::Digest;

/// The key by which the info-hash of a torrent whose owner may replace it is looked up in the DHT
/// (BEP 46): it is in the item signed with this key (BEP 44).
///
/// ```
/// use tracker_types::MagnetLink;
///
/// // The test vector of BEP 46.
/// let link: MagnetLink = "magnet:?xs=urn:btpk:\
///     8543d3e6115f0f98c944077a4493dcd543e49c739fd998550a1f614ab36ed63e&s=6e".parse()?;
/// let mutable = link.mutable.unwrap();
/// assert_eq!(mutable.salt, b"n");
/// assert_eq!(
///     mutable.target().map(|byte| format!("{byte:02x}")).concat(),
///     "59ee7c2cb9b4f7eb1986ee2d18fd2fdb8a56554f",
/// );
/// # Ok::<(), tracker_types::Error>(())
/// ```
#[derive(Clone, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct MutableTorrent {
    /// The owner's ed25519 key.
    pub public_key: [u8; 32],
    /// Distinguishes several torrents of one key; may be empty.
    pub salt: Vec<u8>,
}

impl MutableTorrent {
    /// A torrent without a salt.
    pub const fn new(public_key: [u8; 32]) -> MutableTorrent {
        MutableTorrent { public_key, salt: Vec::new() }
    }

    /// Returns the key of the item in the DHT: the SHA-1 of public key and salt (BEP 44).
    pub fn target(&self) -> [u8; 20] {
        sha1::Sha1::new().chain_update(self.public_key).chain_update(&self.salt).finalize().into()
    }
}

/// Writes the parameters of a magnet link.
impl fmt::Display for MutableTorrent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "xs=urn:btpk:")?;
        hex(&self.public_key, f)?;
        if self.salt.is_empty() {
            return Ok(());
        }
        write!(f, "&s=")?;
        hex(&self.salt, f)
    }
}

impl fmt::Debug for MutableTorrent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "MutableTorrent({self})")
    }
}

fn hex(bytes: &[u8], f: &mut fmt::Formatter<'_>) -> fmt::Result {
    bytes.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
}
