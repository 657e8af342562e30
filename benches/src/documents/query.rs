//! Query strings of announces and scrapes, as clients write them.

/// qBittorrent's 14 parameters, 258 bytes.
pub(super) const QBITTORRENT: &[u8] =
    b"info_hash=%04%0bkV%3f%5cr%14%a6%b7%98%adC%c3%c9.%40%24%00%b9\
    &peer_id=-qB4520-5ert69muw5t8&port=11000&uploaded=104857600&downloaded=734003200\
    &left=131072000&corrupt=1638&key=3AB4B977&event=started&numwant=200&compact=1&no_peer_id=1\
    &supportcrypto=1&redundant=0";

/// Transmission's 11 parameters, 206 bytes.
pub(super) const TRANSMISSION: &[u8] =
    b"info_hash=%04%0bkV%3f%5cr%14%a6%b7%98%adC%c3%c9.%40%24%00%b9\
    &peer_id=-TR2940-5ert69muw5t8&port=11000&uploaded=16384&downloaded=734003200&left=0&numwant=0\
    &key=3ab4b977&compact=1&supportcrypto=1&event=stopped";

/// Written by hand for curl: six parameters, 141 bytes, every byte of the hash escaped.
pub(super) const CURL: &[u8] =
    b"info_hash=%D1%10%1A%2B%9D%20%28%11%A0%5E%8C%57%C5%57%A2%0B%F9%74%DC%8A\
    &peer_id=01234567890123456789&port=12345&uploaded=0&downloaded=0&left=0";

/// A scrape of ten torrents.
pub(super) fn scrape() -> Vec<u8> {
    let hash = "info_hash=%04%0bkV%3f%5cr%14%a6%b7%98%adC%c3%c9.%40%24%00%b";
    let hashes = (0..10).map(|digit| format!("{hash}{digit}"));
    hashes.collect::<Vec<_>>().join("&").into_bytes()
}

/// qBittorrent's request with the headers that it sends.
pub(super) fn request() -> Vec<u8> {
    let headers = b" HTTP/1.1\r\nHost: tracker.example.org:6969\r\n\
        User-Agent: qBittorrent/4.5.2\r\nAccept-Encoding: gzip\r\nConnection: close\r\n\r\n";
    [b"GET /announce?", QBITTORRENT, headers].concat()
}
