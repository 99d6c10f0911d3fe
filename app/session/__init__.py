"""What is open and what is known of it: application state, without Qt and without torch.

State changes on the main thread only; views and controllers listen to psygnal signals.
"""
