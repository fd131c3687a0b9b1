//! What the tests reach, for people: counts on stderr, and what they do not reach on stdout.

use crate::cli::exit::CliError;
use crate::cli::shell::{Shell, path_text, visible};
use crate::source::Sources;
use crate::suite::{Coverage, Part, Place};
use std::path::Path;

/// Whether a part is counted.
type Kind = fn(&Part) -> bool;

/// Whether as much as wanted is reached. `list` names what is not.
pub(super) fn tell(
    coverage: &Coverage,
    sources: &Sources,
    list: bool,
    min: Option<u8>,
    shell: &mut Shell,
) -> Result<bool, CliError> {
    for place in coverage.places.iter().filter(|place| list && !place.reached) {
        shell.print(line(place, sources))?;
    }
    let kinds: [(&str, Kind); 4] = [
        ("mitigations", |part| matches!(part, Part::Mitigation(_))),
        ("strategies", |part| matches!(part, Part::Strategy(_))),
        ("examples", |part| matches!(part, Part::Example(_))),
        ("answers of checks", |part| matches!(part, Part::Branch(..))),
    ];
    let counts = kinds.map(|(name, wanted)| {
        let (reached, all) = coverage.count(wanted);
        format!("{reached} of {all} {name}")
    });
    let percent = coverage.percent();
    shell.say(format_args!("coverage {percent} %: {}", counts.join(", ")));
    let enough = min.is_none_or(|min| percent >= usize::from(min));
    if let Some(min) = min.filter(|_| !enough) {
        let error = CliError::new(format!("the tests reach {percent} %, less than {min} %"));
        shell.complain(&error.hint("`--coverage` names what they do not reach"));
    }
    Ok(enough)
}

fn line(place: &Place, sources: &Sources) -> String {
    let at = sources.get(place.span.file).map_or_else(String::new, |file| {
        let at = file.location(place.span.bytes.start);
        format!("{}:{}:{}: ", path_text(Path::new(file.name())), at.line, at.column)
    });
    let what = match &place.part {
        Part::Mitigation(name) => format!("no test matches the mitigation `{}`", visible(name)),
        Part::Strategy(name) => format!("no test's report shows the strategy `{}`", visible(name)),
        Part::Example(name) => format!("no test's report shows this example of `{}`", visible(name)),
        Part::Branch(text, side) => {
            let text: Vec<&str> = text.split_whitespace().collect();
            format!("in no test `{}` is {side}", visible(&text.join(" ")))
        }
    };
    format!("{at}{what}\n")
}
