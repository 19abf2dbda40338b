"""The times of a schedule."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from cronsim import CronSim, CronSimError


class TimesError(Exception):
    """A schedule that cannot be read."""


class Times:
    """The times of a cron expression in a time zone."""

    def __init__(self, expression: str, zone: str) -> None:
        """Read the expression.

        Raises TimesError when it is not valid, or this image does not know the time zone.
        """
        self.name = f"{expression} {zone}"
        self._expression = expression
        try:
            self._zone = ZoneInfo(zone)
        except (OSError, ValueError, LookupError):
            raise TimesError(
                f'the time zone "{zone}" is not in this image; use another name of it, or install the package tzdata'
            ) from None
        try:
            self.after(datetime.now(UTC))
        except (CronSimError, StopIteration):
            raise TimesError(
                f'"{expression}" is not a cron expression; give five fields, such as "0 4 * * 0"'
            ) from None

    def after(self, moment: datetime) -> datetime:
        """Return the first time after a moment."""
        due: datetime = next(CronSim(self._expression, moment.astimezone(self._zone)))
        return due.astimezone(UTC)

    def text(self, moment: datetime) -> str:
        """Return a moment as the schedule's time zone shows it."""
        return moment.astimezone(self._zone).isoformat(" ", "minutes")
