"""The function: boto3 asks AppConfig, as often as AppConfig wants to be asked."""

import json
import logging
import os
import time
from typing import Any

import boto3
from tuning import Tuning

log = logging.getLogger("gateway")


class Settings:
    """The values of a profile, fetched again when it is time."""

    def __init__(self) -> None:
        self._data = boto3.client("appconfigdata")
        session = self._data.start_configuration_session(
            ApplicationIdentifier=os.environ["APPCONFIG_APPLICATION"],
            EnvironmentIdentifier=os.environ["APPCONFIG_ENVIRONMENT"],
            ConfigurationProfileIdentifier=os.environ["APPCONFIG_PROFILES"],
        )
        self._token = session["InitialConfigurationToken"]
        self._next = time.monotonic()

    def now(self) -> Tuning:
        """Return what holds now."""
        if time.monotonic() >= self._next:
            answer = self._data.get_latest_configuration(ConfigurationToken=self._token)
            self._token = answer["NextPollConfigurationToken"]
            self._next = time.monotonic() + answer["NextPollIntervalInSeconds"]
            if content := answer["Configuration"].read():  # empty: nothing has changed
                self._tuning = Tuning(**json.loads(content))
        return self._tuning


class Bucket:
    """Lets requests through: as many at once as it is big, and then as many as drip in."""

    def __init__(self) -> None:
        self._taken, self._since = 0.0, time.monotonic()

    def take(self, tuning: Tuning) -> bool:
        """Tell whether one more request may pass."""
        now = time.monotonic()
        dripped = (now - self._since) * tuning.requests_per_second
        self._taken, self._since = max(0.0, self._taken - dripped), now
        if self._taken + 1 > tuning.burst:
            return False
        self._taken += 1
        return True


settings, bucket = Settings(), Bucket()


def handler(event: dict[str, Any], _: object) -> dict[str, Any]:
    """Answer, or ask to come back later."""
    tuning = settings.now()
    log.setLevel(tuning.log_level)
    if not bucket.take(tuning):
        log.warning("refused: more than %s a second", tuning.requests_per_second)
        return {"statusCode": 429}
    log.debug("let through: %s", event)
    return {"statusCode": 200}
