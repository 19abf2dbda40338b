"""What the web server does to uvicorn."""

import socket
import unittest

from uvicorn.config import Config

from mlflow_runtime.web_server import send_without_delay


class SendWithoutDelayTest(unittest.TestCase):
    """Sockets as uvicorn makes them for its workers."""

    @classmethod
    def setUpClass(cls) -> None:
        """Do what the web server does before it starts."""
        send_without_delay()

    def test_small_answers_leave_at_once(self) -> None:
        """Each connection has the option that the socket got."""
        with (
            Config("app:app", host="127.0.0.1", port=0).bind_socket() as bound,
            socket.socket() as client,
        ):
            bound.listen()
            client.connect(bound.getsockname())
            connection, _ = bound.accept()
            with connection:
                self.assertTrue(connection.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY))

    def test_a_socket_that_is_not_one_of_tcp_is_left_alone(self) -> None:
        """A Unix socket does not know the option."""
        with Config("app:app", uds="/tmp/web-server-test").bind_socket() as bound:
            self.assertEqual(bound.family, socket.AF_UNIX)


if __name__ == "__main__":
    unittest.main()
