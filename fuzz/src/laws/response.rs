//! Replies, read from a body and written again.

use std::fmt::Debug;

use bencode::{Document, Quirk as Deviation, Rules};
use bytes::Bytes;
use tracker_types::http::{
    AnnounceResponseWriter, PeerForm, ScrapeResponseWriter, announce, scrape,
};
use tracker_types::{
    AnnounceReply, AnnounceRequest, AnnounceResponse, BodyKind, CompactPeers, CompactPeers6, Error,
    InfoHashes, MagnetLink, Metainfo, Peer, Quirk, Quirks, Reply, ScrapeReply, ScrapeRequest,
};

use crate::ways::LAX;

laws![
    a_reply_is_read_where_a_document_is,
    a_response_is_filled_in_place,
    packed_and_listed_peers_are_alike,
    an_announce_reply_comes_back,
    a_scrape_reply_comes_back,
    writers_write_what_replies_say,
    replies_own_or_share_alike,
    replies_come_back_from_json,
    an_unknown_key_changes_nothing,
    unknown_keys_have_whole_values,
    a_scrape_answers_what_was_asked,
    any_body_is_of_some_kind,
    a_torrent_is_its_raw_info,
];

/// A body is read as a reply exactly if it is read as a document with a dictionary, and every quirk of the
/// document is reported as often as it occurs.
pub fn a_reply_is_read_where_a_document_is(body: &[u8]) {
    let document = Document::parse_with(body, Rules::TOLERANT).ok();
    let is_reply = |document: &Document<'_>| {
        document.root().is_dict() && BodyKind::sniff(body) == BodyKind::Bencode
    };
    let document = document.filter(is_reply);
    assert_eq!(scrape::decode(body).is_ok(), document.is_some());
    let (document, quirks) = match (document, announce::decode(body)) {
        (Some(document), Ok((_, quirks))) => (document, quirks),
        (document, read) => return assert_eq!(document.is_some(), read.is_ok()),
    };
    let mut expected = Quirks::new();
    for deviation in document.quirks() {
        match deviation.quirk {
            Deviation::UnsortedKey => expected.report(Quirk::UnsortedKey),
            Deviation::DuplicateKey => expected.report(Quirk::DuplicateKey),
            Deviation::TrailingData => {
                expected.report_times(Quirk::TrailingData, body.len() - deviation.offset);
            }
            _ => expected.report(Quirk::LeadingZero),
        }
    }
    for quirk in [Quirk::UnsortedKey, Quirk::DuplicateKey, Quirk::TrailingData, Quirk::LeadingZero]
    {
        let counts = (quirks.count(quirk), expected.count(quirk));
        assert_eq!(counts.0, counts.1, "{quirk} in {}", body.escape_ascii());
    }
}

/// A response that is filled in place, whatever its previous contents, is equal to one that is returned.
pub fn a_response_is_filled_in_place(body: &[u8]) {
    let before: &[u8] =
        b"d8:completei1e8:intervali9e5:peersld2:ip3:::74:porti5eee10:tracker id1:xe";
    let mut response = AnnounceResponse::default();
    announce::decode_into(before, &mut response).unwrap();
    let read = announce::decode_into(body, &mut response);
    match (read, announce::decode(body)) {
        (Ok((Reply::Success(()), left)), Ok((expected, quirks))) => {
            assert_eq!((Some(&response), left), (expected.success(), quirks));
        }
        (Ok((Reply::Failure(failure), left)), Ok((expected, quirks))) => {
            assert_eq!((Some(&failure), left), (expected.failure(), quirks));
            assert_eq!(response, AnnounceResponse::default());
        }
        (read, expected) => {
            assert_eq!(read.err(), expected.err());
            assert_eq!(response, AnnounceResponse::default());
        }
    }
}

