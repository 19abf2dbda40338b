"""Runs the job of a container at the times of a schedule, without a right to the engine that runs the container."""
