"""A photo keeps its picture and loses where and when it was taken."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from privacy_portal.rights_requests.image_metadata import without_metadata

SECRET = b"Trompsingel"


def picture() -> Image.Image:
    return Image.radial_gradient("L").convert("RGB")


def jpeg() -> bytes:
    exif = Image.Exif()
    exif[0x010E] = SECRET.decode()
    data = io.BytesIO()
    picture().save(data, "JPEG", exif=exif, comment=SECRET)
    return data.getvalue()


def png() -> bytes:
    info = PngInfo()
    info.add_text("Location", SECRET.decode())
    data = io.BytesIO()
    picture().save(data, "PNG", pnginfo=info)
    return data.getvalue()


@pytest.mark.security("ASVS 14.2.8")
@pytest.mark.parametrize(("content_type", "make"), [("image/jpeg", jpeg), ("image/png", png)])
def test_the_picture_stays_and_the_place_goes(content_type, make):
    before = make()
    assert SECRET in before
    after = without_metadata(content_type, before)
    assert SECRET not in after
    assert list(Image.open(io.BytesIO(after)).getdata()) == list(Image.open(io.BytesIO(before)).getdata())


def test_a_colour_profile_stays():
    data = io.BytesIO()
    picture().save(data, "JPEG", icc_profile=b"profile" * 10)
    assert b"profile" in without_metadata("image/jpeg", data.getvalue())


def test_other_types_are_not_touched():
    assert without_metadata("application/pdf", b"%PDF" + SECRET) == b"%PDF" + SECRET


@given(st.sampled_from(["image/jpeg", "image/png"]), st.binary(max_size=200))
def test_a_broken_picture_comes_back(content_type, data):
    assert isinstance(without_metadata(content_type, b"\xff\xd8\xff" + data), bytes)
