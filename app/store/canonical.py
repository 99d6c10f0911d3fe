"""JSON that is the same bytes whenever it is the same value, so that it can be named by a digest.

Keys are sorted, nothing is padded, text is UTF-8, numbers are the shortest that read back exactly.
"""

import hashlib
import json


def written(value: object) -> str:
    """Canonical JSON; NaN and infinities are refused."""
    return json.dumps(
        value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False
    )


def sha256(content: bytes) -> str:
    """The name of some content, 64 hexadecimal digits."""
    return hashlib.sha256(content).hexdigest()
