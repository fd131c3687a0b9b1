//! `pmatch`: whether one of several paths is a prefix of the value, component by component.
//!
//! Facts: falcosecurity/libs, `userspace/libsinsp/prefix_search.h` (<https://github.com/falcosecurity/libs>).
//! Where several patterns stand at one level, libs' own answer depends on a hash map's order; here each constant
//! is asked by itself.

use super::Glob;

/// The constants of a `pmatch`.
#[derive(Debug, Clone)]
pub struct PathSet {
    paths: Vec<Vec<Component>>,
}

#[derive(Debug, Clone)]
enum Component {
    Literal(Vec<u8>),
    Pattern(Glob),
}

/// The components of a path. Empty ones do not count: `/etc`, `etc` and `//etc/` are the same.
fn components(path: &[u8]) -> impl Iterator<Item = &[u8]> {
    path.split(|&byte| byte == b'/').filter(|part| !part.is_empty())
}

impl PathSet {
    /// Compiles the constants; a component with `?`, `*` or `[` is a pattern.
    pub fn new<'a>(paths: impl IntoIterator<Item = &'a [u8]>) -> Self {
        let mut set = Self { paths: Vec::new() };
        for path in paths {
            set.add(path);
        }
        set
    }

    /// Adds a constant.
    pub fn add(&mut self, path: &[u8]) {
        let component = |part: &[u8]| match part.iter().any(|byte| b"?*[".contains(byte)) {
            true => Component::Pattern(Glob::new(part, false)),
            false => Component::Literal(part.to_vec()),
        };
        self.paths.push(components(path).map(component).collect());
    }

    /// Whether some constant is a prefix of this path.
    ///
    /// ```
    /// use falconer::ops::PathSet;
    /// let set = PathSet::new([&b"/etc"[..], b"/var/*/docker.sock"]);
    /// assert!(set.matches(b"/etc/passwd"));
    /// assert!(!set.matches(b"/etcetera"));
    /// assert!(set.matches(b"/var/run/docker.sock"));
    /// ```
    #[must_use]
    pub fn matches(&self, path: &[u8]) -> bool {
        self.paths.iter().any(|prefix| {
            let mut parts = components(path);
            prefix.iter().all(|component| match (component, parts.next()) {
                (Component::Literal(literal), Some(part)) => literal == part,
                (Component::Pattern(glob), Some(part)) => glob.matches(part),
                (_, None) => false,
            })
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_components_are_compared() {
        for (constant, value, expected) in [
            ("/etc", "/etc/passwd", true),
            ("etc", "/etc", true),
            ("//etc/", "etc/x", true),
            ("/etc", "/etcetera", false),
            ("/etc/passwd", "/etc", false),
            ("/", "", true),
            ("", "/x", true),
            ("/et?", "/etc/x", true),
            ("/e*", "/var", false),
            ("/etc", "/var/../etc", false),
            ("/ETC", "/etc", false),
        ] {
            let set = PathSet::new([constant.as_bytes()]);
            assert_eq!(set.matches(value.as_bytes()), expected, "{constant} {value}");
        }
        assert!(!PathSet::new([]).matches(b"/x"), "no constant, no match");
    }
}
