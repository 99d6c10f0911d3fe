"""Feature maps: how they are painted, chosen and ranked."""
