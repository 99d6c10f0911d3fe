"""A heat map of an hour, beside the same map of a minute and the same hour summed plainly."""

import time

import numpy as np
import pytest

from app.core.heat_map import HeatMap

HOUR, MINUTE, WIDTH = 108_000, 1800, 1600


def blocks(frames):
    rng = np.random.default_rng(0)
    block = rng.normal(size=(4096, 256)).astype(np.float16)
    for start in range(0, frames, 4096):
        yield block[: min(4096, frames - start)]


@pytest.fixture(scope="module")
def hour():
    return HeatMap.of_blocks(blocks(HOUR), HOUR, 256)


def milliseconds(call, times=30):
    spent = []
    for _ in range(times):
        start = time.process_time()
        call()
        spent.append((time.process_time() - start) * 1e3)
    return float(np.median(spent))


def plain(values, width):
    parts = np.array_split(values, width)
    return [(p.mean(axis=0, dtype=np.float32), p.min(axis=0), p.max(axis=0)) for p in parts]


def test_columns_of_an_hour_cost_what_columns_of_a_minute_cost(benchmark, hour):
    minute = HeatMap.of_blocks(blocks(MINUTE), MINUTE, 256)
    whole = milliseconds(lambda: hour.columns(0, HOUR, WIDTH))
    dearest = max(milliseconds(lambda f=f: hour.columns(0, f * WIDTH, WIDTH)) for f in (2, 5, 7.9))
    short = milliseconds(lambda: minute.columns(0, MINUTE, WIDTH))
    plainly = milliseconds(lambda: plain(hour._values, WIDTH), 2)
    benchmark.pedantic(hour.columns, (0, HOUR, WIDTH), rounds=10)
    print(
        f"\n{WIDTH} columns, median: hour {whole:.1f} ms, minute {short:.1f} ms, dearest zoom "
        f"{dearest:.1f} ms; the hour summed plainly {plainly:.0f} ms: {plainly / whole:.0f} times"
    )
    assert whole < 8 * short
    assert whole < plainly / 10


def test_an_hour_is_built_while_it_would_be_copied_a_few_times(benchmark):
    made = benchmark.pedantic(
        lambda: HeatMap.of_blocks(blocks(HOUR), HOUR, 256), rounds=2, iterations=1
    )
    start = time.process_time()
    made._values.astype(np.float32).astype(np.float16)
    copied = time.process_time() - start
    ratio = benchmark.stats["min"] / copied
    seconds, megabytes = benchmark.stats["min"], made.nbytes / 1e6
    print(f"\nbuilt in {seconds:.2f} s, {ratio:.1f} conversions; {megabytes:.0f} MB")
    assert ratio < 40
