"""Canonical JSON, digests and salted commitments of documents."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any


def canonical(document: Mapping[str, Any]) -> bytes:
    """Return the one spelling of a document: sorted keys, no spaces, UTF-8, no NaN."""
    spelled = json.dumps(document, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)
    return spelled.encode()


def digest(document: Mapping[str, Any]) -> str:
    """Return the SHA-256 of the canonical spelling in hex."""
    return hashlib.sha256(canonical(document)).hexdigest()


def commit(document: Mapping[str, Any], salt: bytes) -> str:
    """Return SHA-256(salt + canonical spelling) in hex, which binds without revealing."""
    return hashlib.sha256(salt + canonical(document)).hexdigest()
