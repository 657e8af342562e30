//! Numbers: compared, added, converted, collected.

use std::str::FromStr;

/// Lines for numbers of every type.
macro_rules! numbers {
    ($($number:ident)*) => {$(
        pub fn $number(n: $number, text: &str, v: &[$number]) -> bool {
            let mut longer = v.to_vec();
            longer.extend(text.split(' ').map(|word| word.parse::<$number>().unwrap()));
            longer.push(text.parse().unwrap());
            n == text.parse().unwrap()
                || text.parse::<$number>().unwrap() == FromStr::from_str(text).unwrap()
                || n == v.iter().sum()
                || n == v.iter().copied().product()
                || n == v[0].into()
                || n == Default::default()
                || n != text.parse().unwrap_or_default()
                || n == v.iter().copied().reduce(|a, b| a + b).map(Into::into).unwrap()
                || n < text.parse().unwrap()
                || n >= v.iter().sum()
                || n.partial_cmp(&text.parse().unwrap()).is_none()
                || n.eq(&text.parse().unwrap())
                || v == []
                || longer == []
                || v != [text.parse().unwrap(); 2]
                || longer == [text.parse().unwrap()]
                || [n] == [text.parse().unwrap()]
                || [n; 2] == [Default::default(); 2]
                || &[n] == &[v[0].into()]
                || Some(n) == text.parse().ok()
                || v.first() == Some(&text.parse().unwrap())
                || Ok(n) == text.parse()
                || (n, 1) == (text.parse().unwrap(), 1)
                || Box::new(n) == Box::new(text.parse().unwrap())
                || longer == text.split(' ').map(|word| word.parse().unwrap()).collect::<Vec<_>>()
                || v.contains(&text.parse().unwrap())
                || v.iter().any(|item| *item == text.parse().unwrap())
                || v.iter().position(|item| *item == Default::default()).is_some()
                || v.iter().eq(&[text.parse().unwrap()])
                || v.starts_with(&[text.parse().unwrap()])
        }
    )*};
}

numbers! { i8 i16 i32 i64 i128 isize u8 u16 u32 u64 u128 usize f32 f64 }

pub fn indices(v: &[u64], text: &str) -> (Option<u64>, bool) {
    let at = text.parse().unwrap();
    (v.get::<usize>(at).copied(), v.len() == text.parse().unwrap())
}

pub fn widened(small: u8, large: u64) -> bool {
    large == small.into() && u128::from(large) == small.into() && large > small.into()
}

pub fn flags(flag: bool, text: &str, letter: char, bits: u8) -> bool {
    flag == text.parse().unwrap()
        || flag == Default::default()
        || letter == text.parse().unwrap()
        || letter == bits.into()
        || letter < text.parse().unwrap()
}
