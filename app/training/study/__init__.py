"""The paper's claims in miniature on synthetic facial motion, for anyone to repeat."""
