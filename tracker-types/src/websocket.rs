//! The WebSocket wire: JSON messages, as WebTorrent has them.
//!
//! Browsers connect to each other through WebRTC alone, for which two of them first have to exchange
//! an *offer* and an *answer*. A WebSocket tracker passes these on: a client announces itself with a
//! handful of offers, the tracker hands each to another peer of the swarm, and that peer's answer
//! goes back the same way. There are no addresses and no ports, and no peers in a reply.
//!
//! There is no BEP. This page describes what these programs send and read: bittorrent-tracker 11.2.3
//! (the reference, client and server, of WebTorrent 2.8.5), libtorrent 2.1 (client), aquatic_ws 0.9.0,
//! wt-tracker and openwebtorrent (trackers). [`client`] has what a client sends, [`tracker`] what a
//! tracker sends; each has the verbs `decode` and `encode`.
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
//! // Another peer of the swarm gets the offer, whose description nobody has looked into.
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
//! binary frames as well; `decode` takes the bytes of either. One socket serves many torrents, so
//! that most messages name theirs. The path and the query of the socket's URL mean nothing here; a
//! private tracker's passkey may stand there.
//!
//! The length is the caller's to limit, before a frame is decoded: an announce with five offers has 7
//! to 11 kB, one with ten offers 23 kB. aquatic_ws and wt-tracker take 64 KiB, libtorrent takes
//! 128 KiB and a description of 64 KiB. Decoding takes at most 64 times the length in memory, which only
//! an array of empty offers comes near to. aquatic_ws closes a socket after 180 s without a message,
//! wt-tracker after 240 s.
//!
//! **Binary strings.** An info-hash, a peer id or an offer id is a string of 20 characters, U+0000 to
//! U+00FF, each of which stands for a byte. On the wire these are UTF-8, with the escapes of JSON: 20
//! bytes take 20 to 120. So are the names of the members of `files`.
//!
//! # From a client
//!
//! An **announce** ([`Announce`]); WebTorrent writes its members in the order of the table.
//!
//! | member | value | |
//! |---|---|---|
//! | `numwant` | integer | how many offers there are: WebTorrent at most 5, once 10. The reference server ignores it, wt-tracker sends no offers without it; trackers take up to 82 (reference), 20 (wt-tracker), 10 (aquatic_ws) |
//! | `uploaded`, `downloaded` | integer | bytes |
//! | `left` | integer | bytes. JavaScript writes `null` for an infinity, which WebTorrent says of a torrent whose size it does not know; the reference server reads `null` as 0, and what is left out as unknown |
//! | `event` | string | `started`, `completed`, `stopped`; left out otherwise. aquatic_ws also knows `update`, for none. wt-tracker and openwebtorrent close the socket for other events, `paused` among them |
//! | `action` | `"announce"` | required; clients of 2015 left it out |
//! | `info_hash`, `peer_id` | binary strings | required. openwebtorrent takes one peer id for each socket |
//! | `offers` | array of objects with `offer` and `offer_id` | `offer` is the object that WebRTC makes, `{"type":"offer","sdp":"…"}`; `offer_id` a binary string of the client's choice. WebTorrent sends none with `stopped` and `completed`, libtorrent an empty array |
//! | `trackerid` | string | what a reply said in `tracker id` |
//! | `corrupt`, `key` | integer, string of 8 hex digits | libtorrent alone |
//!
//! An **answer** ([`Answer`]) is an announce, too, but without counters and event; nobody replies to
//! it.
//!
//! | member | value | |
//! |---|---|---|
//! | `action` | `"announce"` | required |
//! | `info_hash`, `peer_id` | binary strings | required; who answers |
//! | `to_peer_id` | binary string | required; who made the offer |
//! | `answer` | object | required: `{"type":"answer","sdp":"…"}` |
//! | `offer_id` | binary string | required; which offer it was |
//! | `trackerid` | string | as above |
//!
//! A **scrape** ([`Scrape`]) asks for numbers.
//!
//! | member | value | |
//! |---|---|---|
//! | `action` | `"scrape"` | required |
//! | `info_hash` | binary string, or an array of them | none for all torrents, which most trackers do not answer |
//!
//! # From a tracker
//!
//! A **reply** ([`TrackerMessage::Announce`]) to an announce.
//!
//! | member | value | |
//! |---|---|---|
//! | `complete`, `incomplete` | integers | how many seed and leech |
//! | `action` | `"announce"` | WebTorrent drops the connection where it is missing |
//! | `interval` | integer | seconds; 120 from bittorrent-tracker, aquatic_ws and openwebtorrent, 20 from wt-tracker |
//! | `info_hash` | binary string | required: libtorrent drops the connection where it is missing |
//! | `min interval`, `tracker id`, `warning message`, `downloaded` | as over HTTP | WebTorrent reads the first three; libtorrent reads `min_interval` |
//!
//! An **offer** ([`OfferToPeer`]) of another peer and an **answer** ([`AnswerToPeer`]) of one.
//!
//! | member | value | |
//! |---|---|---|
//! | `action` | `"announce"` | |
//! | `offer` or `answer` | object | as it came: wt-tracker writes an offer anew, with `type` and `sdp` alone |
//! | `offer_id` | binary string | as it came |
//! | `peer_id` | binary string | who made it; a client skips its own |
//! | `info_hash` | binary string | |
//!
//! wt-tracker and openwebtorrent pass on all other members of an answer, too, but for `to_peer_id`.
//!
//! A **scrape's reply** ([`TrackerMessage::Scrape`]).
//!
//! | member | value | |
//! |---|---|---|
//! | `action` | `"scrape"` | |
//! | `files` | object | by info-hash, as binary strings, objects with `complete`, `incomplete`, `downloaded`. An unknown torrent has three zeros (bittorrent-tracker, wt-tracker, openwebtorrent) |
//! | `flags` | object | `min_request_interval` in seconds |
//!
//! A **failure** ([`TrackerMessage::Failure`]).
//!
//! | member | value | |
//! |---|---|---|
//! | `action`, `info_hash` | as above | bittorrent-tracker says them only where it could read the message; aquatic_ws says `{"failure reason":"Invalid request"}` |
//! | `failure reason` | string | |
//!
//! wt-tracker and openwebtorrent never send one: they close the socket.
//!
//! # What is odd
//!
//! Whatever has one readable meaning is read, and reported in [`Quirks`](crate::Quirks); what comes
//! twice counts as the last one says, as in JavaScript. Descriptions are never taken for an error: a
//! tracker passes on what it does not understand. A tracker that wants to refuse a quirk, such as
//! [`UnknownEvent`](crate::Quirk::UnknownEvent), looks whether it was reported. Numbers are read
//! without floating point, so that 1e400 is large and not infinite.

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
