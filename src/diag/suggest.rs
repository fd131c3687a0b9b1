//! "Did you mean": the nearest of a set of names.

/// The candidate most like `name`, if it is close enough to be a likely slip.
///
/// ```
/// use falconer::diag::did_you_mean;
/// assert_eq!(did_you_mean("conditon", ["condition", "output"]), Some("condition"));
/// assert_eq!(did_you_mean("xyz", ["condition", "output"]), None);
/// ```
pub fn did_you_mean<'a>(name: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let longest = name.chars().count().max(1);
    candidates
        .into_iter()
        .map(|candidate| (strsim::damerau_levenshtein(name, candidate), candidate))
        // A third of the letters may differ, and always at least one.
        .filter(|&(distance, _)| distance <= (longest / 3).max(1))
        .min()
        .map(|(_, candidate)| candidate)
}

/// Whether `meant` is so near to `written` that it may be put in its place without asking: two slips of the
/// finger, in a word that is long enough to tell.
pub(super) fn is_slip(written: &str, meant: &str) -> bool {
    written.chars().count() >= 4 && strsim::damerau_levenshtein(written, meant) <= 2
}
