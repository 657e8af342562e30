//! HTTP as a client: one GET, whose body is bencode whatever its headers say.

use std::time::Duration;

use tracker_types::TrackerUrl;
use ureq::Agent;

/// What a tracker may take.
const TIMEOUT: Duration = Duration::from_secs(20);

/// No reply to an announce is as large as this.
const LARGEST_BODY: u64 = 4 << 20;

/// An HTTP client. It asks for no compression, which few trackers could give anyway.
pub struct Http {
    agent: Agent,
}

/// A request and its response.
pub struct Exchange {
    pub request_line: String,
    pub status: u16,
    pub body: Vec<u8>,
}

impl Http {
    /// A client that goes through the proxy named by the environment, if there is one.
    pub fn new() -> Http {
        Http { agent: Agent::new_with_config(config().build()) }
    }

    /// A client for this machine's own trackers.
    pub fn direct() -> Http {
        Http { agent: Agent::new_with_config(config().proxy(None).build()) }
    }

    pub fn get(&self, url: &str) -> Result<Exchange, ureq::Error> {
        let mut response = self.agent.get(url).header("Connection", "close").call()?;
        let body = response.body_mut().with_config().limit(LARGEST_BODY).read_to_vec()?;
        Ok(Exchange { request_line: request_line(url), status: response.status().as_u16(), body })
    }
}

fn config() -> ureq::config::ConfigBuilder<ureq::typestate::AgentScope> {
    Agent::config_builder()
        .timeout_global(Some(TIMEOUT))
        // Failures come with any status.
        .http_status_as_error(false)
        .user_agent(concat!("tracker-types/", env!("CARGO_PKG_VERSION")))
}

/// The line that asks for `url`.
fn request_line(url: &str) -> String {
    let (path, query) = TrackerUrl::parse(url).map_or(("", None), |url| (url.path, url.query));
    let query = query.map(|query| format!("?{query}")).unwrap_or_default();
    format!("GET {path}{query} HTTP/1.1")
}
