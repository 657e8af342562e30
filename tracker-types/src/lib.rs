//! Announce and scrape of BitTorrent trackers, both sides, without copying.
