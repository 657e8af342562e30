//! Peers: where they are reached, one by one and packed.

mod host;
mod compact;
mod list;
mod serialize;
mod deserialize;

pub use compact::Compact;
pub use compact::CompactPeers;
pub use compact::CompactPeers6;
pub(crate) use compact::Packed;
pub(crate) use compact::packed;
pub use host::Address;
pub use host::Host;
pub(crate) use host::ipv4;
pub(crate) use host::port_of;
pub use list::Peer;
pub use list::Peers;
