//! Proptest strategies, for your own tests.
//!
//! All generated values can be encoded, and decode to equal values:
//!
//! ```
//! use proptest::prelude::*;
//! use tracker_types::AnnounceRequest;
//! use tracker_types::http::{PeerForm, announce};
//! use tracker_types::krpc;
//! use tracker_types::proptest::{announce_reply, announce_request, krpc_message};
//!
//! proptest!(|(request in announce_request(), reply in announce_reply(), message in krpc_message())| {
//!     let mut query = Vec::new();
//!     request.write_query(&mut query);
//!     prop_assert_eq!(AnnounceRequest::parse_query(&query).unwrap().0, request);
//!
//!     let mut body = Vec::new();
//!     let listed = reply.success().is_some_and(|it| !it.peers.list.is_empty());
//!     let form = if listed { PeerForm::List } else { PeerForm::Compact };
//!     announce::encode(&reply, form, &mut body);
//!     prop_assert_eq!(announce::decode(&body).unwrap().0, reply);
//!
//!     let mut packet = Vec::new();
//!     krpc::encode(&message, &mut packet);
//!     prop_assert_eq!(krpc::decode(&packet).unwrap().0, message);
//! });
//! ```

mod krpc;
mod peer;
mod reply;
mod request;
mod udp;
#[cfg(feature = "websocket")]
mod websocket;

pub use krpc::krpc_message;
pub use peer::peers;
pub use reply::announce_reply;
pub use reply::scrape_reply;
pub use request::announce_request;
pub use request::scrape_request;
pub use udp::udp_request;
pub use udp::udp_response;
#[cfg(feature = "websocket")]
pub use websocket::client_message;
#[cfg(feature = "websocket")]
pub use websocket::tracker_message;

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests;
