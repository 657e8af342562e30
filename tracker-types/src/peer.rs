//! Peers: their addresses and ids, single and packed.

mod host;
mod list;
mod iter;

pub use host::Address;
pub use host::Host;
pub(crate) use host::ipv4;
pub(crate) use host::port_of;
pub use iter::PeersIntoIter;
pub use iter::PeersIter;
pub use list::Peer;
pub use list::Peers;
