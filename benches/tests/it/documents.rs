//! The sizes of the documents, by which all published figures are divided.

use benches::documents::document;

/// Name, tokens, bytes.
const SIZES: [(&str, usize, usize); 26] = [
    ("ann_compact_50", 15, 504),
    ("ann_compact_200", 15, 1_676),
    ("ann_dict_50", 361, 3_428),
    ("ann_dict_200", 1_411, 13_466),
    ("torrent_single_5k", 47, 100_830),
    ("torrent_multi_10k", 75_161, 1_805_316),
    ("krpc_query", 15, 104),
    ("krpc_response", 23, 350),
    ("krpc_mix", 37_106, 398_407),
    ("ints_100k", 100_001, 1_194_303),
    ("strs8_100k", 100_001, 1_000_002),
    ("scrape_10k", 80_003, 803_465),
    ("nested_1k", 1_000, 2_000),
    ("query_qb", 1, 258),
    ("query_tr", 1, 206),
    ("query_curl", 1, 141),
    ("request_qb", 1, 390),
    ("reply_100", 1, 663),
    ("reply_chihaya", 1, 683),
    ("reply_sorted", 1, 683),
    ("reply_failure", 1, 42),
    ("reply_scrape_10", 1, 818),
    ("ws_announce_5", 1, 7_140),
    ("ws_announce", 1, 173),
    ("ws_reply", 1, 118),
    ("ws_offer", 1, 1_920),
];

#[test]
fn documents_have_the_tokens_and_bytes_of_the_table() {
    for (name, tokens, bytes) in SIZES {
        let document = document(name).expect("generated");
        assert_eq!((document.tokens, document.bytes.len()), (tokens, bytes), "{name}");
    }
}

#[test]
fn documents_are_canonical() {
    for document in SIZES.into_iter().filter_map(|row| document(row.0)) {
        if document.shape.is_wire() {
            continue;
        }
        let rules = bencode::Rules::STRICT.max_depth(1_000);
        bencode::Document::parse_with(&document.bytes, rules).expect(document.name);
    }
}
