//! FL09xx: bounds on untrusted sizes.

use super::{Code, Row, Severity};

codes! {
    FILE_TOO_LARGE = "FL0901" "file-too-large" Error
        what "A rulebook file is larger than 4 MiB."
        why "Reading must end in bounded time and memory."
        bad "a 5 MiB rulebook file" good "the same items in several files";
    RULEBOOK_TOO_LARGE = "FL0902" "rulebook-too-large" Error
        what "All rulebook files together are larger than 64 MiB."
        why "Reading must end in bounded time and memory."
        bad "seventy files of 1 MiB" good "the mitigations you use";
    TOO_MANY_FILES = "FL0903" "too-many-files" Error
        what "More than 10,000 rulebook files, or folders nested deeper than 32."
        why "Walking a folder must end, also where links go in circles or the wrong folder was named."
        bad "falconer check /" good "falconer check rules/";
    YAML_TOO_DEEP = "FL0904" "yaml-too-deep" Error
        what "YAML is nested deeper than 64."
        why "Readers of deep nesting cost stack, and nothing sensible nests so deep."
        bad "sixty-five brackets in each other" good "an item, which needs eight";
    YAML_TOO_MANY_NODES = "FL0905" "yaml-too-many-nodes" Error
        what "A file has more than a million YAML nodes."
        why "Reading must end in bounded time and memory."
        bad "a list of a million items" good "the same items in several files";
    YAML_TOO_MUCH_EXPANSION = "FL0906" "yaml-too-much-expansion" Error
        what "Aliases make a file more than ten times as large as it is written."
        why "A few lines of aliases can stand for gigabytes."
        bad "aliases of aliases of aliases" good "each value written out";
    PATTERNS_TOO_LARGE = "FL0907" "patterns-too-large" Error
        what "All regular expressions of a rulebook take more than 64 MiB when compiled; those from there on are not compiled. A macro's pattern counts where the macro is used."
        why "A rulebook from a pull request could otherwise fill the memory of whoever checks it."
        bad "a hundred patterns like `[[:alpha:]]{1000}`" good "proc.name startswith kworker";
    CONDITION_TOO_LONG = "FL0908" "condition-too-long" Error
        what "A condition is longer than 64 KiB. With macros written out it may have a million checks, see FL0159."
        why "A condition from a pull request could otherwise cost whoever checks it minutes."
        bad "a condition that compares with five thousand names" good "proc.name in (names), and a list";
    ALERT_TOO_LONG = "FL0941" "alert-too-long" Error
        what "An alert is longer than 1 MiB (`--max-line`). It is left out and counted as a reject."
        why "One line must not take the memory of a whole archive."
        bad "an alert of 2 MiB" good "an alert of a few KiB, as Falco prints them";
    ALERT_TOO_DEEP = "FL0942" "alert-too-deep" Error
        what "An alert nests objects and arrays more than 64 deep. Falco prints two or three."
        why "Readers of deep nesting cost stack, and an attacker may choose the depth."
        bad "{\"a\":{\"a\":{\"a\": …" good "{\"rule\": …, \"output_fields\": { … }}";
    ALERT_TOO_MANY_FIELDS = "FL0943" "alert-too-many-fields" Error
        what "An object of an alert has more than 4,096 keys."
        why "The cost of an alert must stay bounded."
        bad "an alert with 5,000 output fields" good "an alert with some dozens";
    ALERT_KEY_TOO_LONG = "FL0944" "alert-key-too-long" Error
        what "A key of an alert is longer than 1 KiB."
        why "The cost of an alert must stay bounded, and no field has such a name."
        bad "a field name of 2,000 letters" good "proc.exepath";
    UNPACKED_TOO_LARGE = "FL0951" "unpacked-too-large" Error
        what "A compressed input grows to more than 200 times its size and more than 1 GiB, or beyond `--max-unpacked`. It is read no further."
        why "A few bytes can stand for gigabytes, so unpacking must stop by itself."
        bad "a gzip bomb" good "a compressed log, which grows ten or thirty times";
    WINDOW_TOO_LARGE = "FL0952" "window-too-large" Error
        what "A zstd input needs more than 128 MiB of memory to be unpacked."
        why "The window is memory that the input's author would choose."
        bad "zstd --ultra --long=31 events.json" good "zstd --long=27 events.json";
    TOO_MANY_INPUTS = "FL0953" "too-many-inputs" Error
        what "More than 100,000 files to read, or folders nested deeper than 32."
        why "Looking through a folder must end, also where the wrong one was named."
        bad "falconer eval /" good "falconer eval /var/log/falco/";
}
