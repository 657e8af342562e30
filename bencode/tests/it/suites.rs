//! Cases from other projects' test suites: our decoders do what is expected there, under the rules that each suite
//! assumes.
//!
//! The cases are in `peer_suites.jsonl` in the folder that `BENCODE_SUITES` names, one per line: `suite`, `id`,
//! `kind`, `rules`, `hex` and perhaps `pad` (a number of zero bytes after it), `verdict`, `value`. Several of the
//! suites are copyleft, so the file is not part of this project.

use std::collections::BTreeSet;
use std::path::Path;

use bencode::{ByteStr, Document, Quirk, RawValue, Reader, Rules, Scanner, Value};
use serde::Deserialize;
use serde_json::{Value as Json, json};

use crate::decoders;
use crate::expected::{hex, list, parse, unhex};

/// Cases that are expected to differ: the suite, the start of the id, and the reason.
const DISAGREEMENTS: &[(&str, &str, &str)] = &[
    ("libtorrent-bdecode", "int_overflow2", NO_LIMIT),
    ("arokettu", "Overflow", NO_LIMIT),
    ("arokettu", "LargeIntegerNoBigMath", NO_LIMIT),
    ("arokettu", "LargeNegIntegerNoBigMath", NO_LIMIT),
    ("lava_torrent", "integer_overflow", NO_LIMIT),
    ("jackpal", "float", NO_FLOATS),
    ("node-bencode", "float", NO_FLOATS),
    ("zeebo", "typed-bool-8", BOOLEANS),
    ("anacrolix-bencode", "DecodeStringIntoBoolPtr d7:privatei42ee", BOOLEANS),
    ("anacrolix-bencode", "DecodeStringIntoBoolPtr d7:private0:e", PRIVATE),
    ("anacrolix-bencode", "DecodeStringIntoBoolPtr d7:private1:", PRIVATE),
    ("anacrolix-bencode", "DecodeStringIntoBoolPtr d7:private5:", PRIVATE),
    ("anacrolix-bencode", "DecodeStringIntoBoolPtr d7:private11:", PRIVATE),
    ("bendy", "own-", "unit, None, Some and floats are extensions of bendy alone"),
    (
        "bt_bencode",
        "raw-slice",
        "a byte string field does not take the encoding of any other value",
    ),
    ("nom-bencode", "string-empty", "BEP 3 has empty byte strings"),
    ("node-bencode", "null", "the empty input is not a value"),
];

const NO_LIMIT: &str = "integers have no size limitation (BEP 3)";
const NO_FLOATS: &str = "BEP 3 has no floats";
const BOOLEANS: &str = "a bool is 0 or 1";
const PRIVATE: &str = "`private` as text is for a torrent's reader to judge, not for a codec";

/// One case.
struct Case {
    row: Json,
    input: Vec<u8>,
}

impl Case {
    fn text(&self, field: &str) -> &str {
        self.row[field].as_str().unwrap_or_default()
    }

    fn name(&self) -> String {
        format!("{}: {} ({})", self.text("suite"), self.text("id"), self.text("kind"))
    }

    fn accepts(&self) -> bool {
        self.text("verdict") == "accept"
    }

    fn is_known(&self) -> Option<&'static str> {
        let known = |(suite, id, _): &&(&str, &str, &str)| {
            *suite == self.text("suite") && self.text("id").starts_with(id)
        };
        DISAGREEMENTS.iter().find(known).map(|(.., why)| *why)
    }
}

fn cases() -> Vec<Case> {
    let folder = std::env::var_os("BENCODE_SUITES").expect("BENCODE_SUITES names the folder");
    let lines = std::fs::read_to_string(Path::new(&folder).join("peer_suites.jsonl")).unwrap();
    let case = |line: &str| {
        let row = parse(line);
        let pad = row["pad"].as_u64().map_or(0, |pad| pad.try_into().unwrap());
        let input = [unhex(&row["hex"]), vec![0; pad]].concat();
        Case { row, input }
    };
    lines.lines().map(case).collect()
}

/// The rules that a suite assumes.
fn rules(case: &Case) -> Rules {
    let lax = Rules::TOLERANT;
    let no_zeros = lax
        .refuse(Quirk::LeadingZeroInteger)
        .refuse(Quirk::LeadingZeroLength)
        .refuse(Quirk::NegativeZero);
    let rules = match (case.text("suite"), case.text("rules")) {
        (_, "SetFailOnUnorderedKeys(true)" | "check_key_sort") => lax.refuse(Quirk::UnsortedKey),
        (_, "Unmarshal: nothing may follow" | "trailing refused") => {
            lax.refuse(Quirk::TrailingData)
        }
        (_, "trailing accepted") => lax,
        ("arokettu", _) | ("monotorrent-bencode", "strict") => Rules::STRICT,
        ("bendy", _) => Rules::STRICT.accept(Quirk::TrailingData),
        ("lava_torrent", _) => Rules::STRICT.accept(Quirk::DuplicateKey),
        ("transmission-variant" | "nom-bencode", _) => no_zeros,
        ("torrust-bencode", _) => no_zeros.refuse(Quirk::DuplicateKey).refuse(Quirk::TrailingData),
        ("rakshasa-object", _) => lax.refuse(Quirk::NegativeZero),
        ("rqbit", _) => lax.refuse(Quirk::TrailingData),
        _ => lax,
    };
    let limit = |name: &str| case.row[name].as_u64().map(|limit| usize::try_from(limit).unwrap());
    rules
        .max_depth(limit("max_depth").unwrap_or(usize::MAX))
        .max_items(limit("max_items").unwrap_or(usize::MAX))
        .max_length(limit("max_length").unwrap_or(usize::MAX))
}

