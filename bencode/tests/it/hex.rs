//! Hexdumps as tools write them and as people paste them.

use bencode::hex::{Dump as Written, Excerpt, HexErrorKind, MAX_REPEATED, decode, encode};

macro_rules! dump {
    ($name:literal) => {
        ($name, &include_bytes!(concat!("../dumps/", $name)).as_slice())
    };
}

const REPLY: &[u8] = include_bytes!("../dumps/reply.bin");
const PACKET: &[u8] = include_bytes!("../dumps/packet.bin");
const REPEAT: &[u8] = include_bytes!("../dumps/repeat.bin");

/// A file of `tests/dumps`, by name.
type Dump = (&'static str, &'static [u8]);

#[test]
fn dumps_of_real_tools_are_read() {
    const REPLIES: &[Dump] = &[
        dump!("reply.hexdump-e"),
        dump!("reply.xxd-p"),
        dump!("reply.xxd"),
        dump!("reply.xxd-g1-u"),
        dump!("reply.xxd-g4"),
        dump!("reply.xxd-d-c20"),
        dump!("reply.xxd-i"),
        dump!("reply.xxd-i-file"),
        dump!("reply.hexdump-C"),
        dump!("reply.od-An-tx1"),
        dump!("reply.od-tx1"),
        dump!("reply.od-Ax-tx1z"),
        dump!("reply.od-Ad-tx1"),
    ];
    const PACKETS: &[Dump] =
        &[dump!("packet.tcpdump-X"), dump!("packet.tcpdump-tx"), dump!("packet.tshark-x")];
    for (dumps, bytes) in [(REPLIES, REPLY), (PACKETS, PACKET)] {
        for (name, text) in dumps {
            assert_eq!(decode(text).as_deref(), Ok(bytes), "{name}");
        }
    }
    assert_eq!(decode(dump!("reply.xxd-s32").1).as_deref(), Ok(&REPLY[32..]));
}

#[test]
fn repeated_rows_are_expanded() {
    const DUMPS: &[Dump] = &[
        dump!("repeat.hexdump-C"),
        dump!("repeat.xxd-a"),
        dump!("repeat.od-tx1"),
        dump!("repeat.od-Ad-tx1"),
        dump!("repeat.od-Ax-tx1"),
    ];
    for (name, text) in DUMPS {
        assert_eq!(decode(text).as_deref(), Ok(REPEAT), "{name}");
    }
    // Dumps that end with the repetition, in the three bases of an address.
    let rows = |end: &str, first: &str| format!("{first} 61 61 61 61 61 61 61 61\n*\n{end}\n");
    assert_eq!(decode(rows("00000020", "00000000")).unwrap(), [b'a'; 32]);
    assert_eq!(decode(rows("0000040", "0000000")).unwrap(), [b'a'; 32]);
    assert_eq!(decode(rows("0000039", "0000000")).unwrap_err().kind(), HexErrorKind::BadRepeat);
    assert_eq!(decode(rows("0000088", "0000000")).unwrap(), [b'a'; 88]);
}

#[test]
fn words_and_other_numbers_are_refused_by_name() {
    const DUMPS: &[(Dump, HexErrorKind)] = &[
        (dump!("reply.hexdump"), HexErrorKind::Words),
        (dump!("reply.hexdump-x"), HexErrorKind::Words),
        (dump!("repeat.hexdump"), HexErrorKind::Words),
        (dump!("reply.od-x"), HexErrorKind::Words),
        (dump!("reply.od-Ax-x"), HexErrorKind::Words),
        (dump!("reply.od-Ax-tx4"), HexErrorKind::Words),
        (dump!("reply.xxd-e"), HexErrorKind::Words),
        (dump!("reply.xxd-b"), HexErrorKind::NotHex),
        (dump!("reply.od"), HexErrorKind::NotHex),
        (dump!("reply.od-c"), HexErrorKind::NotHex),
        (dump!("reply.hexdump-b"), HexErrorKind::NotHex),
        (dump!("reply.hexdump--one-byte-char"), HexErrorKind::NotHex),
        (dump!("reply.hexdump-d"), HexErrorKind::NotHex),
    ];
    for ((name, text), kind) in DUMPS {
        let err = decode(text).expect_err(name);
        assert_eq!((err.kind(), err.line()), (*kind, 1), "{name}");
    }
}

