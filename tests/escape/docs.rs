//! The reference lists every filter, with the examples that run as tests.

use falconer::ops::filter::all;

#[test]
fn the_reference_lists_every_filter() {
    let mut table = String::from("| filter | does | example |\n| --- | --- | --- |\n");
    for filter in all() {
        let (input, args, output) = filter.examples[0];
        let call = match args {
            [] => filter.name.to_owned(),
            args => format!(
                "{}({})",
                filter.name,
                args.iter().map(|a| format!("{a:?}")).collect::<Vec<_>>().join(", ")
            ),
        };
        let cell = |text: &str| format!("`{}`", text.replace('|', "\\|"));
        let example = format!("{} → {}", cell(input), cell(output));
        table.push_str(&format!("| `{call}` | {} | {example} |\n", filter.doc));
    }
    let page = include_str!("../../docs/reference/templates.md");
    assert!(page.contains(&table), "docs/reference/templates.md lacks this table:\n{table}");
}
