//! The WebSocket wire: JSON messages, as WebTorrent has them.
