"""The offers received: how they are marked and ranked, and how far the ranking holds."""
