"""Plain values of the domain: numpy only, no files, no network, no Qt."""