/// The last row of a dump is short, and the gap before its text wide.
#[test]
fn dumps_of_any_length_are_read_or_refused() {
    for row in include_str!("../dumps/lengths.jsonl").lines() {
        let row: serde_json::Value = serde_json::from_str(row).unwrap();
        let bytes = decode(row["bytes"].as_str().unwrap()).unwrap();
        let read = decode(row["dump"].as_str().unwrap());
        // Words of bytes that are the same in both orders may be read.
        let refused = row["read"] == false && read.is_err();
        assert!(refused || read.as_ref() == Ok(&bytes), "{row}: {read:02x?}");
    }
}

#[test]
fn pasted_forms_are_read() {
    const ROWS: &[(&str, &[u8])] = &[
        ("", b""),
        ("\n \t\r\n", b""),
        ("6434", b"d4"),
        ("64 34\r\n3A", b"d4:"),
        ("6434 3a73 70", b"d4:sp"),
        ("0x64, 0X34,0x3A", b"d4:"),
        ("0x64343a", b"d4:"),
        (r"\x64\x34\x3a", b"d4:"),
        (r#""\x64\x34" \"#, b"d4"),
        ("\"\\x64\" \\\n\"\\x34\"", b"d4"),
        ("[0x64, 0x34]", b"d4"),
        ("{ 0x64, 0x34 };", b"d4"),
        ("unsigned char a[] = {0x64,\n0x34};\nunsigned int a_len = 2;", b"d4"),
        ("64 34 # the announce reply", b"d4"),
        ("\u{feff}0: 64 34\r\n2: 3a\r\n", b"d4:"),
        ("# a\n; b\n// c\n64 // d\n34;e", b"d4"),
        // Six zeros in front of a group of two digits are an address; four, or eight alone, are data.
        ("000000 64", b"d"),
        ("0000 64", b"\0\0d"),
        ("00000000", b"\0\0\0\0"),
        ("0000041727101980 00000000", b"\0\0\x04\x17\x27\x10\x19\x80\0\0\0\0"),
        // An address, alone or with little after it.
        ("0000000", b""),
        ("00000000  64  |d|", b"d"),
        ("0000000 64\n0000001\n", b"d"),
        ("0: 64", b"d"),
        ("0000000  64  34  3a\n0000003\n", b"d4:"),
        ("0000   64 34  d4", b"d4"),
        ("0000 64 34", b"d4"),
        ("0010 64 34", b"\0\x10d4"),
        // Two blanks between bytes, or before the text.
        ("00000000  64  34  3a", b"d4:"),
        ("00000000  64  .4", b"d"),
        ("0: 64  d", b"d"),
        ("0: 6162  ab", b"ab"),
        ("0x0000:  0020  ..", b"\0 "),
        // The same without addresses: a text column that shows exactly these bytes is not data.
        ("64 38 3a 69  d8:i", b"d8:i"),
        ("6438 3a69  d8:i\n3130 65    10e", b"d8:i10e"),
        ("64 34 3a 73 70 61 6d 65  65  |d4:spamee|", b"d4:spamee"),
        ("64 20 20  d", b"d  "),
        // Text that was not edited together with the bytes.
        ("0: 64383a69  x", b"d8:i"),
        ("12:34:56.\n0x0000:  6434", b"d4"),
        ("0x7fffe0:\t0x64\t0x34\n0x7fffe2:\t0x3a", b"d4:"),
        ("0010  64 34 3a 73 70 61 6d 65\n0018  65", b"d4:spamee"),
    ];
    for (text, bytes) in ROWS {
        assert_eq!(decode(text).as_deref(), Ok(*bytes), "{text:?}");
    }
}

/// Bytes as programs print them, by form.
#[test]
fn literals_and_lists_of_many_languages_are_read() {
    const ROWS: &[(&str, &[u8])] = &[
        // Byte strings of Rust, of Python, and as this crate shows them.
        (r#"b"d8:\x00\n""#, b"d8:\0\n"),
        (r"b'd8:\x7f\'\\'", b"d8:\x7f'\\"),
        (r#"b"6438""#, b"6438"),
        (r#"let reply = b"d5:peers0:e";"#, b"d5:peers0:e"),
        ("const REPLY: &[u8; 2] = b\"d5:\\\n    peers0:e\";", b"d5:peers0:e"),
        // Strings of C, Go, JSON, Rust.
        (r#""d8:\000\x01\t""#, b"d8:\0\x01\t"),
        (r#"char reply[] = "d5:peers" /* none */ "0:e";"#, b"d5:peers0:e"),
        (r#"static const char reply[3] = "le";"#, b"le"),
        (r#""\u{1}\u{e9}\u007f""#, b"\x01\xc3\xa9\x7f"),
        ("'d5:peers0:e'", b"d5:peers0:e"),
        (r"\144\065\072", b"d5:"),
        // Hex digits in quotes.
        (r#""64 38\n3a""#, b"64 38\n3a"),
        ("\"64 38 3A\"", b"d8:"),
        ("bytes.fromhex('64383a')", b"d8:"),
        (r#"hex!("6438" "3a")"#, b"d8:"),
        (r#"Buffer.from("64383a", "hex")"#, b"d8:"),
        ("X'64383A'", b"d8:"),
        // Lists.
        ("[100, 56, 58]", b"d8:"),
        ("[100, 56, 58].to_vec()", b"d8:"),
        ("[\n    100,\n    5,\n]", b"d\x05"),
        ("[100 56 58]", b"d8:"),
        ("[100, -1, -128]", b"d\xff\x80"),
        ("Uint8Array(3) [ 100, 56, 58 ]", b"d8:"),
        ("new Uint8Array([100, 56, 58])", b"d8:"),
        ("reply = bytes([100, 56, 58])", b"d8:"),
        ("[64, 38, 3a]", b"d8:"),
        ("[08, 10]", b"\x08\x10"),
        ("[]byte{0x64, 0x38, 0x3a}", b"d8:"),
        ("var reply = [3]byte{0x64, 0x38, 0x3a}", b"d8:"),
        ("[0x64u8, 0x38_u8, 0x3a]", b"d8:"),
        ("vec![0x64, 0x38]", b"d8"),
        ("let reply: [u8; 2] = [0x64, 0x38];", b"d8"),
        ("&[0x64, 0x38]", b"d8"),
        ("{0x64, 0, 56}", b"d\x008"),
        ("/* the reply */\nunsigned char reply[] = {\n  0x64, /* d */ 0x38 // 8\n};", b"d8"),
        ("static const uint8_t reply[2] =\n{\n  0x64, 0x38\n};", b"d8"),
        ("0x64, 0x38,\n  0x3a", b"d8:"),
        ("<<100,56,58>>", b"d8:"),
        ("<Buffer 64 38 3a>", b"d8:"),
        ("[]", b""),
        ("<Buffer >", b""),
        (r#"b"""#, b""),
        // Pairs.
        ("64:38:3a", b"d8:"),
        ("64-38-3A", b"d8:"),
        ("    64:38:\n    3a", b"d8:"),
        // Base64.
        ("ZDg6Y29tcGxldGU=", b"d8:complete"),
        ("ZDg6Y29t\ncGxldGUx\n", b"d8:complete1"),
        // Text around the data.
        ("$ xxd -p reply\n6438\n", b"d8"),
        ("me@host:~/t$ xxd -p reply\n6438\n", b"d8"),
        ("b\"me@a# \"", b"me@a# "),
        ("```text\n00000000  64 38  |d8|\n00000002\n```", b"d8"),
        ("```rust\n[100, 56]\n```\n", b"d8"),
    ];
    for (text, bytes) in ROWS {
        assert_eq!(decode(text).as_deref(), Ok(*bytes), "{text:?}");
    }
    let shown = format!("{:?} {:?}", &REPLY[..20], bencode::ByteStr::borrowed(b"d8:\0"));
    assert!(shown.starts_with("[100, 56, 58, "), "{shown}");
    assert_eq!(decode(format!("{REPLY:?}")).as_deref(), Ok(REPLY));
    assert_eq!(decode(format!("{REPLY:#?}")).as_deref(), Ok(REPLY));
    assert_eq!(decode(format!("b\"{}\"", REPLY.escape_ascii())).as_deref(), Ok(REPLY));
}

#[test]
fn written_dumps_are_read_back() {
    for bytes in [b"".as_slice(), b"d", &REPLY[..16], REPLY, &[b'0'; 40]] {
        assert_eq!(decode(encode(bytes)).as_deref(), Ok(bytes));
        assert_eq!(decode(Written(bytes).to_string()).as_deref(), Ok(bytes));
    }
    assert_eq!(Written(REPLY).to_string().as_bytes(), *dump!("reply.hexdump-C").1);
}

#[test]
fn errors_say_line_and_column() {
    const ROWS: &[(&str, &str)] = &[
        ("6", "odd number of hex digits at line 1, column 1"),
        ("64 3", "odd number of hex digits at line 1, column 4"),
        ("64383a7", "odd number of hex digits at line 1, column 7"),
        ("64383a636f6d706c6", "odd number of hex digits at line 1, column 17"),
        ("64383\na7", "odd number of hex digits at line 1, column 5"),
        (r"\x6, 0x3", "unknown escape at line 1, column 1"),
        ("64\n 3g", "`g` in a hexdump at line 2, column 3"),
        ("64 \u{e9}", "`\\xc3` in a hexdump at line 1, column 4"),
        ("0x", "`\\n` in a hexdump at line 1, column 3"),
        (r"\x644", "`4` in a hexdump at line 1, column 5"),
        ("[100, 56, 3a]", "hex and decimal numbers in one list at line 1, column 11"),
        ("[100, 256]", "number that does not fit a byte at line 1, column 7"),
        ("{0x64, 0x100}", "number that does not fit a byte at line 1, column 8"),
        ("[-129, 0]", "number that does not fit a byte at line 1, column 2"),
        ("0: 64  d4", "either hex digits or the text of the bytes before it at line 1, column 8"),
        (
            "00000000  64 38 3a 69 6e 74 65 72   76 61 6c   d8:interval",
            "either hex digits or the text of the bytes before it at line 1, column 37",
        ),
        (
            "00000000  64 38   3a 69  |d8:i|",
            "either hex digits or the text of the bytes before it at line 1, column 19",
        ),
        ("0000000  17  16", "either hex numbers or decimal numbers at line 1, column 1"),
        ("[1, 56]", "either hex numbers or decimal numbers at line 1, column 2"),
        ("[\n  10,\n  20\n]", "either hex numbers or decimal numbers at line 2, column 3"),
        ("64,34", "either hex numbers or decimal numbers at line 1, column 1"),
        (
            r#"b"d\012""#,
            r"either an octal escape of C and Python or Rust's `\0` and digits at line 1, column 4",
        ),
        (r#""\u00ff""#, "either a character in UTF-8 or a single byte at line 1, column 2"),
        ("61 62  ab", "either hex digits or the text of the bytes before it at line 1, column 8"),
        (
            "<Buffer 64 38 ... 20 more bytes>",
            "cut by its printer: 20 more bytes are missing at line 1, column 15",
        ),
        (
            "Uint8Array(121) [ 100, 56, ... 119 more items ]",
            "cut by its printer: 119 more bytes are missing at line 1, column 28",
        ),
        ("[100, 56, …]", "cut by its printer at line 1, column 11"),
        (r#"b"d8:\q""#, "unknown escape at line 1, column 6"),
        (r#"b"d8:"#, "`\\n` in a hexdump at line 1, column 6"),
        ("b\"d\u{e9}\"", "`\\xc3` in a hexdump at line 1, column 4"),
        (r#""\400""#, "number that does not fit a byte at line 1, column 2"),
        ("[100] 56", "no bytes in this text at line 1, column 1"),
        ("[100, g]", "`g` in a hexdump at line 1, column 7"),
        ("ZDg6Y29tcGxldGU", "`Z` in a hexdump at line 1, column 1"),
        ("ZDg6Y29tcGxl=GU=", "not base64 at line 1, column 14"),
        ("64:38 3a", "`3` in a hexdump at line 1, column 7"),
        ("64:38\n64:38 3a", "`3` in a hexdump at line 2, column 7"),
        ("64:38:3", "odd number of hex digits at line 1, column 7"),
        ("64:38\n64-38", "`-` in a hexdump at line 2, column 3"),
        ("# 64 38", "no bytes in this text at line 1, column 1"),
        ("\n$ curl http://a.example/announce", "no bytes in this text at line 2, column 1"),
        ("let reply = todo();", "no bytes in this text at line 1, column 1"),
        ("64*", "`*` in a hexdump at line 1, column 3"),
        (
            "0000000 3864 633a",
            "words in the byte order of the machine; dump single bytes: \
             `hexdump -C`, `xxd`, `od -An -tx1` at line 1, column 9",
        ),
        (
            "0000000 034144 061472",
            "octal, decimal or binary numbers, or characters; dump hex bytes: \
             `hexdump -C`, `xxd`, `od -An -tx1` at line 1, column 9",
        ),
        ("00000000 | 64 34 | d4", "`|` in a hexdump at line 1, column 10"),
        ("0: 64\n\n34", "no address where other lines have one at line 3, column 1"),
        ("0: 64\n2: 34", "address does not follow from the 1 bytes before it at line 2, column 1"),
        ("0: 64 34\n3", "no address where other lines have one at line 2, column 1"),
        ("0: 64 34\n* *", "`*` in a hexdump at line 2, column 3"),
        (
            "0: 64 34\n*\n3:",
            "`*` does not stand for a whole number of rows between two addresses at line 3, column 1",
        ),
        (
            "0:\n*\n10:",
            "`*` does not stand for a whole number of rows between two addresses at line 2, column 1",
        ),
        (
            "0: 64 34\n*\n*\n4:",
            "`*` does not stand for a whole number of rows between two addresses at line 3, column 1",
        ),
        (
            "0: 64 34\n *",
            "`*` does not stand for a whole number of rows between two addresses at line 2, column 2",
        ),
        ("0: 64\n*\nffffffff:", "`*` stands for more than 67108864 bytes at line 3, column 1"),
    ];
    for (text, message) in ROWS {
        assert_eq!(decode(text).expect_err(text).to_string(), *message, "{text:?}");
    }
}

#[test]
fn a_second_packet_is_refused() {
    let err = decode(dump!("packets.tcpdump-X").1).unwrap_err();
    assert_eq!(err.kind(), HexErrorKind::WrongAddress { counted: PACKET.len() });
    assert_eq!(err.line(), 15);
}

#[test]
fn expansion_is_bounded_over_all_repeats() {
    let half = MAX_REPEATED / 2;
    let text = |last: usize| format!("0: 61\n*\n{:x}: 62\n*\n{:x}:", half + 1, half + 2 + last);
    assert_eq!(decode(text(half)).unwrap().len(), MAX_REPEATED + 2);
    assert_eq!(decode(text(half + 1)).unwrap_err().kind(), HexErrorKind::TooLong);
}

#[test]
fn a_dump_cut_anywhere_is_a_prefix_or_an_error() {
    for (name, text) in [
        dump!("reply.xxd"),
        dump!("reply.hexdump-C"),
        dump!("reply.od-tx1"),
        dump!("reply.hexdump-e"),
        dump!("reply.xxd-p"),
        dump!("reply.xxd-i-file"),
    ] {
        for end in 0..text.len() {
            if let Ok(bytes) = decode(&text[..end]) {
                assert!(REPLY.starts_with(&bytes) || end < 12, "{name} cut at {end}: {bytes:02x?}");
            }
        }
    }
}

/// Renders, reads back the rows above the caret, and returns the caret's line.
fn render(input: &[u8], offset: usize) -> (Vec<u8>, String) {
    let text = Excerpt { input, offset }.to_string();
    let (dump, caret) = text.rsplit_once('\n').unwrap();
    (decode(dump).unwrap(), caret.to_owned())
}

#[test]
fn the_caret_is_under_the_byte_at_fault() {
    for offset in 0..=REPLY.len() {
        let text = Excerpt { input: REPLY, offset }.to_string();
        let lines: Vec<&str> = text.lines().collect();
        let [.., row, caret] = lines[..] else { panic!("{text}") };
        let (hex, shown) = (caret.find("^^").unwrap(), caret.rfind('^').unwrap());
        match REPLY.get(offset) {
            Some(byte) => {
                assert_eq!(row[hex..hex + 2], format!("{byte:02x}"), "{text}");
                assert_eq!(row.as_bytes()[shown], *byte, "{text}");
            }
            None => assert_eq!(&row[shown..], "|", "{text}"),
        }
        assert!(lines.len() <= 4, "{text}");
    }
}

#[test]
fn excerpts_are_dumps_of_the_bytes_before_the_fault() {
    let (bytes, _) = render(REPLY, 70);
    assert_eq!(bytes, REPLY[32..80]);
    let (bytes, caret) = render(b"", 0);
    assert_eq!((bytes.as_slice(), caret.len()), (&b""[..], 62));
    // An offset after a whole row is in an empty one; an offset far beyond the end is treated as the end.
    assert_eq!(render(&[b'1'; 16], 16).0, [b'1'; 16]);
    assert_eq!(render(REPLY, usize::MAX), render(REPLY, REPLY.len()));
}

/// Lines and columns are counted from 1, in bytes.
#[test]
fn a_fault_has_a_line_and_a_column() {
    let rows =
        [("zz", 1, 1), ("00 z1", 1, 4), ("00\n\n0", 3, 1), ("00\r\n  11 2x", 2, 7), ("é", 1, 1)];
    for (text, line, column) in rows {
        let error = decode(text).unwrap_err();
        assert_eq!((error.line(), error.column()), (line, column), "{text:?}: {error}");
    }
}
