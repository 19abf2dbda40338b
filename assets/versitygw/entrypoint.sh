# Starts the Versity S3 gateway with its users in a file: `sh entrypoint.sh versitygw …`. Secrets come from files.
#
#   S3_ROOT_USER, S3_ROOT_PASSWORD_FILE     the administrator
#   IDENTITY_1_KEY, IDENTITY_1_SECRET_FILE  a user whose rights bucket policies define; then IDENTITY_2_…, and so on

mkdir -p /data/objects /data/versions /tmp/iam
{
  printf '{ "accessAccounts": {'
  number=1 separator=''
  while eval "key=\${IDENTITY_${number}_KEY:-}" && [ -n "$key" ]; do
    value=$(secret "IDENTITY_${number}_SECRET_FILE")
    name=$(json "$key")
    value=$(json "$value")
    printf '%s\n%s: { "access": %s, "secret": %s, "role": "user" }' "$separator" "$name" "$name" "$value"
    number=$((number + 1)) separator=','
  done
  printf '\n} }\n'
} > /tmp/iam/users.json

# In the environment of this process only: besides it, the server reads them only from its arguments.
ROOT_ACCESS_KEY=${S3_ROOT_USER:?}
ROOT_SECRET_KEY=$(secret S3_ROOT_PASSWORD_FILE)
export ROOT_ACCESS_KEY ROOT_SECRET_KEY

exec "$@"
