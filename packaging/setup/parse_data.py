"""Parses the JSON and YAML files named as arguments; says in one line each which of them cannot be read."""

import json
import sys
from pathlib import Path

import yaml


def fault(path: Path) -> str | None:
    """Why a data file cannot be read, or None."""
    try:
        text = path.read_text(encoding="utf-8")
        if path.suffix == ".json":
            json.loads(text)
        else:
            list(yaml.safe_load_all(text))
    except (UnicodeDecodeError, json.JSONDecodeError, yaml.YAMLError) as error:
        return f"{path}: {' '.join(str(error).split())}"
    return None


if __name__ == "__main__":
    faults = [sentence for name in sys.argv[1:] if (sentence := fault(Path(name)))]
    for sentence in faults:
        print(sentence)
    sys.exit(bool(faults))
