//! Announces again and again, as often as the trackers want it.

use std::time::Duration;

use tracker_types::{AnnounceRequest, LONGEST_INTERVAL, RetryIn, SHORTEST_INTERVAL};

use super::session::{Outcome, Problem, Session};

/// How long to wait where no tracker says anything.
const PAUSE: Duration = Duration::from_secs(300);

/// Announces these torrents in rounds, shows what became of each announce, and waits; until `wait`
/// says no.
pub fn watch(
    session: &mut Session,
    requests: &mut [AnnounceRequest<'_>],
    mut show: impl FnMut(&Outcome),
    mut wait: impl FnMut(Duration) -> bool,
) {
    loop {
        let mut longest = SHORTEST_INTERVAL;
        for request in &mut *requests {
            let outcome = session.announce(request);
            show(&outcome);
            longest = longest.max(pause(&outcome));
            if outcome.answered.is_some() {
                // It has been said; from now on these are regular announces.
                request.event = None;
            }
        }
        if !wait(longest) {
            return;
        }
    }
}

/// When to announce again: when the tracker says so, within reason.
fn pause(outcome: &Outcome) -> Duration {
    if let Some(answered) = &outcome.answered {
        return answered.response.wait();
    }
    let asked = outcome.failed.iter().filter_map(|(_, problem)| retry_after(problem)).min();
    asked.unwrap_or(PAUSE).clamp(SHORTEST_INTERVAL, LONGEST_INTERVAL)
}

/// What a refusal says of the next time (BEP 31).
fn retry_after(problem: &Problem) -> Option<Duration> {
    match problem {
        Problem::Refused(failure) => match failure.retry_in? {
            RetryIn::Minutes(minutes) => {
                Some(Duration::from_secs(u64::from(minutes).saturating_mul(60)))
            }
            RetryIn::Never => None,
        },
        _ => None,
    }
}
