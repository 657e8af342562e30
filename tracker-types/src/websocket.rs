//! The WebSocket wire: the JSON messages of WebTorrent.
//!
//! Browsers can connect to each other only through WebRTC, for which they first have to exchange an *offer*
//! and an *answer*. A WebSocket tracker passes these on: a client announces itself with a few offers, the
//! tracker sends each of them to another peer of the swarm, and that peer's answer goes back the same way.
//! There are no addresses and no ports, and no peers in a reply.
//!
//! There is no BEP. This page describes what these programs send and read: bittorrent-tracker 11.2.3
//! (the reference, client and server, of WebTorrent 2.8.5), libtorrent 2.1 (client), aquatic_ws 0.9.0,
//! wt-tracker and openwebtorrent (trackers). [`client`] has the messages that a client sends, [`tracker`]
//! those that a tracker sends; each has `decode` and `encode`.
//!
//! ```
//! use tracker_types::websocket::{ClientMessage, TrackerMessage, client, tracker};
//!
//! // A frame arrives at the tracker.
//! let frame = r#"{"numwant":1,"uploaded":0,"downloaded":0,"left":866,"event":"started",
//!     "action":"announce","info_hash":"÷t[²Ù^úÐãq¾Æøç{\u0095Ç¤Ó¿","peer_id":"-WW0208-HbhAax52hZyX",
//!     "offers":[{"offer":{"type":"offer","sdp":"v=0\r\n"},"offer_id":"abcdefghijklmnopqrst"}]}"#;
//! let (message, quirks) = client::decode(frame.as_bytes())?;
//! assert!(quirks.is_empty());
//! let ClientMessage::Announce(announce) = &message else { unreachable!() };
//! assert_eq!((announce.request.left, announce.offers.len()), (Some(866), 1));
//!
//! // Another peer of the swarm gets the offer, whose description has not been interpreted.
//! let mut to_peer = Vec::new();
//! tracker::encode(&message.forward(0).unwrap(), &mut to_peer);
//! let (forwarded, _) = tracker::decode(&to_peer)?;
//! let TrackerMessage::Offer(offer) = forwarded else { unreachable!() };
//! assert_eq!(offer.peer_id, announce.request.peer_id);
//! assert_eq!(offer.offer.sdp.text().unwrap(), "v=0\r\n");
//! # Ok::<(), tracker_types::Error>(())
//! ```
//!
//! # Frames
//!
//! A message is one JSON object in one text frame. aquatic_ws, wt-tracker and openwebtorrent read
//! binary frames as well; `decode` takes the bytes of either. One socket serves many torrents, so most
//! messages name their torrent. The path and the query of the socket's URL have no meaning here; a private
//! tracker's passkey may be in them.
//!
//! Limit the length of frames before they are decoded: an announce with five offers has 7 to 11 kB, one
//! with ten offers 23 kB. aquatic_ws and wt-tracker accept 64 KiB, libtorrent accepts 128 KiB and a
//! description of 64 KiB. Decoding takes at most 64 times the length in memory; only an array of empty
//! offers comes near that. aquatic_ws closes a socket after 180 s without a message, wt-tracker after 240 s.
//!
//! **Binary strings.** An info-hash, a peer id or an offer id is a string of 20 characters, U+0000 to
//! U+00FF, one for each byte. On the wire the string is UTF-8, with the escapes of JSON: 20 bytes take 20
//! to 120. The names of the members of `files` are binary strings as well.
//!
//! # From a client
//!
//! An **announce** ([`Announce`]); WebTorrent writes the members in the order of the table.
//!
//! | member | value | |
//! |---|---|---|
//! | `numwant` | integer | the number of offers: WebTorrent sends at most 5, formerly 10. The reference server ignores it, wt-tracker forwards no offers without it; trackers accept up to 82 (reference), 20 (wt-tracker), 10 (aquatic_ws) |
//! | `uploaded`, `downloaded` | integer | bytes |
//! | `left` | integer | bytes. WebTorrent has infinity for a torrent of unknown size, which JavaScript writes as `null`; the reference server reads `null` as 0, and a missing `left` as unknown |
//! | `event` | string | `started`, `completed`, `stopped`; left out otherwise. aquatic_ws also reads `update`, for no event. wt-tracker and openwebtorrent close the socket for other events, including `paused` |
//! | `action` | `"announce"` | required; clients of 2015 left it out |
//! | `info_hash`, `peer_id` | binary strings | required. openwebtorrent accepts one peer id for each socket |
//! | `offers` | array of objects with `offer` and `offer_id` | `offer` is the object that WebRTC makes, `{"type":"offer","sdp":"…"}`; `offer_id` is a binary string that the client chooses. With `stopped` and `completed`, WebTorrent sends no `offers`, libtorrent an empty array |
//! | `trackerid` | string | the `tracker id` of a reply |
//! | `corrupt`, `key` | integer, string of 8 hex digits | libtorrent only |
//!
//! An **answer** ([`Answer`]) is also an announce, but without counters and event; trackers do not reply to
//! it.
//!
//! | member | value | |
//! |---|---|---|
//! | `action` | `"announce"` | required |
//! | `info_hash`, `peer_id` | binary strings | required; the peer that answers |
//! | `to_peer_id` | binary string | required; the peer that made the offer |
//! | `answer` | object | required: `{"type":"answer","sdp":"…"}` |
//! | `offer_id` | binary string | required; the id of the offer |
//! | `trackerid` | string | as above |
//!
//! A **scrape** ([`Scrape`]) asks for the counts of swarms.
//!
//! | member | value | |
//! |---|---|---|
//! | `action` | `"scrape"` | required |
//! | `info_hash` | binary string, or an array of them | left out for all torrents, which most trackers do not answer |
//!
//! # From a tracker
//!
//! A **reply** ([`TrackerMessage::Announce`]) to an announce.
//!
//! | member | value | |
//! |---|---|---|
//! | `complete`, `incomplete` | integers | the number of seeders and leechers |
//! | `action` | `"announce"` | WebTorrent drops the connection if it is missing |
//! | `interval` | integer | seconds; 120 from bittorrent-tracker, aquatic_ws and openwebtorrent, 20 from wt-tracker |
//! | `info_hash` | binary string | required: libtorrent drops the connection if it is missing |
//! | `min interval`, `tracker id`, `warning message`, `downloaded` | as over HTTP | WebTorrent reads the first three; libtorrent reads `min_interval` |
//!
//! An **offer** ([`OfferToPeer`]) or an **answer** ([`AnswerToPeer`]) from another peer.
//!
//! | member | value | |
//! |---|---|---|
//! | `action` | `"announce"` | |
//! | `offer` or `answer` | object | as it was received; wt-tracker writes an offer anew, with `type` and `sdp` only |
//! | `offer_id` | binary string | as it was received |
//! | `peer_id` | binary string | the peer that made it; a client skips its own |
//! | `info_hash` | binary string | |
//!
//! wt-tracker and openwebtorrent also pass on all other members of an answer, except `to_peer_id`.
//!
//! A **scrape's reply** ([`TrackerMessage::Scrape`]).
//!
//! | member | value | |
//! |---|---|---|
//! | `action` | `"scrape"` | |
//! | `files` | object | objects with `complete`, `incomplete` and `downloaded`, by info-hash as a binary string. An unknown torrent has three zeros (bittorrent-tracker, wt-tracker, openwebtorrent) |
//! | `flags` | object | `min_request_interval` in seconds |
//!
//! A **failure** ([`TrackerMessage::Failure`]).
//!
//! | member | value | |
//! |---|---|---|
//! | `action`, `info_hash` | as above | bittorrent-tracker sends them only if it could read the message; aquatic_ws sends `{"failure reason":"Invalid request"}` |
//! | `failure reason` | string | |
//!
//! wt-tracker and openwebtorrent never send one: they close the socket.
//!
//! # Deviations
//!
//! Every deviation that has one clear meaning is accepted, and reported in [`Quirks`](crate::Quirks); of a
//! repeated member the last one counts, as in JavaScript. A description is never an error: a tracker
//! passes on even what it does not understand. A tracker that wants to refuse a quirk, such as
//! [`UnknownEvent`](crate::Quirk::UnknownEvent), checks whether it was reported. Numbers are read without
//! floating point, so that 1e400 is large and not infinite.

mod action;
mod string;
mod number;
mod members;
mod write;
mod offer;
mod fields;
pub mod tracker;
pub mod client;

pub use action::Action;
pub use client::Announce;
pub use client::Answer;
pub use client::ClientMessage;
pub use client::Scrape;
pub use offer::Offer;
pub use offer::OfferId;
pub use offer::Sdp;
pub use tracker::AnswerToPeer;
pub use tracker::OfferToPeer;
pub use tracker::TrackerMessage;
