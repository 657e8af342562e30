//! Parameters of a query that this crate does not interpret.

use alloc::borrow::Cow;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;
use core::iter::FusedIterator;

use crate::percent;

/// Parameters in the order and spelling in which they were received, such as a private tracker's
/// passkey.
///
/// Two lists are equal if their names and values decode to the same bytes in the same order.
///
/// ```
/// use tracker_types::Params;
///
/// let mut params = Params::from_query(b"passkey=0123456789abcdef&flag&name=%C3%A9");
/// let names: Vec<_> = params.iter().map(|param| param.raw_name()).collect();
/// assert_eq!(names, [&b"passkey"[..], b"flag", b"name"]);
/// assert_eq!(params.get("name").unwrap().value(), "\u{e9}".as_bytes());
///
/// params.push(b"uid", b"4&2");
/// assert!(params.as_bytes().ends_with(b"&uid=4%262"));
///
/// let own: Params<'_> = [("passkey", "0123456789abcdef"), ("uid", "4&2")].into_iter().collect();
/// for param in &own {
///     assert_eq!(params.get(&String::from_utf8_lossy(&param.name())), Some(param));
/// }
/// ```
#[derive(Clone, Default)]
pub struct Params<'a> {
    text: Cow<'a, [u8]>,
}

impl<'a> Params<'a> {
    /// The parameters of a query string, given without its `?`.
    pub const fn from_query(query: &'a [u8]) -> Params<'a> {
        Params { text: Cow::Borrowed(query) }
    }

    /// The parameters, percent-encoded as they were received, separated by `&`.
    pub fn as_bytes(&self) -> &[u8] {
        &self.text
    }

    /// Removes the unwanted parameters.
    pub(crate) fn without(self, unwanted: impl Fn(&Param<'_>) -> bool) -> Params<'a> {
        if !self.iter().any(|param| unwanted(&param)) {
            return self;
        }
        let mut others = Params::default();
        self.iter().filter(|param| !unwanted(param)).for_each(|param| others.push_param(param));
        others
    }

    /// Whether the list is empty.
    pub fn is_empty(&self) -> bool {
        self.iter().next().is_none()
    }

    /// The parameters in order, without empty ones between two `&`.
    pub fn iter(&self) -> ParamsIter<'_> {
        ParamsIter { rest: &self.text }
    }

    /// The first parameter with that name.
    pub fn get(&self, name: &str) -> Option<Param<'_>> {
        self.iter().find(|param| *param.name() == *name.as_bytes())
    }

    /// Appends a parameter, escaping its name and value.
    pub fn push(&mut self, name: &[u8], value: &[u8]) {
        let mut segment = Vec::new();
        percent::encode_into(name, &mut segment);
        segment.push(b'=');
        percent::encode_into(value, &mut segment);
        self.push_raw(&segment);
    }

    /// Appends parameters that are percent-encoded already.
    pub(crate) fn push_raw(&mut self, segments: &[u8]) {
        let text = self.text.to_mut();
        if !text.is_empty() {
            text.push(b'&');
        }
        text.extend_from_slice(segments);
    }

    /// Appends a parameter as it was received.
    pub(crate) fn push_param(&mut self, param: Param<'_>) {
        match param.value {
            Some(value) => self.push_raw(&[param.name, b"=", value].concat()),
            None => self.push_raw(param.name),
        }
    }

    /// The parameters of a magnet link as text; an IPv6 address keeps the brackets that BEP 9 puts
    /// around it, and `;` is escaped so that no parameter looks like an HTML entity.
    pub(crate) fn to_text(&self) -> String {
        let mut out = Vec::new();
        self.write_if(
            |byte| byte != b';' && percent::in_query(byte) || b"[]".contains(&byte),
            &mut out,
        );
        out.into_iter().map(char::from).collect()
    }

    /// Writes the parameters of a request. Bytes that a query may not contain are escaped, and so are `+`,
    /// `=` and `?`, which some trackers misread; empty parameters are left out.
    pub(crate) fn write(&self, out: &mut Vec<u8>) {
        self.write_if(|byte| percent::in_query(byte) && !b"+=?".contains(&byte), out);
    }

    fn write_if(&self, allowed: fn(u8) -> bool, out: &mut Vec<u8>) {
        let start = out.len();
        for param in self {
            if out.len() > start {
                out.push(b'&');
            }
            percent::write_clean(param.name, allowed, out);
            if let Some(value) = param.value {
                out.push(b'=');
                percent::write_clean(value, allowed, out);
            }
        }
    }

    /// Copies the parameters if they are borrowed.
    pub fn into_owned(self) -> Params<'static> {
        Params { text: Cow::Owned(self.text.into_owned()) }
    }
}

