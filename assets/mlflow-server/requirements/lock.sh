#!/bin/sh
# Pins, with hashes, all that MLflow's image installs. Needs `uv` on the PATH (https://docs.astral.sh/uv).
#
#   ./lock.sh            the newest MLflow and the newest of everything it allows
#   ./lock.sh 3.17.2     that MLflow
#
# Everything is resolved together once and then divided, so any choice of files fits together and no package is in two:
# mlflow.txt is the server, and each driver's file holds what only that driver adds. build.txt is for the build stage only.
# Left out: what left-out.in names, each with its reason; and the two wheels below, whose files are all in mlflow's own wheel.
set -eu
cd "$(dirname "$0")"

version=${1:-}
drivers='azure boto3 cronsim flask-wtf google-cloud-storage oidc psycopg2 pymysql pyodbc sftp'
same_files='--no-emit-package mlflow-skinny --no-emit-package mlflow-tracing'

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

compile() { # compile <output> <uv argument>...
    output=$1
    shift
    # shellcheck disable=SC2086 # a list of arguments
    uv pip compile --quiet --universal --python-version 3.13 --generate-hashes --no-header --no-annotate \
        --no-config --excludes left-out.in $same_files --output-file "$scratch/$output" "$@"
    { echo '# Made by lock.sh; do not edit.'; cat "$scratch/$output"; } >"$scratch/$output.new"
}

names() { sed -n 's/^\([a-z0-9][a-z0-9._-]*\)==.*/\1/p' "$1"; }

if [ -n "$version" ]; then sed "s/^mlflow>=.*/mlflow==$version/" mlflow.in; else cat mlflow.in; fi >"$scratch/mlflow.in"
# shellcheck disable=SC2046,SC2086 # a list of arguments
compile all.txt "$scratch/mlflow.in" $(printf '%s.in ' $drivers)
compile mlflow.txt "$scratch/mlflow.in" --constraints "$scratch/all.txt"
for driver in $drivers; do
    # shellcheck disable=SC2046
    compile "$driver.txt" "$driver.in" --constraints "$scratch/all.txt" $(names "$scratch/mlflow.txt" | sed 's/^/--no-emit-package /')
done
compile build.txt build.in

shared=$(for driver in $drivers; do names "$scratch/$driver.txt"; done | sort | uniq -d)
[ -z "$shared" ] || { echo "lock.sh: two drivers need $shared: name it in mlflow.in, so that it is in one file" >&2; exit 1; }

for file in mlflow $drivers build; do mv "$scratch/$file.txt.new" "$file.txt"; done
