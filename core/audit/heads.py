"""Signed heads: kept elsewhere, they prove that no chain was cut off or written anew since."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from sqlalchemy import select

from ...forms.canonical import read_json, write_json
from ..store import Store
from ..store.tables import audit, audit_heads
from .verify import Verdict, verify


@dataclass(frozen=True)
class Head:
    """The last entry of one township's chain."""

    township: str
    seq: int
    hash: str


class ForgedHead(ValueError):
    """A signed head whose signature does not fit the key."""

    code: ClassVar[str] = "head_forged"

    def __init__(self) -> None:
        super().__init__(
            "head_forged: 链头签名不符，文件被改动或不是本机签发。请核对文件与公钥。 "
            "The signature does not fit: the file was altered or another key signed it."
        )


def make_key(path: Path) -> None:
    """Write a new Ed25519 private key, readable by its owner only.

    Raises ``FileExistsError`` if there is one already.
    """
    content = Ed25519PrivateKey.generate().private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    file = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    with os.fdopen(file, "wb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())


def read_key(path: Path) -> Ed25519PrivateKey:
    """Return the private key that ``make_key`` wrote; raise ``ValueError`` for another kind of key."""
    key = serialization.load_pem_private_key(path.read_bytes(), password=None)
    if not isinstance(key, Ed25519PrivateKey):
        raise ValueError(f"audit_key: {path}: 不是 Ed25519 私钥。 Not an Ed25519 private key.")
    return key


def public_key(key: Ed25519PrivateKey) -> str:
    """Return the public key in hex, to be kept beside the signed heads."""
    return key.public_key().public_bytes_raw().hex()


def export_heads(store: Store) -> tuple[Head, ...]:
    """Return the head of every chain, by township."""
    query = select(audit_heads.c.township, audit_heads.c.seq, audit_heads.c.hash)
    with store.read() as connection:
        rows = connection.execute(query.order_by(audit_heads.c.township))
        return tuple(Head(*row) for row in rows)


def sign_head(store: Store, key: Ed25519PrivateKey, *, at: str) -> str:
    """Return JSON text with every chain's head, the time and an Ed25519 signature (RFC 8032)."""
    heads = [[head.township, head.seq, head.hash] for head in export_heads(store)]
    content = {"at": at, "heads": heads, "key": public_key(key)}
    return write_json({**content, "signature": key.sign(_signed(content)).hex()})


def check_head(store: Store, signed: str, public: str) -> tuple[Verdict, ...]:
    """Return one verdict for each chain named in ``signed``: is it whole, and does it still hold that entry?

    Raises ``ForgedHead`` when the text was not signed with the key of ``public``.
    """
    heads = tuple(Head(*head) for head in _read_signed(signed, public)["heads"])
    return tuple(_check(store, head) for head in heads)


def _check(store: Store, head: Head) -> Verdict:
    verdict = verify(store, head.township)[0]
    if not verdict.whole:
        return verdict
    query = select(audit.c.hash).where(audit.c.township == head.township, audit.c.seq == head.seq)
    with store.read() as connection:
        found = connection.execute(query).scalar()
    if found is None:
        return Verdict(head.township, verdict.entries, verdict.good_until, verdict.good_until + 1, "cut_off")
    # Where the rewriting began cannot be told any more: only that it lies at or before the signed entry.
    return (
        verdict
        if found == head.hash
        else Verdict(head.township, verdict.entries, 0, head.seq, "foreign_head")
    )


def _read_signed(signed: str, public: str) -> Mapping[str, Any]:
    try:
        content = read_json(signed)
        signature = bytes.fromhex(content.pop("signature"))
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(public)).verify(signature, _signed(content))
    except (ValueError, KeyError, AttributeError, TypeError, InvalidSignature):
        raise ForgedHead from None
    return content


def _signed(content: Mapping[str, Any]) -> bytes:
    return write_json(content, sort_keys=True).encode("utf-8")
