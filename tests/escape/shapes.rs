//! Which values have which shape, up to the bound of each; and what a shape changes in JSON.

use falconer::escape::{CodePiece, Context, Lang, Quoting, contexts, encode, fits, visible};
use falconer::fields::Shape::{self, ContainerName, Digits, DnsLabel, DnsSubdomain, HexId, ImageName, Ip};

/// A shape, a value, and whether it has it.
const CASES: [(Shape, &str, bool); 54] = [
    (DnsLabel, "a", true),
    (DnsLabel, "0-a", true),
    (DnsLabel, "", false),
    (DnsLabel, "-a", false),
    (DnsLabel, "a-", false),
    (DnsLabel, "A", false),
    (DnsLabel, "aAa", false),
    (DnsLabel, "a.b", false),
    (DnsLabel, "a_b", false),
    (DnsSubdomain, "a.b-c.0", true),
    (DnsSubdomain, "a..b", false),
    (DnsSubdomain, ".a", false),
    (DnsSubdomain, "a.-b", false),
    (HexId, "69484342a56c", true),
    (HexId, "69484342A56C", true),
    (HexId, "69484342a56g", false),
    (HexId, "", false),
    (Digits, "0", true),
    (Digits, "007", true),
    (Digits, "", false),
    (Digits, "-1", false),
    (Digits, "1a", false),
    (Digits, "١", false),
    (Ip, "10.0.0.1", true),
    (Ip, "::1", true),
    (Ip, "10.0.0.1/8", false),
    (Ip, "localhost", false),
    (ContainerName, "api", true),
    (ContainerName, "A.b_c-d", true),
    (ContainerName, ".ab", false),
    (ContainerName, "a b", false),
    (ContainerName, "a/b", false),
    (ImageName, "nginx", true),
    (ImageName, "library/nginx", true),
    (ImageName, "ghcr.io:5000/a/b-c", true),
    (ImageName, "localhost:5000/a", true),
    (ImageName, "nginx:1.27", false),
    (ImageName, "nginx:127", false),
    (ImageName, "host:port/a", false),
    (ImageName, ":5000/a", false),
    (ImageName, "-a:5000/a", false),
    (ImageName, "a@sha256", false),
    (ImageName, "a//b", false),
    (ImageName, "/a", false),
    (ImageName, "a/", false),
    (ImageName, "-a", false),
    (ImageName, "a-", false),
    (ImageName, "a/-b", false),
    (ImageName, "a/b-", false),
    (ImageName, "a/..", false),
    (ImageName, "a..b", false),
    (ImageName, "a b", false),
    (ImageName, "https://a/b", false),
    (ImageName, "", false),
];

#[test]
fn values_have_their_shape_or_not() {
    for (shape, value, expected) in CASES {
        assert_eq!(fits(value, shape), expected, "{shape:?} {value:?}");
    }
}

#[test]
fn shapes_have_bounds() {
    let long = |length: usize| match length.checked_sub(60) {
        Some(rest) => format!("{}.{}", "a".repeat(59), "a.".repeat(rest / 2) + &"a".repeat(rest % 2)),
        None => "a".repeat(length),
    };
    for (shape, fewest, most) in
        [(DnsLabel, 1, 63), (HexId, 12, 64), (ImageName, 1, 255), (ContainerName, 2, 255)]
    {
        for (length, expected) in [(fewest - 1, false), (fewest, true), (most, true), (most + 1, false)] {
            assert_eq!(fits(&"a".repeat(length), shape), expected, "{shape:?} {length}");
        }
    }
    for (length, expected) in [(1, true), (20, true), (21, false)] {
        assert_eq!(fits(&"1".repeat(length), Digits), expected, "{length}");
    }
    for (length, expected) in [(251, true), (253, true), (255, false)] {
        let name = long(length);
        assert_eq!((name.len(), fits(&name, DnsSubdomain)), (length, expected), "{name}");
    }
}

#[test]
fn a_number_stands_in_json_without_quotes() {
    let place = Context::Json(Quoting::Whole);
    assert_eq!(encode(&place, "7", Some(Digits)).unwrap(), "7");
    assert_eq!(encode(&place, "7", None).unwrap(), "\"7\"");
    assert_eq!(encode(&place, "a", Some(DnsLabel)).unwrap(), "\"a\"");
    let refusal = encode(&place, "a", Some(Digits)).unwrap_err();
    assert_eq!(refusal.to_string(), "is not a number of decimal digits");
    assert_eq!(refusal.to_string(), refusal.reason);
}

#[test]
fn code_without_holes_has_no_places() {
    for lang in [Lang::Sh, Lang::Bash, Lang::Yaml, Lang::Json, Lang::Falco, Lang::Other] {
        for code in ["", "echo \"", "a: [", "{", "- rule: ("] {
            assert_eq!(contexts(lang, &[CodePiece::Text(code)]), Ok(Vec::new()), "{lang:?} {code}");
        }
    }
}

#[test]
fn eight_marks_stay_on_a_letter() {
    let marked = |count: usize| format!("a{}b", "\u{301}".repeat(count));
    for (count, shown) in [(7, 7), (8, 8), (9, 8)] {
        let hidden = "\\u{301}".repeat(count - shown);
        assert_eq!(visible(&marked(count)), format!("a{}{hidden}b", "\u{301}".repeat(shown)), "{count}");
    }
}
