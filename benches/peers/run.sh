#!/usr/bin/env bash
# Compares `falconer filter` on one thread with other tools on one selection from one archive.
#
#     benches/peers/run.sh [ALERTS] [ROUNDS]
#
# Every tool that is installed runs once per round, one after the other, so that what else the machine does falls on
# all alike; the least CPU time (user and system) of each counts. All must find the same alerts, or the run fails.
set -euo pipefail
cd "$(dirname "$0")/../.."
alerts=${1:-350000} rounds=${2:-3}
cargo build --quiet --locked --release --bin falconer --example generate_alerts
release=${CARGO_TARGET_DIR:-target}/release
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
archive=$work/events.json
"$release/examples/generate_alerts" "$alerts" falco 1 > "$archive"
gzip -1 -k "$archive"

jq_condition='select(.output_fields["proc.name"] == "nc" and .output_fields["user.name"] == "root")'

falconer() { "$release/falconer" filter --jobs 1 'proc.name = nc and user.name = root' "$archive"; }
falconer_gzip() { "$release/falconer" filter --jobs 1 'proc.name = nc and user.name = root' "$archive.gz"; }
jq_1() { jq -c "$jq_condition" "$archive"; }
jaq_1() { jaq -c "$jq_condition" "$archive"; }
orjson() { python3 benches/peers/select_orjson.py "$archive"; }
duckdb_1() { python3 benches/peers/select_duckdb.py "$archive"; }
# These select nothing: what looking at every byte costs.
gzip_dc() { gzip -dc "$archive.gz"; }
wc_l() { wc -l "$archive"; }

has_module() { python3 -c "import $1" 2> /dev/null; }
tools=(falconer falconer_gzip)
command -v jq > /dev/null && tools+=(jq_1)
command -v jaq > /dev/null && tools+=(jaq_1)
has_module orjson && tools+=(orjson)
has_module duckdb && tools+=(duckdb_1)
selecting=("${tools[@]}")
tools+=(gzip_dc wc_l)

# What the tools print differs in how numbers are spelt, so a text and the time of each alert are compared.
what_was_found() { jq -r '.time + " " + .output' "$1"; }

declare -A least
TIMEFORMAT='%U %S'
for ((round = 0; round <= rounds; round++)); do
    for tool in "${tools[@]}"; do
        { time "$tool" > "$work/out" 2> "$work/err"; } 2> "$work/time"
        # The first round warms the page cache and is for checking.
        if ((round == 0)); then
            [[ " ${selecting[*]} " == *" $tool "* ]] || continue
            what_was_found "$work/out" > "$work/found.$tool"
            cmp "$work/found.falconer" "$work/found.$tool"
            continue
        fi
        seconds=$(awk '{ print $1 + $2 }' "$work/time")
        least[$tool]=$(echo "$seconds ${least[$tool]:-$seconds}" | awk '{ print ($1 < $2) ? $1 : $2 }')
    done
done

bytes=$(stat -c %s "$archive")
echo "$alerts alerts, $bytes bytes; $(wc -l < "$work/found.falconer") found by each; least of $rounds runs"
for tool in "${tools[@]}"; do
    echo "$tool $bytes ${least[$tool]} ${least[falconer]}" |
        awk '{ printf "%-14s %7.2f s CPU %8.0f MB/s %6.1f x\n", $1, $3, $2 / $3 / 1e6, $3 / $4 }'
done