/// Packed and listed replies with the same peers are read as the same peers with the same quirks.
pub fn packed_and_listed_peers_are_alike(peers: &[u8]) {
    let (v4, v6) = peers.split_at(peers.len() / 2);
    let (v4, v6) = (CompactPeers::from_bytes(v4).0, CompactPeers6::from_bytes(v6).0);
    let packed = [
        format!("d8:intervali9e5:peers{}:", v4.as_bytes().len()).as_bytes(),
        v4.as_bytes(),
        format!("6:peers6{}:", v6.as_bytes().len()).as_bytes(),
        v6.as_bytes(),
        b"e",
    ]
    .concat();
    let mut listed = b"d8:intervali9e5:peersl".to_vec();
    let v4 = v4.iter().map(|peer| (peer.ip().to_string(), peer.port()));
    for (ip, port) in v4.chain(v6.iter().map(|peer| (peer.ip().to_string(), peer.port()))) {
        listed.extend(format!("d2:ip{}:{ip}4:porti{port}ee", ip.len()).bytes());
    }
    listed.extend(b"ee");
    let (packed, left) = announce::decode(&packed).unwrap();
    let (listed, quirks) = announce::decode(&listed).unwrap();
    let [packed, listed] = [packed, listed].map(|reply| reply.into_result().unwrap().peers);
    assert!(packed.iter().eq(listed.iter()), "{packed:?}, {listed:?}");
    assert_eq!(packed.socket_addrs(), listed.socket_addrs());
    assert!(packed.socket_addrs().iter().all(|address| address.port() > 0));
    assert_eq!(left, quirks);
}

/// Quirks that remain when a reply is written canonically: something is missing, or a peer has a name.
const PLAIN: [Quirk; 2] = [Quirk::DnsPeer, Quirk::MissingDownloaded];

fn nothing_odd(quirks: &Quirks, body: &[u8]) {
    let is_plain = quirks.iter().all(|(quirk, _)| PLAIN.contains(&quirk));
    assert!(is_plain, "{quirks} in {}", body.escape_ascii());
}

fn encoded(reply: &AnnounceReply<'_>, form: PeerForm) -> Vec<u8> {
    let mut body = Vec::new();
    announce::encode(reply, form, &mut body);
    assert!(Document::parse_with(&body, Rules::STRICT).is_ok(), "{}", body.escape_ascii());
    body
}

/// Every reply to an announce is written canonically in each form; the output has no quirks, is read as the
/// same reply, and is written the same again. The offset of an error is within the body.
pub fn an_announce_reply_comes_back(body: &[u8]) {
    let (reply, _) = match announce::decode(body) {
        Ok(read) => read,
        Err(error) => return assert!(error.offset() <= body.len(), "{error}"),
    };
    for form in [PeerForm::Compact, PeerForm::List, PeerForm::ListWithoutIds] {
        let written = encoded(&reply, form);
        let (again, left) = announce::decode(&written).unwrap();
        nothing_odd(&left, &written);
        assert_eq!(encoded(&again, form), written);
        if let (Some(before), Some(after)) = (reply.failure(), again.failure()) {
            let reason = before.reason.to_string_lossy().into_owned();
            let mut expected = before.clone();
            expected.reason = reason.into();
            assert_eq!(after, &expected);
        }
        if let (Some(before), Some(after)) = (reply.success(), again.success()) {
            assert_eq!(after.interval, before.interval.or(Some(1800)));
            assert_eq!(
                (after.complete, after.min_interval),
                (before.complete, before.min_interval)
            );
            assert_eq!(after.tracker_id, before.tracker_id);
            // A host name cannot be packed, and a peer that does not listen is not written.
            let kept = |peer: &Peer<'_>| {
                peer.port > 0 && (form != PeerForm::Compact || peer.socket_addr().is_some())
            };
            assert_eq!(after.peers.len(), before.peers.iter().filter(kept).count());
        }
    }
}

/// Every reply to a scrape is written canonically, and is read as the same reply.
pub fn a_scrape_reply_comes_back(body: &[u8]) {
    let (reply, _) = match scrape::decode(body) {
        Ok(read) => read,
        Err(error) => return assert!(error.offset() <= body.len(), "{error}"),
    };
    let mut written = Vec::new();
    scrape::encode(&reply, &mut written);
    assert!(Document::parse_with(&written, Rules::STRICT).is_ok(), "{}", written.escape_ascii());
    let (again, quirks) = scrape::decode(&written).unwrap();
    nothing_odd(&quirks, &written);
    if reply.success().is_some() {
        assert_eq!(again, reply);
    }
}

