#!/usr/bin/env bash
# Takes the place of the entrypoint of the public postgres image:
#
#   bash entrypoint.sh postgres [options]
#
# The image makes POSTGRES_USER a superuser, reads its variables once in the life of a volume, leaves the password in the
# environment of the server, and takes a data directory whose set-up was killed for a finished one. Here
#   - POSTGRES_USER owns POSTGRES_DB and may do nothing else. The superuser `postgres` has no password, so it can log in
#     inside the container alone, by the socket;
#   - any value works, and the account is set at every start, before the server accepts its first connection: a changed
#     password counts from the next start on;
#   - the password passes through a pipe: never in an argument list, an environment or a log;
#   - a set-up that was cut off starts again by itself, and a finished database is never deleted.
# Scripts in /docker-entrypoint-initdb.d do not run.
set -euo pipefail

say() { printf '%s [entrypoint]: %s\n' "$(date -Iseconds)" "$*"; }
fail() { say "ERROR: $*" >&2; exit 1; }

# The first process of a container ignores signals unless it handles them, and a shell does so while it waits, but not while a command runs. What is
# executed at the end handles them by itself.
trap 'exit 143' TERM
trap 'exit 130' INT

[[ ${1:-} != -* ]] || set -- postgres "$@"
[[ ${1:-} = postgres ]] || exec "$@"   # a shell or a client: nothing to set up
for arg; do
  case $arg in --help | '-?' | --version | -V | --describe-config) exec "$@" ;; esac
done
[[ $EUID != 0 ]] || fail "PostgreSQL does not run as root; let the container's user be 999:999"
major=$(postgres --version | tr -dc '0-9.' | cut -d. -f1)

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

database=$(value POSTGRES_DB)
user=$(value POSTGRES_USER)
password=$(value POSTGRES_PASSWORD)
unset POSTGRES_{DB,USER,PASSWORD}{,_FILE}
[[ $user != postgres && $user != pg_* ]] || fail "POSTGRES_USER is $user, which belongs to the server; MLflow gets an account of its own: choose another name"
for name in database user password; do
  [[ ${!name} != *$'\n'* ]] || fail "POSTGRES_${name^^} holds a line break; take it out"
done

literal() { printf "'%s'" "${1//\'/\'\'}"; }       # 'text' as an SQL literal
identifier() { printf '"%s"' "${1//\"/\"\"}"; }   # "name" as an SQL identifier

# --- The data directory ----------------------------------------------------------------------------------------------
# A new database is made in a folder of its own, and moved to where it belongs when it is complete. PG_VERSION goes last:
# where it is, there is a database, and nothing is ever deleted. The set-up's folder is nobody's data.

: "${PGDATA:?}"
mkdir -p "$PGDATA"
set_up=$PGDATA/.set-up complete=$PGDATA/.set-up/.complete

# One server at a time: PostgreSQL's own lock is the number of a process, which means nothing in another container.
# This one ends with the container.
exec {lock}< "$PGDATA"
flock --nonblock "$lock" || fail "another container is using the volume of $PGDATA; stop it first"
rm -f "$PGDATA/postmaster.pid"   # so this one is of a server that was killed

# Another major version has its database here too, or nearby; 18 moved it.
[[ -s $PGDATA/PG_VERSION ]] && places=("$PGDATA") || places=(/var/lib/postgresql{,/*/docker} "$PGDATA"/*/docker)
for place in "${places[@]}"; do
  file=$place/PG_VERSION
  [[ ! -s $file || $(< "$file") = "$major" ]] ||
    fail "the volume holds a database of PostgreSQL $(< "$file"), and this is PostgreSQL $major, which cannot read it." \
      "Nothing was changed. Go back to the image of $(< "$file"), and move the data by a dump"
done

make_database() {
  rm -rf "$set_up"
  mkdir -m 700 "$set_up"
  initdb --pgdata="$set_up" --username=postgres --encoding=UTF8 --data-checksums --auth-local=trust --auth-host=scram-sha-256
  echo 'host all all all scram-sha-256' >> "$set_up/pg_hba.conf"
  echo "listen_addresses = '*'" >> "$set_up/postgresql.conf"
  sync "$set_up/pg_hba.conf" "$set_up/postgresql.conf" "$set_up"
  : > "$complete"
  sync "$complete" "$set_up"
}

provide_database() {
  shopt -s nullglob dotglob
  if [[ ! -s $PGDATA/PG_VERSION ]]; then
    if [[ ! -e $complete ]]; then
      found=
      for file in "$PGDATA"/*; do
        [[ $file = "$set_up" || $file = "$PGDATA/lost+found" ]] || found+=" ${file##*/}"
      done
      [[ -z $found ]] || fail "$PGDATA holds files but no database of PostgreSQL:$found. Nothing was deleted. Move them away, or use another volume"
      [[ ! -e $set_up ]] || say "the last set-up was cut off before the server was open to anyone; starting it again"
      make_database
    fi
    for file in "$set_up"/*; do
      [[ $file = "$complete" || $file = "$set_up/PG_VERSION" ]] || mv -T "$file" "$PGDATA/${file##*/}"
    done
    sync "$PGDATA"
    mv -T "$set_up/PG_VERSION" "$PGDATA/PG_VERSION"
    sync "$PGDATA"
  fi
  rm -rf "$set_up"
  shopt -u nullglob dotglob
}

provide_database &
wait "$!"
chmod 700 "$PGDATA"

# --- The account -----------------------------------------------------------------------------------------------------

# Runs the SQL of the standard input, a statement a line, without a server that anyone could reach. What fails is not
# logged as it stands, for it may hold the password.
single_user() {
  postgres --single -D "$PGDATA" -c exit_on_error=true -c log_min_error_statement=panic -c log_statement=none \
    -c log_min_duration_statement=-1 -c log_checkpoints=off -c logging_collector=off -c log_destination=stderr postgres
}

role=$(identifier "$user")
set_account() {
  if ! present=$(single_user <<< "SELECT 'present' FROM pg_database WHERE datname = $(literal "$database")"); then
    fail "the data cannot be opened, see above"
  fi
  {
    # In a text of its own, since a single user has no IF.
    echo "DO $(literal "BEGIN IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = $(literal "$user")) THEN CREATE ROLE $role; END IF; END")"
    echo "ALTER ROLE $role LOGIN PASSWORD $(literal "$password")"
    [[ $present = *present* ]] || echo "CREATE DATABASE $(identifier "$database")"
    echo "ALTER DATABASE $(identifier "$database") OWNER TO $role"
  } | single_user > /dev/null || fail "the account could not be set, see above"
}

set_account &
wait "$!"

exec "$@"
