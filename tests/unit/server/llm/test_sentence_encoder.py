"""The sentence encoder: nearness of meanings, and what a broken model file leads to."""

from pathlib import Path

import numpy as np
import pytest

from app.errors import AssetError
from server.llm.sentence_encoder import MiniLm


def test_agrees_with_published_cosines() -> None:
    """Cosines agree with those published for these sentences: 0.6946, 0.9429 and 0.2569."""
    texts = ("That is a happy person", "That is a happy dog", "That is a very happy person", "Today is a sunny day")
    vectors = MiniLm.installed().encode(texts)
    assert vectors.shape == (4, 384)
    assert vectors.dtype == np.float32
    assert vectors[0] @ vectors[1:].T == pytest.approx([0.695, 0.943, 0.257], abs=1e-3)


def test_a_text_means_the_same_alone_and_among_others() -> None:
    """Encoding together changes no vector, whatever the lengths beside it."""
    encoder = MiniLm.installed()
    texts = ("save it", "could you put that one on my list please", "bye", "")
    together = encoder.encode(texts)
    for text, vector in zip(texts, together, strict=True):
        assert encoder.encode([text])[0] == pytest.approx(vector, abs=1e-5)


def test_a_file_that_is_no_model_is_an_asset_error(tmp_path: Path) -> None:
    """A broken file is told as a missing asset, with what to do."""
    (tmp_path / "model.safetensors").write_bytes(b"no model at all")
    with pytest.raises(AssetError, match="Install"):
        MiniLm.load(tmp_path)