/// The writers for servers, which need no reply, write the same as a reply: addresses as packed peers, and
/// files in any order or repeated as if they were sorted and unique.
pub fn writers_write_what_replies_say(body: &[u8]) {
    if let Ok((AnnounceReply::Success(response), _)) = announce::decode(body) {
        let writer = AnnounceResponseWriter::new(1800);
        let addresses = response.peers.iter().filter_map(|peer| peer.socket_addr());
        let (mut listed, mut packed) = (Vec::new(), Vec::new());
        writer.write_addresses(addresses.collect::<Vec<_>>(), &mut listed);
        let plain = AnnounceResponse::new(1800, response.peers);
        announce::encode(&AnnounceReply::Success(plain), PeerForm::Compact, &mut packed);
        assert_eq!(listed, packed);
    }
    if let Ok((ScrapeReply::Success(response), _)) = scrape::decode(body) {
        let mut files: Vec<_> = response.files.clone().into_iter().rev().collect();
        files.extend(files.first().cloned());
        let (mut unsorted, mut sorted) = (Vec::new(), Vec::new());
        ScrapeResponseWriter::new(response.min_request_interval).write(&mut files, &mut unsorted);
        scrape::encode(&ScrapeReply::Success(response), &mut sorted);
        assert_eq!(unsorted, sorted);
    }
}

/// An owned reply and one that shares its frame are equal to the borrowed one.
pub fn replies_own_or_share_alike(body: &[u8]) {
    let frame = Bytes::copy_from_slice(body);
    if let Ok((reply, _)) = announce::decode(&frame) {
        assert_eq!(reply.share(&frame), reply);
        assert_eq!(reply.clone().into_owned(), reply);
    }
    if let Ok((reply, _)) = scrape::decode(&frame) {
        assert_eq!(reply.share(&frame), reply);
        assert_eq!(reply.clone().into_owned(), reply);
    }
}

