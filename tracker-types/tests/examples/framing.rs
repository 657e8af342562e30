//! HTTP as a tracker reads it.

use std::io::{self, BufReader, Cursor, Read};

use crate::server::framing::{Bad, LONGEST_HEAD, Status, read_request, write_response};

/// Gives a byte at a time.
struct Drops<'a>(&'a [u8]);

impl Read for Drops<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let length = buffer.len().min(1);
        self.0.read(&mut buffer[..length])
    }
}

/// The target of a request, or why it is none.
type Verdict = Result<&'static [u8], Bad>;

/// What comes over a connection, and how it is read.
const REQUESTS: &[(&[u8], Verdict)] = &[
    (b"GET /announce?a=b HTTP/1.1\r\nHost: x\r\n\r\n", Ok(b"/announce?a=b")),
    (b"GET /announce?a=b HTTP/1.0\r\n\r\n", Ok(b"/announce?a=b")),
    (b"GET /announce HTTP/1.1\n\n", Ok(b"/announce")),
    // opentracker tells of clients that ask like this.
    (b"GET announce ?a=b HTTP/1.1\r\n\r\n", Ok(b"announce ?a=b")),
    (b"GET /announce?\xff HTTP/1.1\r\n\r\n", Ok(b"/announce?\xff")),
    (b"GET http://x.example/announce HTTP/1.1\r\n\r\n", Ok(b"http://x.example/announce")),
    // A request behind it is left where it is.
    (b"GET /a HTTP/1.1\r\n\r\nGET /b HTTP/1.1\r\n\r\n", Ok(b"/a")),
    (b"GET /announce\r\n\r\n", Err(Bad::NotHttp)),
    (b"GET  HTTP/1.1\r\n\r\n", Err(Bad::NotHttp)),
    (b"GET / HTTP/2\r\n\r\n", Err(Bad::NotHttp)),
    (b"\x16\x03\x01\x02\0\x01\0\x01\xfc\x03\x03\n\n", Err(Bad::NotHttp)),
    (b"\r\n\r\n", Err(Bad::NotHttp)),
    (b"GET /announce HTTP/1.1\r\nHost: x\r\n", Err(Bad::Gone)),
    (b"", Err(Bad::Gone)),
];

#[test]
fn request_lines() {
    for (text, expected) in REQUESTS {
        let shown = text.escape_ascii();
        let whole = read_request(&mut Cursor::new(text));
        assert_eq!(
            whole.as_ref().map(|line| &line.target[..]),
            expected.as_ref().copied(),
            "{shown}"
        );
        assert_eq!(read_request(&mut BufReader::new(Drops(text))), whole, "byte by byte: {shown}");
    }
}

#[test]
fn an_endless_head_is_given_up() {
    let mut endless = BufReader::new(io::repeat(b'a'));
    assert_eq!(read_request(&mut endless), Err(Bad::TooLong));

    let mut longest = b"GET /announce HTTP/1.1\r\n".to_vec();
    longest.resize(LONGEST_HEAD - 4, b'a');
    longest.extend_from_slice(b"\r\n\r\n");
    assert!(read_request(&mut Cursor::new(longest)).is_ok());
}

#[test]
fn the_last_request_over_a_connection() {
    let rows: [(&[u8], bool); 9] = [
        (b"GET / HTTP/1.1\r\n\r\n", true),
        (b"GET / HTTP/1.1\nHost: close\nX-Connection: close\n\n", true),
        (b"GET / HTTP/1.1\r\nConnection: keep-alive\r\n\r\n", true),
        (b"GET / HTTP/1.1\r\nConnection: close\r\n\r\n", false),
        (b"GET / HTTP/1.1\r\nHost: x\r\nconnection:TE , Close\r\n\r\n", false),
        // Nobody reads the body, which would be taken for a request.
        (b"POST / HTTP/1.1\r\ncontent-length: 16\r\n\r\nGET / HTTP/1.1\n\n", false),
        (b"GET / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n", false),
        (b"GET / HTTP/1.0\r\n\r\n", false),
        (b"GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n", false),
    ];
    for (text, keep_alive) in rows {
        let line = read_request(&mut Cursor::new(text)).unwrap();
        assert_eq!(line.keep_alive, keep_alive, "{}", text.escape_ascii());
    }
}

#[test]
fn requests_come_one_behind_the_other() {
    let mut both = Cursor::new(b"GET /a HTTP/1.1\r\n\r\nGET /b HTTP/1.1\r\n\r\n");
    for target in [b"/a", b"/b"] {
        assert_eq!(read_request(&mut both).unwrap().target, target);
    }
    assert_eq!(read_request(&mut both), Err(Bad::Gone));
}

#[test]
fn responses_say_how_long_they_are() {
    for (keep_alive, close) in [(true, ""), (false, "Connection: close\r\n")] {
        let mut out = Vec::new();
        write_response(&mut out, Status::Ok, b"d5:peers0:e", keep_alive).unwrap();
        assert_eq!(
            String::from_utf8(out).unwrap(),
            format!(
                "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 11\r\n\
                 {close}\r\nd5:peers0:e",
            ),
        );
    }
}
