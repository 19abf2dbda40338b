# Makes buckets by the S3 API, for a server that learns of MLflow's user elsewhere: `sh create-buckets.sh`. It may run any number of times.
#
#   S3_ENDPOINT                          the server, http://s3:8333
#   S3_ROOT_USER, S3_ROOT_PASSWORD_FILE  the keys of its administrator; of the secret one the path of its file
#   BUCKETS                              names, separated by spaces
#   BUCKET_VERSIONING                    `true` keeps old versions of objects; empty leaves buckets as they are
#   BUCKET_POLICY                        `true` where a policy of the bucket gives the user his rights
#   AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY_FILE
#                                        MLflow's own user

read_secrets S3_ROOT_PASSWORD AWS_SECRET_ACCESS_KEY
require S3_ENDPOINT S3_ROOT_USER S3_ROOT_PASSWORD BUCKETS AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY
[ "$AWS_ACCESS_KEY_ID" != "$S3_ROOT_USER" ] ||
  fail "AWS_ACCESS_KEY_ID is the same as S3_ROOT_USER, but MLflow never gets the root key; choose another name"

use_mc
try "S3_ENDPOINT, '$S3_ENDPOINT', is no address that mc takes; it looks like http://s3:8333" \
  set_alias root "$S3_ROOT_USER" "$S3_ROOT_PASSWORD"
try "the keys of MLflow cannot be stored" set_alias mlflow "$AWS_ACCESS_KEY_ID" "$AWS_SECRET_ACCESS_KEY"

try "no server at $S3_ENDPOINT takes S3_ROOT_USER and S3_ROOT_PASSWORD; they must be what it was last started with: after a change, restart it" \
  timeout 30 mc ls root

set -f   # BUCKETS is split at spaces, but `*` is no pattern
for bucket in $BUCKETS; do
  case $bucket in -*) fail "BUCKETS names '$bucket', but a bucket begins with a letter or digit" ;; esac
  make_bucket "$bucket"
  if [ "${BUCKET_POLICY:-}" = true ]; then
    case $AWS_ACCESS_KEY_ID in *[\"\\]*) fail "AWS_ACCESS_KEY_ID holds a quote or a backslash; choose another" ;; esac
    cat > "$MC_CONFIG_DIR/policy.json" << END
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Principal": { "AWS": ["$AWS_ACCESS_KEY_ID"] },
      "Action": ["s3:ListBucket", "s3:GetBucketLocation", "s3:ListBucketMultipartUploads"],
      "Resource": ["arn:aws:s3:::$bucket"]
    },
    {
      "Effect": "Allow",
      "Principal": { "AWS": ["$AWS_ACCESS_KEY_ID"] },
      "Action": ["s3:GetObject", "s3:PutObject", "s3:DeleteObject", "s3:AbortMultipartUpload", "s3:ListMultipartUploadParts"],
      "Resource": ["arn:aws:s3:::$bucket/*"]
    }
  ]
}
END
    try "the policy of bucket $bucket cannot be written" timeout 30 mc anonymous set-json "$MC_CONFIG_DIR/policy.json" "root/$bucket"
    echo "bucket $bucket: has a policy for user $AWS_ACCESS_KEY_ID"
  fi
  try "user $AWS_ACCESS_KEY_ID cannot list bucket $bucket; after a change of keys, restart the server" timeout 30 mc ls "mlflow/$bucket"
  echo "bucket $bucket: open to user $AWS_ACCESS_KEY_ID"
done
