#!/bin/sh
# Starts the Versity S3 gateway with its users in a file: `sh entrypoint.sh versitygw …`. Secrets arrive in files.
#
#   S3_ROOT_USER, S3_ROOT_PASSWORD_FILE     who may do everything
#   IDENTITY_1_KEY, IDENTITY_1_SECRET_FILE  who may do what policies of buckets say; then IDENTITY_2_…, and so on
set -eu
umask 077

fail() { echo "versitygw: ERROR: $1" >&2; exit 1; }

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

mkdir -p /data/objects /data/versions /tmp/iam
{
  printf '{ "accessAccounts": {'
  number=1 separator=''
  while eval "key=\${IDENTITY_${number}_KEY:-}" && [ -n "$key" ]; do
    value=$(secret "IDENTITY_${number}_SECRET_FILE")
    name=$(json "$key")
    value=$(json "$value")
    printf '%s\n%s: { "access": %s, "secret": %s, "role": "user" }' "$separator" "$name" "$name" "$value"
    number=$((number + 1)) separator=','
  done
  printf '\n} }\n'
} > /tmp/iam/users.json

# In the environment of this process alone: the server reads them nowhere else but among its arguments.
ROOT_ACCESS_KEY=${S3_ROOT_USER:?}
ROOT_SECRET_KEY=$(secret S3_ROOT_PASSWORD_FILE)
export ROOT_ACCESS_KEY ROOT_SECRET_KEY

exec "$@"
