"""Worker processes: followers, sweeper, queue."""
