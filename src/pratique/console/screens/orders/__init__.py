"""Orders of courts and authorities."""
