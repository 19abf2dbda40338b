#!/bin/sh
# What each script that makes buckets begins with; that of the server follows it.
#
# Only the shell and coreutils: the public images hold neither sed nor grep nor jq. Secrets go to programs on their standard
# input: in an argument everybody who can list processes reads them, and MC_HOST_<alias> cuts a secret at its first `:`.
set -eu
LC_ALL=C
export LC_ALL

# A shell handles a signal between two commands only, and the first process of a container ignores SIGTERM unless it handles it. So this shell waits
# while another one works, and the container ends with it.
if [ -z "${IS_WORKING:-}" ]; then
  trap 'exit 143' TERM
  trap 'exit 130' INT
  IS_WORKING=true sh "$0" "$@" &
  wait "$!"
  exit
fi

fail() { echo "create-buckets: ERROR: $1" >&2; exit 1; }

# try "what, and what to do about it" command...: quiet if it works; if not, says what failed and why, and ends.
try() {
  message=$1
  shift
  output=$("$@" 2>&1) || fail "$message
  $output"
}

line_feed='
'
carriage_return=$(printf '\r')

# read_secrets NAME...: sets each to what the file holds that NAME_FILE names, without the line ends after it: an editor, of any system,
# leaves them there.
read_secrets() {
  for name; do
    eval "file=\${${name}_FILE:-}"
    [ -n "$file" ] || fail "${name}_FILE is missing or empty; it names the file that holds the secret"
    [ -r "$file" ] || fail "${name}_FILE names $file, which is missing or not readable"
    text=$(cat "$file")
    while [ "$text" != "${text%"$carriage_return"}" ] || [ "$text" != "${text%"$line_feed"}" ]; do
      text=${text%"$carriage_return"}
      text=${text%"$line_feed"}
    done
    eval "$name=\$text"
  done
}

# require NAME...: each has a value, of one line.
require() {
  for name; do
    eval "value=\${$name:-}"
    [ -n "$value" ] || fail "$name is missing or empty; set it"
    case $value in *"$line_feed"* | *"$carriage_return"*) fail "$name holds a line break; take it out" ;; esac
  done
}

# A company's proxy, which Docker's client passes on to containers (https://docs.docker.com/engine/cli/proxy/), knows no service of the app.
server=${S3_ENDPOINT:-${GARAGE_ADMIN_ENDPOINT:-}}
server=${server#*://}
NO_PROXY=${no_proxy:-${NO_PROXY:-}},${server%%[:/]*}
no_proxy=$NO_PROXY
export NO_PROXY no_proxy

# use_mc: gives mc a folder of its own for keys, which is gone at the end.
use_mc() {
  umask 077
  MC_CONFIG_DIR=$(mktemp -d)
  export MC_CONFIG_DIR
  trap 'rm -rf "$MC_CONFIG_DIR"' EXIT   # where a signal ends the container, its /tmp ends as well
}

# set_alias ALIAS KEY SECRET. With --api mc asks the server nothing, so a server that is down and a key that is wrong stay two errors.
set_alias() { printf '%s\n%s\n' "$2" "$3" | mc alias set "$1" "$S3_ENDPOINT" --api s3v4 --path on; }

# make_bucket NAME: by mc, as the administrator under the alias `root`.
make_bucket() {
  try "bucket $1 cannot be made" timeout 30 mc mb --ignore-existing "root/$1"
  echo "bucket $1: there"
  if [ "${BUCKET_VERSIONING:-}" = true ]; then
    try "versioning of bucket $1 cannot be turned on" timeout 30 mc version enable "root/$1"
    echo "bucket $1: keeps versions"
  fi
}

