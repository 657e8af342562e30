//! An HTTP tracker on axum.

use std::collections::{HashMap, HashSet};
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, PoisonError};

use axum::Router;
use axum::extract::{ConnectInfo, RawQuery, State};
use axum::routing::get;
use tracker_types::http::{AnnounceResponseWriter, PeerForm, announce};
use tracker_types::{AnnounceRequest, Event, Failure, InfoHash, Reply};

type Swarms = Arc<Mutex<HashMap<InfoHash, HashSet<SocketAddr>>>>;

pub fn router() -> Router {
    Router::new().route("/announce", get(handler)).with_state(Swarms::default())
}

async fn handler(
    State(swarms): State<Swarms>,
    ConnectInfo(client): ConnectInfo<SocketAddr>,
    RawQuery(query): RawQuery,
) -> Vec<u8> {
    let mut body = Vec::new();
    match AnnounceRequest::parse_query(query.unwrap_or_default().as_bytes()) {
        Ok((request, _)) => {
            let peer = SocketAddr::new(client.ip(), request.port);
            let mut swarms = swarms.lock().unwrap_or_else(PoisonError::into_inner);
            let swarm = swarms.entry(request.info_hash).or_default();
            swarm.remove(&peer);
            AnnounceResponseWriter::new(1800).write_addresses(swarm.iter().copied(), &mut body);
            if request.event != Some(Event::Stopped) {
                swarm.insert(peer);
            }
        }
        Err(error) => {
            let failure = Reply::Failure(Failure::new(error.to_string()));
            announce::encode(&failure, PeerForm::Compact, &mut body);
        }
    }
    body
}
