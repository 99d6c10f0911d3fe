"""The Why dock: what drove a reading, and how much one may believe of it."""
