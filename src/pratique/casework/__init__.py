"""Where people decide and are answered, and by when: notices, rights, orders, deadlines. Pure: no database, no clock, no network."""
