//! Sockets, threads and time: a tracker that clients can reach.

use std::io::{self, BufReader, Read};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use super::answer::{Answer, answer, answer_bad};
use super::framing::{self, RequestLine};
use super::tracker::Tracker;

/// How long a client may take for its request, and then for our response.
const PATIENCE: Duration = Duration::from_secs(5);

/// How long a client that was answered may take to ask again: another one may be waiting for its
/// thread.
const IDLE: Duration = Duration::from_secs(1);

/// How many requests are answered over one connection.
const REQUESTS: usize = 100;

/// What is read of a request that was refused, so that the refusal arrives.
const LEFTOVER: u64 = 64 * 1024;

/// Is told of each request: who asked, for what, and how many bytes it was answered with.
pub type Log = fn(SocketAddr, &RequestLine, usize);

/// A tracker and what it takes to serve it.
#[derive(Clone)]
pub struct Service {
    pub tracker: Arc<Mutex<Tracker>>,
    pub log: Option<Log>,
}

impl Service {
    pub fn new(tracker: Tracker) -> Service {
        Service { tracker: Arc::new(Mutex::new(tracker)), log: None }
    }

    /// Serves on this many threads, each of which answers one client at a time; other clients wait
    /// in the listener's queue. The threads end with the process.
    pub fn start(&self, listener: &TcpListener, threads: usize) -> io::Result<()> {
        for _ in 0..threads {
            let (service, listener) = (self.clone(), listener.try_clone()?);
            thread::Builder::new().spawn(move || service.work(&listener))?;
        }
        Ok(())
    }

    fn work(&self, listener: &TcpListener) {
        loop {
            match listener.accept() {
                // A client that went away is nobody's loss.
                Ok((connection, client)) => drop(self.serve(connection, client)),
                // Such as too many open files: they become fewer.
                Err(_) => thread::sleep(Duration::from_millis(100)),
            }
        }
    }

    fn serve(&self, connection: TcpStream, client: SocketAddr) -> io::Result<()> {
        connection.set_write_timeout(Some(PATIENCE))?;
        let mut timed =
            BufReader::new(Timed { connection, since: Instant::now(), patience: PATIENCE });
        for left in (0..REQUESTS).rev() {
            match framing::read_request(&mut timed) {
                Ok(line) => {
                    let keep_alive = line.keep_alive && left > 0;
                    let (status, body) = self.answer(&line, client);
                    if let Some(log) = self.log {
                        log(client, &line, body.len());
                    }
                    let out = &mut timed.get_mut().connection;
                    framing::write_response(out, status, &body, keep_alive)?;
                    if !keep_alive {
                        break;
                    }
                }
                Err(bad) => return answer_bad(bad).map_or(Ok(()), |answer| refuse(timed, &answer)),
            }
            (timed.get_mut().since, timed.get_mut().patience) = (Instant::now(), IDLE);
        }
        Ok(())
    }

    fn answer(&self, line: &RequestLine, client: SocketAddr) -> Answer {
        // A panic elsewhere leaves the swarms usable.
        let mut tracker = self.tracker.lock().unwrap_or_else(PoisonError::into_inner);
        answer(&mut tracker, line, client.ip(), Instant::now())
    }
}

/// Closing before everything is read would take the answer back (RFC 9112, section 9.6).
fn refuse(mut timed: BufReader<Timed>, (status, body): &Answer) -> io::Result<()> {
    let connection = &mut timed.get_mut().connection;
    framing::write_response(connection, *status, body, false)?;
    connection.shutdown(Shutdown::Write)?;
    io::copy(&mut timed.take(LEFTOVER), &mut io::sink()).map(drop)
}

/// A connection that is read for so long and no longer, however slowly its bytes drip.
struct Timed {
    connection: TcpStream,
    since: Instant,
    patience: Duration,
}

impl Read for Timed {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let left = self.patience.saturating_sub(self.since.elapsed());
        if left.is_zero() {
            return Err(io::ErrorKind::TimedOut.into());
        }
        self.connection.set_read_timeout(Some(left))?;
        self.connection.read(buffer)
    }
}
