//! Replies: a success or a failure.

mod failure;
mod retry_in;

pub use failure::Failure;
pub use retry_in::RetryIn;

/// A tracker's answer: a success or a failure.
///
/// ```
/// use tracker_types::{Failure, Reply};
/// use tracker_types::http::announce;
///
/// let body = b"d14:failure reason20:Unregistered torrent8:retry in5:nevere";
/// let (reply, quirks) = announce::decode(body)?;
/// assert!(quirks.is_empty());
/// let failure = reply.into_result().unwrap_err();
/// assert_eq!(failure.to_string(), "Unregistered torrent (never retry)");
/// # Ok::<(), tracker_types::Error>(())
/// ```
///
/// It borrows from the body; `into_owned` copies, and `share` shares the buffer instead:
///
/// ```
/// use bytes::Bytes;
/// use tracker_types::http::announce;
///
/// let frame = Bytes::from_static(b"d8:intervali1800e5:peers6:\x7f\0\0\x01\x1a\xe1e");
/// let reply = announce::decode(&frame)?.0.share(&frame);
/// // It may move to another thread, and `peers` is still in the frame.
/// let peers = std::thread::spawn(move || reply.success().map(|it| it.peers.len()));
/// assert_eq!(peers.join().unwrap(), Some(1));
/// # Ok::<(), tracker_types::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reply<'a, T> {
    /// The tracker answered the request.
    Success(T),
    /// The tracker refused the request.
    Failure(Failure<'a>),
}

impl<'a, T> Reply<'a, T> {
    /// Returns the answer as a `Result`, for `?`. A failure is copied, so that it converts to a
    /// `Box<dyn Error + Send + Sync>`; the answer still borrows.
    ///
    /// ```
    /// use std::net::SocketAddr;
    /// use tracker_types::http::announce;
    ///
    /// type Error = Box<dyn std::error::Error + Send + Sync>;
    ///
    /// fn peers(body: &[u8]) -> Result<Vec<SocketAddr>, Error> {
    ///     let (reply, _) = announce::decode(body)?;
    ///     Ok(reply.into_result()?.peers.socket_addrs())
    /// }
    ///
    /// let refusal = peers(b"d14:failure reason20:Unregistered torrente").unwrap_err();
    /// assert_eq!(refusal.to_string(), "Unregistered torrent");
    /// ```
    ///
    /// # Errors
    ///
    /// The tracker's [`Failure`].
    pub fn into_result(self) -> Result<T, Failure<'static>> {
        match self {
            Reply::Success(success) => Ok(success),
            Reply::Failure(failure) => Err(failure.into_owned()),
        }
    }

    /// The answer, unless the reply is a failure.
    pub fn success(&self) -> Option<&T> {
        match self {
            Reply::Success(success) => Some(success),
            Reply::Failure(_) => None,
        }
    }

    /// The failure, if the reply is one.
    pub fn failure(&self) -> Option<&Failure<'a>> {
        match self {
            Reply::Success(_) => None,
            Reply::Failure(failure) => Some(failure),
        }
    }
}

/// Adds `into_owned` and `share` to a reply; a generic implementation could not name the owned type
/// of a success.
macro_rules! owned_reply {
    ($response:ident) => {
        impl Reply<'_, $response<'_>> {
            /// Copies everything that is borrowed.
            pub fn into_owned(self) -> Reply<'static, $response<'static>> {
                match self {
                    Reply::Success(success) => Reply::Success(success.into_owned()),
                    Reply::Failure(failure) => Reply::Failure(failure.into_owned()),
                }
            }

            /// Shares `frame`, the buffer from which the reply was decoded, and copies only what is
            /// not in it.
            pub fn share(&self, frame: &bytes::Bytes) -> Reply<'static, $response<'static>> {
                match self {
                    Reply::Success(success) => Reply::Success(success.share(frame)),
                    Reply::Failure(failure) => Reply::Failure(failure.share(frame)),
                }
            }
        }
    };
}

pub(crate) use owned_reply;
