//! Text: compared, converted, collected.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap, HashSet};

pub fn compared(a: &str, b: &String, c: Cow<'_, str>, words: &[String]) -> bool {
    let lower: Vec<_> = words.iter().map(|word| word.to_lowercase()).collect();
    a == b.as_str()
        || a == b
        || *b == c
        || a.cmp(Default::default()).is_lt()
        || lower == words
        || words.contains(&a.into())
        || Some(a) == words.first().map(|word| word.as_ref())
        || words.iter().map(AsRef::as_ref).collect::<Vec<&str>>() == [a]
        || words.iter().any(|word| word == a)
        || words.concat() == words.join("")
        || c.as_ref() == a
}

pub fn built(words: &[&str], letters: &[char]) -> (String, String, String, usize) {
    let mut text: String = words.iter().copied().collect();
    text.extend(words.iter().copied());
    text.extend(letters);
    text += Default::default();
    text += words[0].into();
    let lengths = words.iter().map(|word| word.len()).sum();
    (text.clone() + Default::default(), letters.iter().collect(), words.concat(), lengths)
}

pub fn keyed(pairs: &[(String, u32)], key: &str) -> (bool, BTreeMap<String, u32>) {
    let sorted: BTreeMap<_, _> = pairs.iter().cloned().collect();
    let hashed: HashMap<String, u32> = pairs.iter().map(|(k, v)| (k.clone(), *v)).collect();
    let keys: HashSet<&str> = pairs.iter().map(|(key, _)| key.as_ref()).collect();
    let found = sorted.get(key) == hashed.get(key) && keys.contains(key);
    (
        found
            && sorted.get(key) == Some(&key.parse().unwrap())
            && hashed[key] == key.parse().unwrap(),
        sorted,
    )
}

pub fn either(name: Option<String>, other: &str) -> (String, bool) {
    let same = name.as_deref() == Some(other.as_ref());
    (name.unwrap_or_else(|| other.into()), same)
}
