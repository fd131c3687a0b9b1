# shellcheck shell=bash
# What the scripts of this folder share: where things are, archives, timing in turn, tables. Sourced, never run.
#
# What a script measures are functions, each running one command. `contest` runs them in turn and keeps the least of
# each: whatever else the machine does falls on all alike and can only add. It fills `cpu` (user and system, seconds)
# and `clock`, by name.
set -euo pipefail
# Decimal points, and the same order everywhere.
export LC_ALL=C

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/../.." && pwd)
cd "$root"
target=${CARGO_TARGET_DIR:-target}
[[ $target == /* ]] || target=$root/$target
release=$target/release
# What install.sh installs, and nothing else.
peers=$target/peers
# FALCONER=/some/falconer measures that one instead of building this tree's.
falconer=${FALCONER:-$release/falconer}

die() {
    echo "${0##*/}: $*" >&2
    exit 1
}

# build EXAMPLE...: Falconer and these examples. In two steps: what tests need would turn on features of libraries.
build() {
    [[ -n ${FALCONER:-} ]] || cargo build --quiet --locked --release --bin falconer
    local example examples=()
    for example; do
        examples+=(--example "$example")
    done
    cargo build --quiet --locked --release "${examples[@]}"
}

# A folder of this run's own, gone at its end.
make_work() {
    work=$(mktemp -d "${TMPDIR:-/tmp}/falconer-peers.XXXXXX")
    trap 'rm -rf "$work"' EXIT
}

# make_archive COUNT: $archive, the same for the same count, and $bytes.
make_archive() {
    archive=$work/events.json
    "$release/examples/generate_alerts" "$1" falco 1 > "$archive"
    bytes=$(wc -c < "$archive")
}

# A count typed on the command line.
positive() {
    [[ $1 =~ ^[1-9][0-9]*$ ]] || die "\`$1\` is no count; usage: ${0##*/} $usage"
}

declare -A cpu clock

# contest ROUNDS FUNCTION...
contest() {
    local rounds=$1 round name
    shift
    for ((round = 0; round <= rounds; round++)); do
        for name; do
            timed "$name"
            # The first round fills the page cache.
            ((round == 0)) || keep_least "$name"
        done
    done
}

# Runs a function; its output stays in $work/NAME.out until its next run, its times in $work/times. A file that it
# writes itself, $work/NAME.file, is always a new one: to replace hundreds of megabytes costs the file system a while of
# its own.
timed() {
    local TIMEFORMAT='%R %U %S'
    rm -f "$work/$1.file"
    if ! { time "$1" > "$work/$1.out" 2> "$work/$1.err"; } 2> "$work/times"; then
        cat "$work/$1.err" >&2
        die "\`$1\` failed"
    fi
}

keep_least() {
    local real user system
    read -r real user system < "$work/times"
    cpu[$1]=$(least "$(calc "$user + $system")" "${cpu[$1]:-}")
    clock[$1]=$(least "$real" "${clock[$1]:-}")
}

calc() {
    awk "BEGIN { printf \"%.6f\", $1 }"
}

# ratio A B: A by B; what took no time that could be measured divides nothing.
ratio() {
    awk "BEGIN { if ($2 > 0) printf \"%.2f\", ($1) / ($2); else printf \"-\" }"
}

least() {
    awk -v new="$1" -v old="$2" 'BEGIN { print (old == "" || new < old + 0) ? new : old }'
}

# The machine, above a table.
heading() {
    local model
    model=$(sed -n 's/^model name[^:]*: *//p' /proc/cpuinfo 2> /dev/null | head -n 1 || true)
    printf '\n%s\n%s, %s processors; least of %s runs in turn\n\n' "$1" "${model:-$(uname -m)}" "$(nproc)" "$2"
}

# row NAME LABEL BASE: seconds, megabytes a second, and the ratio of CPU time to that of BASE.
row() {
    printf '%-44s %8.2f s CPU %8.2f s clock %7.0f MB/s %8s x\n' "$2" "${cpu[$1]}" "${clock[$1]}" \
        "$(ratio "$bytes / 1e6" "${cpu[$1]}")" "$(ratio "${cpu[$1]}" "${cpu[$3]}")"
}

falconer_version() {
    "$falconer" --version
}

# The tool that reads back what others wrote.
json_reader() {
    if [[ -x $peers/bin/jaq ]]; then
        echo "$peers/bin/jaq"
    else
        command -v jq || die "neither jaq nor jq is installed; run benches/peers/install.sh"
    fi
}
