"""What the web server does to uvicorn."""

import asyncio
import os
import signal
import socket
import tempfile
import unittest
from unittest.mock import Mock

from uvicorn.config import Config
from uvicorn.server import Server
from uvicorn.supervisors.multiprocess import Multiprocess

from mlflow_runtime.web_server import close_late_connections, forget_signal_handlers, send_without_delay


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
        with (
            tempfile.TemporaryDirectory() as directory,
            Config("app:app", uds=f"{directory}/socket").bind_socket() as bound,
        ):
            self.assertEqual(bound.family, socket.AF_UNIX)


class StopTest(unittest.TestCase):
    """How workers end."""

    def test_a_connection_that_came_late_is_closed(self) -> None:
        """Those before it have been asked already, and the worker waits until there are none."""
        close_late_connections()
        server = Server(Config("app:app"))
        server.servers = []
        connections: set[Mock] = server.server_state.connections  # type: ignore[assignment]
        late = Mock()
        late.shutdown.side_effect = lambda: connections.remove(late)
        connections.add(late)
        asyncio.run(asyncio.wait_for(server._wait_tasks_to_complete(), 30))
        late.shutdown.assert_called_once()

    def test_a_signal_ends_a_worker_whose_server_does_not_run(self) -> None:
        """It has the handlers of its parent, which is a supervisor."""
        Multiprocess(Config("app:app", workers=2), [])
        pid = os.fork()
        if pid == 0:
            forget_signal_handlers()
            signal.raise_signal(signal.SIGTERM)
            os._exit(0)
        _, status = os.waitpid(pid, 0)
        self.assertEqual(os.waitstatus_to_exitcode(status), -signal.SIGTERM)


if __name__ == "__main__":
    unittest.main()
