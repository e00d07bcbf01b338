"""Words every other package uses: errors, places in files, periods, the clock. Imports nothing of ours."""
