//! hyper accepts the URL of every request.

use proptest::prelude::*;
use tracker_types::{AnnounceRequest, InfoHash, Params, PeerId, ScrapeRequest, scrape_url};

fn request() -> AnnounceRequest<'static> {
    let ids = (InfoHash(*b"0123456789ABCDEFGHIJ"), PeerId(*b"-TR2940-0890apv0oznf"));
    AnnounceRequest::new(ids.0, ids.1, 51413, 0)
}

/// Whether hyper accepts a URL as the target of a request.
fn hyper_takes(url: &str) -> Result<(), TestCaseError> {
    let Ok(uri) = url.parse::<http::Uri>() else {
        return Err(TestCaseError::fail(format!("hyper refuses {url}")));
    };
    prop_assert!(uri.host().is_some() && uri.path().starts_with('/'), "{}", url);
    prop_assert_eq!(uri.query(), url.split_once('?').map(|(_, query)| query));
    Ok(())
}

proptest! {
    #[test]
    fn hyper_accepts_every_url(
        scheme in "https?|HTTP",
        front in "([ -~]{0,8}@)?",
        host in "[a-z0-9.-]{1,9}|[!-~]{1,5}|\\[(::1|2001:db8::7|fe80::1%[!-~]{1,4})\\]",
        port in "(:[0-9]{0,5})?",
        rest in "(/[ -~]{0,9}|/\\PC{0,9})?(/announce[ -~]{0,9})?(\\?\\PC{0,12})?(#.{0,3})?",
        extra in prop::collection::vec(any::<u8>(), 0..12),
    ) {
        let announce = format!("{scheme}://{front}{host}{port}{rest}");
        let mut asked = request();
        asked.extra = Params::from_query(&extra);
        if let Ok(url) = asked.to_url(&announce) {
            hyper_takes(&url)?;
        }
        for url in [ScrapeRequest::default().to_url(&announce).ok(), scrape_url(&announce)] {
            url.map_or(Ok(()), |url| hyper_takes(&url))?;
        }
    }
}
