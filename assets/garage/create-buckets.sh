# Creates buckets and MLflow's key by Garage's admin API: `sh create-buckets.sh`. It is idempotent.
#
#   GARAGE_ADMIN_ENDPOINT, GARAGE_ADMIN_TOKEN_FILE  that API, http://s3:3903, and the path of the file with its token
#   BUCKETS                                         names, separated by spaces
#   AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY_FILE   MLflow's key: GK and 24 hexadecimal digits, and a file with 64 of them
#   POLICY_NAME                                     the name of the key
#
# Names and keys are checked to hold no character that JSON escapes.
# The API: https://garagehq.deuxfleurs.fr/api/garage-admin-v2.html

read_secrets GARAGE_ADMIN_TOKEN AWS_SECRET_ACCESS_KEY
require GARAGE_ADMIN_ENDPOINT GARAGE_ADMIN_TOKEN BUCKETS AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY POLICY_NAME
case $GARAGE_ADMIN_TOKEN in *[!A-Za-z0-9._~+/=-]*) fail "GARAGE_ADMIN_TOKEN holds a character that is not allowed in a token; use letters and digits" ;; esac
case $POLICY_NAME in *[!A-Za-z0-9._-]*) fail "POLICY_NAME may hold letters, digits and . _ - only" ;; esac
case $AWS_ACCESS_KEY_ID in
  GK*[!0-9a-f]*) fail "AWS_ACCESS_KEY_ID is not a key of Garage; use GK and 24 hexadecimal digits" ;;
  GK*) ;;
  *) fail "AWS_ACCESS_KEY_ID is not a key of Garage; use GK and 24 hexadecimal digits" ;;
esac
[ "${#AWS_ACCESS_KEY_ID}" -eq 26 ] || fail "AWS_ACCESS_KEY_ID is not a key of Garage; use GK and 24 hexadecimal digits"
case $AWS_SECRET_ACCESS_KEY in *[!0-9a-f]*) fail "AWS_SECRET_ACCESS_KEY is not a secret of Garage; use 64 hexadecimal digits" ;; esac
[ "${#AWS_SECRET_ACCESS_KEY}" -eq 64 ] || fail "AWS_SECRET_ACCESS_KEY is not a secret of Garage; use 64 hexadecimal digits"

# call OPERATION [JSON]: calls the API; sets $body to the response and $status to its status code.
call() {
  answer=$({
    printf 'header = "Authorization: Bearer %s"\n' "$GARAGE_ADMIN_TOKEN"
    if [ $# -gt 1 ]; then
      printf 'header = "Content-Type: application/json"\ndata = "%s"\n' "$(printf '%s' "$2" | sed 's/"/\\"/g')"
    fi
  } | curl --silent --show-error --max-time 30 --config - --write-out '\n%{http_code}' "$GARAGE_ADMIN_ENDPOINT/v2/$1" 2>&1) ||
    fail "Garage does not answer $1 at $GARAGE_ADMIN_ENDPOINT
  $answer"
  status=${answer##*
}
  body=${answer%
*}
}

# must OPERATION [JSON]: the same, but every status other than success is an error.
must() {
  call "$@"
  case $status in 2??) ;; *) fail "Garage refuses $1 ($status); see its log
  $body" ;; esac
}

# field NAME: prints the first text of that name in $body.
field() {
  rest=${body#*\"$1\":}
  [ "$rest" != "$body" ] || fail "Garage's response has no $1
  $body"
  rest=${rest#*\"}
  printf '%s' "${rest%%\"*}"
}

# Garage never gives a key another secret, and never imports the ID of a deleted key again.
call "GetKeyInfo?id=$AWS_ACCESS_KEY_ID&showSecretKey=true"
case $status in
  2??)
    [ "$(field secretAccessKey)" = "$AWS_SECRET_ACCESS_KEY" ] ||
      fail "the key $AWS_ACCESS_KEY_ID has another secret, which Garage cannot change; restore the secret, or set a new access key ID" ;;
  *) must "ImportKey" "{\"accessKeyId\":\"$AWS_ACCESS_KEY_ID\",\"secretAccessKey\":\"$AWS_SECRET_ACCESS_KEY\",\"name\":\"$POLICY_NAME\"}" ;;
esac
echo "key $AWS_ACCESS_KEY_ID: exists"

set -f   # BUCKETS is split at spaces, but `*` is not a pattern
for bucket in $BUCKETS; do
  case $bucket in *[!a-z0-9.-]*) fail "BUCKETS names '$bucket', which is not a valid bucket name; use lower-case letters, digits, . and -" ;; esac
  call "GetBucketInfo?globalAlias=$bucket"
  case $status in 2??) ;; *) must "CreateBucket" "{\"globalAlias\":\"$bucket\"}" ;; esac
  id=$(field id)
  must "AllowBucketKey" "{\"bucketId\":\"$id\",\"accessKeyId\":\"$AWS_ACCESS_KEY_ID\",\"permissions\":{\"read\":true,\"write\":true,\"owner\":false}}"
  echo "bucket $bucket: open to key $AWS_ACCESS_KEY_ID"
done
