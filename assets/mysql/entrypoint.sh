#!/usr/bin/env bash
# Goes in front of the entrypoint of the public mysql image:
#
#   bash entrypoint.sh mysqld [options]
#
# The image puts MYSQL_USER, MYSQL_PASSWORD and MYSQL_ROOT_PASSWORD unescaped into SQL, reads them once in the life of
# a volume, and takes a data directory whose set-up was killed for a finished one. Here
#   - any value works: the image gets throwaway passwords, and the real ones go to the server, escaped, at every start,
#     before it accepts its first connection; so a password changed in .env counts from the next start on;
#   - they pass through a pipe: never in an argument list, a file, or the environment of mysqld;
#   - a set-up that was cut off starts again by itself, and a finished database is never deleted.
# Scripts in /docker-entrypoint-initdb.d run as ever, with a MYSQL_PASSWORD and a MYSQL_ROOT_PASSWORD that hold during
# the set-up only.
set -euo pipefail

say() { printf '%s [entrypoint]: %s\n' "$(date -Iseconds)" "$*"; }
fail() { say "ERROR: $*" >&2; exit 1; }

# The first process of a container ignores SIGTERM unless it handles it, and a shell does so while it waits, but not while a command runs. What is
# executed at the end handles signals by itself.
trap 'exit 143' TERM
trap 'exit 130' INT

[[ ${1:-} != -* ]] || set -- mysqld "$@"
[[ ${1:-} = mysqld ]] || exec docker-entrypoint.sh "$@"   # a shell or a client: nothing to set up
data=/var/lib/mysql
collation=utf8mb4_0900_bin   # compares by bytes: names that differ only in case, accents or trailing spaces are different
option=
for arg; do
  # MySQL reads _ as -, any beginning that is unique, and the value as an argument of its own.
  if [[ -n $option ]]; then
    value=$arg option=
  elif [[ ${arg%%=*} =~ ^--(loose[-_])?coll ]]; then
    if [[ $arg = *=* ]]; then value=${arg#*=}; else option=$arg; continue; fi
  else
    value=$collation
  fi
  [[ ${value,,} = "$collation" ]] ||
    fail "the collation of the server is $value, but MLflow's names must be compared by their bytes: remove" \
      "--collation-server, or set it to $collation"
  case $arg in
    --help | '-?' | --version | -V | --print-defaults) exec docker-entrypoint.sh "$@" ;;
    --datadir=*) data=${arg#*=} ;;
    --init-file=*) fail "--init-file is taken: it sets the accounts; put SQL that must run at every start elsewhere" ;;
  esac
done
data=${data%/}
unfinished=$data/.set-up-unfinished   # mysqld --initialize wants an empty directory, but overlooks names with a dot

# --- The values ------------------------------------------------------------------------------------------------------

# value NAME: prints $NAME or what the file $NAME_FILE holds; as in the image, both at once is an error.
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
    while [[ $text == *[$'\r\n'] ]]; do text=${text%?}; done   # the line ends after it: an editor, of any system, leaves them there
    printf '%s' "$text"
  fi
}

database=$(value MYSQL_DATABASE)
user=$(value MYSQL_USER)
password=$(value MYSQL_PASSWORD)
root_password=$(value MYSQL_ROOT_PASSWORD)
root_host=${MYSQL_ROOT_HOST:-localhost}   # the image's own default lets root in from everywhere
for name in password root_password; do
  [[ ${!name} != *[$'\r\n']* ]] || fail "MYSQL_${name^^} holds a line break; take it out"
done
[[ $user != root ]] || fail "MYSQL_USER is root; MLflow gets an account of its own: choose another name"

backslash=$'\\' quote="'"

