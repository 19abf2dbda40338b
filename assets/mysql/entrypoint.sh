# Runs before the entrypoint of the public mysql image:
#
#   bash entrypoint.sh mysqld [options]
#
# The image puts MYSQL_USER, MYSQL_PASSWORD and MYSQL_ROOT_PASSWORD into SQL without escaping, reads them only when the
# volume is new, and treats a data directory whose initialization was interrupted as complete. With this script
#   - any value works: the image gets throwaway passwords, and the real ones are sent to the server, escaped, at every
#     start, before it accepts its first connection. A password that was changed in .env is valid from the next start;
#   - passwords go through a pipe: never into an argument, a file, or the environment of mysqld;
#   - an interrupted initialization starts again by itself, and a complete database is never deleted.
# Scripts in /docker-entrypoint-initdb.d run as usual, with a MYSQL_PASSWORD and a MYSQL_ROOT_PASSWORD that are valid only
# during the initialization.

[[ ${1:-} != -* ]] || set -- mysqld "$@"
[[ ${1:-} = mysqld ]] || exec docker-entrypoint.sh "$@"   # a shell or a client: nothing to set up
data=/var/lib/mysql
collation=utf8mb4_0900_bin   # compares bytes: names that differ only in case, accents or trailing spaces are different
option=
for arg; do
  # MySQL accepts _ for -, an abbreviated name that is unique, and the value as a separate argument.
  if [[ -n $option ]]; then
    value=$arg option=
  elif [[ ${arg%%=*} =~ ^--(loose[-_])?coll ]]; then
    if [[ $arg = *=* ]]; then value=${arg#*=}; else option=$arg; continue; fi
  else
    value=$collation
  fi
  [[ ${value,,} = "$collation" ]] ||
    fail "the collation of the server is $value, but MLflow needs names to be compared by bytes; remove" \
      "--collation-server, or set it to $collation"
  case $arg in
    --help | '-?' | --version | -V | --print-defaults) exec docker-entrypoint.sh "$@" ;;
    --datadir=*) data=${arg#*=} ;;
    --init-file=*) fail "--init-file cannot be set, because this script uses it to set the accounts; run your SQL in another way" ;;
  esac
done
data=${data%/}
unfinished=$data/.set-up-unfinished   # mysqld --initialize needs an empty directory, but ignores names that begin with a dot

# --- The values ------------------------------------------------------------------------------------------------------

database=$(value MYSQL_DATABASE)
user=$(value MYSQL_USER)
password=$(value MYSQL_PASSWORD)
root_password=$(value MYSQL_ROOT_PASSWORD)
root_host=${MYSQL_ROOT_HOST:-localhost}   # the image's default lets root log in from every host
for name in password root_password; do
  [[ ${!name} != *[$'\r\n']* ]] || fail "MYSQL_${name^^} holds a line break; remove it"
done
[[ $user != root ]] || fail "MYSQL_USER is root, but MLflow must have its own account; choose another name"

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

# `name` in a GRANT, where _ and % are wildcards.
grant_pattern() {
  local text=$1
  text=${text//"$backslash"/"$backslash$backslash"}
  text=${text//_/"${backslash}_"}
  text=${text//%/"${backslash}%"}
  identifier "$text"
}

# The server's reader of init files is not an SQL parser: a quote inside `` confuses it, and then it logs what it read.
# So it gets hexadecimal digits only.
execute() {
  echo "SET @statement = CONVERT(0x$(printf '%s' "$1" | od -An -v -tx1 | tr -d ' \n') USING utf8mb4);"
  echo "PREPARE statement FROM @statement;"
  echo "EXECUTE statement;"
}

statements() {
  local account host
  account="$(literal "$user")@'%'"
  echo "SET NAMES utf8mb4;"
  echo "SET SESSION sql_log_off = 1, sql_log_bin = 0;"   # neither log secrets nor replicate accounts
  echo "SET SESSION sql_mode = '';"                      # so that a backslash is an escape character
  echo "SET @kept = @@GLOBAL.log_error_suppression_list;"   # no warning at every start that an account exists, or does not
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
# The marker file is created in an empty directory before the initialization, and removed after it, before the server
# accepts its first connection. While it exists, nobody can have stored anything. Without it, nothing is ever deleted.

mkdir -p "$data"
shopt -s nullglob dotglob

# One server at a time: a second container on this volume must not mistake a running initialization for an interrupted
# one. The lock ends with the container. (Without locks in the image or file system, InnoDB's lock has to suffice.)
if command -v flock > /dev/null; then
  exec {lock}< "$data"
  status=0
  flock --nonblock --conflict-exit-code 75 "$lock" 2> /dev/null || status=$?
  [[ $status != 75 ]] || fail "another container is using the volume of $data; stop it first"
fi

if [[ -e $unfinished ]]; then
  for file in "$data"/*; do
    [[ ! $file -ot $unfinished || $file = "$data/lost+found" ]] ||
      fail "$unfinished says that the initialization was interrupted, but $file is older, so it comes from elsewhere. Nothing" \
        "was deleted. If this is your database (such as a restored backup), remove $unfinished; if not, remove the volume"
  done
  say "the last initialization was interrupted before the server accepted connections; starting it again"
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
    say "WARNING: $data holds files but no database:$found. They are not deleted. If the server does not start," \
      "move them away or use another volume" >&2
  fi
fi

# The image starts a temporary server, to create accounts and to run scripts. This script creates the accounts itself, so
# without scripts that server is skipped, which saves a fifth of the first start. (As root the image changes its user
# first.)
scripts=(/docker-entrypoint-initdb.d/*)
if [[ -e $unfinished && ${#scripts[@]} = 0 && $EUID != 0 ]]; then
  say "initializing $data"
  "$@" --initialize-insecure --default-time-zone=SYSTEM &
  wait "$!"
fi
shopt -u nullglob dotglob

# --- The start -------------------------------------------------------------------------------------------------------

pipe_dir=$(mktemp -d)
pipe=$pipe_dir/accounts.sql
mkfifo -m 600 "$pipe"
[[ $EUID != 0 ]] || chown -R mysql "$pipe_dir"   # the image switches to this user

# Waits in the background until the final server opens the pipe. The removal of the marker must be on disk before that
# server can read on and accept connections. Detached twice, so that an init process can reap it.
hand_over() {
  local blank=$'\n'
  while (( ${#blank} < 131072 )); do blank+=$blank; done
  exec 3> "$pipe"
  rm -rf "$pipe_dir"
  if [[ -e $unfinished ]]; then
    rm "$unfinished" && sync "$data" || return
  fi
  # After a statement that fails the server logs why, closes the pipe, and starts nevertheless. More blank lines than a
  # pipe holds (64 KiB) reveal that: they can only be written completely if the server read everything before them.
  trap '' PIPE
  { statements; printf '%s' "$blank"; } >&3 2> /dev/null
}
(
  {
    hand_over || { say "ERROR: the accounts could not be set (see the error above); stopping the server" >&2; kill -TERM $$; }
  } &
)

# The image's script calls this function instead of the program for every server but the final one, which it starts by
# `exec`: the servers of the initialization must not read the pipe.
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
# Names that the image would not escape are left to `statements`.
special="[\\\\'\"\`%]"
[[ $database =~ $special ]] || export MYSQL_DATABASE=$database
if [[ $user =~ $special ]]; then unset MYSQL_PASSWORD; else export MYSQL_USER=$user; fi

exec docker-entrypoint.sh "$@" --init-file="$pipe"
