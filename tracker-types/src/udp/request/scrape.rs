//! Scrapes over UDP.

use bytes::Bytes;

use super::Head;
use crate::compact::{CompactHashes, Packed};
use crate::id::InfoHash;
use crate::quirk::{Quirk, Quirks};
use crate::scrape::ScrapeRequest;
use crate::sink::Sink;
use crate::udp::ids::{ConnectionId, TransactionId};
use crate::udp::layout::{SCRAPE, append, quirks_if};

/// A scrape, with the fields of the wire (BEP 15): the reply has the order of the torrents.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Scrape<'a> {
    /// The id that the tracker issued to this client.
    pub connection: ConnectionId,
    /// The id that the reply has to repeat.
    pub transaction: TransactionId,
    /// The torrents; an empty list is not a full scrape, which this wire does not support.
    pub info_hashes: CompactHashes<'a>,
}

impl<'a> Scrape<'a> {
    /// A scrape of these torrents, for example those of a [`ScrapeRequest`].
    pub fn new(
        connection: ConnectionId,
        transaction: TransactionId,
        info_hashes: impl IntoIterator<Item = InfoHash>,
    ) -> Scrape<'static> {
        Scrape { connection, transaction, info_hashes: info_hashes.into_iter().collect() }
    }

    /// Converts the scrape to the type of the other wires.
    pub fn to_request(&self) -> ScrapeRequest<'static> {
        ScrapeRequest::new(self.info_hashes.iter().collect())
    }

    /// Reads a scrape without a torn info-hash; `None` for any other.
    #[inline]
    pub(super) fn read_plain(head: &Head, hashes: &'a [u8]) -> Option<Scrape<'a>> {
        let is_whole = hashes.len() % <InfoHash as Packed>::SIZE == 0;
        is_whole.then_some(Scrape {
            connection: head.connection,
            transaction: head.transaction,
            info_hashes: CompactHashes::of_whole(hashes),
        })
    }

    pub(super) fn read(head: &Head, hashes: &'a [u8]) -> (Scrape<'a>, Quirks) {
        let (info_hashes, torn) = CompactHashes::from_bytes(hashes);
        let quirks = quirks_if(!torn.is_empty(), Quirk::RaggedHashes, 1);
        let (connection, transaction) = (head.connection, head.transaction);
        (Scrape { connection, transaction, info_hashes }, quirks)
    }

    #[inline(never)]
    pub(super) fn write(&self, out: &mut impl Sink) {
        append::<16>(out, self.info_hashes.as_bytes(), |fields| {
            fields.u64(self.connection.0);
            fields.u32(SCRAPE);
            fields.u32(self.transaction.0);
        });
    }

    /// Copies the torrents if they are borrowed.
    pub fn into_owned(self) -> Scrape<'static> {
        Scrape { info_hashes: self.info_hashes.into_owned(), ..self }
    }

    /// Shares `frame` if the torrents are in it, and copies them otherwise.
    pub fn share(&self, frame: &Bytes) -> Scrape<'static> {
        Scrape { info_hashes: self.info_hashes.share(frame), ..*self }
    }
}
