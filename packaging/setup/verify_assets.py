"""Checks every model and asset against packaging/assets/manifest.json by size and SHA-256.

Standard library only. Files of the repository are named by their path from its root, files inside an installed package
by the package's import name and the path in it. With --update the sizes and sums of the entries and their table in
NOTICE.md are written anew; entries themselves, with origin and licence, are added to the manifest by hand.
"""

import hashlib
import importlib.util
import json
import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
MANIFEST = ROOT / "packaging" / "assets" / "manifest.json"
NOTICE = ROOT / "NOTICE.md"
TABLE = re.compile(r"(?<=<!-- assets -->\n).*(?=<!-- end of assets -->)", re.DOTALL)
ADVICE = "Run packaging/setup/bootstrap after `git checkout` of the file, or reinstall the package."


def locate(entry: dict[str, object]) -> Path | None:
    """The file an entry names, or None when its package is not installed."""
    if "module" not in entry:
        return ROOT / str(entry["path"])
    spec = importlib.util.find_spec(str(entry["module"]))
    if spec is None or spec.origin is None:
        return None
    return Path(spec.origin).parent / str(entry["path"])


def measure(path: Path) -> tuple[int, str]:
    """Size in bytes and SHA-256 as hexadecimal digits."""
    with path.open("rb") as file:
        return path.stat().st_size, hashlib.file_digest(file, "sha256").hexdigest()


def fault(entry: dict[str, object]) -> str | None:
    """One sentence about what is wrong with an entry's file, or None."""
    name = f"{entry.get('module', '')}:{entry['path']}".removeprefix(":")
    path = locate(entry)
    if path is None or not path.is_file():
        return f"{name} is missing."
    if measure(path) != (entry["bytes"], entry["sha256"]):
        return f"{name} is damaged or of another version."
    return None


def update(manifest: dict[str, list[dict[str, object]]]) -> None:
    """Writes sizes and sums as the files are now, and the table of the notices."""
    rows = ["| file | origin | licence | SHA-256 |", "|---|---|---|---|"]
    for entry in manifest["assets"]:
        path = locate(entry)
        if path is not None and path.is_file():
            entry["bytes"], entry["sha256"] = measure(path)
        place = f" (in `{entry['module']}`)" if "module" in entry else ""
        rows.append(f"| `{entry['path']}`{place} | {entry['origin']} | {entry['licence']} | `{entry['sha256']}` |")
    MANIFEST.write_text(json.dumps(manifest, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    notice = NOTICE.read_text(encoding="utf-8")
    NOTICE.write_text(TABLE.sub(lambda _: "\n" + "\n".join(rows) + "\n\n", notice), encoding="utf-8")


def main() -> int:
    manifest = json.loads(MANIFEST.read_text(encoding="utf-8"))
    if "--update" in sys.argv[1:]:
        update(manifest)
    faults = [sentence for entry in manifest["assets"] if (sentence := fault(entry))]
    for sentence in faults:
        print(sentence)
    if faults:
        print(ADVICE)
        return 1
    print(f"{len(manifest['assets'])} models and assets are as they should be.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
