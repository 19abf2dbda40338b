"""The scheduler: runs the job when its time comes, and once when times were missed."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from job_scheduler.job import Job, say
from job_scheduler.record import Record, RecordFolder, text_of
from job_scheduler.times import Times

TICK_SECONDS = 30
"""The clock may be changed while the scheduler waits."""
LATE = timedelta(minutes=1)


class Scheduler:
    """Runs a job at the times of a schedule, until it is asked to end."""

    def __init__(self, job: Job, times: Times, folder: RecordFolder) -> None:
        """Take a job whose record is in a folder."""
        self._job = job
        self._times = times
        self._folder = folder

    def run(self) -> None:
        """Wait for times and run the job, until it is asked to end."""
        if self._first_record().is_open:
            say("the last run was interrupted")
            self._run_once(datetime.now(UTC))
        announced: datetime | None = None
        while not self._job.stopped.is_set():
            now = datetime.now(UTC)
            due = self._times.after(datetime.fromisoformat(self._record().handled))
            if due <= now:
                if now - due > LATE:
                    say(f"the time {self._times.text(due)} was missed")
                self._run_once(now)
            elif due != announced:
                say(f"next run at {self._times.text(due)}")
                announced = due
            else:
                self._job.stopped.wait(min(TICK_SECONDS, (due - now).total_seconds()))

    def _run_once(self, handled: datetime) -> None:
        """Run the job for all times up to a moment."""
        with self._folder.lock("job") as is_free:
            record = self._record().with_handled(handled)
            if not is_free:
                say("the job is running already, so it is not started again")
                self._folder.write(record)
                return
            self._folder.write(record.with_start(datetime.now(UTC)))
            code = self._job.run()
            # A job that was asked to end with its container is run again at the next start.
            if not self._job.stopped.is_set() or code == 0:
                self._folder.write(self._record().with_end(datetime.now(UTC), code))

    def _first_record(self) -> Record:
        """Return the record; times before the first start, or before a change of the schedule, are not missed."""
        now = text_of(datetime.now(UTC))
        known = self._folder.read()
        if known and known.schedule == self._times.name and known.handled <= now:
            return known
        record = Record(self._times.name, now, *((known.started, known.ended, known.code) if known else ()))
        self._folder.write(record)
        return record

    def _record(self) -> Record:
        """Return the record, which a run by hand changes too."""
        return self._folder.read() or self._first_record()


def run_now(job: Job, times: Times, folder: RecordFolder | None) -> int | None:
    """Run the job once, beside a scheduler that waits; return its exit code, or None if it is running already."""
    if folder is None:
        return job.run()
    with folder.lock("job") as is_free:
        if not is_free:
            return None
        now = datetime.now(UTC)
        record = folder.read() or Record(times.name, text_of(now))
        folder.write(record.with_start(now))
        code = job.run()
        latest = folder.read() or record
        if job.stopped.is_set() and code != 0:  # whoever started it ended it, which says nothing about the job
            folder.write(replace(latest, started=record.started, ended=record.ended))
        else:
            folder.write(latest.with_end(datetime.now(UTC), code))
        return code
