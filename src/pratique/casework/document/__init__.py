"""Documents of traders: handed in as files, looked at by a person, good for the goods and markets they cover while they hold."""
