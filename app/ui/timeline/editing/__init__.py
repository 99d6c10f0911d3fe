"""The tools that edit curves on the timeline."""