/// A reply written as JSON is read as the same reply, with the same peers in the same order.
pub fn replies_come_back_from_json(body: &[u8]) {
    if let Ok((mut reply, _)) = announce::decode(body) {
        let json = serde_json::to_string(&reply).unwrap();
        let again: AnnounceReply<'_> = serde_json::from_str(&json).unwrap();
        if let (AnnounceReply::Success(before), Some(after)) = (&mut reply, again.success()) {
            assert!(after.peers.iter().eq(before.peers.iter()), "{json}");
            before.peers = after.peers.clone();
        }
        assert_eq!(again, reply);
    }
    if let Ok((reply, _)) = scrape::decode(body) {
        let json = serde_json::to_string(&reply).unwrap();
        assert_eq!(serde_json::from_str::<ScrapeReply<'_>>(&json).unwrap(), reply);
    }
}

/// An additional unknown key does not change a reply, whether its keys are read literally or by the grammar,
/// and only that key is reported in addition.
pub fn an_unknown_key_changes_nothing(body: &[u8]) {
    let Some((b'e', front)) = body.split_last() else { return };
    let more = [front, b"2:zz0:e"].concat();
    let is_strict = |body| Document::parse_with(body, Rules::STRICT).is_ok();
    if !is_strict(body) || !is_strict(&more) {
        return;
    }
    same_but_for_a_key(announce::decode(body), announce::decode(&more));
    same_but_for_a_key(scrape::decode(body), scrape::decode(&more));
}

fn same_but_for_a_key<R: PartialEq + Debug>(
    plain: Result<(R, Quirks), Error>,
    more: Result<(R, Quirks), Error>,
) {
    let ((plain, mut expected), (more, quirks)) = match (plain, more) {
        (Ok(plain), Ok(more)) => (plain, more),
        (plain, more) => return assert_eq!(plain.is_ok(), more.is_ok()),
    };
    expected.report(Quirk::UnknownKey);
    assert_eq!(plain, more);
    assert_eq!(quirks, expected);
}

/// The values of unknown keys are whole values in the body.
pub fn unknown_keys_have_whole_values(body: &[u8]) {
    for (key, value) in announce::unknown_keys(body).chain(scrape::unknown_keys(body)) {
        assert!(body.as_ptr_range().contains(&value.as_ptr()));
        assert!(key.is_empty() || body.as_ptr_range().contains(&key.as_ptr()));
        assert!(Document::parse_with(value, LAX).is_ok());
    }
}

/// Only the torrents that were asked for remain in a reply to a scrape.
pub fn a_scrape_answers_what_was_asked(body: &[u8]) {
    let Ok((ScrapeReply::Success(all), _)) = scrape::decode(body) else { return };
    let every_other = all.files.keys().copied().step_by(2).collect();
    let request = ScrapeRequest::new(every_other);
    let (reply, _) = scrape::decode_for(&request, body).unwrap();
    let files = &reply.success().unwrap().files;
    if !request.info_hashes.is_empty() {
        assert!(files.keys().eq(&request.info_hashes));
    }
    assert!(files.iter().all(|(hash, stats)| all.files.get(hash) == Some(stats)));
}

/// Every body has a kind, and that of a reply is bencode.
pub fn any_body_is_of_some_kind(body: &[u8]) {
    let kind = BodyKind::sniff(body);
    assert!(!kind.to_string().is_empty());
    if announce::decode(body).is_ok() || scrape::decode(body).is_ok() {
        assert_eq!(kind, BodyKind::Bencode);
    }
}

/// Info-hashes are read from the same inputs as a torrent, and are equal to the torrent's; a magnet link with
/// them is read back with the same hashes. The offset of an error is within the input.
pub fn a_torrent_is_its_raw_info(torrent: &[u8]) {
    match (Metainfo::parse(torrent), InfoHashes::from_metainfo(torrent)) {
        (Err(metainfo), Err(hashes)) => {
            assert_eq!(metainfo, hashes);
            assert!(metainfo.offset() <= torrent.len(), "{metainfo}");
        }
        (metainfo, hashes) => {
            let hashes = hashes.unwrap();
            let (metainfo, _) = metainfo.unwrap();
            assert_eq!(metainfo.info_hashes, hashes);
            let link = MagnetLink::new(hashes);
            assert_eq!(link.to_string().parse(), Ok(link));
            let link: MagnetLink = metainfo.magnet_link().to_string().parse().unwrap();
            assert_eq!(link.info_hashes, Some(hashes));
            has_files(&metainfo);
            same_without_the_rest(torrent, &metainfo);
        }
    }
}

/// A torrent and its `info` alone have the same content.
fn same_without_the_rest(torrent: &[u8], metainfo: &Metainfo<'_>) {
    let document = Document::parse_with(torrent, Rules::TOLERANT).unwrap();
    let (alone, _) = Metainfo::from_info(document.root().get("info").unwrap().raw()).unwrap();
    assert_eq!(alone.info_hashes, metainfo.info_hashes);
    assert_eq!((&alone.name, &alone.pieces), (&metainfo.name, &metainfo.pieces));
    assert_eq!((alone.private, alone.piece_length), (metainfo.private, metainfo.piece_length));
    assert!(alone.files().eq(metainfo.files()));
    assert!(alone.announce_list.tiers.is_empty() && alone.comment.is_none());
}

/// The files of a torrent do not overlap, and the total length is their sum.
fn has_files(metainfo: &Metainfo<'_>) {
    assert_eq!(metainfo.files().len(), metainfo.files().count());
    let (mut end, mut total) = (Some(0), Some(0_u64));
    for file in metainfo.files() {
        let before = file.offset.zip(end).is_none_or(|(offset, end)| end <= offset);
        assert!(before);
        let add = |sum: Option<u64>| sum.zip(file.length).and_then(|(a, b)| a.checked_add(b));
        (end, total) = (add(file.offset), add(total));
    }
    assert_eq!(metainfo.total_length(), total);
    assert!(metainfo.left() <= AnnounceRequest::UNKNOWN_LEFT.max(total.unwrap_or_default()));
    assert!(serde_json::to_vec(metainfo).is_ok());
    assert_eq!(&metainfo.clone().into_owned(), metainfo);
}
