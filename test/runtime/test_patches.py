"""The names of upstream that the runtime touches: each is there as it was recorded, and a change is noticed."""

import ast
import contextlib
import io
import os
import sys
import types
import unittest
from pathlib import Path
from unittest import mock

import mlflow_runtime
from mlflow_runtime import patches
from mlflow_runtime.patches import Feature, Name, PatchError, allows, need, need_required, parameters, replace

SOURCES = Path(mlflow_runtime.__file__).parent


class UpstreamTest(unittest.TestCase):
    """This image's MLflow and uvicorn."""

    def test_all_that_is_required_fits(self) -> None:
        """Else the image would not have been built."""
        for name, feature in patches.FEATURES.items():
            if feature.required:
                self.assertEqual([], patches.problems(name))


class CheckTest(unittest.TestCase):
    """Changes of upstream."""

    def setUp(self) -> None:
        """Make an upstream of our own, with a module that imports a name of another one."""
        self.upstream = types.ModuleType("upstream")
        self.other = types.ModuleType("upstream.other")

        def work(cmd: str, *, timeout: int = 3, **options: int) -> str:
            return cmd

        self.upstream.work = self.other.work = work  # type: ignore[attr-defined]
        modules = {"upstream": self.upstream, "upstream.other": self.other}
        features = {
            "required": Feature(
                (Name("upstream.work", ("cmd, *, timeout, **options",)),), "all is lost", required=True
            ),
            "optional": Feature((Name("upstream.work", ("cmd, *, timeout, **options",)),), "it is slower"),
        }
        for patch in (mock.patch.dict(sys.modules, modules), mock.patch.object(patches, "FEATURES", features)):
            patch.start()
            self.addCleanup(patch.stop)

    def test_a_name_that_fits_is_used(self) -> None:
        """Nothing is said."""
        with contextlib.redirect_stderr(io.StringIO()) as said:
            self.assertTrue(allows("optional"))
            need_required()
        self.assertEqual("", said.getvalue())

    def test_an_optional_one_that_is_gone_or_changed_is_left_out_with_one_line(self) -> None:
        """It says what is lost, and why."""
        for change, reason in (
            (lambda: self.upstream.__dict__.pop("work"), "upstream.work does not exist"),
            (
                lambda: self.upstream.__dict__.update(work=lambda cmd: cmd),
                "upstream.work takes (cmd), not (cmd, *, timeout",
            ),
        ):
            change()
            with self.subTest(reason), contextlib.redirect_stderr(io.StringIO()) as said:
                self.assertFalse(allows("optional"))
            self.assertEqual(1, said.getvalue().count("\n"))
            self.assertIn("without optional: it is slower", said.getvalue())
            self.assertIn(reason, said.getvalue())

    def test_a_required_one_stops_with_a_clear_error(self) -> None:
        """It says what to do."""
        del self.upstream.work
        with self.assertRaisesRegex(PatchError, r"required: upstream\.work does not exist.*MlflowRuntime\.plain"):
            need_required()
        with self.assertRaises(PatchError):
            need("required")

    def test_a_plain_runtime_needs_and_allows_nothing(self) -> None:
        """Whatever would fit."""
        with mock.patch.dict(os.environ, {patches.RUNTIME: patches.PLAIN}):
            self.assertFalse(allows("optional"))
            del self.upstream.work
            need_required()

    def test_a_replacement_is_seen_by_modules_that_imported_the_name(self) -> None:
        """Which hold the function itself."""
        original = self.upstream.work
        replace("upstream.work", lambda work: lambda cmd: work(cmd) + "!")
        for module in (self.upstream, self.other):
            self.assertIsNot(original, module.work)
            self.assertEqual("a!", module.work("a"))

    def test_only_what_is_declared_can_be_replaced(self) -> None:
        """So nothing escapes the check."""
        with self.assertRaises(AssertionError):
            replace("upstream.other.work", lambda work: work)

    def test_parameters_are_names_and_kinds(self) -> None:
        """Neither types nor defaults, which change without harm."""
        self.assertEqual("cmd, *, timeout, **options", parameters(self.upstream.work))


class OneModuleTest(unittest.TestCase):
    """Every patch goes through this module."""

    def test_no_other_module_assigns_to_a_name_of_upstream(self) -> None:
        """An attribute of something that was imported from MLflow or uvicorn."""
        for source in SOURCES.rglob("*.py"):
            if source.name in ("patches.py", "selfcheck.py"):
                continue
            tree = ast.parse(source.read_text(encoding="utf-8"))
            imported = {
                (alias.asname or alias.name).partition(".")[0]
                for node in ast.walk(tree)
                if isinstance(node, ast.Import | ast.ImportFrom)
                for alias in node.names
                if (getattr(node, "module", None) or alias.name).partition(".")[0] in ("mlflow", "uvicorn")
            }
            for node in ast.walk(tree):
                for target in getattr(node, "targets", []):
                    if isinstance(target, ast.Attribute):
                        base: ast.expr = target
                        while isinstance(base, ast.Attribute):
                            base = base.value
                        with self.subTest(source=source.name, line=node.lineno):
                            self.assertFalse(isinstance(base, ast.Name) and base.id in imported)

    def test_every_private_name_that_is_imported_is_declared(self) -> None:
        """`from mlflow.x import _y`."""
        declared = {name.dotted for feature in patches.FEATURES.values() for name in feature.names}
        for source in SOURCES.rglob("*.py"):
            for node in ast.walk(ast.parse(source.read_text(encoding="utf-8"))):
                if isinstance(node, ast.ImportFrom) and (node.module or "").partition(".")[0] in ("mlflow", "uvicorn"):
                    for alias in node.names:
                        if alias.name.startswith("_"):
                            self.assertIn(f"{node.module}.{alias.name}", declared, source.name)


if __name__ == "__main__":
    unittest.main()
