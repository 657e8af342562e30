//! The iterators over this crate's lists that `iter` and `into_iter` return.
//!
//! Iterators that belong to one wire are in its module:
//! [`udp::OptionsIter`](crate::udp::OptionsIter),
//! [`udp::response::PeersIter`](crate::udp::response::PeersIter),
//! [`krpc::ValuesIter`](crate::krpc::ValuesIter).

pub use crate::announce_list::AnnounceListIter;
pub use crate::compact::CompactIntoIter;
pub use crate::compact::CompactIter;
pub use crate::params::ParamsIter;
pub use crate::peer::PeersIntoIter;
pub use crate::peer::PeersIter;
pub use crate::quirk::QuirksIter;
