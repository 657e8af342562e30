//! HTTP connections: hyper does the framing, within the limits set here.

use std::convert::Infallible;
use std::io;
use std::net::SocketAddr;
use std::pin::pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use http_body_util::Full;
use hyper::body::{Bytes, Incoming};
use hyper::header::{CONTENT_TYPE, HeaderValue, UPGRADE};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::upgrade::OnUpgrade;
use hyper::{Request, Response};
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::net::TcpStream;
use tokio::time::{sleep, timeout};
use tokio_io_timeout::TimeoutStream;
use tokio_tungstenite::tungstenite::handshake::server::create_response_with_body;
use tracing::info;

use super::answer::answer;
use super::serve::{Closing, Service};
use super::websocket;

/// How long a client may take to send a request's head, and until its next request.
const HEAD_TIMEOUT: Duration = Duration::from_secs(5);

/// How long a client may read nothing of what is sent to it.
const WRITE_TIMEOUT: Duration = Duration::from_secs(5);

/// How long a client may use the same connection, however many requests it sends.
const LIFETIME: Duration = Duration::from_secs(120);

/// How long a response that has been started may still take when the connection is to be closed.
pub const GRACE: Duration = Duration::from_secs(5);

/// How large a request's head may be; the longest announces seen in practice have 1 KiB.
const LARGEST_HEAD: usize = 16 * 1024;

/// Serves one client until it closes the connection or its time is over.
pub async fn serve(
    service: Arc<Service>,
    stream: TcpStream,
    client: SocketAddr,
    mut closing: Closing,
) -> Result<(), hyper::Error> {
    // Otherwise the second of two small responses may wait for the acknowledgement of the first.
    let _: io::Result<()> = stream.set_nodelay(true);
    let mut stream = TimeoutStream::new(stream);
    stream.set_write_timeout(Some(WRITE_TIMEOUT));
    let upgrade = Mutex::new(None);
    let respond = service_fn(|request| {
        let response = respond(&service, request, client, &upgrade);
        async { Ok::<_, Infallible>(response) }
    });
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEAD_TIMEOUT)
        .max_buf_size(LARGEST_HEAD)
        .serve_connection(TokioIo::new(Box::pin(stream)), respond)
        .with_upgrades();
    let mut connection = pin!(connection);
    let limit = async {
        tokio::select! {
            () = sleep(LIFETIME) => {}
            _ = closing.wait_for(|closing| *closing) => {}
        }
    };
    tokio::select! {
        done = &mut connection => done?,
        () = limit => {
            connection.as_mut().graceful_shutdown();
            // A client that is too slow is disconnected.
            timeout(GRACE, connection).await.unwrap_or(Ok(()))?;
        }
    }
    let upgrade = upgrade.into_inner().unwrap_or_else(PoisonError::into_inner);
    if let Some(upgrade) = upgrade {
        websocket::serve(&service, upgrade.await?, client, closing).await;
    }
    Ok(())
}

fn respond(
    service: &Service,
    mut request: Request<Incoming>,
    client: SocketAddr,
    upgrade: &Mutex<Option<OnUpgrade>>,
) -> Response<Full<Bytes>> {
    if request.headers().contains_key(UPGRADE) {
        if let Ok(response) = create_response_with_body(&request, Full::default) {
            let mut upgrade = upgrade.lock().unwrap_or_else(PoisonError::into_inner);
            *upgrade = Some(hyper::upgrade::on(&mut request));
            return response;
        }
    }
    let target = request.uri().path_and_query().map_or("", |target| target.as_str());
    let (method, now) = (request.method(), service.now());
    let (status, body) = answer(&service.tracker, method, target.as_bytes(), client.ip(), now);
    info!(%client, %method, ?target, status = status.as_u16(), bytes = body.len());
    let mut response = Response::new(Full::new(Bytes::from(body)));
    *response.status_mut() = status;
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("text/plain"));
    response
}
