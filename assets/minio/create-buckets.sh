# Makes MinIO's buckets, and the one user that MLflow works as: `sh create-buckets.sh`. It may run any number of times.
#
#   S3_ENDPOINT                                the server, http://s3:9000
#   MINIO_ROOT_USER, MINIO_ROOT_PASSWORD_FILE  the keys that the server runs with; of the secret one the path of its file
#   MINIO_HEALTH                               `false` for a server without MinIO's addresses for health, which is taken for ready
#   BUCKETS                                    names, separated by spaces
#   BUCKET_VERSIONING                          `true` keeps old versions of objects; empty leaves buckets as they are
#   AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY_FILE
#                                              MLflow's own user; a new secret or a new key replaces the old one
#   POLICY_NAME                                what that user may do; it belongs to this script, and so does who holds it

# --- The values ------------------------------------------------------------------------------------------------------

read_secrets MINIO_ROOT_PASSWORD AWS_SECRET_ACCESS_KEY
require S3_ENDPOINT MINIO_ROOT_USER MINIO_ROOT_PASSWORD BUCKETS AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY POLICY_NAME

for name in MINIO_ROOT_PASSWORD AWS_SECRET_ACCESS_KEY; do
  eval "value=\$$name"
  case $value in ' '* | *' ') fail "$name begins or ends with a space, which servers and clients strip; take it out" ;; esac
done

[ "${#AWS_ACCESS_KEY_ID}" -ge 3 ] || fail "AWS_ACCESS_KEY_ID is shorter than 3 characters; MinIO takes no shorter one"
[ "${#AWS_SECRET_ACCESS_KEY}" -ge 8 ] || fail "AWS_SECRET_ACCESS_KEY is shorter than 8 characters; MinIO takes no shorter one"
[ "${#MINIO_ROOT_USER}" -ge 3 ] || fail "MINIO_ROOT_USER is shorter than 3 characters; MinIO takes no shorter one"
[ "${#MINIO_ROOT_PASSWORD}" -ge 8 ] || fail "MINIO_ROOT_PASSWORD is shorter than 8 characters; MinIO takes no shorter one"
[ "$AWS_ACCESS_KEY_ID" != "$MINIO_ROOT_USER" ] ||
  fail "AWS_ACCESS_KEY_ID is the same as MINIO_ROOT_USER, but MLflow never gets the root key; choose another name"
case $AWS_ACCESS_KEY_ID in   # the first four by MinIO's rules, the last because mc would read an option
  *=* | *,* | ' '* | *' ' | -*)
    fail "AWS_ACCESS_KEY_ID holds = or , or begins with - or begins or ends with a space; choose another (the secret may)" ;;
esac
case $POLICY_NAME in
  readwrite | readonly | writeonly | consoleAdmin | diagnostics)
    fail "POLICY_NAME is $POLICY_NAME, a policy of MinIO's own; choose another name" ;;
  -* | *[!A-Za-z0-9._-]*) fail "POLICY_NAME may hold letters, digits and . _ - only, and no - first" ;;
esac
case ${BUCKET_VERSIONING:-} in
  '' | true) ;;
  *) fail "BUCKET_VERSIONING is '$BUCKET_VERSIONING'; it is 'true' or empty" ;;
esac

set -f   # BUCKETS is split at spaces, but `*` is no pattern
for bucket in $BUCKETS; do
  case $bucket in
    *[!a-z0-9.-]* | [.-]* | *[.-] | *..* | ?? | ?)
      fail "BUCKETS names '$bucket', but a bucket has lower-case letters, digits, . and - only, one of the first two at both ends, and at least 3 characters" ;;
  esac
  [ "${#bucket}" -le 63 ] || fail "BUCKETS names '$bucket', but a bucket's name has at most 63 characters"
done
[ -n "${bucket:-}" ] || fail "BUCKETS names no bucket; set it to one name or more"

# --- The server ------------------------------------------------------------------------------------------------------

