//! Connection and transaction ids.

use core::fmt;

/// The number that a tracker issues in a connect reply, and accepts as proof that a client receives
/// datagrams at its address (BEP 15).
///
/// Any number is valid, including 0. bittorrent-tracker's server issues the protocol's magic
/// constant to every client.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ConnectionId(pub u64);

/// The random number of a request, which its reply repeats (BEP 15).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TransactionId(pub u32);

macro_rules! number_traits {
    ($id:ident, $number:ident) => {
        impl From<$number> for $id {
            fn from(number: $number) -> $id {
                $id(number)
            }
        }

        impl From<$id> for $number {
            fn from(id: $id) -> $number {
                id.0
            }
        }

        impl fmt::LowerHex for $id {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::LowerHex::fmt(&self.0, f)
            }
        }

        impl fmt::UpperHex for $id {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::UpperHex::fmt(&self.0, f)
            }
        }
    };
}

number_traits!(ConnectionId, u64);
number_traits!(TransactionId, u32);
