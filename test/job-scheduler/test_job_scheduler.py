"""The scheduler of jobs: real processes, with a clock that the record stands for."""

import json
import os
import signal
import subprocess
import sys
import tempfile
import time
import unittest
from datetime import UTC, datetime, timedelta
from pathlib import Path

from job_scheduler.record import Record, RecordError, RecordFolder
from job_scheduler.times import Times, TimesError

SUNDAYS = "0 4 * * 0"


def moment(text: str) -> datetime:
    """Return a moment of UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


class TimesTest(unittest.TestCase):
    """When a schedule's times are."""

    def test_the_time_zone_decides(self) -> None:
        """Midnight in Berlin is 22:00 UTC in summer."""
        times = Times("0 0 * * *", "Europe/Berlin")
        self.assertEqual(moment("2026-07-01 22:00"), times.after(moment("2026-07-01 12:00")))
        self.assertEqual("2026-07-02 00:00+02:00", times.text(moment("2026-07-01 22:00")))

    def test_changes_to_and_from_summer_time(self) -> None:
        """A time that is skipped comes after the gap, one that comes twice comes once."""
        times = Times("30 2 * * *", "Europe/Berlin")
        self.assertEqual(moment("2026-03-29 01:00"), times.after(moment("2026-03-29 00:00")))
        self.assertEqual(moment("2026-03-30 00:30"), times.after(moment("2026-03-29 01:00")))
        self.assertEqual(moment("2026-10-25 00:30"), times.after(moment("2026-10-25 00:00")))
        self.assertEqual(moment("2026-10-26 01:30"), times.after(moment("2026-10-25 00:30")))

    def test_what_cannot_be_read_is_an_error(self) -> None:
        """An expression, a day that never comes, and a zone."""
        for expression, zone in (("0 25 * * *", "UTC"), ("0 0 30 2 *", "UTC"), (SUNDAYS, "Mars/Base"), (SUNDAYS, "")):
            with self.assertRaises(TimesError):
                Times(expression, zone)


