//! Canonical bencode on the way out, without a machine that watches the order: the keys of a reply
//! are known beforehand.

/// What is appended to a buffer, short pieces put together on the stack first.
///
/// Appending a key to a `Vec` costs some 25 instructions, most of them to look whether it has to
/// grow; here it is five.
pub(super) struct Output<'v> {
    out: &'v mut Vec<u8>,
    space: [u8; SPACE],
    length: usize,
}

/// Two scraped files, or all of an announce's reply but its peers.
const SPACE: usize = 192;

impl<'v> Output<'v> {
    /// Appends to `out`, which is to grow by about `expected` bytes.
    pub(super) fn new(out: &'v mut Vec<u8>, expected: usize) -> Output<'v> {
        out.reserve(expected.saturating_add(SPACE));
        Output { out, space: [0; SPACE], length: 0 }
    }

    /// Appends bytes as they are.
    #[inline(always)]
    pub(super) fn put(&mut self, text: &[u8]) {
        let end = self.length.wrapping_add(text.len());
        match self.space.get_mut(self.length..end) {
            Some(place) => {
                place.copy_from_slice(text);
                self.length = end;
            }
            None => self.put_long(text),
        }
    }

    #[inline(never)]
    fn put_long(&mut self, text: &[u8]) {
        self.flush().extend_from_slice(text);
    }

    /// Appends `key`, which ends in `i`, and a number, if there is one.
    #[inline(always)]
    pub(super) fn number(&mut self, key: &[u8], value: Option<u32>) {
        if let Some(value) = value {
            self.put(key);
            self.decimal(value, b'e');
        }
    }

    /// Appends `key` and a byte string, if there is one.
    #[inline(always)]
    pub(super) fn string(&mut self, key: &[u8], value: Option<&[u8]>) {
        if let Some(value) = value {
            self.put(key);
            self.bytes(value);
        }
    }

    /// Appends a byte string.
    #[inline]
    pub(super) fn bytes(&mut self, bytes: &[u8]) {
        self.size(bytes.len());
        self.put(bytes);
    }

    /// Appends the length of a byte string and its colon.
    #[inline]
    pub(super) fn size(&mut self, length: usize) {
        match u32::try_from(length) {
            Ok(length) => self.decimal(length, b':'),
            Err(_) => self.put_long(format!("{length}:").as_bytes()),
        }
    }

    /// Appends a number and what ends it.
    #[inline(always)]
    fn decimal(&mut self, value: u32, last: u8) {
        if value < 10_000 {
            return self.short_decimal(value, last);
        }
        self.long_decimal(value / 10_000);
        let [a, b] = pair(value / 100);
        let [c, d] = pair(value);
        self.put(&[a, b, c, d, last]);
    }

    #[inline(always)]
    fn short_decimal(&mut self, value: u32, last: u8) {
        let ([a, b], [c, d]) = (pair(value / 100), pair(value));
        match value {
            0..=9 => self.put(&[d, last]),
            10..=99 => self.put(&[c, d, last]),
            100..=999 => self.put(&[b, c, d, last]),
            _ => self.put(&[a, b, c, d, last]),
        }
    }

    /// The digits in front of the last four.
    #[inline(never)]
    fn long_decimal(&mut self, value: u32) {
        match value {
            0..=9 => self.put(pair(value).get(1..).unwrap_or_default()),
            10..=99 => self.put(&pair(value)),
            _ => self.put_long(value.to_string().as_bytes()),
        }
    }

    /// Appends the `e` that ends the outermost dictionary, and all that was put up to here.
    #[inline]
    pub(super) fn end(&mut self) {
        self.flush().push(b'e');
    }

    /// The buffer, with all that was put up to here.
    #[inline]
    pub(super) fn flush(&mut self) -> &mut Vec<u8> {
        if self.length > 0 {
            self.out.extend_from_slice(self.space.get(..self.length).unwrap_or_default());
            self.length = 0;
        }
        self.out
    }
}

/// The last two digits of a number.
#[inline(always)]
fn pair(value: u32) -> [u8; 2] {
    PAIRS.get((value % 100) as usize).copied().unwrap_or_default()
}

/// `00` to `99`.
const PAIRS: [[u8; 2]; 100] = {
    let mut pairs = [[b'0'; 2]; 100];
    let mut value = 0_u8;
    while value < 100 {
        #[expect(clippy::indexing_slicing, reason = "evaluated by the compiler")]
        {
            pairs[value as usize] = [b'0' + value / 10, b'0' + value % 10];
        }
        value += 1;
    }
    pairs
};
