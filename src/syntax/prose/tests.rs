//! The tree of prose, written back in a short form: `[..]` code, `#n` a hole, `_.._` emphasis, `*..*` strong.

use super::{Block, CodePart, Inline, MAX_NESTING, has_no_markup, mark, parse};

fn inlines(pieces: &[Inline]) -> String {
    let one = |inline: &Inline| match inline {
        Inline::Text(text) => text.clone(),
        Inline::Code(parts) => {
            let part = |part: &CodePart| match part {
                CodePart::Text(text) => text.clone(),
                CodePart::Hole(hole) => format!("#{hole}"),
            };
            format!("[{}]", parts.iter().map(part).collect::<String>())
        }
        Inline::Hole(hole) => format!("#{hole}"),
        Inline::Emphasis(inner) => format!("_{}_", inlines(inner)),
        Inline::Strong(inner) => format!("*{}*", inlines(inner)),
        Inline::Link { url, text } => format!("<{url} {}>", inlines(text)),
        Inline::SoftBreak => " ".into(),
        Inline::HardBreak => "/".into(),
    };
    pieces.iter().map(one).collect()
}

fn blocks(blocks_: &[Block]) -> String {
    let one = |block: &Block| match block {
        Block::Paragraph(text) => format!("p({})", inlines(text)),
        Block::Quote(inner) => format!("q({})", blocks(inner)),
        Block::List { start, items } => {
            let items: Vec<String> = items.iter().map(|item| blocks(item)).collect();
            format!("{}({})", start.map_or("ul".into(), |n| format!("ol{n}")), items.join(";"))
        }
    };
    blocks_.iter().map(one).collect()
}

/// Holes are written `#0` to `#9`.
fn read(text: &str) -> String {
    let mut marked = text.to_owned();
    for hole in 0..10 {
        marked = marked.replace(&format!("#{hole}"), &String::from(mark(hole).unwrap()));
    }
    match parse(&marked) {
        Ok(tree) => blocks(&tree),
        Err(errors) => format!("error: {}", errors[0].message),
    }
}

#[test]
fn prose_becomes_its_tree() {
    for (text, expected) in [
        ("Stop #0.\nNow\\\nthen", "p(Stop #0. Now/then)"),
        ("a *b #0* **c** `d #1`", "p(a _b #0_ *c* [d #1])"),
        ("#0#1 and `a`#2 and #3`b`", "p([#0#1] and [a#2] and [#3b])"),
        ("[see #0](https://x.example/a)", "p(<https://x.example/a see #0>)"),
        ("<https://x.example>", "p(<https://x.example https://x.example>)"),
        ("- a\n- b\n  - c\n- d", "ul(p(a);p(b)ul(p(c));p(d))"),
        ("3. a\n\n   b\n4. c", "ol3(p(a)p(b);p(c))"),
        ("> a\n> - #0", "q(p(a)ul(p(#0)))"),
        ("a \\` b &lt; \\*", "p(a ` b < *)"),
        ("@user #x www.example.com", "p(@user #x www.example.com)"),
        ("a | b\n--|--\nc | d", "error: a table is not possible in prose"),
        ("```\ncode\n```", "error: a code block is not possible in prose"),
        ("    code", "error: a code block is not possible in prose"),
        ("a\n\n---\n\nb", "error: a rule is not possible in prose"),
        ("<mail@x.example>", "error: a link's target is no `https:` URL"),
        ("[a](javascript:x)", "error: a link's target is no `https:` URL"),
        ("[a](https://x.example \"t\")", "error: a link's title is not shown in every format"),
        ("[a][b]\n\n[b]: https://x.example", "error: links by reference are not possible in prose"),
        ("a `` b", "error: a backtick is not closed"),
    ] {
        assert_eq!(read(text), expected, "{text:?}");
    }
}

#[test]
fn depth_is_bounded() {
    let quotes = |depth: usize| format!("{}a", "> ".repeat(depth));
    assert!(parse(&quotes(MAX_NESTING)).is_ok());
    assert!(parse(&quotes(MAX_NESTING + 1)).is_err());
    let emphasis = |depth: usize| format!("{}a{}", "*a _b ".repeat(depth), "_*".repeat(depth));
    assert!(parse(&emphasis(3)).is_ok());
    assert!(parse(&emphasis(2_000)).is_err());
}

proptest::proptest! {
    /// What has no markup is paragraphs of words and holes.
    #[test]
    fn without_markup_nothing_is_wrong(parts in proptest::collection::vec(
        proptest::sample::select(vec![
            "a", "B", "1", "-", "+", "=", ":", ".", ")", "(", "#", "  ", "    ", " ", "\n", "\n\n", "\"", "'", "/", "^",
            "{", "}", "\u{f0000}", "\u{f0001}", "https://a.b", "---", "===", "|", "_", "`", "!",
        ]),
        0..16,
    )) {
        let text = parts.concat();
        if has_no_markup(&text) {
            let blocks = parse(&text);
            proptest::prop_assert!(blocks.is_ok(), "{text:?}: {blocks:?}");
            let plain = |inline: &Inline| {
                matches!(inline, Inline::Text(_) | Inline::Hole(_) | Inline::SoftBreak | Inline::HardBreak)
                    // Holes side by side are one code.
                    || matches!(inline, Inline::Code(parts) if parts.iter().all(|part| matches!(part, CodePart::Hole(_))))
            };
            let fine = blocks.iter().flatten().all(|block| matches!(block, Block::Paragraph(parts) if parts.iter().all(plain)));
            proptest::prop_assert!(fine, "{text:?}: {blocks:?}");
        }
    }
}