use_mc
try "S3_ENDPOINT, '$S3_ENDPOINT', is no address that mc takes; it looks like http://s3:9000" \
  set_alias root "$MINIO_ROOT_USER" "$MINIO_ROOT_PASSWORD"

# `mc ready` itself would wait for ever.
end=$(($(date +%s) + 60))
until [ "${MINIO_HEALTH:-}" = false ] || output=$(timeout 3 mc ready root 2>&1); do
  [ "$(date +%s)" -lt "$end" ] || fail "no MinIO server is ready at $S3_ENDPOINT after 60 s; see its log
  $output"
  sleep 0.5
done
echo "server $S3_ENDPOINT: ready"

try "the server refuses MINIO_ROOT_USER and MINIO_ROOT_PASSWORD; they must be what it was last started with: after a change, restart it" \
  timeout 30 mc admin user list root

# --- Buckets ---------------------------------------------------------------------------------------------------------

list='' objects=''
for bucket in $BUCKETS; do
  make_bucket "$bucket"
  list="$list${list:+, }\"arn:aws:s3:::$bucket\""
  objects="$objects${objects:+, }\"arn:aws:s3:::$bucket/*\""
done

# --- MLflow's user ---------------------------------------------------------------------------------------------------

cat > "$MC_CONFIG_DIR/policy.json" << END
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": ["s3:ListBucket", "s3:GetBucketLocation", "s3:ListBucketMultipartUploads"],
      "Resource": [$list]
    },
    {
      "Effect": "Allow",
      "Action": ["s3:GetObject", "s3:PutObject", "s3:DeleteObject", "s3:AbortMultipartUpload", "s3:ListMultipartUploadParts"],
      "Resource": [$objects]
    }
  ]
}
END
try "policy $POLICY_NAME cannot be written" timeout 30 mc admin policy create root "$POLICY_NAME" "$MC_CONFIG_DIR/policy.json"
echo "policy $POLICY_NAME: written"

add_user() { printf '%s\n%s\n' "$AWS_ACCESS_KEY_ID" "$AWS_SECRET_ACCESS_KEY" | timeout 30 mc admin user add root; }
try "user $AWS_ACCESS_KEY_ID cannot be made" add_user
try "policy $POLICY_NAME cannot be given to user $AWS_ACCESS_KEY_ID" \
  timeout 30 mc admin policy attach root "$POLICY_NAME" --user "$AWS_ACCESS_KEY_ID"
echo "user $AWS_ACCESS_KEY_ID: has policy $POLICY_NAME"

# Who else holds the policy is MLflow under an earlier AWS_ACCESS_KEY_ID. mc prints those names one to a line, six spaces
# in, between these two headings.
try "the users of policy $POLICY_NAME cannot be listed" timeout 30 mc admin policy entities root --policy "$POLICY_NAME"
printf '%s\n' "$output" > "$MC_CONFIG_DIR/entities"
users=no
while IFS= read -r line; do
  case $line in
    '    User Mappings:') users=yes ;;
    '      '*)
      old=${line#      }
      if [ "$users" = yes ] && [ "$old" != "$AWS_ACCESS_KEY_ID" ]; then
        try "user $old, an earlier AWS_ACCESS_KEY_ID, cannot be removed" timeout 30 mc admin user remove root "$old"
        echo "user $old: removed, it was an earlier AWS_ACCESS_KEY_ID"
      fi ;;
    *) users=no ;;
  esac
done < "$MC_CONFIG_DIR/entities"

# --- The proof -------------------------------------------------------------------------------------------------------

try "the keys of MLflow cannot be stored" set_alias mlflow "$AWS_ACCESS_KEY_ID" "$AWS_SECRET_ACCESS_KEY"
for bucket in $BUCKETS; do
  try "user $AWS_ACCESS_KEY_ID cannot list bucket $bucket" timeout 30 mc ls "mlflow/$bucket"
  echo "bucket $bucket: open to user $AWS_ACCESS_KEY_ID"
done
