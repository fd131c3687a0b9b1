//! FL09xx: bounds on untrusted sizes.

use super::{Code, Row, Severity};

codes! {
    FILE_TOO_LARGE = "FL0901" "file-too-large" Error
        what "A rulebook file is larger than 4 MiB."
        bad "a 5 MiB rulebook file" good "the same items in several files";
    RULEBOOK_TOO_LARGE = "FL0902" "rulebook-too-large" Error
        what "All rulebook files together are larger than 64 MiB."
        bad "seventy files of 1 MiB" good "the mitigations you use";
    TOO_MANY_FILES = "FL0903" "too-many-files" Error
        what "More than 10,000 rulebook files, or folders nested deeper than 32."
        bad "falconer check /" good "falconer check rules/";
    YAML_TOO_DEEP = "FL0904" "yaml-too-deep" Error
        what "YAML is nested deeper than 64."
        bad "sixty-five brackets in each other" good "an item, which needs eight";
    YAML_TOO_MANY_NODES = "FL0905" "yaml-too-many-nodes" Error
        what "A file has more than a million YAML nodes."
        bad "a list of a million items" good "the same items in several files";
    YAML_TOO_MUCH_EXPANSION = "FL0906" "yaml-too-much-expansion" Error
        what "Aliases make a file more than ten times as large as it is written."
        bad "aliases of aliases of aliases" good "each value written out";
}
