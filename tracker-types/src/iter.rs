//! The iterators that `iter`, `into_iter` and `for` make of this crate's lists.
//!
//! Those of one wire are with it: [`udp::OptionsIter`](crate::udp::OptionsIter),
//! [`udp::response::PeersIter`](crate::udp::response::PeersIter),
//! [`krpc::ValuesIter`](crate::krpc::ValuesIter).

pub use crate::announce_list::AnnounceListIter;
pub use crate::compact::CompactIntoIter;
pub use crate::compact::CompactIter;
pub use crate::params::ParamsIter;
pub use crate::peer::PeersIntoIter;
pub use crate::peer::PeersIter;
pub use crate::quirk::QuirksIter;
