"""A citizen's way through the site: sign up, start, answer with autosaves, check, hand in, receipt."""

from __future__ import annotations

import random
import time
from dataclasses import dataclass
from functools import partial
from typing import Any
from urllib.parse import urlsplit

import gevent

from loadtests import onlookers, pages
from loadtests.browser import Answer, demand, encoded
from loadtests.crowd import Person
from loadtests.pages import Form, WrongPageError
from loadtests.writing import Pen

WRITERS = 10_000  # the last digits of a revision tell which device wrote it
UNIT_WORDS = ("xa", "phuong", "so", "thi tran", "truong", "vi", "quang", "yen")
LEFT_BLANK = 0.03


@dataclass(frozen=True, slots=True)
class Manners:
    """How people behave in this run."""

    contest: str
    think: float
    saves: int
    walk_away: float
    assets: bool
    looks: float = 0.0


@dataclass(slots=True)
class Sheet:
    """An open sheet and what has been answered: displayed options as bit masks, 0 is nothing."""

    attempt: str
    path: str
    form: Form
    names: list[str]
    least: int
    most: int
    masks: list[int]
    asks: bool
    revision: int
    writer: int
    prediction: int | None = None


class Citizen:
    """One person with one phone."""

    def __init__(self, person: Person, pen: Pen, manners: Manners) -> None:
        self._person, self._pen, self._manners = person, pen, manners
        self._browser, self._home = pen.browser, f"/c/{manners.contest}/"

    def visit(self, this_round: int, *, hand_in_at: float | None = None) -> None:
        """Everything from the home page to the receipt; `hand_in_at` keeps the hand-in for that moment."""
        slug = self._browser.get("home", self._home, self._read_home)
        if not self._person.joined:
            self.sign_up(slug)
        sheet = self._start(slug)
        self._person.plays(this_round)
        self._answer(sheet)
        if random.random() < self._manners.walk_away:
            return
        form = self._check(sheet)
        if hand_in_at is not None:
            gevent.sleep(max(hand_in_at - time.time(), 0))
        self._hand_in(sheet, form)
        if random.random() < self._manners.looks:
            self._browser.get("own attempts", f"{self._home}attempts", lambda html: pages.expect(html, "<h1"))
            onlookers.look(self._browser, self._manners.contest, self._manners.think)

    def sign_up(self, slug: str) -> None:
        """Register and keep the entry code."""
        path = f"{self._home}register?next={self._home}r/{slug}/"
        form = self._browser.get("register page", path, partial(pages.form, name="register", path=path))
        fields = self._typed(form)
        self._pen.write("register", form.action, encoded(fields), _leads_on)
        code = self._browser.get("code", f"{self._home}code", pages.entry_code)
        self._person.account, self._person.code = code
        self._person.forget_details()
        self._pen.acknowledged("register")

    def sign_in(self) -> None:
        """Come back on another phone with the code."""
        path = f"{self._home}sign-in"
        form = self._browser.get("sign-in page", path, partial(pages.form, name="login", path=path))
        fields = form.kept | {"account": self._person.account, "code": self._person.code}
        self._browser.send("POST", "sign in", form.action, encoded(fields), _leads_on)
        self._browser.get("home", self._home, lambda html: pages.expect(html, f"{self._home}attempts"))

    def _read_home(self, html: str) -> str:
        pages.expect(html, 'id="contest-title"')
        if self._manners.assets and not self._person.joined:
            for address in pages.assets(html):
                self._browser.get("asset", address, len)
        return pages.open_round(html, self._manners.contest)

    def _typed(self, form: Form) -> dict[str, str | list[str]]:
        word = random.choice(UNIT_WORDS).replace(" ", "%20")
        found = self._browser.get("units", f"{self._home}units?q={word}", pages.units)
        unit = random.choice(found or form.choices.get("unit", [""]))
        me = self._person
        said = {"name": me.name, "phone": me.phone, "birth_date": me.birth, "unit": unit}
        if "block" in form.choices:
            said["block"] = random.choice(form.choices["block"])
        return {**form.kept, **said, "consent": form.choices.get("consent", [])}

    def _start(self, slug: str) -> Sheet:
        path = f"{self._home}r/{slug}/"
        form = self._browser.get("start page", path, partial(pages.form, name="start", path=path))
        answer = self._pen.write("start", form.action, encoded(form.kept), _leads_to_sheet, round=slug)
        path = urlsplit(answer.location).path
        attempt = path.rstrip("/").rsplit("/", 1)[1]
        self._pen.acknowledged("start", round=slug, attempt=attempt)
        return self._browser.get("sheet", path, partial(_read_sheet, path=path))

    def _answer(self, sheet: Sheet) -> None:
        """Answer question by question; the phone saves in batches."""
        self._browser.token = sheet.form.kept["csrf_token"]
        names, saves = sheet.names, max(self._manners.saves, 1)
        for number in range(1, saves + 1):
            if self._manners.think:
                gevent.sleep(self._manners.think / saves * random.uniform(0.5, 1.5))
            until = len(names) * number // saves
            for at in range(len(names) * (number - 1) // saves, until):
                sheet.masks[at] = _choice(sheet.form, names[at])
            if number == saves and sheet.asks:
                sheet.prediction = random.randint(sheet.least, sheet.most)
            self._save(sheet)
        self._browser.token = ""

    def _save(self, sheet: Sheet) -> None:
        base, sheet.revision = sheet.revision, (sheet.revision // WRITERS + 1) * WRITERS + sheet.writer
        told: dict[str, Any] = {"attempt": sheet.attempt, "revision": sheet.revision}
        told |= {"answers": list(sheet.masks), "prediction": sheet.prediction}
        body = {
            "r": str(sheet.revision),
            "b": str(base),
            "a": ".".join(str(mask or "") for mask in sheet.masks),
        }
        body |= {"p": str(sheet.prediction or "")} if sheet.asks else {}
        self._pen.write(
            "save", f"{sheet.path}save", encoded(body), lambda answer: demand(answer, 204), **told
        )
        self._pen.acknowledged("save", **told)

    def _check(self, sheet: Sheet) -> Form:
        """The form of the check page; what it shows must be what was saved."""

        def read(html: str) -> Form:
            form = pages.form(html, "hand-in", sheet.path)
            shown = [_mask(form.given.get(name, [])) for name in sheet.names]
            if shown != sheet.masks or (sheet.asks and form.kept["prediction"] != str(sheet.prediction)):
                raise WrongPageError("the check page shows other answers than were saved")
            return form

        return self._browser.get("check", f"{sheet.path}check", read)

    def _hand_in(self, sheet: Sheet, form: Form) -> None:
        told: dict[str, Any] = {"attempt": sheet.attempt, "key": form.kept["key"]}
        told |= {"answers": sheet.masks, "prediction": sheet.prediction}
        body = encoded({**form.kept, **form.given})
        answer = self._pen.write("hand_in", form.action, body, _leads_to_receipt, **told)
        path = urlsplit(answer.location).path
        self._pen.acknowledged("hand_in", **told, receipt=path.rsplit("/", 1)[1])
        number, score = self._browser.get("receipt", path, _read_receipt)
        self._pen.acknowledged("receipt", attempt=sheet.attempt, number=number, score=score)


def _read_sheet(html: str, path: str) -> Sheet:
    form = pages.form(html, "sheet", path)
    names = form.questions
    if not names:
        raise WrongPageError("a sheet without questions")
    asks = 'name="prediction"' in html
    least, most = (int(pages.told(html, name)) for name in ("least", "most")) if asks else (0, 0)
    return Sheet(
        attempt=pages.told(html, "attempt"),
        path=form.action,
        form=form,
        names=names,
        least=least,
        most=most,
        masks=[_mask(form.checked.get(name, [])) for name in names],
        asks=asks,
        revision=int(form.kept["base"]),
        writer=random.randint(1, WRITERS - 1),
    )


def _read_receipt(html: str) -> tuple[int, float | None]:
    if pages.told(html, "done") != "handed_in":
        raise WrongPageError(f"the receipt says “{pages.told(html, 'done')}”")
    return pages.attempt_number(html), pages.score(html)


def _choice(form: Form, name: str) -> int:
    options = form.choices[name]
    if random.random() < LEFT_BLANK:
        return 0
    if name not in form.several:
        return _mask([random.choice(options)])
    return _mask(random.sample(options, random.randint(1, len(options))))


def _mask(values: list[str]) -> int:
    return sum(1 << (int(value) - 1) for value in values)


def _leads_on(answer: Answer) -> None:
    demand(answer, 303)


def _leads_to_sheet(answer: Answer) -> None:
    demand(answer, 303)
    pages.expect(answer.location, "/a/")


def _leads_to_receipt(answer: Answer) -> None:
    demand(answer, 303)
    pages.expect(answer.location, "/receipt/")