/// A value in the form of the rows.
fn shown(value: &Value<'_>) -> Json {
    match value {
        Value::Int(int) => json!({ "i": int.to_string() }),
        Value::Bytes(bytes) => json!({ "b": hex(bytes) }),
        Value::List(list) => list.iter().map(shown).collect(),
        Value::Dict(dict) => {
            let pairs = dict.iter().map(|(key, value)| json!([hex(key), shown(value)]));
            json!({ "d": pairs.collect::<Vec<_>>() })
        }
    }
}

/// The pairs of every dictionary, sorted by key, as in our trees.
fn sorted(value: &Json) -> Json {
    if let Some(items) = value.as_array() {
        return items.iter().map(sorted).collect();
    }
    let Some(pairs) = value["d"].as_array() else { return value.clone() };
    let mut pairs: Vec<Json> =
        pairs.iter().map(|pair| json!([pair[0], sorted(&pair[1])])).collect();
    pairs.sort_by(|one, other| one[0].as_str().cmp(&other[0].as_str()));
    json!({ "d": pairs })
}

/// A value of the rows as a tree.
fn built(value: &Json) -> Value<'static> {
    if let Some(items) = value.as_array() {
        return Value::List(items.iter().map(built).collect());
    }
    if let Some(digits) = value["i"].as_str() {
        return Value::parse(format!("i{digits}e").as_bytes()).unwrap().into_owned();
    }
    if value["b"].is_string() {
        return Value::from(unhex(&value["b"]));
    }
    let pair = |pair: &Json| (ByteStr::from(unhex(&pair[0])), built(&pair[1]));
    Value::Dict(list(&value["d"]).iter().map(pair).collect())
}

