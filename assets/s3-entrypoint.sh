#!/bin/sh
# The start of the entrypoint of each S3 server that reads its users from a file; synthesis appends that of the server,
# which follows.
set -eu
umask 077

fail() { echo "entrypoint: ERROR: $1" >&2; exit 1; }

line_feed='
'
carriage_return=$(printf '\r')

# secret VARIABLE: prints the content of the file that <VARIABLE> names, without line breaks at its end: editors end a
# file with one, in the form of their system.
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

# The characters that JSON escapes: quotes, backslashes and control characters (RFC 8259, section 7). Line breaks are an
# error.
escapes='s/[\\"]/\\&/g'
code=1
while [ "$code" -lt 32 ]; do
  case $code in
    10 | 13) ;;
    *) escapes="$escapes;s/$(printf "\\$(printf '%03o' "$code")")/\\\\u$(printf '%04x' "$code")/g" ;;
  esac
  code=$((code + 1))
done

# json TEXT: prints a JSON string.
json() {
  case $1 in *"$line_feed"* | *"$carriage_return"*) fail 'a key or a secret holds a line break; remove it' ;; esac
  printf '"%s"' "$(printf '%s' "$1" | sed "$escapes")"
}

