//! Announces repeatedly, at the intervals that the trackers ask for.

use std::time::Duration;

use tracker_types::{AnnounceRequest, SHORTEST_INTERVAL};

use super::question::{Answer, Problem};
use super::session::{Outcome, Session};

/// How long to wait if a tracker cannot be reached or its answer cannot be decoded.
const PAUSE: Duration = Duration::from_secs(300);

/// Announces these torrents in rounds, shows the outcome of each announce, and waits, until `wait`
/// returns `false` or no tracker wants any of them announced again.
pub fn watch(
    session: &mut Session,
    mut requests: Vec<AnnounceRequest<'_>>,
    mut show: impl FnMut(&Outcome),
    mut wait: impl FnMut(Duration) -> bool,
) {
    loop {
        let mut longest = SHORTEST_INTERVAL;
        requests.retain_mut(|request| {
            let outcome = session.announce(request);
            show(&outcome);
            if !outcome.answered.is_empty() {
                // The tracker knows of the event; from now on these are regular announces.
                request.event = None;
            }
            let pause = pause(&outcome);
            longest = pause.map_or(longest, |pause| longest.max(pause));
            pause.is_some()
        });
        if requests.is_empty() || !wait(longest) {
            return;
        }
    }
}

/// When to announce again; `None` for never.
fn pause(outcome: &Outcome) -> Option<Duration> {
    let waits = outcome.answered.iter().filter_map(|answered| match &answered.answer {
        Answer::Announce(response) => Some(response.wait()),
        Answer::Scrape(_) => None,
    });
    waits.max().or_else(|| outcome.failed.iter().filter_map(|(_, it)| retry_after(it)).min())
}

/// When to try a tracker again that gave no answer; `None` for never.
fn retry_after(problem: &Problem) -> Option<Duration> {
    match problem {
        Problem::Refused(failure) => failure.wait(),
        Problem::Scheme(_) | Problem::Url(_) | Problem::NoPort => None,
        _ => Some(PAUSE),
    }
}
