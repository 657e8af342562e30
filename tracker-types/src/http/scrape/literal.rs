//! The canonical reply to a scrape, recognised literally.

use std::collections::BTreeMap;

use crate::http::literal::Literal;
use crate::id::InfoHash;
use crate::scrape::{ScrapeResponse, ScrapeStats};

/// A canonical success without anything odd about it, and what follows it.
pub(super) fn decode(body: &[u8]) -> Option<(ScrapeResponse<'_>, &[u8])> {
    let mut at = Literal::new(body.strip_prefix(b"d5:filesd")?);
    let mut files = Vec::new();
    while let Some(hash) = hash(&mut at) {
        let sorted = files.last().is_none_or(|(last, _)| *last < hash);
        files.push((sorted.then_some(hash)?, stats(&mut at)?));
    }
    at.expect(b"e")?;
    let mut response = ScrapeResponse::new(BTreeMap::from_iter(files));
    if at.skip(b"5:flagsd20:min_request_intervali") {
        response.min_request_interval = Some(at.number()?);
        at.expect(b"e")?;
    }
    at.expect(b"e")?;
    Some((response, at.rest()))
}

fn hash(at: &mut Literal<'_>) -> Option<InfoHash> {
    at.expect(b"20:")?;
    at.take().map(|hash| InfoHash(*hash))
}

fn stats<'a>(at: &mut Literal<'a>) -> Option<ScrapeStats<'a>> {
    let mut stats = ScrapeStats::default();
    at.expect(b"d")?;
    at.number_of(b"8:completei", &mut stats.complete)?;
    at.expect(b"10:downloadedi")?;
    stats.downloaded = Some(at.number()?);
    at.number_of(b"11:downloadersi", &mut stats.downloaders)?;
    at.number_of(b"10:incompletei", &mut stats.incomplete)?;
    at.string_of(b"4:name", &mut stats.name)?;
    at.expect(b"e")?;
    Some(stats)
}
