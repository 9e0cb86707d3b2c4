"""The experiments keep their promises, loosely, on fixed seeds.

Fewer seeds than the book; the settings are the book's own.
"""

import numpy as np
import pytest

from lstm_doors.data.adding import BASELINE
from lstm_doors.data.france import france_sentence
from lstm_doors.experiments import (
    ablation,
    adding,
    clouds,
    common,
    continual_reber,
    embedded_reber,
    film,
    france,
    gradient_lag,
    half_life,
    tagger,
    temporal_order,
    watching,
)

ONE_SEED = (0,)


def test_gradients_vanish_or_not_as_the_doors_stand():
    result = gradient_lag.run()
    at_100 = {model: result.at(model, 100) for model in result.norms}
    assert at_100["RNN"] < 1e-15
    assert 1e-5 < at_100["RNN, orthogonal W"] < 1e-1
    assert at_100["LSTM, forget bias 0"] < 1e-15
    assert 1e-11 < at_100["LSTM, forget bias 1"] < 1e-5
    assert 0.05 < at_100["LSTM, forget bias 3"] < 50
    assert 0.1 < at_100["LSTM, forget bias 5"] < 100
    assert all((norms[:, 0] == 1).all() for norms in result.norms.values())


def test_half_life_is_where_half_is_kept():
    for bias, steps in ((0, 1), (1, 2.2), (3, 14.3), (5, 103.2)):
        assert half_life.half_life(bias) == pytest.approx(steps, abs=0.05)
        assert half_life.kept(bias, half_life.half_life(bias)) == (
            pytest.approx(0.5)
        )


def test_france_is_reached_as_far_as_the_forget_bias_lets():
    models = ("RNN", "RNN, orthogonal W")
    models += tuple(f"LSTM, forget bias {bias}" for bias in (0, 5))
    settings = france.Settings(gaps=(5, 40), models=models, seeds=ONE_SEED)
    result = france.run(settings)
    assert result.mean("LSTM, forget bias 0", 40) < 0.3
    assert result.mean("LSTM, forget bias 0", 5) > 0.5
    assert result.mean("LSTM, forget bias 5", 40) > 0.9
    assert result.mean("RNN, orthogonal W", 5) > 0.9
    assert result.mean("RNN, orthogonal W", 40) > 2 * france.CHANCE


def test_adding_is_solved_by_the_lstm_and_not_by_the_rnn():
    result = adding.run(adding.Settings(seeds=ONE_SEED))
    assert result.error["lstm"].max() < 0.01
    assert result.error["rnn"].min() > 0.12
    assert result.baseline == BASELINE


def test_temporal_order_needs_a_shut_input_door_at_the_start():
    result = temporal_order.run()
    start_shut, start_open, rnn = temporal_order.MODELS
    assert result.solved(start_shut) == 3
    assert result.sequences[start_shut].max() < 31_390
    assert result.solved(start_open) < 3
    assert result.solved(rnn) == 0


def test_embedded_reber_is_learned_by_the_lstm():
    settings = embedded_reber.Settings(models=("lstm",), seeds=ONE_SEED)
    result = embedded_reber.run(settings)
    assert 0 < result.strings["lstm"][0] < 8_440


def test_continual_reber_needs_the_forget_door():
    settings = continual_reber.Settings(seeds=ONE_SEED)
    result = continual_reber.run(settings)
    assert result.scored == 39_000
    assert result.errors["with all doors"][0] == 0
    assert result.errors["no forget door"][0] > 100
    bounded = result.cell_size["with all doors"][0]
    growing = result.cell_size["no forget door"][0]
    assert bounded.max() < 10
    assert growing[49] < growing[499] < growing[1999] < growing[3999]
    assert growing[3999] > 100


def test_adding_needs_the_input_door_and_not_the_output_door():
    settings = ablation.Settings()
    error = {
        model: ablation.one(settings, model, 0)
        for model in ("with all doors", "no input door", "no output door")
    }
    assert error["with all doors"] < 0.01
    assert error["no output door"] < 0.01
    assert error["no input door"] > 0.05


def test_the_film_needs_memory():
    settings = film.Settings(models=("memoryless", "rnn"), seeds=ONE_SEED)
    result = film.run(settings)
    assert result.accuracy["memoryless"][0] < 0.7
    assert result.accuracy["rnn"][0] > 0.95


def test_the_tagger_needs_memory():
    result = tagger.run(tagger.Settings(seeds=ONE_SEED))
    assert result.last_names["memoryless"][0] < 0.7
    assert result.last_names["rnn"][0] > 0.95


def test_the_tagger_tells_the_place_from_the_person():
    tags, _ = tagger.trained_tagger()
    assert tags.tag(["I", "live", "in", "Paris"])[-1] == "place"
    assert tags.tag(["I", "trust", "in", "Paris"])[-1] == "person"


def test_the_clouds_are_in_the_sky():
    result = clouds.run(clouds.Settings(seeds=ONE_SEED))
    assert result.accuracy["memoryless"][0] < 0.4
    assert result.accuracy["rnn"][0] > 0.75
    learned, _ = clouds.trained_next_word()
    [(word, _)] = learned.likeliest(["the", "clouds", "are", "in", "the"], 1)
    assert word == "sky"


def test_the_doors_of_a_trained_network_can_be_watched():
    network = watching.france_reader()
    sentence = france_sentence("France", 12, np.random.default_rng(5))
    inside = watching.watch_sentence(network, sentence)
    assert inside.answer() == "French"
    assert inside.f.shape == (len(sentence), network.H)
    before = np.concatenate([np.zeros((1, network.H)), inside.c[:-1]])
    np.testing.assert_allclose(
        inside.c, inside.f * before + inside.i * inside.g, atol=1e-5
    )
    np.testing.assert_allclose(
        inside.h, inside.o * np.tanh(inside.c), atol=1e-5
    )


def test_the_film_is_watched_to_the_end():
    frames, events, inside = watching.watch_film(watching.film_watcher())
    assert (inside.probs.argmax(axis=1) == events).mean() > 0.9
    assert len(frames) == len(events) == len(inside.c)
    assert len(set(inside.busiest(6))) == 6


def test_jobs_come_back_in_order_from_all_cores():
    assert common.each(divmod, [(7, 2), (9, 4), (5, 5)]) == [
        (3, 1),
        (2, 1),
        (1, 0),
    ]


def test_a_table_shows_measured_and_published_side_by_side():
    published = common.Published("far < farther", "A (1997)", "a1997")
    table = common.beside([("reach", "12")], [published])
    html = table._repr_html_()
    assert "<td>reach</td><td>12</td>" in html
    assert "far &lt; farther" in html
    assert [line.split()[0] for line in repr(table).splitlines()] == [
        "what",
        "reach",
        "published",
    ]
