"""Each live door and each quiz of the built book answers to a keyboard."""

import pytest
from reader import HTML, PATIENCE, READ, Traffic, read

ALIVE = 'class="doors-still"'
QUIZ = '<form class="quiz'


def pages_with(sign):
    """Names of the pages whose source holds this."""
    return [
        name
        for name in READ
        if sign in (HTML / name).read_text(encoding="utf-8")
    ]


@pytest.fixture(scope="module")
def opened(request, site, browser):
    """The page named by the parameter, read once."""
    context = browser.new_context()
    page = context.new_page()
    page.traffic = Traffic(context, page)
    read(page, f"{site}/{request.param}")
    yield page
    context.close()


def test_there_are_doors_and_quizzes():
    assert len(pages_with(ALIVE)) >= 8
    assert len(pages_with(QUIZ)) >= 12


def another(slider):
    """The key that leads away from where this slider stands."""
    at, top = slider.evaluate("s => [s.valueAsNumber, Number(s.max)]")
    return "ArrowLeft" if at == top else "ArrowRight"


@pytest.mark.parametrize("opened", pages_with(ALIVE), indirect=True)
def test_each_slider_moves_its_picture_and_its_sentence(opened):
    doors = opened.locator(".doors-live")
    assert doors.count() == opened.locator(".doors-still").count()
    for door in doors.all():
        picture = door.locator(".doors-picture svg").first
        sliders = door.get_by_role("slider")
        assert sliders.count() > 0
        for slider in sliders.all():
            before = picture.evaluate_handle("svg => [svg.outerHTML]")
            slider.press(another(slider))
            opened.wait_for_function(
                "([svg, [before]]) => svg.outerHTML !== before",
                arg=[picture.element_handle(), before],
                timeout=PATIENCE,
            )
    assert opened.traffic.errors == []


@pytest.mark.parametrize("opened", pages_with(QUIZ), indirect=True)
def test_each_choice_of_a_quiz_has_its_own_answer(opened):
    for quiz in opened.locator("form.quiz").all():
        answers = []
        for choice in quiz.get_by_role("radio").all():
            choice.press("Space")
            assert choice.is_checked()
            quiz.get_by_role("button", name="Check").press("Enter")
            answers.append(quiz.get_by_role("status").inner_text().strip())
        right = [text for text in answers if text.startswith("Right.")]
        wrong = [text for text in answers if text.startswith("Not right.")]
        assert len(right) == 1
        assert len(wrong) == len(answers) - 1
        assert len(set(answers)) == len(answers)
        assert min(map(len, answers)) > len("Not right. ")
    assert opened.traffic.errors == []
