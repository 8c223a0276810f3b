"""The sentence encoder: nearness of meanings, and what a broken model file leads to."""

from pathlib import Path

import numpy as np
import pytest

from app.errors import AssetError
from server.llm.sentence_encoder import MiniLm


def test_agrees_with_published_cosines() -> None:
    """Cosines agree with those published for these sentences: 0.6946, 0.9429 and 0.2569."""
    texts = ("That is a happy person", "That is a happy dog", "That is a very happy person", "Today is a sunny day")
    encoder = MiniLm.installed()
    vectors = np.array([encoder.read(text).vector for text in texts])
    assert vectors.dtype == np.float32
    assert vectors[0] @ vectors[1:].T == pytest.approx([0.695, 0.943, 0.257], abs=1e-3)


def test_every_token_has_a_state_and_a_place() -> None:
    """States and spans go together, and the spans of the text's own tokens cut it into its words."""
    reading = MiniLm.installed().read("not black please")
    assert reading.states.shape == (len(reading.spans), 384)
    words = ["not black please"[start:end] for start, end in reading.spans if end > start]
    assert words == ["not", "black", "please"]


def test_a_long_text_is_read_from_its_beginning() -> None:
    """What goes beyond the longest that can be read changes nothing."""
    encoder = MiniLm.installed()
    assert encoder.read("black " * 400).vector == pytest.approx(encoder.read("black " * 500).vector)


def test_fitted_steps_change_what_is_read() -> None:
    """A step of rank one away from a matrix changes the vector, one of nothing does not."""
    name, text = "encoder.layer.5.output.dense", "save it"
    down, up = np.full((1536, 1), 0.05, np.float32), np.zeros((1, 384), np.float32)
    plain = MiniLm.installed().read(text).vector
    assert MiniLm.installed({f"{name}.down": down, f"{name}.up": up}).read(text).vector == pytest.approx(plain)
    up[0, :9] = 1
    assert MiniLm.installed({f"{name}.down": down, f"{name}.up": up}).read(text).vector @ plain < 0.99


def test_a_file_that_is_no_model_is_an_asset_error(tmp_path: Path) -> None:
    """A broken file is told as a missing asset, with what to do."""
    (tmp_path / "model.safetensors").write_bytes(b"no model at all")
    with pytest.raises(AssetError, match="Install"):
        MiniLm.load(tmp_path)
