# Creates buckets by the S3 API, for a server that has MLflow's user already: `sh create-buckets.sh`. It is idempotent.
#
#   S3_ENDPOINT                          the server, http://s3:8333
#   S3_ROOT_USER, S3_ROOT_PASSWORD_FILE  the keys of its administrator; the path of the file with the password
#   BUCKETS                              names, separated by spaces
#   BUCKET_VERSIONING                    `true` keeps earlier versions of objects; empty does not change buckets
#   BUCKET_POLICY                        `true` if a bucket policy gives the user its rights
#   AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY_FILE
#                                        MLflow's own user

read_secrets S3_ROOT_PASSWORD AWS_SECRET_ACCESS_KEY
require S3_ENDPOINT S3_ROOT_USER S3_ROOT_PASSWORD BUCKETS AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY
[ "$AWS_ACCESS_KEY_ID" != "$S3_ROOT_USER" ] ||
  fail "AWS_ACCESS_KEY_ID is the same as S3_ROOT_USER, but MLflow must not have the root key; choose another name"

use_mc
try "S3_ENDPOINT, '$S3_ENDPOINT', is not a URL that mc accepts; use the form http://s3:8333" \
  set_alias root "$S3_ROOT_USER" "$S3_ROOT_PASSWORD"
try "the keys of MLflow cannot be stored" set_alias mlflow "$AWS_ACCESS_KEY_ID" "$AWS_SECRET_ACCESS_KEY"

try "no server at $S3_ENDPOINT accepts S3_ROOT_USER and S3_ROOT_PASSWORD; after a change, restart the server" \
  timeout 30 mc ls root

set -f   # BUCKETS is split at spaces, but `*` is not a pattern
for bucket in $BUCKETS; do
  case $bucket in -*) fail "BUCKETS names '$bucket', but a bucket name begins with a letter or digit; change it" ;; esac
  make_bucket "$bucket"
  if [ "${BUCKET_POLICY:-}" = true ]; then
    case $AWS_ACCESS_KEY_ID in *[\"\\]*) fail "AWS_ACCESS_KEY_ID holds a quote or a backslash; choose another one" ;; esac
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
