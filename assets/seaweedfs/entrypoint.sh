# Starts SeaweedFS with its users in a file: `sh entrypoint.sh weed …`. Secrets come from files, and are written to one that
# only this user can read.
#
#   S3_ROOT_USER, S3_ROOT_PASSWORD_FILE  the administrator
#   IDENTITY_1_KEY, IDENTITY_1_SECRET_FILE, IDENTITY_1_BUCKETS
#                                        a user with access to some buckets; then IDENTITY_2_…, and so on

# identity KEY SECRET ACTION...: prints an entry of the file (https://github.com/seaweedfs/seaweedfs/wiki/Amazon-S3-API).
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

set -f   # names of buckets are split at spaces, but `*` is not a pattern
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
