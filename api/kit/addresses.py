"""Addresses that messages are sent to."""

import re

# What every mail server of today takes: no quoted parts, no comments, a domain with a dot, plain ASCII
# (an international domain in its xn-- form). No sign in it can end a header or begin another address.
_EMAIL = re.compile(
    r"(?=.{6,254}$)[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]{1,64}@([A-Za-z0-9-]{1,63}\.)+[A-Za-z0-9-]{2,63}"
)


def is_email(text: str) -> bool:
    """Whether a text is one e-mail address and nothing else."""
    return _EMAIL.fullmatch(text) is not None
