"""What all dialogues share."""

import pytest

from server.llm.consultant.meaning import Meaning


@pytest.fixture(scope="session")
def meaning() -> Meaning:
    """The installed second ear, loaded once."""
    return Meaning.installed()
