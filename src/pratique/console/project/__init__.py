"""Settings, addresses and the application object of the console."""
