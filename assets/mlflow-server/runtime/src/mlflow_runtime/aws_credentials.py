"""The S3 keys, in the file where the AWS SDK looks for them."""

from collections.abc import MutableMapping

from mlflow_runtime.credentials import CredentialsError, keep_credentials, read_secret

KEY_ID = "AWS_ACCESS_KEY_ID"
SECRET_FILE = "AWS_SECRET_ACCESS_KEY_FILE"
CREDENTIALS_FILE = "AWS_SHARED_CREDENTIALS_FILE"


def prepare_aws_credentials(environment: MutableMapping[str, str]) -> None:
    """Replace the key and the file with its secret by one credentials file; without such a file do nothing.

    Both go: the SDK takes half a pair in the environment for an error.
    Raises CredentialsError when the SDK could not read the pair back.
    """
    path = environment.pop(SECRET_FILE, "")
    if not path:
        return
    key = environment.pop(KEY_ID, "")
    secret = read_secret(SECRET_FILE, path)
    for name, value in ((KEY_ID, key), (SECRET_FILE, secret)):
        if not value or value != value.strip():
            raise CredentialsError(f"{name} must be a key that is not empty, and does not begin or end with a space.")
    environment[CREDENTIALS_FILE] = keep_credentials(
        "aws", f"[default]\naws_access_key_id = {key}\naws_secret_access_key = {secret}\n"
    )
