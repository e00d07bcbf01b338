"""The web console: the only Django. Its migrations own the schema of the database."""