class SchedulerTest(unittest.TestCase):
    """The program, in processes of its own."""

    def setUp(self) -> None:
        """Make a folder for the record, and one for what jobs write."""
        directory = tempfile.TemporaryDirectory()
        self.addCleanup(directory.cleanup)
        self.folder = Path(directory.name, "record")
        self.folder.mkdir()
        self.runs = Path(directory.name, "runs")

    def start(self, job: str, mode: str, cron: str = SUNDAYS) -> "subprocess.Popen[str]":
        """Start the program with a job that is a line for a shell."""
        process = subprocess.Popen(
            [sys.executable, "-m", "job_scheduler", "--cron", cron, "--", "sh", "-c", job, mode],
            env={**os.environ, "JOB_RECORD_DIRECTORY": str(self.folder), "RUNS": str(self.runs)},
            stderr=subprocess.PIPE,
            text=True,
        )
        self.addCleanup(process.communicate)
        self.addCleanup(process.kill)
        return process

    def wait_for(self, text: str, process: "subprocess.Popen[str]") -> str:
        """Return the log up to a line with a text."""
        assert process.stderr
        log = ""
        while text not in log:
            line = process.stderr.readline()
            if not line:
                self.fail(f"the program ended: {log}")
            log += line
        return log

    def end(self, process: "subprocess.Popen[str]") -> int:
        """Ask a process to end, and return its exit code."""
        started = time.monotonic()
        process.send_signal(signal.SIGTERM)
        code = process.wait(10)
        self.assertLess(time.monotonic() - started, 5)
        return code

    def keep(self, handled: datetime, **others: object) -> None:
        """Write the record of an earlier container."""
        record = {"schedule": f"{SUNDAYS} UTC", "handled": handled.isoformat(timespec="seconds"), **others}
        (self.folder / "record.json").write_text(json.dumps(record))

    def record(self) -> Record:
        """Return the record."""
        record = RecordFolder(self.folder).read()
        assert record
        return record

    def health(self) -> int:
        """Return the exit code of the healthcheck."""
        return subprocess.run(
            [sys.executable, "-m", "job_scheduler", "health"],
            env={**os.environ, "JOB_RECORD_DIRECTORY": str(self.folder)},
            stderr=subprocess.DEVNULL,
            check=False,
        ).returncode

    def count(self) -> int:
        """Return how often jobs ran that write a line."""
        return len(self.runs.read_text().splitlines()) if self.runs.exists() else 0

    def test_it_waits_for_the_first_time_and_ends_at_once(self) -> None:
        """At the first start no time was missed."""
        process = self.start("echo run >> $RUNS", "schedule")
        self.wait_for("next run at ", process)
        self.assertEqual(0, self.health())
        self.assertEqual(0, self.end(process))
        self.assertEqual(0, self.count())

    def test_missed_times_are_run_once_after_the_start(self) -> None:
        """Ten weeks without a container are one run."""
        self.keep(datetime.now(UTC) - timedelta(weeks=10))
        process = self.start("echo run >> $RUNS", "schedule")
        log = self.wait_for("next run at ", process)
        self.assertIn(" was missed", log)
        self.assertIn("succeeded after 0 s", log)
        self.assertEqual(0, self.end(process))
        self.assertEqual(1, self.count())
        self.assertEqual(0, self.record().code)
        again = self.start("echo run >> $RUNS", "schedule")
        self.wait_for("next run at ", again)
        self.assertEqual(1, self.count())

    def test_another_schedule_has_missed_nothing(self) -> None:
        """The last run of the earlier one still counts for the health."""
        self.keep(datetime.now(UTC) - timedelta(weeks=10), started="s", ended="e", code=3)
        process = self.start("echo run >> $RUNS", "schedule", "0 5 * * 0")
        self.wait_for("next run at ", process)
        self.assertEqual(0, self.count())
        self.assertEqual(1, self.health())

    def test_a_time_comes_while_it_waits(self) -> None:
        """The next second of a schedule with seconds, which only this test has."""
        process = self.start("echo run >> $RUNS", "schedule", "* * * * * *")
        for _ in range(2):
            self.wait_for("succeeded", process)
        self.assertGreaterEqual(self.count(), 2)

    def test_the_health_is_the_last_result(self) -> None:
        """A failure shows until a run succeeds, also one by hand."""
        self.keep(datetime.now(UTC) - timedelta(weeks=10))
        process = self.start("exit 4", "schedule")
        self.assertIn("failed with exit code 4", self.wait_for("next run at ", process))
        self.assertEqual(1, self.health())
        self.assertEqual(5, self.start("exit 5", "now").wait(10))
        self.assertEqual(1, self.health())
        self.assertEqual(0, self.start("exit 0", "now").wait(10))
        self.assertEqual(0, self.health())

    def test_two_never_run_at_once(self) -> None:
        """A run by hand keeps away another one, and the scheduler."""
        first = self.start("echo run >> $RUNS; sleep 30", "now")
        self.wait_for("running", first)
        second = self.start("echo run >> $RUNS", "now")
        self.assertEqual(75, second.wait(10))
        self.keep(datetime.now(UTC) - timedelta(weeks=10))
        scheduler = self.start("echo run >> $RUNS", "schedule")
        self.assertIn("running already", self.wait_for("next run at ", scheduler))
        other = self.start("echo run >> $RUNS", "schedule")
        self.assertEqual(75, other.wait(10))
        self.assertEqual(1, self.count())

    def test_a_run_that_a_stop_interrupts_is_run_again(self) -> None:
        """The job gets SIGTERM, and the next container runs it."""
        self.keep(datetime.now(UTC) - timedelta(weeks=10))
        process = self.start("echo run >> $RUNS; exec sleep 30", "schedule")
        self.wait_for("running", process)
        while self.count() < 1:
            time.sleep(0.05)
        self.assertEqual(0, self.end(process))
        again = self.start("echo run >> $RUNS", "schedule")
        self.assertIn("the last run was interrupted", self.wait_for("next run at ", again))
        self.assertEqual(2, self.count())
        self.assertFalse(self.record().is_open)

    def test_a_run_by_hand_that_is_interrupted_changes_no_result(self) -> None:
        """Whoever presses Ctrl-C knows it."""
        self.keep(datetime.now(UTC), started="s", ended="e", code=0)
        process = self.start("exec sleep 30", "now")
        self.wait_for("running", process)
        process.send_signal(signal.SIGINT)
        self.assertNotEqual(0, process.wait(10))
        self.assertEqual(("s", "e", 0), (self.record().started, self.record().ended, self.record().code))

    def test_a_killed_scheduler_runs_the_job_again(self) -> None:
        """As after a power failure."""
        self.keep(datetime.now(UTC) - timedelta(days=1), started="s", code=0)
        process = self.start("echo run >> $RUNS", "schedule")
        self.wait_for("next run at ", process)
        self.assertEqual(1, self.count())

    def test_a_damaged_record_is_a_new_one(self) -> None:
        """Half a file, or one of another version."""
        for text in ("{", "[]", '{"other": 1}'):
            (self.folder / "record.json").write_text(text)
            process = self.start("echo run >> $RUNS", "schedule")
            self.wait_for("next run at ", process)
            self.end(process)
        self.assertEqual(0, self.count())

    def test_without_a_folder_there_is_now_alone(self) -> None:
        """Kubernetes has a scheduler of its own."""
        environment = {name: value for name, value in os.environ.items() if name != "JOB_RECORD_DIRECTORY"}
        command = [sys.executable, "-m", "job_scheduler", "--cron", SUNDAYS, "--", "sh", "-c", "exit 6"]
        for mode, code in (("now", 6), ("schedule", 2), ("later", 2)):
            ended = subprocess.run([*command, mode], env=environment, stderr=subprocess.PIPE, check=False)
            self.assertEqual(code, ended.returncode, ended.stderr)

    def test_a_command_that_does_not_exist_fails(self) -> None:
        """As in a shell."""
        command = [sys.executable, "-m", "job_scheduler", "--cron", SUNDAYS, "--", "no-such-command", "now"]
        self.assertEqual(127, subprocess.run(command, stderr=subprocess.DEVNULL, check=False).returncode)

    def test_a_folder_that_cannot_be_written_is_an_error(self) -> None:
        """It does not exist."""
        with self.assertRaises(RecordError):
            RecordFolder(self.folder / "none")


if __name__ == "__main__":
    unittest.main()
