//! The words by which a command selects cases.

/// Operations, subjects and documents that were asked for; an empty list asks for all.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    operations: Vec<String>,
    subjects: Vec<String>,
    documents: Vec<String>,
}

impl Filter {
    /// Sorts the words by what they name; `ann_*` names all that begin so.
    ///
    /// # Errors
    /// When a word names nothing.
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

    /// Whether the operation was asked for.
    pub fn operation(&self, name: &str) -> bool {
        asks(&self.operations, name)
    }

    /// Whether the subject was asked for.
    pub fn subject(&self, name: &str) -> bool {
        asks(&self.subjects, name)
    }

    /// Whether the document was asked for.
    pub fn document(&self, name: &str) -> bool {
        asks(&self.documents, name)
    }
}

/// Whether a word names this: `ann_*` names all that begin so.
pub fn names(word: &str, name: &str) -> bool {
    word.strip_suffix('*').map_or(word == name, |begin| name.starts_with(begin))
}

fn named(all: &[&str], word: &str) -> impl Iterator<Item = String> {
    all.iter().filter(move |name| names(word, name)).map(|name| (*name).to_owned())
}

fn asks(list: &[String], name: &str) -> bool {
    list.is_empty() || list.iter().any(|one| one == name)
}
