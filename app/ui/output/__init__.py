"""Out: what is seen as figures for print, and the numbers that are seen."""
