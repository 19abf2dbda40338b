"""The program `python -m job_scheduler`.

    python -m job_scheduler --cron '0 4 * * 0' --time-zone UTC -- COMMAND … MODE
    python -m job_scheduler health

The mode is the last argument, so that it is all that the command of a container holds: `schedule` runs COMMAND at the
times of the schedule, `now` once. Without a folder for the record (JOB_RECORD_DIRECTORY) there is `now` alone, for a
platform that has a scheduler of its own. Exit codes: that of COMMAND; 2 for wrong arguments, 75 if it runs already.
"""

import os
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import NoReturn

from job_scheduler.health import problem_of
from job_scheduler.job import Job
from job_scheduler.record import RecordError, RecordFolder
from job_scheduler.scheduler import Scheduler, run_now
from job_scheduler.times import Times, TimesError

FOLDER = "JOB_RECORD_DIRECTORY"
USAGE_ERROR = 2
RUNS_ALREADY = 75  # EX_TEMPFAIL of sysexits.h


def main() -> None:
    """Run the job, now or at its times, or tell how its last run ended."""
    try:
        folder = RecordFolder(Path(os.environ[FOLDER])) if os.environ.get(FOLDER) else None
        if sys.argv[1:] == ["health"]:
            _check_health(folder)
        else:
            _run(sys.argv[1:], folder)
    except (RecordError, TimesError) as error:
        _exit(str(error), USAGE_ERROR)


def _check_health(folder: RecordFolder | None) -> None:
    problem = problem_of(folder.read()) if folder else None
    if problem:
        _exit(problem, 1)


def _run(arguments: list[str], folder: RecordFolder | None) -> None:
    parser = ArgumentParser(prog="job_scheduler", usage="%(prog)s --cron CRON [--time-zone ZONE] -- COMMAND... MODE")
    parser.add_argument("--cron", required=True)
    parser.add_argument("--time-zone", default="UTC")
    end = arguments.index("--") if "--" in arguments else len(arguments)
    options = parser.parse_args(arguments[:end])
    *command, mode = arguments[end + 1 :] or [""]
    if not command or mode not in ("schedule", "now"):
        _exit(f'"{mode}" is not a mode; end with "schedule", or with "now" to run the job once', USAGE_ERROR)
    times = Times(options.cron, options.time_zone)
    job = Job(command)
    if mode == "now":
        code = run_now(job, times, folder)
        if code is None:
            _exit("the job is running already; try again when it has ended", RUNS_ALREADY)
        sys.exit(code)
    if not folder:
        _exit(f"{FOLDER} is not set; mount a volume, and set it to its path", USAGE_ERROR)
    with folder.lock("scheduler") as is_free:
        if not is_free:
            _exit('the schedule of this job runs in another container; to run the job once, add "now"', RUNS_ALREADY)
        Scheduler(job, times, folder).run()


def _exit(message: str, code: int) -> NoReturn:
    print(f"schedule: {message}", file=sys.stderr)
    sys.exit(code)


if __name__ == "__main__":
    main()
