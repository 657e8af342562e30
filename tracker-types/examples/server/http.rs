//! HTTP connections: hyper does the framing, and this gives it its limits.

use std::convert::Infallible;
use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use http_body_util::Full;
use hyper::body::{Bytes, Incoming};
use hyper::header::{CONTENT_TYPE, HeaderValue};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Request, Response};
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::net::TcpStream;
use tokio::time::{sleep, timeout};
use tokio_io_timeout::TimeoutStream;
use tracing::{debug, info};

use super::answer::answer;
use super::serve::{Closing, Service};

/// How long a client may take for a request's head, and to ask again.
const HEAD_TIMEOUT: Duration = Duration::from_secs(5);

/// How long a client may read nothing of what we have for it.
const WRITE_TIMEOUT: Duration = Duration::from_secs(5);

/// How long a client may use the same connection, however busy it keeps us.
const LIFETIME: Duration = Duration::from_secs(120);

/// How long a response may take that is under way when the connection is to end.
pub const GRACE: Duration = Duration::from_secs(5);

/// How large a request's head may be; the longest announce in the wild has 1 KiB.
const LARGEST_HEAD: usize = 16 * 1024;

/// Serves one client until it or its time is over.
pub async fn serve(
    service: Arc<Service>,
    stream: TcpStream,
    client: SocketAddr,
    mut closing: Closing,
) -> Result<(), hyper::Error> {
    // Without it the second of two small responses may wait for the first one's acknowledgement.
    let _: io::Result<()> = stream.set_nodelay(true);
    let mut stream = TimeoutStream::new(stream);
    stream.set_write_timeout(Some(WRITE_TIMEOUT));
    let respond = service_fn(|request| {
        let response = respond(&service, request, client);
        async { Ok::<_, Infallible>(response) }
    });
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEAD_TIMEOUT)
        .max_buf_size(LARGEST_HEAD)
        .serve_connection(TokioIo::new(Box::pin(stream)), respond);
    tokio::pin!(connection);
    tokio::select! {
        done = &mut connection => return done,
        () = sleep(LIFETIME) => {}
        _ = closing.wait_for(|closing| *closing) => {}
    }
    connection.as_mut().graceful_shutdown();
    timeout(GRACE, connection).await.unwrap_or_else(|_| {
        debug!(%client, "too slow, disconnected");
        Ok(())
    })
}

fn respond(service: &Service, request: Request<Incoming>, client: SocketAddr) -> Response<Full<Bytes>> {
    let target = request.uri().path_and_query().map_or("", |target| target.as_str());
    let now = service.now();
    let (status, body) = answer(&service.tracker, request.method(), target.as_bytes(), client.ip(), now);
    info!(%client, method = %request.method(), ?target, status = status.as_u16(), bytes = body.len());
    let mut response = Response::new(Full::new(Bytes::from(body)));
    *response.status_mut() = status;
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("text/plain"));
    response
}
