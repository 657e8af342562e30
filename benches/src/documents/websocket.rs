//! Messages of WebSocket trackers, as WebTorrent 2.8.5 and bittorrent-tracker 11.2.3 sent them.

/// An announce with five offers, 7140 bytes.
pub(super) const ANNOUNCE_5: &[u8] =
    include_bytes!("../../../fuzz/seeds/websocket/announce-five-offers");

/// An announce without offers, 173 bytes.
pub(super) const ANNOUNCE: &[u8] =
    include_bytes!("../../../fuzz/seeds/websocket/announce-completed");

/// The reply to an announce, 118 bytes.
pub(super) const REPLY: &[u8] = include_bytes!("../../../fuzz/seeds/websocket/reply-escapes");

/// An offer for another peer, 1920 bytes.
pub(super) const OFFER: &[u8] = include_bytes!("../../../fuzz/seeds/websocket/offer-forwarded");