# 'text' as an SQL literal.
literal() {
  local text=$1
  text=${text//"$backslash"/"$backslash$backslash"}
  text=${text//"$quote"/"$backslash$quote"}
  printf "'%s'" "$text"
}

# `name` as an SQL identifier.
identifier() { printf '%s' "\`${1//\`/\`\`}\`"; }

# `name` in a GRANT, where _ and % would stand for other databases too.
grant_pattern() {
  local text=$1
  text=${text//"$backslash"/"$backslash$backslash"}
  text=${text//_/"${backslash}_"}
  text=${text//%/"${backslash}%"}
  identifier "$text"
}

# The server's reader of init files is no SQL parser: a quote inside of `` confuses it, and then it logs what it read.
# So it sees hexadecimal digits only.
execute() {
  echo "SET @statement = CONVERT(0x$(printf '%s' "$1" | od -An -v -tx1 | tr -d ' \n') USING utf8mb4);"
  echo "PREPARE statement FROM @statement;"
  echo "EXECUTE statement;"
}

statements() {
  local account host
  account="$(literal "$user")@'%'"
  echo "SET NAMES utf8mb4;"
  echo "SET SESSION sql_log_off = 1, sql_log_bin = 0;"   # secrets are for no log, accounts for no other server
  echo "SET SESSION sql_mode = '';"                      # so that a backslash escapes
  echo "SET @kept = @@GLOBAL.log_error_suppression_list;"   # no warnings at every start that an account is there, or not
  echo "SET GLOBAL log_error_suppression_list = 'MY-010235,MY-010236';"
  for host in localhost % "$root_host"; do
    execute "ALTER USER IF EXISTS 'root'@$(literal "$host") IDENTIFIED BY $(literal "$root_password")"
  done
  execute "CREATE DATABASE IF NOT EXISTS $(identifier "$database") CHARACTER SET utf8mb4 COLLATE $collation"
  execute "CREATE USER IF NOT EXISTS $account IDENTIFIED BY $(literal "$password")"
  execute "ALTER USER $account IDENTIFIED BY $(literal "$password")"
  execute "GRANT ALL ON $(grant_pattern "$database").* TO $account"
  echo "SET GLOBAL log_error_suppression_list = @kept;"
}

# --- The data directory ----------------------------------------------------------------------------------------------
# The mark is put into an empty directory before the set-up, and removed after it, before the server accepts its first
# connection. Where it is, nobody has ever stored anything. Where it is not, nothing is ever deleted.

mkdir -p "$data"
shopt -s nullglob dotglob

# One server at a time: a second container on this volume must not take a set-up that runs for one that was cut off.
# The lock ends with the container. (Where the image or the file system has no locks, InnoDB's own must do.)
if command -v flock > /dev/null; then
  exec {lock}< "$data"
  status=0
  flock --nonblock --conflict-exit-code 75 "$lock" 2> /dev/null || status=$?
  [[ $status != 75 ]] || fail "another container is using the volume of $data; stop it first"
fi

if [[ -e $unfinished ]]; then
  for file in "$data"/*; do
    [[ ! $file -ot $unfinished || $file = "$data/lost+found" ]] ||
      fail "$unfinished says that the set-up was cut off, but $file is older, so something else put it there. Nothing" \
        "was deleted. If this is your database (a restored backup, say), remove $unfinished; if not, remove the volume"
  done
  say "the last set-up was cut off before the server was open to anyone; starting it again"
  for file in "$data"/*; do
    [[ $file = "$unfinished" || $file = "$data/lost+found" ]] || rm -rf -- "$file"
  done
else
  found=
  for file in "$data"/*; do
    [[ $file = "$data/lost+found" ]] || found+=" ${file##*/}"
  done
  if [[ -z $found ]]; then
    : > "$unfinished"
    sync "$unfinished" "$data"
  elif [[ ! -d $data/mysql ]]; then
    say "WARNING: $data holds files but no database:$found. They are not deleted; if the server refuses to start" \
      "below, move them away or use another volume" >&2
  fi
fi

# The image starts a server in between, to make accounts and to run scripts. The accounts come at the start below, so without
# scripts it has nothing to do, and is left out: a fifth of the time of a first start. (As root the image changes its user first.)
scripts=(/docker-entrypoint-initdb.d/*)
if [[ -e $unfinished && ${#scripts[@]} = 0 && $EUID != 0 ]]; then
  say "initialising $data"
  "$@" --initialize-insecure --default-time-zone=SYSTEM &
  wait "$!"
fi
shopt -u nullglob dotglob

# --- The start -------------------------------------------------------------------------------------------------------

pipe_dir=$(mktemp -d)
pipe=$pipe_dir/accounts.sql
mkfifo -m 600 "$pipe"
[[ $EUID != 0 ]] || chown -R mysql "$pipe_dir"   # the image goes on as this user

# Waits, next to the start, until the last server opens the pipe. The mark must be gone for good, a power cut included,
# before that server gets to read on and to accept connections. Detached twice, so that an init process can reap it.
hand_over() {
  local blank=$'\n'
  while (( ${#blank} < 131072 )); do blank+=$blank; done
  exec 3> "$pipe"
  rm -rf "$pipe_dir"
  if [[ -e $unfinished ]]; then
    rm "$unfinished" && sync "$data" || return
  fi
  # After a statement that fails the server logs why, closes the pipe, and starts all the same. More blank lines than a
  # pipe holds (64 KiB) make that seen: they cannot all be written unless the server has read on to them.
  trap '' PIPE
  { statements; printf '%s' "$blank"; } >&3 2> /dev/null
}
(
  {
    hand_over || { say "ERROR: the accounts could not be set, see above; stopping the server" >&2; kill -TERM $$; }
  } &
)

# The image's script finds this in place of the program for everything but the last server, which it starts by `exec`:
# the servers of the set-up must not read the pipe.
mysqld() {
  local arg options=()
  for arg; do
    [[ $arg = --init-file=* ]] || options+=("$arg")
  done
  command mysqld "${options[@]}"
}
export -f mysqld

unset MYSQL_{DATABASE,USER,PASSWORD,ROOT_PASSWORD,ROOT_HOST}{,_FILE}
unset MYSQL_ALLOW_EMPTY_PASSWORD MYSQL_RANDOM_ROOT_PASSWORD MYSQL_ONETIME_PASSWORD
throwaway() { od -An -N16 -tx1 /dev/urandom | tr -d ' \n'; }
MYSQL_ROOT_PASSWORD=$(throwaway)
MYSQL_PASSWORD=$(throwaway)
export MYSQL_ROOT_PASSWORD MYSQL_PASSWORD MYSQL_ROOT_HOST=$root_host
# Names that the image would mangle are left to `statements`.
special="[\\\\'\"\`%]"
[[ $database =~ $special ]] || export MYSQL_DATABASE=$database
if [[ $user =~ $special ]]; then unset MYSQL_PASSWORD; else export MYSQL_USER=$user; fi

exec docker-entrypoint.sh "$@" --init-file="$pipe"
