//! Pieces of each layout, and that they do not depend on how the bytes come.

use super::*;
use proptest::prelude::*;

/// The pieces of an input that comes `step` bytes at a time, with their bytes.
fn split(bytes: &[u8], step: usize, limit: usize) -> Vec<(PieceKind, String, u64, u64, u64)> {
    let mut splitter = Splitter::new(limit);
    let (mut buffer, mut found) = (Vec::new(), Vec::new());
    let mut parts: Vec<&[u8]> = bytes.chunks(step).collect();
    parts.push(b"");
    let ends = parts.len() - 1;
    for (number, part) in parts.into_iter().enumerate() {
        buffer.extend_from_slice(part);
        let mut pieces = Vec::new();
        let used = splitter.split(&buffer, number == ends, usize::MAX, &mut pieces);
        for piece in pieces {
            let text = String::from_utf8_lossy(piece.bytes(&buffer)).into_owned();
            found.push((piece.kind, text, piece.line, piece.column, piece.offset));
        }
        buffer.drain(..used);
        assert!(buffer.len() <= 2 * limit + step + 2, "holds {} bytes", buffer.len());
    }
    assert!(buffer.is_empty(), "left over: {buffer:?}");
    found
}

fn texts(input: &str, limit: usize) -> Vec<String> {
    let shown = |(kind, text, line, column, offset)| match kind {
        PieceKind::Line | PieceKind::Element => format!("{line}:{column}@{offset} {text}"),
        PieceKind::TooLong(head) => {
            format!("{line}:{column}@{offset} too long: {}", String::from_utf8_lossy(&head))
        }
        kind => format!("{line}:{column}@{offset} {kind:?}"),
    };
    split(input.as_bytes(), input.len().max(1), limit).into_iter().map(shown).collect()
}

#[test]
fn each_layout_is_cut_where_it_should_be() {
    let cases: [(&str, &[&str]); 16] = [
        ("", &[]),
        ("{}\n{}", &["1:1@0 {}\n", "2:1@3 {}"]),
        ("\n{\n \"a\":1\n}\n{}\n", &["1:1@0 \n", "2:1@1 {\n \"a\":1\n}\n", "5:1@12 {}\n"]),
        ("{\"cut\n{}\n", &["1:1@0 {\"cut\n", "2:1@6 {}\n"]),
        ("{}\n\n{}\n", &["1:1@0 {}\n", "2:1@3 \n", "3:1@4 {}\n"]),
        ("\u{feff}{}\n", &["1:1@3 {}\n"]),
        ("\u{feff} [{}]", &["1:3@5 {}"]),
        ("[ {} ,\n  {\"é\":[1,2]}, {} ]\n", &["1:3@2 {}", "2:3@9 {\"é\":[1,2]}", "2:16@23 {}"]),
        ("[{}]\n[{}] {}\n{}\n", &["1:2@1 {}", "2:2@6 {}", "2:6@10 {}\n", "3:1@13 {}\n"]),
        ("[]\n", &["1:2@1 EmptyArray"]),
        ("[{},", &["1:2@1 {}", "1:5@4 OpenArray"]),
        ("[{}", &["1:2@1 {}", "1:4@3 OpenArray"]),
        ("[{},{\"a\":", &["1:2@1 {}", "1:5@4 {\"a\":"]),
        ("[{\"cut\n{},\n{}]", &["1:2@1 {\"cut", "2:1@7 {}", "3:1@11 {}"]),
        ("[2024] log\n{}\n", &["1:1@0 [2024] log\n", "2:1@11 {}\n"]),
        ("[\"a,]\\\"\", {\"b\":\"}\"}]", &["1:2@1 \"a,]\\\"\"", "1:11@10 {\"b\":\"}\"}"]),
    ];
    for (input, expected) in cases {
        assert_eq!(texts(input, 100), expected, "{input:?}");
    }
}

