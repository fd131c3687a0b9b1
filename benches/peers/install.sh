#!/usr/bin/env bash
# Installs what Falconer is compared with, each pinned by version, into `peers/` of the target folder:
#
#     benches/peers/install.sh
#
#     bin/jaq                 from crates.io, by its own lock file
#     python/                 a virtual environment with DuckDB and orjson from PyPI, by requirements.txt and its hashes
#     rsigma/                 the program of benches/peers/rsigma/, with rsigma from crates.io, by its own lock file
#
# jq comes from no registry: the system's counts, if there is one. What cannot be installed is named, and the others
# are installed all the same. Nothing outside of the target folder changes, and a second run installs nothing.
# PYTHON=/some/python3 takes another Python than the first in the path.
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

jaq_version=3.1.2
python=${PYTHON:-python3}

missing=0
skip() {
    missing=$((missing + 1))
    printf '%-8s NOT INSTALLED: %s\n' "$1" "$2"
}

there() {
    printf '%-8s %s\n' "$1" "$2"
}

install_jaq() {
    if [[ $("$peers/bin/jaq" --version 2> /dev/null) != "jaq $jaq_version" ]]; then
        cargo install --quiet --locked --version "$jaq_version" --root "$peers" --target-dir "$peers/build" jaq ||
            { skip jaq "cargo could not install jaq $jaq_version; its messages are above" && return; }
        rm -rf "$peers/build"
    fi
    there jaq "$jaq_version"
}

install_python() {
    local pins=$here/requirements.txt installed=$peers/python/requirements.txt
    if ! cmp --silent "$pins" "$installed"; then
        rm -rf "$peers/python"
        "$python" -m venv "$peers/python" ||
            { skip python "\`$python -m venv\` failed; DuckDB and orjson need Python 3 with venv" && return; }
        "$peers/python/bin/python" -m pip --disable-pip-version-check install --quiet --no-deps --require-hashes \
            --only-binary :all: -r "$pins" ||
            { skip python "pip could not install DuckDB and orjson; its messages are above" && return; }
        # The last step: what was cut short is installed anew.
        cp "$pins" "$installed"
    fi
    there python "$("$peers/python/bin/python" -c 'import duckdb, orjson
print(f"DuckDB {duckdb.__version__}, orjson {orjson.__version__}")')"
}

install_rsigma() {
    # rsigma names a newer Rust than it needs.
    cargo build --quiet --locked --release --ignore-rust-version --manifest-path "$here/rsigma/Cargo.toml" \
        --target-dir "$peers/rsigma" ||
        { skip rsigma "cargo could not build benches/peers/rsigma; its messages are above" && return; }
    there rsigma "$(sed -n '/^name = "rsigma-eval"$/{n;s/^version = "\(.*\)"$/\1/p;}' "$here/rsigma/Cargo.lock")"
}

find_jq() {
    if command -v jq > /dev/null; then
        there jq "$(jq --version), the system's"
    else
        skip jq "no registry has it; only a system's own jq is compared"
    fi
}

mkdir -p "$peers"
install_jaq
install_python
install_rsigma
find_jq
((missing == 0)) || echo "$missing of 4 are missing; the others are compared without them"
