"""What a changed sign-up form means for people who registered before."""

from quiz.rules.registration import Field, Registration


def known_otherwise(was: Registration, now: Registration) -> tuple[str, ...]:
    """Return the keys by which people would be compared otherwise than those already registered were."""
    identity = ("registration.identity",) if was.identity != now.identity else ()
    asked = {one.name: one for one in was.fields}
    alone = [
        one.name for one in now.fields if one.unique and one.name in asked and not asked[one.name].unique
    ]
    return (*identity, *(f"registration.fields.{name}.unique" for name in alone))


def asked_anew(was: Registration, now: Registration) -> tuple[Field, ...]:
    """Return the fields that must be filled in from now on and could be left out or were not asked before."""
    filled = {one.name for one in was.fields if one.required}
    return tuple(one for one in now.fields if one.required and one.name not in filled)
