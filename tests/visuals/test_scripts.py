"""The pure functions of the kit and of the transport, in node."""

import math

import pytest


def test_numbers_read_as_in_python(node):
    from annlab.visuals.words import number

    values = [0.8, 2, -0.4, 0, -0.001, 10.5, -10.25, 123]
    assert node(f"{values}.map((v) => m.format(v))", ()) == [number(v) for v in values]
    assert node("m.format(null)", ()) == "not a number"


def test_ticks_are_round_and_inside(node):
    assert node("m.ticks(-4, 4)", ()) == [-4, -2, 0, 2, 4]
    assert node("m.ticks(-0.1, 1.1)", ()) == [0, 0.5, 1]
    marks = node("m.ticks(0.013, 0.094)", ())
    assert 2 <= len(marks) <= 8 and all(0.013 <= v <= 0.094 for v in marks)


def test_scales_invert(node):
    assert node("[m.scale([-2, 2], [0, 100])(1), m.scale([-2, 2], [0, 100]).invert(75)]", ()) == [75, 1]


def test_a_path_lifts_its_pen_where_there_is_no_value(node):
    identity = "m.scale([0, 1], [0, 1])"
    assert node(f"m.path([0, 1, 2, 3], [0, 1, null, 3], {identity}, {identity})", ()) == "M0.0 0.0L1.0 1.0M3.0 3.0"


def test_random_values_are_steps_within_the_slider(node):
    spec = "{min: -1, max: 1, step: 0.25}"
    values = node(f"Array.from({{length: 200}}, () => m.randomValue({spec}))", ())
    assert all(-1 <= v <= 1 and math.isclose(v * 4, round(v * 4)) for v in values) and len(set(values)) > 5
    assert node(f"[m.randomValue({spec}, () => 0), m.randomValue({spec}, () => 0.999)]", ()) == [-1, 1]


def test_floats_are_read_from_any_offset(node):
    assert node("[...m.floats(new DataView(new Uint8Array([9, 0, 0, 128, 63]).buffer, 1))]", ()) == [1]


LINE = """(() => {
  let now = 0; let timers = []; const log = [];
  const clock = { now: () => now, set: (f, t) => { timers.push({ f, at: now + t }); return timers.at(-1); },
    clear: (timer) => { timers = timers.filter((one) => one !== timer); } };
  const line = m.pipeline((q) => log.push(`ask ${q.ask}:${q.params}`),
    { frame: (f, p) => log.push(`draw ${f}:${p}`), lost: () => log.push("lost") }, clock);
  const ask = (text) => [...text].forEach(line.ask);
  const at = (time) => {
    const due = () => timers.filter((one) => one.at <= time).sort((a, b) => a.at - b.at)[0];
    for (let next; (next = due());) { clock.clear(next); now = next.at; next.f(); }
    now = time;
  };
  %s
  return log;
})()"""


@pytest.mark.parametrize(
    ("story", "log"),
    [
        ("ask('abcde');", ["ask 1:a", "ask 2:b"]),
        ("ask('abcde'); at(30);", ["ask 1:a", "ask 2:b", "ask 3:e"]),
        ("ask('a'); at(9); line.answer(1, 1, 'A'); ask('bcdefg');", ["ask 1:a", "draw A:a", "ask 2:b", "ask 3:c", "ask 4:d"]),
        (
            "ask('a'); at(9); line.answer(1, 1, 'A'); ask('bcdefg'); at(20); line.answer(2, 1, 'B');",
            ["ask 1:a", "draw A:a", "ask 2:b", "ask 3:c", "ask 4:d", "ask 5:g", "draw B:b"],
        ),
        ("ask('a'); at(60); line.answer(1, 50, 'A'); ask('bc'); at(89);", ["ask 1:a", "draw A:a", "ask 2:b"]),
        ("ask('a'); at(60); line.answer(1, 50, 'A'); ask('bc'); at(80); ask('d'); at(91);",
         ["ask 1:a", "draw A:a", "ask 2:b", "ask 3:d"]),
        ("ask('a'); at(60); line.answer(1, 50, 'A'); ask('bc'); at(80); line.answer(2, 50, 'B');",
         ["ask 1:a", "draw A:a", "ask 2:b", "ask 3:c", "draw B:b"]),
        ("ask('ab'); line.answer(2, 50, 'B'); line.answer(1, 50, 'A');", ["ask 1:a", "ask 2:b", "draw B:b"]),
        ("ask('a'); at(2000); ask('b');", ["ask 1:a", "lost", "ask 2:b"]),
        ("ask('a'); at(2000); line.answer(1, 50, 'A');", ["ask 1:a", "lost", "draw A:null"]),
        ("ask('a'); line.answer(1, 50, 'A'); at(2000);", ["ask 1:a", "draw A:a"]),
        ("line.answer(5, 50, 'X');", []),
        ("ask('abc'); line.close(); at(9000);", ["ask 1:a", "ask 2:b"]),
    ],
    ids=["before Python is known", "three at most", "three where Python is quick", "latest wins", "none early where Python is slow",
         "but in time", "or once it is free", "never an older one", "lost frees its place", "late is still drawn", "no false alarm",
         "not asked for", "closed"],
)
def test_the_pipeline(node, story, log):
    assert node(LINE % story, ()) == log
