//! Connection and transaction ids.

/// The number that a tracker gives out in a connect reply, and takes as proof that a client's
/// address is its own (BEP 15).
///
/// Any number is valid, 0 included. bittorrent-tracker's server gives the protocol's constant to
/// everyone.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct ConnectionId(pub u64);

/// The random number of a request, which its reply repeats (BEP 15).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct TransactionId(pub u32);
