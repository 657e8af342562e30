//! Announce responses over UDP, and their conversion to the model.

use bytes::Bytes;

use super::peers::Peers;
use crate::announce::AnnounceResponse;
use crate::interval::DEFAULT_INTERVAL;
use crate::quirk::{Quirk, Quirks};
use crate::sink::Sink;
use crate::udp::family::Family;
use crate::udp::ids::TransactionId;
use crate::udp::layout::{Fields, LARGEST, append};
use crate::udp::stats::known;
use crate::udp::write::AnnounceResponseWriter;

/// A reply to an announce, with the fields of the wire (BEP 15).
///
/// [`from_model`](Announce::from_model) converts from an [`AnnounceResponse`], and `From` converts
/// to one. A tracker whose peers are packed or addresses should use [`AnnounceResponseWriter`]
/// instead.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Announce<'a> {
    /// The transaction id of the request.
    pub transaction: TransactionId,
    /// Seconds until the next regular announce; [`AnnounceResponse::wait`] limits it.
    pub interval: u32,
    /// The number of peers that lack something.
    pub leechers: u32,
    /// The number of peers that have everything.
    pub seeders: u32,
    /// Peers to connect to.
    pub peers: Peers<'a>,
    /// Whether the action is 4, as in the announce that it answers, for a reply with IPv6 peers.
    pub old_ipv6: bool,
}

impl<'a> Announce<'a> {
    /// A reply with these peers, and 0 leechers and seeders.
    pub const fn new(transaction: TransactionId, interval: u32, peers: Peers<'a>) -> Announce<'a> {
        Announce { transaction, interval, leechers: 0, seeders: 0, peers, old_ipv6: false }
    }

    /// Converts a response that is sent over `family`, with the peers of that family only.
    ///
    /// An unknown interval becomes 1800 seconds, other unknown numbers 0; a warning and all that BEP 15
    /// does not name are left out. The answer to an announce with action 4 has it, too, once
    /// [`old_ipv6`](Announce::old_ipv6) is set.
    pub fn from_model(
        transaction: TransactionId,
        family: Family,
        response: &AnnounceResponse<'_>,
    ) -> Announce<'static> {
        let default = || u32::try_from(DEFAULT_INTERVAL.as_secs()).unwrap_or(LARGEST);
        Announce {
            leechers: response.incomplete.unwrap_or(0),
            seeders: response.complete.unwrap_or(0),
            ..Announce::new(
                transaction,
                response.interval.unwrap_or_else(default),
                Peers::from_model(&response.peers, family),
            )
        }
    }

    /// Reads a reply without quirks; `None` for any other.
    #[inline]
    pub(super) fn read_plain(datagram: &'a [u8], family: Family) -> Option<Announce<'a>> {
        let (fields, rest) = Fields::split::<20>(datagram)?;
        let announce = read_fields(fields, Peers::of_whole(rest, family)?);
        let numbers = announce.interval | announce.leechers | announce.seeders;
        (numbers <= LARGEST).then_some(announce)
    }

    pub(super) fn read(
        fields: Fields<'_>,
        rest: &'a [u8],
        family: Family,
    ) -> (Announce<'a>, Quirks) {
        let (peers, torn) = Peers::from_bytes(rest, family);
        let announce = read_fields(fields, peers);
        let numbers = [announce.interval, announce.leechers, announce.seeders];
        let negative = numbers.iter().filter(|&&number| number > LARGEST).count();
        let mut quirks = Quirks::new();
        quirks.report_times(Quirk::NegativeNumber, negative);
        quirks.report_times(Quirk::RaggedPeers, usize::from(!torn.is_empty()));
        (announce, quirks)
    }

    #[inline(never)]
    pub(super) fn write(&self, out: &mut impl Sink) {
        append::<20>(out, self.peers.as_bytes(), |fields| {
            let writer = AnnounceResponseWriter {
                transaction: self.transaction,
                interval: self.interval,
                leechers: self.leechers,
                seeders: self.seeders,
                old_ipv6: self.old_ipv6,
            };
            writer.write_head(self.peers.family(), fields);
        });
    }

    /// Copies the peers if they are borrowed.
    pub fn into_owned(self) -> Announce<'static> {
        Announce { peers: self.peers.into_owned(), ..self }
    }

    /// Shares `frame` if the peers are in it, and copies them otherwise.
    pub fn share(&self, frame: &Bytes) -> Announce<'static> {
        Announce { peers: self.peers.share(frame), ..*self }
    }
}

#[inline]
fn read_fields<'a>(mut fields: Fields<'_>, peers: Peers<'a>) -> Announce<'a> {
    let (_action, transaction) = (fields.u32(), TransactionId(fields.u32()));
    let (interval, leechers, seeders) = (fields.u32(), fields.u32(), fields.u32());
    Announce { transaction, interval, leechers, seeders, peers, old_ipv6: false }
}

/// A number above `i32::MAX`, a negative one, becomes `None`.
impl<'a> From<Announce<'a>> for AnnounceResponse<'a> {
    fn from(announce: Announce<'a>) -> AnnounceResponse<'a> {
        AnnounceResponse {
            interval: known(announce.interval),
            incomplete: known(announce.leechers),
            complete: known(announce.seeders),
            peers: announce.peers.into(),
            ..AnnounceResponse::default()
        }
    }
}
