#!/bin/sh
# The start of each script that creates buckets; synthesis appends that of the server, which follows.
#
# It uses only the shell and coreutils: the public images have no sed, grep or jq. Secrets go to programs on their
# standard input: everybody who can list processes can read arguments, and MC_HOST_<alias> cuts a secret at its first `:`.
set -eu
LC_ALL=C
export LC_ALL

# The first process of a container ignores SIGTERM unless it handles it, and a shell handles signals only between two
# commands. So this shell waits for a second one that does the work, and the container ends with the first.
if [ -z "${IS_WORKING:-}" ]; then
  trap 'exit 143' TERM
  trap 'exit 130' INT
  IS_WORKING=true sh "$0" "$@" &
  wait "$!"
  exit
fi

fail() { echo "create-buckets: ERROR: $1" >&2; exit 1; }

# try MESSAGE COMMAND...: runs a command without output; if it fails, prints the message and the output, and exits.
try() {
  message=$1
  shift
  output=$("$@" 2>&1) || fail "$message
  $output"
}

line_feed='
'
carriage_return=$(printf '\r')

# read_secrets NAME...: sets each variable to the content of the file that NAME_FILE names, without line breaks at its
# end: editors end a file with one, in the form of their system.
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

# require NAME...: fails unless each variable has a value of one line.
require() {
  for name; do
    eval "value=\${$name:-}"
    [ -n "$value" ] || fail "$name is missing or empty; set it"
    case $value in *"$line_feed"* | *"$carriage_return"*) fail "$name holds a line break; remove it" ;; esac
  done
}

# A company's proxy, which Docker's client passes to containers (https://docs.docker.com/engine/cli/proxy/), cannot reach
# services of the app.
server=${S3_ENDPOINT:-${GARAGE_ADMIN_ENDPOINT:-}}
server=${server#*://}
NO_PROXY=${no_proxy:-${NO_PROXY:-}},${server%%[:/]*}
no_proxy=$NO_PROXY
export NO_PROXY no_proxy

# use_mc: gives mc a temporary folder for keys, which is removed at the end.
use_mc() {
  umask 077
  MC_CONFIG_DIR=$(mktemp -d)
  export MC_CONFIG_DIR
  trap 'rm -rf "$MC_CONFIG_DIR"' EXIT   # when a signal ends the container, its /tmp is gone as well
}

# set_alias ALIAS KEY SECRET. With --api mc does not call the server, so that an unreachable server and a wrong key are
# two different errors.
set_alias() { printf '%s\n%s\n' "$2" "$3" | mc alias set "$1" "$S3_ENDPOINT" --api s3v4 --path on; }

# make_bucket NAME: with mc, as the administrator of the alias `root`.
make_bucket() {
  try "bucket $1 cannot be created" timeout 30 mc mb --ignore-existing "root/$1"
  echo "bucket $1: exists"
  if [ "${BUCKET_VERSIONING:-}" = true ]; then
    try "versioning of bucket $1 cannot be enabled" timeout 30 mc version enable "root/$1"
    echo "bucket $1: keeps versions"
  fi
}

