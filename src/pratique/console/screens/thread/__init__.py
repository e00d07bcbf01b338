"""What the screens of casework share: records told event by event, subjects with their verdicts, personal data on demand."""
