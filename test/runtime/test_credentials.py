"""Secrets from files: the line end is no part of one, whatever system wrote it."""

import tempfile
import unittest

from mlflow_runtime.credentials import CredentialsError, read_secret


def read(text: bytes) -> str:
    """Read a secret from a file of this text."""
    with tempfile.NamedTemporaryFile() as file:
        file.write(text)
        file.flush()
        return read_secret("TOKEN_FILE", file.name)


class ReadSecretTest(unittest.TestCase):
    """The rule of the shell scripts, too."""

    def test_line_ends_after_a_secret_are_no_part_of_it(self) -> None:
        """An editor leaves one there."""
        for end in (b"", b"\n", b"\r\n", b"\r", b"\n\n", b"\r\n\r\n"):
            with self.subTest(end=end):
                self.assertEqual("s3cret\t ", read(b"s3cret\t " + end))

    def test_a_line_break_inside_is_an_error(self) -> None:
        """Files of drivers cannot hold one."""
        for text in (b"a\nb", b"a\rb", b"a\r\nb"):
            with self.subTest(text=text), self.assertRaisesRegex(CredentialsError, "contains a line break"):
                read(text)
