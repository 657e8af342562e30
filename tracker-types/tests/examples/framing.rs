//! HTTP as a tracker reads it.

use std::io::{self, Cursor, Read};

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
    // A pipelined request is not waited for, and not answered: the connection is closed.
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
        assert_eq!(read_request(&mut Drops(text)), whole, "byte by byte: {shown}");
    }
}

#[test]
fn an_endless_head_is_given_up() {
    let mut endless = io::repeat(b'a');
    assert_eq!(read_request(&mut endless), Err(Bad::TooLong));

    let mut longest = b"GET /announce HTTP/1.1\r\n".to_vec();
    longest.resize(LONGEST_HEAD - 4, b'a');
    longest.extend_from_slice(b"\r\n\r\n");
    assert!(read_request(&mut Cursor::new(longest)).is_ok());
}

#[test]
fn responses_say_how_long_they_are() {
    let mut out = Vec::new();
    write_response(&mut out, Status::Ok, b"d5:peers0:e").unwrap();
    assert_eq!(
        String::from_utf8(out).unwrap(),
        "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 11\r\n\
         Connection: close\r\n\r\nd5:peers0:e",
    );
}
