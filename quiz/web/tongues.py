"""Templates compiled once for each language: a fixed sentence is looked up once a process, not once a page.

A call like `_("Nộp bài")`, `language()` or `asset("site.css")` says the same each time a template of one
language runs: the compiler puts what it says in its place. What needs a value keeps its place for it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

from flask import Flask
from flask.sansio.app import App
from flask.templating import Environment
from flask_babel import force_locale, gettext, ngettext
from jinja2 import Template, nodes
from jinja2.compiler import CodeGenerator, Frame
from jinja2.nodes import EvalContext
from jinja2.visitor import NodeTransformer
from markupsafe import Markup


class Saying(CodeGenerator):
    """A compiler that says at once what is fixed within a language."""

    def visit_Template(self, node: nodes.Template, frame: Frame | None = None) -> None:  # noqa: N802
        """Compile a template with its fixed calls already answered."""
        spoken = self.environment
        if isinstance(spoken, Tongues) and spoken.tongue and EvalContext(spoken, self.name).autoescape:
            node = Fixing(spoken, spoken.tongue).visit(node)
        super().visit_Template(node, frame)


class Tongues(Environment):
    """Flask's templates with a shelf of compiled ones for each language."""

    code_generator_class = Saying
    tongue = ""
    spoken: Callable[[], str] | None = None

    def __init__(self, app: App, **options: Any) -> None:
        super().__init__(app, **options)
        self._by_tongue: dict[str, Tongues] = {}

    def get_or_select_template(self, template_name_or_list: Any, *more: Any, **other: Any) -> Template:
        """The template as the language of this request compiles it; those it extends follow it."""
        if self.tongue or self.spoken is None:
            return super().get_or_select_template(template_name_or_list, *more, **other)
        return self.of(self.spoken()).get_or_select_template(template_name_or_list, *more, **other)

    def of(self, tongue: str) -> Tongues:
        """The templates of one language; made when they are first asked for, after all settings are made."""
        if tongue not in self._by_tongue:
            child: Tongues = self.overlay()
            child.tongue = tongue
            self._by_tongue[tongue] = child
        return self._by_tongue[tongue]


class Fixing(NodeTransformer):
    """Puts what a fixed call says in the place of the call."""

    def __init__(self, templates: Tongues, tongue: str) -> None:
        self._tongue = tongue
        self._asset = cast("Callable[[str], str]", templates.globals["asset"])

    def visit_Call(self, node: nodes.Call) -> nodes.Node:  # noqa: N802
        """The same call, or what it says in this language."""
        call = self.generic_visit(node)
        if not isinstance(call, nodes.Call) or not isinstance(call.node, nodes.Name):
            return call
        words = [one.value for one in call.args if isinstance(one, nodes.Const)]
        is_fixed = len(words) == len(call.args) and not (call.dyn_args or call.dyn_kwargs)
        return self._answer(call, call.node.name, words) if is_fixed else call

    def _answer(self, call: nodes.Call, name: str, words: list[Any]) -> nodes.Node:
        match name, words:
            case "_", [str(sentence)]:
                return self._sentence(sentence, call)
            case "ngettext", [str(one), str(many), int(count)] if not call.kwargs:
                with force_locale(self._tongue):
                    said = Markup(ngettext(one, many, count))  # noqa: S704 (as in `_sentence`)
                return nodes.Const(said % {"num": count}, lineno=call.lineno)
            case "language", []:
                return nodes.Const(self._tongue, lineno=call.lineno)
            case "asset", [str(file)]:
                return nodes.Const(self._asset(file), lineno=call.lineno)
        return call

    def _sentence(self, sentence: str, call: nodes.Call) -> nodes.Node:
        with force_locale(self._tongue):
            said = Markup(gettext(sentence))  # noqa: S704 (the catalog is ours, as it is for Jinja's own `_`)
        if not call.kwargs:
            return nodes.Const(said % {}, lineno=call.lineno)
        pairs = [nodes.Pair(nodes.Const(one.key), one.value, lineno=call.lineno) for one in call.kwargs]
        return nodes.Mod(nodes.Const(said), nodes.Dict(pairs), lineno=call.lineno)


def speak_from_memory(app: Flask, spoken: Callable[[], str]) -> None:
    """Let pages come from the templates of the language that `spoken` names."""
    templates = app.jinja_env
    if isinstance(templates, Tongues):
        templates.spoken = spoken
