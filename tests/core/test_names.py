from app.core.names import printable


def test_text_stays_as_it_is():
    assert printable("Müller \N{GRINNING FACE}.mp4") == "Müller \N{GRINNING FACE}.mp4"


def test_bytes_that_are_no_text_become_escapes():
    name = b"M\xfcller.mp4".decode("utf-8", "surrogateescape")
    assert printable(name) == "M\\udcfcller.mp4"
    assert printable(name).encode().decode() == printable(name)
