#!/bin/sh
# Changes the owner of a volume: `sh give-volume.sh uid:gid folder`. It is idempotent, and may be interrupted.
#
# The folder itself is changed last. So if it has the owner already, everything in it has, and nothing is to be done, which
# is quick for any number of files.
set -eu

owner=$1
folder=$2
fail() { echo "give-volume: ERROR: $1" >&2; exit 1; }

# The first process of a container ignores SIGTERM unless it handles it, and a shell handles signals while it waits for a
# background process, but not while a command runs in the foreground.
trap 'exit 143' TERM
trap 'exit 130' INT

current=$(stat -c %u:%g "$folder") || fail "the owner of $folder cannot be read (see the error above)"
if [ "$current" = "$owner" ]; then
  echo "$folder: belongs to $owner"
  exit
fi
for entry in "$folder"/* "$folder"/.[!.]* "$folder"/..?*; do
  if [ -e "$entry" ] || [ -L "$entry" ]; then   # a pattern without a match stays as it is
    chown -R -h "$owner" "$entry" &
    wait "$!" || fail "the owner of $entry cannot be changed to $owner (see the error above)"
  fi
done
chown "$owner" "$folder" || fail "the owner of $folder cannot be changed to $owner (see the error above); if it is a network file system, change it on its server"
echo "$folder: now belongs to $owner, before to $current"
