# Creates buckets on MinIO, and the user that MLflow logs in with: `sh create-buckets.sh`. It is idempotent.
#
#   S3_ENDPOINT                                the server, http://s3:9000
#   MINIO_ROOT_USER, MINIO_ROOT_PASSWORD_FILE  the keys that the server runs with; the path of the file with the password
#   MINIO_HEALTH                               `false` for a server without MinIO's health endpoints, which is assumed to be ready
#   BUCKETS                                    names, separated by spaces
#   BUCKET_VERSIONING                          `true` keeps earlier versions of objects; empty does not change buckets
#   AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY_FILE
#                                              MLflow's own user; a new secret or a new key replaces the old one
#   POLICY_NAME                                the policy of that user; this script owns it and all users that have it

# --- The values ------------------------------------------------------------------------------------------------------

read_secrets MINIO_ROOT_PASSWORD AWS_SECRET_ACCESS_KEY
require S3_ENDPOINT MINIO_ROOT_USER MINIO_ROOT_PASSWORD BUCKETS AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY POLICY_NAME

for name in MINIO_ROOT_PASSWORD AWS_SECRET_ACCESS_KEY; do
  eval "value=\$$name"
  case $value in ' '* | *' ') fail "$name begins or ends with a space, which servers and clients strip; remove it" ;; esac
done

[ "${#AWS_ACCESS_KEY_ID}" -ge 3 ] || fail "AWS_ACCESS_KEY_ID is shorter than 3 characters; MinIO needs at least 3"
[ "${#AWS_SECRET_ACCESS_KEY}" -ge 8 ] || fail "AWS_SECRET_ACCESS_KEY is shorter than 8 characters; MinIO needs at least 8"
[ "${#MINIO_ROOT_USER}" -ge 3 ] || fail "MINIO_ROOT_USER is shorter than 3 characters; MinIO needs at least 3"
[ "${#MINIO_ROOT_PASSWORD}" -ge 8 ] || fail "MINIO_ROOT_PASSWORD is shorter than 8 characters; MinIO needs at least 8"
[ "$AWS_ACCESS_KEY_ID" != "$MINIO_ROOT_USER" ] ||
  fail "AWS_ACCESS_KEY_ID is the same as MINIO_ROOT_USER, but MLflow must not have the root key; choose another name"
case $AWS_ACCESS_KEY_ID in   # MinIO refuses the first four, and mc would read the last one as an option
  *=* | *,* | ' '* | *' ' | -*)
    fail "AWS_ACCESS_KEY_ID holds = or , or begins with - or begins or ends with a space; choose another one (the secret may hold them)" ;;
esac
case $POLICY_NAME in
  readwrite | readonly | writeonly | consoleAdmin | diagnostics)
    fail "POLICY_NAME is $POLICY_NAME, a built-in policy of MinIO; choose another name" ;;
  -* | *[!A-Za-z0-9._-]*) fail "POLICY_NAME may hold letters, digits and . _ - only, and must not begin with -" ;;
esac
case ${BUCKET_VERSIONING:-} in
  '' | true) ;;
  *) fail "BUCKET_VERSIONING is '$BUCKET_VERSIONING'; it is 'true' or empty" ;;
esac

set -f   # BUCKETS is split at spaces, but `*` is not a pattern
for bucket in $BUCKETS; do
  case $bucket in
    *[!a-z0-9.-]* | [.-]* | *[.-] | *..* | ?? | ?)
      fail "BUCKETS names '$bucket', which is not a valid bucket name; use at least 3 lower-case letters, digits, . and -, with a letter or digit at both ends" ;;
  esac
  [ "${#bucket}" -le 63 ] || fail "BUCKETS names '$bucket', which is longer than 63 characters; choose a shorter name"
done
[ -n "${bucket:-}" ] || fail "BUCKETS names no bucket; set it to one or more names"

# --- The server ------------------------------------------------------------------------------------------------------

use_mc
try "S3_ENDPOINT, '$S3_ENDPOINT', is not a URL that mc accepts; use the form http://s3:9000" \
  set_alias root "$MINIO_ROOT_USER" "$MINIO_ROOT_PASSWORD"

# `mc ready` itself would wait forever.
end=$(($(date +%s) + 60))
until [ "${MINIO_HEALTH:-}" = false ] || output=$(timeout 3 mc ready root 2>&1); do
  [ "$(date +%s)" -lt "$end" ] || fail "no MinIO server is ready at $S3_ENDPOINT after 60 s; see its log
  $output"
  sleep 0.5
done
echo "server $S3_ENDPOINT: ready"

try "the server refuses MINIO_ROOT_USER and MINIO_ROOT_PASSWORD; after a change, restart the server" \
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
try "user $AWS_ACCESS_KEY_ID cannot be created" add_user
try "policy $POLICY_NAME cannot be attached to user $AWS_ACCESS_KEY_ID" \
  timeout 30 mc admin policy attach root "$POLICY_NAME" --user "$AWS_ACCESS_KEY_ID"
echo "user $AWS_ACCESS_KEY_ID: has policy $POLICY_NAME"

# All other users with the policy are earlier values of AWS_ACCESS_KEY_ID. mc prints one name per line, indented by six
# spaces, below this heading.
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

# --- Verification -------------------------------------------------------------------------------------------------------

try "the keys of MLflow cannot be stored" set_alias mlflow "$AWS_ACCESS_KEY_ID" "$AWS_SECRET_ACCESS_KEY"
for bucket in $BUCKETS; do
  try "user $AWS_ACCESS_KEY_ID cannot list bucket $bucket" timeout 30 mc ls "mlflow/$bucket"
  echo "bucket $bucket: open to user $AWS_ACCESS_KEY_ID"
done
