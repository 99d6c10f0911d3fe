"""The Magnify dock: small movements of the aligned face made larger, before and after."""
