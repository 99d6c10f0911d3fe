"""Pictures within files: where they were kept a place, whole and without loss."""

import base64
import io
import re

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import QByteArray, QRectF
from PySide6.QtGui import QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

from app.ui.fonts import text_font
from app.ui.output.drawing import drawing
from app.ui.output.figure import Figure, Sheet
from app.ui.output.plated import pixels_of, png_bytes
from app.ui.plates import PUBLICATION_DPI, draw_plate, paint_plate
from app.ui.theme import LIGHT
from tests.support.figures import drawn, fonts_of, pdf_objects, pictures_of

SHEET = Sheet(8.5, 7.0, 150)
PLACE = QRectF(20, 10, 160, 60)


def noise(width, height, seed=0):
    return np.random.default_rng(seed).integers(0, 256, (height, width, 3), dtype=np.uint8)


def image_of(pixels):
    height, width, _ = pixels.shape
    return QImage(pixels.data, width, height, 3 * width, QImage.Format.Format_RGB888).copy()


@pytest.fixture
def two(qapp):
    """A figure of two pictures of noise, with words; and what its pictures were asked for."""
    asked = []

    def picture(dots, seed):
        asked.append(dots)
        return image_of(noise(round(160 * dots), round(60 * dots), seed))

    def paint(painter, area, theme):
        draw_plate(painter, PLACE, lambda dots: picture(dots, 1))
        painter.save()
        painter.scale(0.5, 0.5)
        draw_plate(painter, QRectF(20, 200, 160, 60), lambda dots: picture(dots, 2))
        painter.restore()
        painter.setFont(text_font(11))
        painter.setPen(theme.colour("text"))
        painter.drawText(QRectF(0, 140, 200, 20), "Temporal stream")

    return Figure("two", "Two", lambda _: 170.0, paint), asked


def test_pictures_of_a_pdf_have_the_density_of_print_and_lose_nothing(two):
    figure, asked = two
    finish = drawn(figure, SHEET, ".pdf", LIGHT)
    assert not asked  # they are made in the worker
    pdf = finish()
    whole = SHEET.points_per_pixel / 72 * PUBLICATION_DPI
    assert asked == pytest.approx([whole, whole / 2])
    for dots, seed, (width, height, content) in zip(asked, (1, 2), pictures_of(pdf), strict=True):
        assert (width, height) == (round(160 * dots), round(60 * dots))
        assert content == noise(width, height, seed).tobytes()
    assert len(fonts_of(pdf)) == 1


def test_the_table_of_a_pdf_says_where_everything_is(two):
    pdf = drawn(two[0], SHEET, ".pdf", LIGHT)()
    objects = pdf_objects(pdf)
    size = int(re.search(rb"/Size (\d+)", pdf[pdf.rindex(b"trailer") :])[1])
    assert sorted(objects) == list(range(1, size))
    for number in (int(each) for each in re.findall(rb"/Im\d+ (\d+) 0 R", pdf)):
        assert b"/Subtype /Image" in objects[number]


def test_pictures_of_an_svg_are_in_it(qtbot, two):
    svg = drawn(two[0], SHEET, ".svg", LIGHT)()
    found = re.findall(rb'xlink:href="data:image/png;base64,([^"]+)"', svg)
    assert len(found) == 2
    for seed, coded in zip((1, 2), found, strict=True):
        pixels = np.asarray(Image.open(io.BytesIO(base64.b64decode(coded))))
        assert np.array_equal(pixels, noise(pixels.shape[1], pixels.shape[0], seed))
    assert QSvgRenderer(QByteArray(svg)).isValid()


def test_a_screen_gets_its_picture_at_once(two):
    figure, asked = two
    image = QImage(400, 400, QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(2)
    painter = QPainter(image)
    figure.paint(painter, QRectF(0, 0, 200, 170), LIGHT)
    painter.end()
    assert asked == [2, 2]
    seen = pixels_of(image)[20:140, 40:360]
    assert np.array_equal(seen, noise(320, 120, 1))


def test_what_is_painted_in_a_place_is_one_picture_in_a_file(qapp):
    def paint(painter, area, theme):
        paint_plate(painter, PLACE, lambda on, to: on.fillRect(to.adjusted(40, 0, 0, 0), "red"))

    pdf = drawn(Figure("red", "Red", lambda _: 100.0, paint), SHEET, ".pdf", LIGHT)()
    ((width, height, content),) = pictures_of(pdf)
    pixels = np.frombuffer(content, np.uint8).reshape(height, width, 3)
    assert pixels[height // 2, width - 2].tolist() == [255, 0, 0]
    assert pixels[height // 2, 2].tolist() == [255, 255, 255]  # of the sheet


def test_pixels_of_any_width_are_read_and_packed_as_they_are():
    for width in (1, 2, 3, 5, 64):
        pixels = noise(width, 7, width)
        assert np.array_equal(pixels_of(image_of(pixels)), pixels)
        assert np.array_equal(np.asarray(Image.open(io.BytesIO(png_bytes(pixels)))), pixels)


@pytest.mark.parametrize("suffix", [".pdf", ".svg", ".png"])
def test_a_drawing_that_is_given_up_ends_its_painter(two, suffix):
    work = drawing(two[0], SHEET, suffix, LIGHT)
    next(work)
    next(work)
    work.close()  # a painter that lives on would abort the program
