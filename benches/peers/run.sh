#!/usr/bin/env bash
# Compares Falconer with other tools, each pinned by version, and prints tables:
#
#     benches/peers/run.sh [ALERTS] [ROUNDS]
#
#     install.sh   installs the tools into the target folder; a second run installs nothing
#     select.sh    `filter` beside jq, jaq, orjson and DuckDB: one selection from one archive
#     whole.sh     `eval` with the built-in rulebook beside a bare check of the JSON; two workers beside one; gzip
#     judge.sh     `eval` beside rsigma: the same 10 to 10,000 rules in two languages
#
# Each runs alone as well, and says more in its head. 620,000 alerts, more than 500 MB, if not given; judge.sh takes a
# sixth of them. Let the machine do nothing else: the clock counts too.
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
usage='[ALERTS] [ROUNDS]'
alerts=${1:-620000} rounds=${2:-3}
positive "$alerts"
positive "$rounds"

"$here/install.sh"
"$here/select.sh" "$alerts" "$rounds"
"$here/whole.sh" "$alerts" "$rounds"
"$here/judge.sh" "$((alerts / 6 + 1))" "$rounds"
