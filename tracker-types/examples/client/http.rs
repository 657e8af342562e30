//! The client's HTTP: one GET, whose response is read as bencode whatever its headers say.

use std::net::SocketAddr;
use std::time::Duration;

use tracker_types::http::{announce, scrape};
use tracker_types::{Quirks, Reply, ScrapeRequest, TrackerUrl};
use ureq::Agent;
use ureq::config::IpFamily;

use super::question::{Answer, Answered, Exchange, Problem, Question};

/// How long a tracker may take to answer.
pub const TIMEOUT: Duration = Duration::from_secs(20);

/// The largest response body that is read; no reply to an announce comes near it.
const LARGEST_BODY: u64 = 4 << 20;

/// An HTTP client. It does not ask for compression, which few trackers support.
pub struct Http {
    any: Agent,
    v4: Agent,
    v6: Agent,
    /// Whether a proxy makes the connections, and looks up the trackers' addresses.
    pub proxied: bool,
}

impl Http {
    /// A client that uses the proxy named in the environment, if there is one.
    pub fn new() -> Http {
        let agent = |family| Agent::new_with_config(config().ip_family(family).build());
        let any = agent(IpFamily::Any);
        let proxied = any.config().proxy().is_some();
        Http { any, v4: agent(IpFamily::Ipv4Only), v6: agent(IpFamily::Ipv6Only), proxied }
    }

    /// A client for trackers on this machine, which uses no proxy.
    pub fn direct() -> Http {
        let agent = |family| Agent::new_with_config(config().proxy(None).ip_family(family).build());
        let (any, v4, v6) =
            (agent(IpFamily::Any), agent(IpFamily::Ipv4Only), agent(IpFamily::Ipv6Only));
        Http { any, v4, v6, proxied: false }
    }

    /// Asks a tracker, over the IP version of this address.
    pub fn ask(
        &self,
        url: &str,
        address: Option<SocketAddr>,
        question: Question<'_>,
    ) -> Result<Answered, Problem> {
        let agent = match address {
            None => &self.any,
            Some(SocketAddr::V4(_)) => &self.v4,
            Some(SocketAddr::V6(_)) => &self.v6,
        };
        let target = target(url, question)?;
        let mut response = agent.get(&target).header("Connection", "close").call()?;
        let body = response.body_mut().with_config().limit(LARGEST_BODY).read_to_vec()?;
        let (answer, quirks) = read(&body, question).map_err(|problem| match problem {
            Problem::Unreadable(error) if response.status() != 200 => {
                Problem::Status(response.status().as_u16(), error)
            }
            problem => problem,
        })?;
        let exchange = Exchange { asked: request_line(&target), body };
        Ok(Answered { url: url.into(), address, exchange, answer, quirks })
    }
}

fn target(url: &str, question: Question<'_>) -> Result<String, Problem> {
    match question {
        Question::Announce(request) => request.to_url(url).map_err(Problem::Url),
        Question::Scrape(hashes) => {
            ScrapeRequest::new(hashes.to_vec()).to_url(url).map_err(Problem::Url)
        }
    }
}

fn read(body: &[u8], question: Question<'_>) -> Result<(Answer, Quirks), Problem> {
    match question {
        Question::Announce(_) => {
            let (reply, quirks) = announce::decode(body).map_err(Problem::Unreadable)?;
            match reply.into_owned() {
                Reply::Success(response) => Ok((Answer::Announce(response), quirks)),
                Reply::Failure(failure) => Err(Problem::Refused(failure)),
            }
        }
        Question::Scrape(_) => {
            let (reply, quirks) = scrape::decode(body).map_err(Problem::Unreadable)?;
            match reply.into_owned() {
                Reply::Success(response) => Ok((Answer::Scrape(response), quirks)),
                Reply::Failure(failure) => Err(Problem::Refused(failure)),
            }
        }
    }
}

fn config() -> ureq::config::ConfigBuilder<ureq::typestate::AgentScope> {
    Agent::config_builder()
        .timeout_global(Some(TIMEOUT))
        // Trackers send failures with any status.
        .http_status_as_error(false)
        .user_agent(concat!("tracker-types/", env!("CARGO_PKG_VERSION")))
}

/// The request line for `url`.
fn request_line(url: &str) -> String {
    let (path, query) = TrackerUrl::parse(url).map_or(("", None), |url| (url.path, url.query));
    let query = query.map(|query| format!("?{query}")).unwrap_or_default();
    format!("GET {path}{query} HTTP/1.1")
}

impl From<ureq::Error> for Problem {
    fn from(error: ureq::Error) -> Problem {
        Problem::Http(error)
    }
}
