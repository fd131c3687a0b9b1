//! `getopt`: short options of a command line taken apart.
//!
//! Facts: falcosecurity/libs, `userspace/libsinsp/sinsp_filtercheck_multivalue_transformer.cpp`
//! (<https://github.com/falcosecurity/libs>).

/// Which options a command knows, in C's notation: `nt:` is `-n` and `-t VALUE`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Options {
    known: Vec<(u8, bool)>,
}

impl Options {
    /// Reads an option string. A leading colon, which C gives a meaning, is passed over.
    #[must_use]
    pub fn new(spec: &[u8]) -> Self {
        let mut known = Vec::new();
        for (at, &option) in spec.iter().enumerate() {
            if option != b':' {
                known.push((option, spec.get(at + 1) == Some(&b':')));
            }
        }
        Self { known }
    }

    /// Whether the option takes a value; `None` if there is no such option.
    fn takes_value(&self, option: u8) -> Option<bool> {
        // Named twice, an option takes a value if it does at either place.
        let mut uses = self.known.iter().filter(|(known, _)| *known == option).peekable();
        uses.peek()?;
        Some(uses.any(|&(_, takes)| takes))
    }

    /// Every option found and its value, in order; `?` stands for an unknown one.
    #[must_use]
    pub fn all(&self, arguments: &[&[u8]]) -> Vec<Vec<u8>> {
        let mut found = Vec::new();
        self.walk(arguments, |option| match option {
            Found::Unknown => found.push(b"?".to_vec()),
            Found::Flag(name) => found.push(vec![name]),
            Found::Valued(name, value) => found.extend([vec![name], value.to_vec()]),
            Found::Valueless(_) => found.push(Vec::new()),
        });
        found
    }

    /// The last value of one option: its letter if it takes none, empty if the value is lacking.
    #[must_use]
    pub fn last(&self, arguments: &[&[u8]], wanted: u8) -> Option<Vec<u8>> {
        let mut last = None;
        self.walk(arguments, |option| match option {
            Found::Flag(name) if name == wanted => last = Some(vec![name]),
            Found::Valued(name, value) if name == wanted => last = Some(value.to_vec()),
            Found::Valueless(name) if name == wanted => last = Some(Vec::new()),
            _ => {}
        });
        last
    }

    fn walk<'a>(&self, arguments: &[&'a [u8]], mut found: impl FnMut(Found<'a>)) {
        let mut rest = arguments.iter();
        while let Some(&argument) = rest.next() {
            let cluster = match argument {
                b"--" => return,
                [b'-', b'-', ..] => continue,
                [b'-', cluster @ ..] if !cluster.is_empty() => cluster,
                _ => return,
            };
            for (at, &option) in cluster.iter().enumerate() {
                match self.takes_value(option) {
                    None => found(Found::Unknown),
                    Some(false) => found(Found::Flag(option)),
                    Some(true) => {
                        let attached = cluster.get(at + 1..).filter(|value| !value.is_empty());
                        match attached.or_else(|| rest.next().copied()) {
                            Some(value) => found(Found::Valued(option, value)),
                            None => found(Found::Valueless(option)),
                        }
                        break;
                    }
                }
            }
        }
    }
}

enum Found<'a> {
    Unknown,
    Flag(u8),
    Valued(u8, &'a [u8]),
    Valueless(u8),
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(spec: &str, arguments: &[&str]) -> String {
        let arguments: Vec<&[u8]> = arguments.iter().map(|a| a.as_bytes()).collect();
        let found = Options::new(spec.as_bytes()).all(&arguments);
        found.iter().map(|item| String::from_utf8_lossy(item)).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn options_and_values_in_order() {
        assert_eq!(all("nt:", &["-ntval"]), "n t val");
        assert_eq!(all("nt:", &["-t", "x", "-tval"]), "t x t val");
        assert_eq!(all("n", &["cmd", "-n"]), "", "the first word that is no option ends them");
        assert_eq!(all("n", &["--", "-n"]), "");
        assert_eq!(all("n", &["--long", "-nx"]), "n ?");
        assert_eq!(all("n", &["-", "-n"]), "", "a lone dash is no option");
        assert_eq!(all("t:", &["-t"]), "", "a lacking value is empty");
    }

    #[test]
    fn the_last_value_wins() {
        let last = |arguments: &[&[u8]]| Options::new(b"nt:").last(arguments, b't');
        assert_eq!(last(&[b"-t", b"x", b"-tval"]).as_deref(), Some(&b"val"[..]));
        assert_eq!(last(&[b"-t"]).as_deref(), Some(&b""[..]));
        assert_eq!(last(&[b"-n"]), None);
        assert_eq!(last(&[b"-t", b"x", b"-n"]).as_deref(), Some(&b"x"[..]), "another option changes nothing");
        assert_eq!(Options::new(b"nt").last(&[b"-t", b"-n"], b't').as_deref(), Some(&b"t"[..]));
        let two = |arguments: &[&[u8]]| Options::new(b"t:u:").last(arguments, b't');
        assert_eq!(two(&[b"-tx", b"-uy"]).as_deref(), Some(&b"x"[..]));
        assert_eq!(two(&[b"-tx", b"-u"]).as_deref(), Some(&b"x"[..]));
    }
}
