"""The project database: recordings, people, schemes, annotations, and every edit of them."""
