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

    def test_every_service_that_a_url_in_the_environment_names_is_reached_directly(self) -> None:
        """A model server, an artifacts server: whatever the variable is called."""
        environment = {
            "HTTP_PROXY": PROXY,
            "https_proxy": "http://gateway:3128",
            "OPENAI_API_BASE": "http://llm:8000/v1",
            "MLFLOW_DEFAULT_ARTIFACT_ROOT": "mlflow-artifacts://artifacts:5000/",
            "MLFLOW_TRACKING_URI": "http://user:pass@tracking:5000/prefix",
            "SEVERAL": "http://one:1,https://two; http://three",
            "MLFLOW_BACKEND_STORE_URI": "postgresql://me@db/runs",
            "OUTSIDE": "https://api.openai.com/v1 http://10.0.0.7:8000",
        }
        reach_services_directly(environment)
        with patch.dict(os.environ, environment, clear=True):
            for host in ("llm:8000", "artifacts:5000", "tracking:5000", "one", "two", "three"):
                self.assertTrue(proxy_bypass_environment(host), host)
            for host in ("api.openai.com", "api", "10.0.0.7", "10", "gateway", "user"):
                self.assertFalse(proxy_bypass_environment(host), host)

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
