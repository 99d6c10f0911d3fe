"""Names of files as text."""


def printable(name: str) -> str:
    r"""A file's name as text that can be written to a file.

    Names on Linux are bytes; what is no UTF-8 in them is lone surrogates in Python, which no
    encoding takes. Each becomes an escape: Müller in Latin-1 is ``M\udcfcller``.
    """
    return name.encode("utf-8", "backslashreplace").decode("utf-8")
