"""Between session and views: one subject each."""