#[test]
fn what_is_too_long_is_passed_over() {
    let cases: [(&str, &[&str]); 7] = [
        ("12345\n123456\n1\n", &["1:1@0 12345\n", "2:1@6 too long: 123456\n", "3:1@13 1\n"]),
        ("12345\r\n1\n", &["1:1@0 12345\r\n", "2:1@7 1\n"]),
        ("{\n 1\n 2\n}\n{}\n", &["1:1@0 too long: {\n 1\n 2\n}\n", "5:1@10 {}\n"]),
        ("{\n 1\n 2\n{}\n", &["1:1@0 too long: {\n 1\n 2\n", "4:1@8 {}\n"]),
        ("[\"abc\" ,\"abcd\",1]", &["1:2@1 \"abc\"", "1:9@8 too long: \"abcd\",", "1:16@15 1"]),
        ("[\"abcd\"", &["1:2@1 too long: \"abcd\""]),
        ("[\"1\"      ,2]", &["1:2@1 too long: \"1\"      ,", "1:12@11 2"]),
    ];
    for (input, expected) in cases {
        assert_eq!(texts(input, 5), expected, "{input:?}");
    }
}

#[test]
fn lines_behind_an_array_stay_apart_when_blanks_before_it_came_alone() {
    let input = "       [{}]\n{}\n{}\n";
    let expected = ["1:9@8 {}", "2:1@12 {}\n", "3:1@15 {}\n"];
    assert_eq!(texts(input, 100), expected);
    let whole = split(input.as_bytes(), input.len(), 100);
    for step in 1..input.len() {
        assert_eq!(split(input.as_bytes(), step, 100), whole, "{step}");
    }
}

fn input() -> impl Strategy<Value = String> {
    let part = prop::sample::select(vec![
        "{",
        "}",
        "[",
        "]",
        ",",
        "\"",
        "\\",
        "\n",
        "\r\n",
        " ",
        "   ",
        "é",
        "{}",
        "{\"a\":1}",
        "{\n",
        " \"a\": {\n",
        "}\n",
        "]\n",
        "log\n",
        "\u{feff}",
        "\"a\"",
        "12345678901234567890",
    ]);
    prop::collection::vec(part, 0..40).prop_map(|parts| parts.concat())
}

#[test]
fn a_line_of_blanks_that_is_too_long_says_what_the_input_is_by_what_stands_at_its_end() {
    for (end, behind) in [("[[\n", PieceKind::Line), ("\n", PieceKind::Element)] {
        let input = format!("{}{end}\n[{{}}]\n", " ".repeat(70));
        let whole = split(input.as_bytes(), input.len(), 64);
        assert!(matches!(&whole[0].0, PieceKind::TooLong(_)), "{whole:?}");
        assert_eq!(whole.last().map(|piece| &piece.0), Some(&behind), "{whole:?}");
        for step in [1, 2, 3, 64, 70, 71] {
            assert_eq!(split(input.as_bytes(), step, 64), whole, "{step}");
        }
    }
}

proptest! {
    #[test]
    fn pieces_do_not_depend_on_how_the_bytes_come(input in input(), step in 1_usize..30, limit in 4_usize..30) {
        let whole = split(input.as_bytes(), input.len().max(1), limit);
        prop_assert_eq!(split(input.as_bytes(), step, limit), whole);
    }

    #[test]
    fn no_byte_but_space_and_punctuation_is_lost(input in input()) {
        let pieces = split(input.as_bytes(), 7, 1000);
        let kept: String = pieces.iter().map(|(_, text, ..)| text.as_str()).collect();
        let bare = |text: &str| text.chars().filter(|c| !c.is_whitespace() && !"[],\u{feff}".contains(*c)).collect::<String>();
        prop_assert_eq!(bare(&kept), bare(&input));
    }

    #[test]
    fn an_input_can_be_taken_up_at_every_piece(input in input(), limit in 8_usize..40) {
        let whole = split(input.as_bytes(), 1000, limit);
        let mut splitter = Splitter::new(limit);
        let (mut from, mut places) = (0, vec![(0, Place::default())]);
        loop {
            let mut one = Vec::new();
            from += splitter.split(&input.as_bytes()[from..], true, 1, &mut one);
            if one.is_empty() { break }
            if let Some(place) = splitter.place() { places.push((from, place)); }
        }
        for (number, (from, place)) in places.into_iter().enumerate() {
            let mut pieces = Vec::new();
            Splitter::at(place, limit).split(&input.as_bytes()[from..], true, usize::MAX, &mut pieces);
            let offsets: Vec<u64> = pieces.iter().map(|piece| piece.offset).collect();
            let expected: Vec<u64> = whole.iter().skip(number).map(|(.., offset)| *offset).collect();
            prop_assert_eq!(offsets, expected, "from piece {}", number);
        }
    }
}
