"""Synthetic facial motion: one public-domain portrait, warped along known valence and arousal.

Numpy and OpenCV only. Convention: portrait pixels ``(x, y)`` from the top left of ``portrait.png``;
left and right are the picture's. A displacement says where picture content moves to.
"""
