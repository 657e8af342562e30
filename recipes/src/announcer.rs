//! An announce through reqwest.

use std::error::Error;

use reqwest::Client;
use tracker_types::{AnnounceRequest, AnnounceResponse, http};

/// Returns the response; a tracker's refusal is an error, as is any failure before it.
pub async fn announce(
    client: &Client,
    tracker: &str,
    request: &AnnounceRequest<'_>,
) -> Result<AnnounceResponse<'static>, Box<dyn Error + Send + Sync>> {
    let body = client.get(request.to_url(tracker)?).send().await?.bytes().await?;
    let (reply, _quirks) = http::announce::decode(&body)?;
    Ok(reply.share(&body).into_result()?)
}

#[cfg(test)]
mod tests {
    use std::net::SocketAddr;

    use tracker_types::{Event, InfoHash, PeerId};

    use super::*;

    /// Announces to the recipe of a tracker, over loopback.
    #[tokio::test]
    async fn two_peers_meet_and_part() {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/announce", listener.local_addr().unwrap());
        let service = crate::tracker::router().into_make_service_with_connect_info::<SocketAddr>();
        tokio::spawn(axum::serve(listener, service).into_future());

        let client = Client::builder().no_proxy().build().unwrap();
        let request = |port| AnnounceRequest::new(InfoHash([1; 20]), PeerId([b'-'; 20]), port, 0);
        let peers = async |request: &AnnounceRequest<'_>| {
            announce(&client, &url, request).await.unwrap().peers.socket_addrs()
        };
        let (mut first, second) = (request(6881), request(6882));
        assert_eq!(peers(&first).await, []);
        assert_eq!(peers(&second).await, ["127.0.0.1:6881".parse().unwrap()]);
        first.event = Some(Event::Stopped);
        assert_eq!(peers(&first).await, ["127.0.0.1:6882".parse().unwrap()]);
        assert_eq!(peers(&second).await, []);

        // Without an info-hash it is not an announce: the tracker's failure says so.
        let refused = client.get(&url).send().await.unwrap().bytes().await.unwrap();
        let (reply, _) = http::announce::decode(&refused).unwrap();
        assert_eq!(
            reply.into_result().unwrap_err().reason,
            "info_hash: missing parameter at byte 0"
        );
    }
}
