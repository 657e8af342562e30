//! A pending request.

use alloc::vec::Vec;
use core::time::Duration;

use bencode::ByteStr;

use super::ask::Ask;
use super::{Answer, CONNECTION_LIFETIME};
use crate::quirk::Quirks;
use crate::udp::ids::{ConnectionId, TransactionId};
use crate::udp::request::{self, Request};
use crate::udp::response::Response;

/// An id and when it came.
#[derive(Clone, Copy, Debug)]
pub(super) struct Connection {
    pub(super) id: ConnectionId,
    pub(super) since: Duration,
}

/// What is asked, and how far that has come.
#[derive(Clone, Debug)]
pub(super) struct Pending {
    pub(super) ask: Ask,
    /// How often what is waited for was sent again.
    pub(super) attempt: u32,
    /// When something was last sent; `None` if there is something to send at once.
    pub(super) sent: Option<Duration>,
    /// Of the connect request that is waited for.
    pub(super) connecting: Option<TransactionId>,
    /// Of the request itself. It stays as long as the request does, so that late answers count.
    pub(super) asking: Option<TransactionId>,
    /// Whether the tracker has refused a connection id already.
    renewed: bool,
    /// Of all responses up to the answer.
    pub(super) quirks: Quirks,
}

impl Connection {
    pub(super) fn lasts(&self, now: Duration) -> bool {
        now.saturating_sub(self.since) < CONNECTION_LIFETIME
    }
}

impl Pending {
    pub(super) const fn new(ask: Ask) -> Pending {
        let (attempt, sent, connecting, asking) = (0, None, None, None);
        let quirks = Quirks::new();
        Pending { ask, attempt, sent, connecting, asking, renewed: false, quirks }
    }

    /// Writes the request, or one for the connection id that it needs.
    pub(super) fn write(
        &mut self,
        connection: Option<Connection>,
        random: TransactionId,
        datagram: &mut Vec<u8>,
    ) {
        if let Some(connection) = connection {
            self.connecting = None;
            let transaction = *self.asking.get_or_insert(random);
            self.ask.write(connection.id, transaction, datagram);
        } else {
            let transaction = *self.connecting.get_or_insert(random);
            request::encode(&Request::Connect { transaction }, datagram);
        }
    }

    /// There is an id now. A request that was sent in vain before keeps its count of attempts.
    pub(super) fn connected(&mut self) {
        (self.connecting, self.sent) = (None, None);
        if self.asking.is_none() {
            self.attempt = 0;
        }
    }

    /// Whether a response refuses the connection id for the first time: one more attempt is fair.
    pub(super) fn may_renew(&self, response: &Response<'_>) -> bool {
        let Response::Failure(failure) = response else { return false };
        let of_request = Some(failure.transaction) == self.asking;
        of_request && !self.renewed && is_about_connection(&failure.reason)
    }

    /// The request begins anew, with another transaction: the refusal may come twice.
    pub(super) fn renew(&mut self) {
        (self.asking, self.sent, self.renewed) = (None, None, true);
    }

    /// Takes a response to the request, and returns the answer unless there is more to ask.
    pub(super) fn take<'d>(&mut self, response: Response<'d>) -> Option<Answer<'d>> {
        if let (Ask::Scrape(scraping), Response::Scrape(scrape)) = (&mut self.ask, &response) {
            let (whole, quirks) = scraping.take(scrape);
            self.report(&quirks);
            (self.asking, self.sent, self.attempt) = (None, None, 0);
            return whole.map(Answer::Scrape);
        }
        let (reply, quirks) = response.into_announce_reply()?;
        self.report(&quirks);
        Some(reply.into())
    }

    /// Keeps what is odd about a response for the answer.
    pub(super) fn report(&mut self, quirks: &Quirks) {
        quirks.iter().for_each(|(quirk, times)| self.quirks.report_times(quirk, times));
    }
}

/// Whether a reason speaks of a connection id, as `Connection ID missmatch.` does (opentracker), or calls
/// it a cookie, as in `Connection cookie error: cookie value is expired` (torrust).
fn is_about_connection(reason: &ByteStr<'_>) -> bool {
    let words = reason.to_string_lossy().to_ascii_lowercase();
    let names = ["connection id", "connection_id", "connectionid", "cookie"];
    names.iter().any(|name| words.contains(name))
}