/// An iterator over the parameters of [`Params`], in order.
#[derive(Clone, Debug)]
pub struct ParamsIter<'p> {
    rest: &'p [u8],
}

impl<'p> Iterator for ParamsIter<'p> {
    type Item = Param<'p>;

    fn next(&mut self) -> Option<Param<'p>> {
        while !self.rest.is_empty() {
            let end = self.rest.iter().position(|&byte| byte == b'&').unwrap_or(self.rest.len());
            let (segment, after) = self.rest.split_at_checked(end)?;
            self.rest = after.get(1..).unwrap_or_default();
            if !segment.is_empty() {
                return Some(Param::of_segment(segment));
            }
        }
        None
    }
}

impl FusedIterator for ParamsIter<'_> {}

impl<'p> IntoIterator for &'p Params<'_> {
    type Item = Param<'p>;
    type IntoIter = ParamsIter<'p>;

    fn into_iter(self) -> ParamsIter<'p> {
        self.iter()
    }
}

/// Collects names and values, escaping them as [`push`](Params::push) does.
impl<N: AsRef<[u8]>, V: AsRef<[u8]>> FromIterator<(N, V)> for Params<'_> {
    fn from_iter<I: IntoIterator<Item = (N, V)>>(params: I) -> Self {
        let mut all = Params::default();
        all.extend(params);
        all
    }
}

/// Appends names and values, escaping them as [`push`](Params::push) does.
impl<N: AsRef<[u8]>, V: AsRef<[u8]>> Extend<(N, V)> for Params<'_> {
    fn extend<I: IntoIterator<Item = (N, V)>>(&mut self, params: I) {
        params.into_iter().for_each(|(name, value)| self.push(name.as_ref(), value.as_ref()));
    }
}

impl PartialEq for Params<'_> {
    fn eq(&self, other: &Params<'_>) -> bool {
        self.iter().eq(other.iter())
    }
}

impl Eq for Params<'_> {}

impl fmt::Debug for Params<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.iter()).finish()
    }
}

/// One parameter of a query; its name and value are decoded on request.
#[derive(Clone, Copy)]
pub struct Param<'a> {
    name: &'a [u8],
    value: Option<&'a [u8]>,
}

impl<'a> Param<'a> {
    /// A parameter whose name and value are percent-encoded.
    pub(crate) const fn new(name: &'a [u8], value: Option<&'a [u8]>) -> Param<'a> {
        Param { name, value }
    }

    fn of_segment(segment: &'a [u8]) -> Param<'a> {
        let mut parts = segment.splitn(2, |&byte| byte == b'=');
        Param { name: parts.next().unwrap_or(segment), value: parts.next() }
    }

    /// The name as it was received.
    pub const fn raw_name(&self) -> &'a [u8] {
        self.name
    }

    /// The value as it was received; `None` if there is no `=`.
    pub const fn raw_value(&self) -> Option<&'a [u8]> {
        self.value
    }

    /// The name, decoded.
    pub fn name(&self) -> Cow<'a, [u8]> {
        percent::decode_literal(self.name)
    }

    /// The value, decoded; an invalid escape stays as it is.
    pub fn value(&self) -> Cow<'a, [u8]> {
        percent::decode_literal(self.value.unwrap_or_default())
    }
}

impl PartialEq for Param<'_> {
    fn eq(&self, other: &Param<'_>) -> bool {
        let bare = (self.value.is_none(), other.value.is_none());
        bare.0 == bare.1 && self.name() == other.name() && self.value() == other.value()
    }
}

impl Eq for Param<'_> {}

impl fmt::Debug for Param<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.name.escape_ascii())?;
        match self.value {
            Some(value) => write!(f, "={}", value.escape_ascii()),
            None => Ok(()),
        }
    }
}
