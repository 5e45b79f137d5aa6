"""Cases that many problems share: functions that take one step, and functions that give one update."""
