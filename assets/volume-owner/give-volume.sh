#!/bin/sh
# Gives a volume to a user: `sh give-volume.sh uid:gid folder`. It may run any number of times, and be killed.
#
# The folder itself changes hands last. So where it has its owner already, all in it has, and nothing is to be done: that
# takes no time, however many files there are.
set -eu

owner=$1
folder=$2
fail() { echo "give-volume: ERROR: $1" >&2; exit 1; }

# The first process of a container ignores SIGTERM unless it handles it, and a shell does so while it waits, but not while a command runs.
trap 'exit 143' TERM
trap 'exit 130' INT

current=$(stat -c %u:%g "$folder") || fail "$folder cannot be looked at, see above"
if [ "$current" = "$owner" ]; then
  echo "$folder: belongs to $owner"
  exit
fi
for entry in "$folder"/* "$folder"/.[!.]* "$folder"/..?*; do
  if [ -e "$entry" ] || [ -L "$entry" ]; then   # a pattern that matches nothing stays as it is
    chown -R -h "$owner" "$entry" &
    wait "$!" || fail "$entry cannot be given to $owner, see above"
  fi
done
chown "$owner" "$folder" || fail "$folder cannot be given to $owner, see above; a network file system may not allow it: do it on its server"
echo "$folder: given to $owner, it belonged to $current"
