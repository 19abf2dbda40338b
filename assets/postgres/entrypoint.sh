# Replaces the entrypoint of the public postgres image:
#
#   bash entrypoint.sh postgres [options]
#
# The image makes POSTGRES_USER a superuser, reads its variables only when the volume is new, leaves the password in the
# environment of the server, and treats a data directory whose initialization was interrupted as complete. With this
# script
#   - POSTGRES_USER owns POSTGRES_DB and the databases that POSTGRES_EXTRA_DB_1 and so on name, and has no other rights.
#     The superuser `postgres` has no password, so it can log in only inside the container, by the socket;
#   - any value works, and account and databases are set at every start, before the server accepts its first connection:
#     a changed password is valid from the next start, and a database that is new is there from then on;
#   - the password goes through a pipe: never into an argument, an environment or a log;
#   - an interrupted initialization starts again by itself, and a complete database is never deleted.
# Scripts in /docker-entrypoint-initdb.d do not run.

[[ ${1:-} != -* ]] || set -- postgres "$@"
[[ ${1:-} = postgres ]] || exec "$@"   # a shell or a client: nothing to set up
for arg; do
  case $arg in --help | '-?' | --version | -V | --describe-config) exec "$@" ;; esac
done
[[ $EUID != 0 ]] || fail "PostgreSQL does not run as root; set the container's user to 999:999"
major=$(postgres --version | tr -dc '0-9.' | cut -d. -f1)

# --- The values ------------------------------------------------------------------------------------------------------

database=$(value POSTGRES_DB)
declare -A databases=(["$database"]=)   # a set: two variables may name one database
for name in "${!POSTGRES_EXTRA_DB_@}"; do
  database=$(value "$name")
  databases[$database]=
done
user=$(value POSTGRES_USER)
password=$(value POSTGRES_PASSWORD)
unset POSTGRES_{DB,USER,PASSWORD}{,_FILE} "${!POSTGRES_EXTRA_DB_@}"
[[ $user != postgres && $user != pg_* ]] || fail "POSTGRES_USER is $user, which is reserved for the server, but MLflow must have its own account; choose another name"
for name in user password; do
  [[ ${!name} != *$'\n'* ]] || fail "POSTGRES_${name^^} holds a line break; remove it"
done
[[ ${!databases[*]} != *$'\n'* ]] || fail "the name of a database holds a line break; remove it"

literal() { printf "'%s'" "${1//\'/\'\'}"; }       # 'text' as an SQL literal
identifier() { printf '"%s"' "${1//\"/\"\"}"; }   # "name" as an SQL identifier

# --- The data directory ----------------------------------------------------------------------------------------------
# A new database is created in a temporary folder, and moved to its final place when it is complete. PG_VERSION is moved
# last: where it exists, there is a database, and nothing is ever deleted. The temporary folder holds no data of a user.

: "${PGDATA:?}"
mkdir -p "$PGDATA"
set_up=$PGDATA/.set-up complete=$PGDATA/.set-up/.complete

# One server at a time: PostgreSQL's own lock is a process id, which means nothing in another container. This lock ends
# with the container.
exec {lock}< "$PGDATA"
flock --nonblock "$lock" || fail "another container is using the volume of $PGDATA; stop it first"
rm -f "$PGDATA/postmaster.pid"   # so it belongs to a server that was killed

# Other major versions keep their database here or near here; version 18 changed the place.
[[ -s $PGDATA/PG_VERSION ]] && places=("$PGDATA") || places=(/var/lib/postgresql{,/*/docker} "$PGDATA"/*/docker)
for place in "${places[@]}"; do
  file=$place/PG_VERSION
  [[ ! -s $file || $(< "$file") = "$major" ]] ||
    fail "the volume holds a database of PostgreSQL $(< "$file"), and this is PostgreSQL $major, which cannot read it." \
      "Nothing was changed. Go back to the image of $(< "$file"), and migrate the data with pg_dump"
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
      [[ ! -e $set_up ]] || say "the last initialization was interrupted before the server accepted connections; starting it again"
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

# Runs the SQL on the standard input, one statement per line, without a server that accepts connections. The text of a
# statement that fails is not logged, since it may hold the password.
single_user() {
  postgres --single -D "$PGDATA" -c exit_on_error=true -c log_min_error_statement=panic -c log_statement=none \
    -c log_min_duration_statement=-1 -c log_checkpoints=off -c logging_collector=off -c log_destination=stderr postgres
}

role=$(identifier "$user")
names=("${!databases[@]}")
set_account() {
  local i present
  if ! present=$(for i in "${!names[@]}"; do
    echo "SELECT 'present: $i.' FROM pg_database WHERE datname = $(literal "${names[i]}")"
  done | single_user); then
    fail "the data cannot be opened (see the error above)"
  fi
  {
    # In a DO block, since single-user mode has no IF.
    echo "DO $(literal "BEGIN IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = $(literal "$user")) THEN CREATE ROLE $role; END IF; END")"
    echo "ALTER ROLE $role LOGIN PASSWORD $(literal "$password")"
    for i in "${!names[@]}"; do
      [[ $present = *"present: $i."* ]] || echo "CREATE DATABASE $(identifier "${names[i]}")"
      echo "ALTER DATABASE $(identifier "${names[i]}") OWNER TO $role"
    done
  } | single_user > /dev/null || fail "the account could not be set (see the error above)"
}

set_account &
wait "$!"

exec "$@"
