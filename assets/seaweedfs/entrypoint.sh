#!/bin/sh
# Starts SeaweedFS with its users in a file: `sh entrypoint.sh weed …`. Secrets arrive in files, and stay in one that this user alone may read.
#
#   S3_ROOT_USER, S3_ROOT_PASSWORD_FILE                      who may do everything
#   IDENTITY_1_KEY, IDENTITY_1_SECRET_FILE, IDENTITY_1_BUCKETS
#                                                            who may work with some buckets; then IDENTITY_2_…, and so on
set -eu
umask 077

fail() { echo "seaweedfs: ERROR: $1" >&2; exit 1; }

line_feed='
'
carriage_return=$(printf '\r')

# secret VARIABLE: what the file holds that <VARIABLE> names, without the line ends after it: an editor, of any system, leaves them there.
secret() {
  eval "file=\${$1:-}"
  [ -n "$file" ] || fail "$1 is missing or empty; it names the file that holds the secret"
  [ -r "$file" ] || fail "$1 names $file, which is missing or not readable"
  [ -s "$file" ] || fail "$1 names $file, which is empty"
  text=$(cat "$file")
  while [ "$text" != "${text%"$carriage_return"}" ] || [ "$text" != "${text%"$line_feed"}" ]; do
    text=${text%"$carriage_return"}
    text=${text%"$line_feed"}
  done
  printf '%s' "$text"
}

# What JSON wants escaped: quotes, backslashes and control characters (RFC 8259, section 7). Line breaks are refused.
escapes='s/[\\"]/\\&/g'
code=1
while [ "$code" -lt 32 ]; do
  case $code in
    10 | 13) ;;
    *) escapes="$escapes;s/$(printf "\\$(printf '%03o' "$code")")/\\\\u$(printf '%04x' "$code")/g" ;;
  esac
  code=$((code + 1))
done

# json TEXT: a JSON text.
json() {
  case $1 in *"$line_feed"* | *"$carriage_return"*) fail 'a key or a secret holds a line break; take it out' ;; esac
  printf '"%s"' "$(printf '%s' "$1" | sed "$escapes")"
}

# identity KEY SECRET ACTION...: an entry of the file (https://github.com/seaweedfs/seaweedfs/wiki/Amazon-S3-API).
identity() {
  name=$(json "$1")
  value=$(json "$2")
  shift 2
  printf '{ "name": %s, "credentials": [{ "accessKey": %s, "secretKey": %s }], "actions": [' "$name" "$name" "$value"
  separator=''
  for action in "$@"; do
    printf '%s%s' "$separator" "$(json "$action")"
    separator=', '
  done
  printf '] }'
}

set -f   # names of buckets are split at spaces, but `*` is no pattern
{
  printf '{ "identities": [\n'
  root=$(secret S3_ROOT_PASSWORD_FILE)
  identity "${S3_ROOT_USER:?}" "$root" Admin Read List Tagging Write
  number=1
  while eval "key=\${IDENTITY_${number}_KEY:-}" && [ -n "$key" ]; do
    eval "buckets=\${IDENTITY_${number}_BUCKETS:-}"
    actions=''
    for bucket in $buckets; do
      actions="$actions Read:$bucket List:$bucket Tagging:$bucket Write:$bucket"
    done
    value=$(secret "IDENTITY_${number}_SECRET_FILE")
    printf ',\n'
    # shellcheck disable=SC2086 # a list of arguments
    identity "$key" "$value" $actions
    number=$((number + 1))
  done
  printf '\n] }\n'
} > /tmp/s3.json

exec "$@"
