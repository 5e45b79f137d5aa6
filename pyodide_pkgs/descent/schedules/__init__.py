"""Schedules: functions from the epoch or step, 0 at the first, to the learning rate; some move the momentum too."""
