"""Letters of brand owners: filed by a trader, looked at by a person, good while they hold, withdrawn by whoever gave or got them."""
