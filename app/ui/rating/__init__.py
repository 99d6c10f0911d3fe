"""The Rating dock: a slider or the affect plane, on which a rater holds values while it plays."""
