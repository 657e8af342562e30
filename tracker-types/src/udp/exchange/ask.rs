//! The request that an exchange makes.

use alloc::boxed::Box;
use alloc::collections::{BTreeMap, BTreeSet};
use alloc::vec::Vec;

use crate::id::InfoHash;
use crate::quirk::{Quirk, Quirks};
use crate::scrape::{ScrapeResponse, ScrapeStats};
use crate::udp::MAX_SCRAPE;
use crate::udp::ids::{ConnectionId, TransactionId};
use crate::udp::layout::{ANNOUNCE, OLD_ANNOUNCE, SCRAPE};
use crate::udp::request::{self, Request};
use crate::udp::response;

/// A request of the caller's, without ids.
#[derive(Clone, Debug)]
pub(super) enum Ask {
    Announce(Box<request::Announce<'static>>),
    Scrape(Scraping),
}

impl Ask {
    pub(super) fn announce(announce: &request::Announce<'_>) -> Ask {
        Ask::Announce(Box::new(announce.clone().into_owned()))
    }

    /// Whether an answer may have this action.
    pub(super) fn is_answered_by(&self, action: u32) -> bool {
        match self {
            // A tracker answers with action 1 where its peers are of IPv4.
            Ask::Announce(announce) if announce.old_ipv6 => {
                [ANNOUNCE, OLD_ANNOUNCE].contains(&action)
            }
            Ask::Announce(_) => action == ANNOUNCE,
            Ask::Scrape(_) => action == SCRAPE,
        }
    }

    pub(super) fn write(
        &mut self,
        connection: ConnectionId,
        transaction: TransactionId,
        datagram: &mut Vec<u8>,
    ) {
        match self {
            Ask::Announce(announce) => {
                (announce.connection, announce.transaction) = (connection, transaction);
                announce.write(datagram);
            }
            Ask::Scrape(scraping) => {
                let hashes = scraping.piece().iter().copied();
                let scrape = request::Scrape::new(connection, transaction, hashes);
                request::encode(&Request::Scrape(scrape), datagram);
            }
        }
    }
}

/// A scrape in pieces.
#[derive(Clone, Debug)]
pub(super) struct Scraping {
    /// Each of them once, for trackers that merge equal ones answer less than was asked.
    hashes: Vec<InfoHash>,
    /// How many of them are answered.
    answered: usize,
    files: BTreeMap<InfoHash, ScrapeStats<'static>>,
}

impl Scraping {
    /// A scrape of at least one torrent.
    pub(super) fn new(hashes: &[InfoHash]) -> Option<Scraping> {
        let mut seen = BTreeSet::new();
        let hashes: Vec<_> = hashes.iter().copied().filter(|hash| seen.insert(*hash)).collect();
        let files = BTreeMap::new();
        (!hashes.is_empty()).then_some(Scraping { hashes, answered: 0, files })
    }

    /// The torrents to ask about next.
    fn piece(&self) -> &[InfoHash] {
        let rest = self.hashes.get(self.answered..).unwrap_or_default();
        rest.get(..MAX_SCRAPE).unwrap_or(rest)
    }

    /// Takes the answer for the piece, and returns the whole answer if that was the last one.
    ///
    /// Trackers that answer about fewer torrents than BEP 15 allows, aquatic about 70, answer about
    /// the first ones: the others are asked about again. One that answers about none has no more to
    /// say.
    pub(super) fn take(
        &mut self,
        scrape: &response::Scrape<'_>,
    ) -> (Option<ScrapeResponse<'static>>, Quirks) {
        let piece = self.piece();
        let given = scrape.stats.len().min(piece.len());
        let (response, mut quirks) = scrape.to_response(piece.get(..given).unwrap_or(piece));
        self.files.extend(response.files);
        self.answered = self.answered.saturating_add(given);
        let left = self.hashes.len().saturating_sub(self.answered);
        if left > 0 && given > 0 {
            return (None, quirks);
        }
        quirks.report_times(Quirk::UnansweredFile, left);
        (Some(ScrapeResponse::new(core::mem::take(&mut self.files))), quirks)
    }
}
