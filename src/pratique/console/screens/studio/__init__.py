"""The policy studio: knowledge to read, and changes of it from the first word to every worker."""
