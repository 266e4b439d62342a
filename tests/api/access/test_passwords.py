"""Passwords: an account that is not there takes what any other takes."""

from api.access import passwords


async def test_nobody_s_password_costs_what_a_new_one_costs_and_is_never_right() -> None:
    made = await passwords.hash_password("nattvandring-59")
    assert made.split("$")[:4] == passwords._NOBODY.split("$")[:4]
    assert len(made) == len(passwords._NOBODY)
    assert await passwords.is_right("nattvandring-59", made)
    for stored in (None, passwords._NOBODY):
        assert not await passwords.is_right("nattvandring-59", stored)
