#!/usr/bin/env bash
# The start of the entrypoint of each database server; synthesis appends that of the server, which follows.
set -euo pipefail

say() { printf '%s [entrypoint]: %s\n' "$(date -Iseconds)" "$*"; }
fail() { say "ERROR: $*" >&2; exit 1; }

# The first process of a container ignores signals unless it handles them, and a shell handles them while it waits for
# a background process, but not while a command runs in the foreground. The server that is executed at the end handles
# them itself.
trap 'exit 143' TERM
trap 'exit 130' INT

# value NAME: prints $NAME or the content of the file that $NAME_FILE names; as in the image, both at once is an error.
value() {
  local file=${1}_FILE
  if [[ -z ${!file:-} ]]; then
    [[ -n ${!1:-} ]] || fail "$1 is missing or empty; set it in .env"
    printf '%s' "${!1}"
  else
    [[ -z ${!1:-} ]] || fail "$1 and $file are both set; keep one"
    [[ -s ${!file} && -r ${!file} ]] || fail "$file names ${!file}, which is missing, empty or not readable"
    local text
    text=$(< "${!file}")
    # Editors end a file with a line break, in the form of their system.
    while [[ $text == *[$'\r\n'] ]]; do text=${text%?}; done
    printf '%s' "$text"
  fi
}

