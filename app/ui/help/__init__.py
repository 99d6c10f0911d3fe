"""The user guide: pages of Markdown, found by their titles and by their words."""
