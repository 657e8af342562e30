//! The words by which a command selects cases.

/// The selected operations, subjects and documents; an empty list selects all.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    operations: Vec<String>,
    subjects: Vec<String>,
    documents: Vec<String>,
}

impl Filter {
    /// Sorts the words into names of operations, subjects and documents; `ann_*` is all names that begin with
    /// `ann_`.
    ///
    /// # Errors
    /// If a word is no such name.
    pub fn new(
        words: &[String],
        operations: &[&str],
        subjects: &[&str],
        documents: &[&str],
    ) -> Result<Filter, String> {
        let mut filter = Filter::default();
        for word in words {
            let before = filter.len();
            filter.operations.extend(named(operations, word));
            filter.subjects.extend(named(subjects, word));
            filter.documents.extend(named(documents, word));
            if filter.len() == before {
                return Err(format!(
                    "`{word}` is no operation {operations:?}, no subject of this build \
                     {subjects:?}, no document {documents:?}"
                ));
            }
        }
        Ok(filter)
    }

    fn len(&self) -> usize {
        self.operations.len() + self.subjects.len() + self.documents.len()
    }

    /// Whether the operation is selected.
    pub fn operation(&self, name: &str) -> bool {
        asks(&self.operations, name)
    }

    /// Whether the subject is selected.
    pub fn subject(&self, name: &str) -> bool {
        asks(&self.subjects, name)
    }

    /// Whether the document is selected.
    pub fn document(&self, name: &str) -> bool {
        asks(&self.documents, name)
    }
}

/// Whether a word is this name, or with `*` the start of it.
pub fn names(word: &str, name: &str) -> bool {
    word.strip_suffix('*').map_or(word == name, |begin| name.starts_with(begin))
}

fn named(all: &[&str], word: &str) -> impl Iterator<Item = String> {
    all.iter().filter(move |name| names(word, name)).map(|name| (*name).to_owned())
}

fn asks(list: &[String], name: &str) -> bool {
    list.is_empty() || list.iter().any(|one| one == name)
}
