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

fn named<'n>(names: &'n [&str], word: &str) -> impl Iterator<Item = String> + use<'n> {
    let (begin, all) = word.strip_suffix('*').map_or((word, false), |begin| (begin, true));
    let begin = begin.to_owned();
    let fits = move |name: &&&str| ***name == *begin || all && name.starts_with(&begin);
    names.iter().filter(fits).map(|name| (*name).to_owned())
}

fn asks(list: &[String], name: &str) -> bool {
    list.is_empty() || list.iter().any(|one| one == name)
}
