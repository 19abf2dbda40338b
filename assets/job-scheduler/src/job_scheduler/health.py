"""The healthcheck of a scheduled job: the result of its last run."""

from job_scheduler.record import Record


def problem_of(record: Record | None) -> str | None:
    """Return what is wrong; None before the first run, and after a run that succeeded."""
    return f"the run of {record.started} failed with exit code {record.code}" if record and record.code else None
