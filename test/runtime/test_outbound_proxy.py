"""A company's proxy, and the services of the app that it does not know."""

import os
import unittest
from unittest.mock import patch
from urllib.request import proxy_bypass_environment

from mlflow_runtime.outbound_proxy import reach_services_directly

PROXY = "http://proxy.company.example:3128"


class OutboundProxyTest(unittest.TestCase):
    """What is asked of the proxy, as Python's clients read the environment."""

    def test_services_and_this_container_are_reached_directly(self) -> None:
        """In either case of the variables; what the company excepts stays so."""
        for proxy, given in (("HTTP_PROXY", "NO_PROXY"), ("https_proxy", "no_proxy")):
            environment = {
                proxy: PROXY,
                given: ".company.example, 10.0.0.1",
                "MLFLOW_S3_ENDPOINT_URL": "http://s3:9000",
            }
            reach_services_directly(environment)
            with patch.dict(os.environ, environment, clear=True):
                for host in ("s3", "s3:9000", "localhost:5000", "127.0.0.1", "git.company.example", "10.0.0.1"):
                    self.assertTrue(proxy_bypass_environment(host), host)
                self.assertFalse(proxy_bypass_environment("api.openai.com"))

    def test_a_store_outside_is_still_reached_by_the_proxy(self) -> None:
        """Its name has a dot."""
        environment = {"HTTPS_PROXY": PROXY, "MLFLOW_S3_ENDPOINT_URL": "https://s3.eu-west-1.amazonaws.com"}
        reach_services_directly(environment)
        with patch.dict(os.environ, environment, clear=True):
            self.assertFalse(proxy_bypass_environment("s3.eu-west-1.amazonaws.com"))

    def test_without_a_proxy_nothing_is_set(self) -> None:
        """Also with the endpoint of a service."""
        environment = {"MLFLOW_S3_ENDPOINT_URL": "http://s3:9000"}
        reach_services_directly(environment)
        self.assertEqual({"MLFLOW_S3_ENDPOINT_URL": "http://s3:9000"}, environment)


if __name__ == "__main__":
    unittest.main()
