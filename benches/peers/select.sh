#!/usr/bin/env bash
# `falconer filter` beside other tools, one selection from one archive:
#
#     benches/peers/select.sh [ALERTS] [ROUNDS]
#
# What install.sh installed is compared, and the system's jq. All must find the same alerts, or the run fails. One
# thread each; where a tool has more of them, two as well, and then the clock is what counts.
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
usage='[ALERTS] [ROUNDS]'
alerts=${1:-620000} rounds=${2:-3}
positive "$alerts"
positive "$rounds"
build generate_alerts
make_work
make_archive "$alerts"
gzip -1 -k "$archive"
reader=$(json_reader)
python=$peers/python/bin/python

condition='proc.name = nc and user.name = root'
jq_condition='select(.output_fields["proc.name"] == "nc" and .output_fields["user.name"] == "root")'

falconer_1() { "$falconer" filter --jobs 1 "$condition" "$archive"; }
falconer_2() { "$falconer" filter --jobs 2 "$condition" "$archive"; }
falconer_gzip() { "$falconer" filter --jobs 1 "$condition" "$archive.gz"; }
jq_1() { jq -c "$jq_condition" "$archive"; }
jaq_1() { "$peers/bin/jaq" -c "$jq_condition" "$archive"; }
orjson_1() { "$python" "$here/select_orjson.py" "$archive"; }
duckdb_1() { "$python" "$here/select_duckdb.py" "$archive" 1; }
duckdb_2() { "$python" "$here/select_duckdb.py" "$archive" 2; }
# These select nothing: what looking at every byte costs.
gzip_dc() { gzip -dc "$archive.gz"; }
wc_l() { wc -l "$archive"; }

module_version() { "$python" -c "import $1; print($1.__version__)"; }

declare -A label=(
    [falconer_1]="$(falconer_version) filter"
    [falconer_2]="$(falconer_version) filter, two threads"
    [falconer_gzip]="$(falconer_version) filter, gzip input"
    [gzip_dc]="$(gzip --version | sed q), gzip -dc alone"
    [wc_l]="wc -l alone"
)
selecting=(falconer_1 falconer_2 falconer_gzip)
if command -v jq > /dev/null; then
    label[jq_1]=$(jq --version)
    selecting+=(jq_1)
fi
if [[ -x $peers/bin/jaq ]]; then
    label[jaq_1]=$("$peers/bin/jaq" --version)
    selecting+=(jaq_1)
fi
if [[ -e $peers/python/requirements.txt ]]; then
    label[orjson_1]="orjson $(module_version orjson), a loop in Python"
    label[duckdb_1]="DuckDB $(module_version duckdb)"
    label[duckdb_2]="DuckDB $(module_version duckdb), two threads"
    selecting+=(orjson_1 duckdb_1 duckdb_2)
fi

# What the tools print differs in how numbers are spelt, so a text and the time of each alert are compared. Threads
# may print in any order.
found() { "$reader" -r '.time + " " + .output' "$work/$1.out" | sort; }

contest "$rounds" "${selecting[@]}" gzip_dc wc_l
found falconer_1 > "$work/expected"
[[ -s $work/expected ]] || die "nothing was found in $alerts alerts"
for name in "${selecting[@]}"; do
    found "$name" > "$work/found"
    cmp "$work/expected" "$work/found" || die "\`$name\` finds others than \`falconer_1\`"
done

heading "one selection from $alerts alerts, $bytes bytes; $(wc -l < "$work/expected") found by each" "$rounds"
for name in "${selecting[@]}" gzip_dc wc_l; do
    row "$name" "${label[$name]}" falconer_1
done
[[ -z ${clock[duckdb_2]:-} ]] ||
    echo "on the clock, two threads each: DuckDB $(ratio "${clock[duckdb_2]}" "${clock[falconer_2]}") x"
