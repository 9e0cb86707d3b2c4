"""The tasks: every sequence is what its description says."""

import re

import numpy as np
import pytest

from lstm_doors.data import (
    adding,
    clouds,
    film,
    france,
    reber,
    tagging,
    temporal_order,
    words,
)


@pytest.fixture
def rng():
    return np.random.default_rng(0)


def test_words_go_to_vectors_and_back():
    vocabulary = words.Vocabulary(["I love you", "you love"])
    assert vocabulary.words == ["I", "love", "you"]
    sentence = ["you", "love", "I"]
    assert vocabulary.read(vocabulary.one_hot(sentence)) == sentence
    with pytest.raises(ValueError, match="'them' is not in the vocabulary"):
        vocabulary.numbers(["love", "them"])


def test_word_vectors_have_length_one(rng):
    vectors = words.word_vectors(words.Vocabulary(["a b c"]), 16, rng)
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1)


def test_film_frames_alone_do_not_tell_the_event(rng):
    frames, events = film.film(40, 500, rng, noise=0)
    meanings = {}
    for frame, event in zip(
        frames.reshape(-1, film.PIXELS), events.ravel(), strict=True
    ):
        meanings.setdefault(tuple(frame), set()).add(int(event))
    dark = (0.0,) * film.PIXELS
    assert meanings.pop(dark) == {film.NOBODY, film.SOMEBODY}
    assert set(map(frozenset, meanings.values())) == {
        frozenset({film.COMING, film.GOING})
    }


def test_film_events_follow_one_another_in_order(rng):
    _, events = film.film(80, 50, rng)
    steps = np.diff(events, axis=0) % 4
    assert set(np.unique(steps)) == {0, 1}
    assert (events[0] == film.NOBODY).all()


def test_tags_depend_on_more_than_the_word_before():
    follows = {}
    for sentence, tags in tagging.tagging_corpus():
        pair = tuple(sentence[-2:])
        follows.setdefault(pair, set()).add(tags[-1])
    assert follows["in", "Paris"] == {"place", "person"}
    assert follows["to", "Sydney"] == {"place", "person"}


def test_tagging_arrays_hold_the_sentences(rng):
    corpus = tagging.tagging_corpus()[::97]
    vectors = np.eye(len(tagging.VOCABULARY))
    xs, tags = tagging.tagging_arrays(corpus, vectors)
    for n, (sentence, expected) in enumerate(corpus):
        T = len(sentence)
        assert tagging.VOCABULARY.read(xs[:T, n]) == sentence
        assert [tagging.TAGS[k] for k in tags[:T, n]] == expected
        assert (tags[T:, n] == tagging.NO_ANSWER).all()


def test_split_keeps_every_sentence_once(rng):
    corpus = tagging.tagging_corpus()
    learn, kept_back = tagging.split(corpus, 0.25, rng)
    assert len(learn) == len(corpus) // 4
    together = sorted(" ".join(sentence) for sentence, _ in learn + kept_back)
    assert together == sorted(" ".join(sentence) for sentence, _ in corpus)


def test_clouds_ask_for_the_place():
    corpus = clouds.clouds_corpus()
    assert ["the", "clouds", "are", "in", "the", "sky"] in corpus
    xs, following = clouds.clouds_arrays(
        corpus, np.eye(len(clouds.VOCABULARY))
    )
    assert xs.shape[:2] == following.shape == (5, len(corpus))
    last = [clouds.VOCABULARY.words[k] for k in following[-1]]
    assert last == [sentence[-1] for sentence in corpus]


@pytest.mark.parametrize("gap", [0, 5, 40])
def test_france_sentences_read_as_described(gap, rng):
    xs, country = france.france(gap, 20, rng)
    assert xs.shape == (gap + 8, 20, len(france.VOCABULARY))
    for n in range(20):
        sentence = france.VOCABULARY.read(xs[:, n])
        named = france.COUNTRIES[country[0, n]]
        assert sentence[:5] == ["I", "grew", "up", "in", named]
        assert set(sentence[5:-3]) <= set(france.FILLERS)
        assert sentence[-3:] == ["I", "speak", "fluent"]
    assert len(france.france_sentence("Japan", gap, rng)) == gap + 8


def test_adding_marks_one_number_in_each_half(rng):
    xs, total = adding.adding(30, 200, rng)
    marks = xs[..., 1]
    assert (marks[:15].sum(axis=0) == 1).all()
    assert (marks[15:].sum(axis=0) == 1).all()
    np.testing.assert_allclose(
        (xs[..., 0] * marks).sum(axis=0), total[0, :, 0]
    )
    assert xs[..., 0].min() >= 0
    assert xs[..., 0].max() <= 1


def test_always_answering_one_has_the_baseline_error(rng):
    _, total = adding.adding(10, 200_000, rng)
    assert ((total - 1) ** 2).mean() == pytest.approx(
        adding.BASELINE, rel=0.02
    )


def test_temporal_order_hides_two_symbols_in_order(rng):
    xs, classes = temporal_order.temporal_order(300, rng)
    for n in range(300):
        text = "".join(temporal_order.SYMBOLS[k] for k in xs[:, n].argmax(-1))
        assert re.fullmatch("E[abcdXY]+B", text)
        assert (
            re.sub("[^XY]", "", text)
            == (temporal_order.CLASSES[classes[0, n]])
        )
        first, second = (m.start() for m in re.finditer("[XY]", text))
        assert 10 <= first <= 20
        assert 50 <= second <= 60


def walks(string):
    """Is the inner string one that the published graph of states allows?"""
    edges = {
        (0, "T"): 1,
        (0, "P"): 2,
        (1, "S"): 1,
        (1, "X"): 3,
        (2, "T"): 2,
        (2, "V"): 4,
        (3, "X"): 2,
        (3, "S"): 5,
        (4, "P"): 3,
        (4, "V"): 5,
        (5, "E"): 6,
    }
    state = 0
    for symbol in string:
        state = edges.get((state, symbol))
    return state == 6


def test_embedded_reber_strings_follow_the_grammar(rng):
    for _ in range(200):
        string, legal = reber.embedded_reber(rng)
        outer = re.fullmatch("B([TP])B(.+)([TP])E", string)
        assert outer
        assert outer[1] == outer[3]
        assert walks(outer[2])
        following = reber.one_hot(string[1:] + "B")
        assert ((legal * following).sum(axis=1) == 1).all()
        assert legal[-2].sum() == 1  # the kept symbol leaves no choice


def test_streams_go_on_from_chunk_to_chunk():
    chunks = reber.ReberStream(3, np.random.default_rng(1))
    whole = reber.ReberStream(3, np.random.default_rng(1))
    text = whole.draw(200)[0].argmax(axis=-1)
    for n in range(3):
        read = "".join(reber.SYMBOLS[k] for k in text[:, n])
        strings = re.findall("B[TP]B.*?E[TP]E", read)
        assert read.startswith("".join(strings))
    xs, following, legal = chunks.draw(40)
    np.testing.assert_array_equal(xs[1:].argmax(-1), following[:-1])
    assert np.take_along_axis(legal, following[..., None], -1).all()
    next_xs, *_ = chunks.draw(40)
    np.testing.assert_array_equal(following[-1], next_xs[0].argmax(-1))
