"""What is required: the knowledge as data, loaded, checked and put in force for a market on a day."""
