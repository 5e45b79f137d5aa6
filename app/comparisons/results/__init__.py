"""What a comparison found: the table of its numbers, statistics, files and the report."""
