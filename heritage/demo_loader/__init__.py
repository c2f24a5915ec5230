"""Loads the demonstration collection of heritage/demo. Running it again changes nothing."""
