"""A short quiz that works in the static page, and reads well on paper.

    :::{quiz} What does f = 1 do?
    - [ ] It clears the memory. :: No: one times a number is that number.
    - [x] It keeps the memory. :: Yes, all of it.
    :::

Each option is one list item: `[x]` marks the one right option, and what
follows ` :: ` is the feedback to whoever chooses it. Question, options and
feedback are inline MyST (code, maths, emphasis). Without JavaScript and in
print, the answers stand below the options; quiz.js hides them until asked.
"""

import re

from docutils import nodes
from sphinx.util.docutils import SphinxDirective

ITEM = re.compile(r"- \[([ x])\] (.+?) :: (.+)", re.DOTALL)
LETTERS = "abcdefgh"


class quiz(nodes.General, nodes.Element):
    """The form."""


class quiz_question(nodes.TextElement):
    """Its legend."""


class quiz_option(nodes.TextElement):
    """A radio button and its label."""


class quiz_answers(nodes.General, nodes.Element):
    """What each option is worth."""


class quiz_answer(nodes.TextElement):
    """The feedback for one option."""


class QuizDirective(SphinxDirective):
    has_content = True
    required_arguments = 1
    final_argument_whitespace = True

    def run(self):
        items = [self.item(text) for text in self.items()]
        if sum(right for right, _, _ in items) != 1 or len(items) < 2:
            raise self.error(
                f"the quiz has {len(items)} options; it needs two or more, "
                "exactly one of them marked - [x]"
            )
        page = self.env.docname.replace("/", "-")
        name = f"quiz-{page}-{self.env.new_serialno('quiz')}"
        form = quiz(name=name)
        form += self.text(quiz_question, self.arguments[0])
        answers = quiz_answers()
        for letter, (right, option, feedback) in zip(
            LETTERS, items, strict=False
        ):
            common = {"letter": letter, "name": name, "right": right}
            form += self.text(quiz_option, option, **common)
            answers += self.text(quiz_answer, feedback, **common)
        form += answers
        return [form]

    def items(self):
        """The list items, each on one line."""
        return re.split(r"\n(?=- )", "\n".join(self.content).strip())

    def item(self, text):
        parts = ITEM.fullmatch(text)
        if not parts:
            raise self.error(
                f"{text[:40]!r} is not a quiz option; write "
                "- [ ] option :: feedback, or - [x] for the right one"
            )
        right, option, feedback = parts.groups()
        return right == "x", " ".join(option.split()), feedback

    def text(self, kind, words, **attributes):
        """A node of this kind, its words parsed, ready for translation."""
        parsed, messages = self.state.inline_text(words, self.lineno)
        node = kind(words, "", *parsed, *messages, **attributes)
        self.set_source_info(node)
        return node


def visit_quiz(self, node):
    self.body.append('<form class="quiz"><fieldset>')


def depart_quiz(self, node):
    self.body.append("</form>")


def visit_question(self, node):
    self.body.append("<legend>")


def depart_question(self, node):
    self.body.append("</legend>")


def visit_option(self, node):
    name, letter = node["name"], node["letter"]
    self.body.append(
        f'<div class="quiz-option"><input type="radio" name="{name}" '
        f'id="{name}-{letter}" value="{letter}" autocomplete="off">'
        f'<label for="{name}-{letter}"><span class="quiz-letter">{letter}.'
        "</span> <span>"
    )


def depart_option(self, node):
    self.body.append("</span></label></div>")


def visit_answers(self, node):
    self.body.append(
        '</fieldset><div class="quiz-answers">'
        '<p class="quiz-answers-title">Answers</p>'
    )


def depart_answers(self, node):
    self.body.append("</div>")


def visit_answer(self, node):
    verdict = "Right." if node["right"] else "Not right."
    side = "right" if node["right"] else "wrong"
    letter = node["letter"]
    self.body.append(
        f'<p class="quiz-answer quiz-{side}" data-letter="{letter}">'
        f'<span class="quiz-letter">{letter}.</span> '
        f"<strong>{verdict}</strong> "
    )


def depart_answer(self, node):
    self.body.append("</p>")


def setup(app):
    for kind, visitors in (
        (quiz, (visit_quiz, depart_quiz)),
        (quiz_question, (visit_question, depart_question)),
        (quiz_option, (visit_option, depart_option)),
        (quiz_answers, (visit_answers, depart_answers)),
        (quiz_answer, (visit_answer, depart_answer)),
    ):
        app.add_node(kind, html=visitors)
    app.add_directive("quiz", QuizDirective)
    app.add_css_file("quiz.css")
    app.add_js_file("quiz.js", loading_method="defer")
    return {"version": "1", "parallel_read_safe": True}