/// The difference between our result and a case, if any.
fn judge(case: &Case) -> Result<(), String> {
    match case.text("kind") {
        "decode" => decode(case),
        "robust" => robust(case),
        "encode" => same(hex(&built(&case.row["value"]).to_vec()).as_str(), case.text("hex")),
        "raw" => same(hex(first(&case.input)?).as_str(), case.text("raw")),
        "raw-list" => {
            let items: Vec<RawValue<'_>> = typed(&case.input)?;
            let found: Json = items.iter().map(|item| hex(item.as_bytes())).collect();
            same(&found, &case.row["raw"])
        }
        "raw-dict" => {
            let document = Document::parse(&case.input).map_err(|error| error.to_string())?;
            let pair =
                |(key, value): (&[u8], bencode::Item<'_>)| json!([hex(key), hex(value.raw())]);
            let found: Json = document.root().entries().map(pair).collect();
            same(&found, &case.row["raw"])
        }
        "stream" => stream(case),
        kind => match kind.strip_prefix("typed:") {
            Some(target) => into_type(case, target),
            // Announces and similar cases are tested in tracker-types.
            None => Ok(()),
        },
    }
}

fn same<T: PartialEq + std::fmt::Debug + ?Sized>(ours: &T, theirs: &T) -> Result<(), String> {
    if ours == theirs { Ok(()) } else { Err(format!("{ours:?} instead of {theirs:?}")) }
}

fn typed<'de, T: Deserialize<'de>>(input: &'de [u8]) -> Result<T, String> {
    bencode::from_slice(input).map_err(|error| error.to_string())
}

fn first(input: &[u8]) -> Result<&[u8], String> {
    let raw = Reader::with_rules(input, Rules::TOLERANT).raw_value();
    raw.map_err(|error| error.to_string())?.ok_or_else(|| "nothing".to_owned())
}

fn decode(case: &Case) -> Result<(), String> {
    let rules = rules(case);
    let tree = Value::parse_with(&case.input, rules);
    let verdict = decoders::verdict(Value::parse_with(&case.input, rules));
    for (name, way) in decoders::MEMORY {
        if way(&case.input, rules) != verdict {
            return Err(format!("{name}: {:?} instead of {verdict:?}", way(&case.input, rules)));
        }
    }
    match tree {
        Err(error) if case.accepts() => Err(error.to_string()),
        Err(_) => Ok(()),
        Ok(tree) if !case.accepts() => Err(format!("accepted as {tree}")),
        Ok(tree) if case.row["value"].is_null() => reads_back(&tree),
        Ok(tree) => {
            reads_back(&tree)?;
            same(&shown(&tree), &sorted(&case.row["value"]))
        }
    }
}

fn reads_back(tree: &Value<'_>) -> Result<(), String> {
    let again = tree.to_vec();
    same(&Value::parse_with(&again, Rules::STRICT.max_depth(usize::MAX)).as_ref(), &Ok(tree))
}

/// Nothing crashes, and accepted input is read back.
fn robust(case: &Case) -> Result<(), String> {
    for (_, way) in decoders::all() {
        let _verdict = way(&case.input, Rules::TOLERANT);
    }
    Value::parse_with(&case.input, Rules::TOLERANT).map_or(Ok(()), |tree| reads_back(&tree))
}

fn stream(case: &Case) -> Result<(), String> {
    let (mut rest, mut found, mut scanner) = (case.input.as_slice(), Vec::new(), Scanner::new());
    while let Ok(bencode::Progress::Frame(length)) = scanner.scan(rest) {
        let (frame, after) = rest.split_at(length);
        found.push(shown(&Value::parse(frame).map_err(|error| error.to_string())?));
        (rest, scanner) = (after, Scanner::new());
    }
    same(&Json::from(found), &case.row["value"])
}

#[derive(Deserialize, Debug)]
struct Private {
    #[serde(default)]
    private: bool,
}

#[derive(Deserialize, Debug)]
struct NormalInt {
    #[serde(rename = "Normal")]
    _normal: i64,
}

/// The type in bendy's own test.
#[derive(Deserialize, serde::Serialize, Debug)]
enum Shape {
    Unit,
    Newtype(i32),
    Tuple(i32, i32),
    Struct { a: char, b: bool },
}

fn into_type(case: &Case, target: &str) -> Result<(), String> {
    // bendy ignores data after the value by default.
    let input = match case.text("id") {
        "trailing-allowed" => first(&case.input)?,
        _ => case.input.as_slice(),
    };
    let number = |found: Result<String, String>| verdict(case, found.map(|it| json!({ "i": it })));
    macro_rules! numbers {
        ($($type:ident)+) => {
            match target {
                $(stringify!($type) => return number(typed::<$type>(input).map(|it| it.to_string())),)+
                _ => {}
            }
        };
    }
    numbers! { u8 u16 u32 u64 u128 i8 i16 i32 i64 i128 }
    let flag = |it: bool| u8::from(it).to_string();
    match target {
        "bool" => number(typed::<bool>(input).map(flag)),
        "private" => number(typed::<Private>(input).map(|it| flag(it.private))),
        "char" => verdict(
            case,
            typed::<char>(input).map(|it| json!({ "b": hex(it.to_string().as_bytes()) })),
        ),
        "str" => verdict(case, typed::<&str>(input).map(|it| json!({ "b": hex(it.as_bytes()) }))),
        "bytes2" => verdict(
            case,
            typed::<bencode::ByteArray<2>>(input).map(|it| json!({ "b": hex(&it[..]) })),
        ),
        "bytes-any" => verdict(case, typed::<&serde_bytes::Bytes>(input).map(|_| Json::Null)),
        "normal-int" => verdict(case, typed::<NormalInt>(input).map(|_| Json::Null)),
        "krpc-error" => {
            verdict(case, typed::<(i64, bencode::ByteStr<'_>)>(input).map(|_| Json::Null))
        }
        "unit" | "none" => verdict(case, typed::<()>(input).map(|()| Json::Null)),
        "f32" => verdict(case, typed::<f32>(input).map(|_| Json::Null)),
        "option" => number(typed::<Option<u8>>(input).map(|it| format!("{it:?}"))),
        "enum" => match typed::<Shape>(input) {
            Ok(shape) => same(
                &String::from_utf8(bencode::to_vec(&shape).unwrap()).unwrap()[..],
                case.text("reencode"),
            ),
            Err(error) => Err(error),
        },
        other => panic!("a type {other} that nothing here has"),
    }
}

fn verdict(case: &Case, found: Result<Json, String>) -> Result<(), String> {
    match found {
        Ok(_) if !case.accepts() => Err("accepted".to_owned()),
        Ok(found) if case.row["value"].is_object() => same(&found, &case.row["value"]),
        Err(error) if case.accepts() => Err(error),
        _ => Ok(()),
    }
}

#[test]
#[ignore = "needs BENCODE_SUITES"]
fn suites_of_others_agree_but_where_the_reason_is_known() {
    let cases = cases();
    let mut seen = BTreeSet::new();
    let mut wrong = Vec::new();
    for case in &cases {
        match (judge(case), case.is_known()) {
            (Ok(()), None) => {}
            (Err(_), Some(why)) => drop(seen.insert(why)),
            (Ok(()), Some(why)) => wrong.push(format!("{}: agrees, although {why}", case.name())),
            (Err(fault), None) => wrong.push(format!("{}: {fault}", case.name())),
        }
    }
    assert!(cases.len() >= 1000, "{} cases", cases.len());
    assert_eq!(seen.len(), DISAGREEMENTS.iter().map(|row| row.2).collect::<BTreeSet<_>>().len());
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), cases.len(), wrong.join("\n"));
}
