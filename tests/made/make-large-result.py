#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes a valid result of any size, for tests of how time and memory grow.

    make-large-result.py --cases N [--blocks N] [--samples N] [--shape SHAPE] [--groups N] >result.json

Shapes, each of N cases:
    each    a workload's parameters for every ten cases: many short tables
    flat    one workload with the same parameters: a single long table
    sweep   one workload over a parameter, ten cases at each point: one crossover with many points
    apart   as sweep, with a second parameter that is another one at each point: many crossovers
    lines   one workload over two points, with as many lines as there are cases to it

Figures are drawn with a fixed seed: the same arguments write the same file.
"""

import argparse
import json
import os
import random
import sys

EXAMPLE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "data", "example-result.json")
RUNNERS = [("serial", "serial"), ("threads", "threads"), ("thread-pool", "threads"), ("async", "async"),
           ("async-threads", "hybrid")]
PLACES = [("serial", 1, 1), ("threads", 1, 8), ("threads", 2, 2), ("thread-pool", 1, 8),
          ("thread-pool", 2, 2), ("thread-pool", 2, 16), ("async", 1, 8), ("async", 1, 64),
          ("async-threads", 2, 2), ("async-threads", 2, 16)]


def workload_of(shape, number):
    point = number // len(PLACES)
    if shape == "flat":
        return "noop", {}
    if shape == "each":
        return "cpu-sum", {"iterations": point + 1}
    if shape == "lines":
        return "mixed", {"cpu": 10 + 80 * (number % 2), "task": 1000000}
    return "mixed", {"cpu": point / 100, "task": 1000000 + (point if shape == "apart" else 0)}


def text_of(parameters):
    if not parameters:
        return ""
    texts = {"task": "%gns"}
    return "{%s}" % ",".join("%s=%s" % (key, texts.get(key, "%.12g") % value)
                             for key, value in parameters.items())


def json_of(parameters):
    keys = {"cpu": "cpu_percent", "task": "task_ns"}
    return {keys.get(key, key): value for key, value in parameters.items()}


def place_of(shape, number):
    if shape == "flat":
        return "async", 1, number + 1
    if shape == "lines":
        return "async-threads", 1 + number // 2 % 2, number // 2 + 2
    return PLACES[number % len(PLACES)]


def make_sample(random_number, rate, tasks):
    elapsed_ns = round(tasks / rate * 1e9 * (1 + 0.02 * random_number()))
    p50 = round(1e9 / rate)
    return {"elapsed_ns": elapsed_ns, "user_ns": elapsed_ns // 2, "system_ns": elapsed_ns // 10,
            "voluntary_switches": 10, "involuntary_switches": 2, "clock_share": 0.0001,
            "evidence": {"steal_ns": 0, "throttled_periods": 0, "throttled_ns": 0, "pressure_ns": 0,
                         "migrations": 0, "minor_faults": 1, "major_faults": 0, "frequency_hz": None,
                         "other_load": 0.01, "other_load_resolution": 0.01},
            "latency_ns": {"p50": p50, "p90": 2 * p50, "p99": 3 * p50, "p99_9": 4 * p50, "max": 5 * p50},
            "peak_concurrency": 1}


def make_block(random_number, arguments, number, block, rate):
    def canaries():
        return {"compute_ns": 50000 * (1 + 0.01 * random_number()),
                "memory_ns": 90000 * (1 + 0.01 * random_number()),
                "wake_up_ns": 5000 * (1 + 0.01 * random_number())}
    return {"block": block, "order": block * arguments.cases + number, "pid": 1000 + number, "status": "ok",
            "reason": None, "tasks": 1000, "startup_ns": 1000, "teardown_ns": 1000, "workers": 1,
            "cpus_seen": [0], "server": None, "canaries": {"before": canaries(), "after": canaries()},
            "disturbed": None,
            "samples": [make_sample(random_number, rate, 1000) for _ in range(arguments.samples)]}


def make_case(random_number, arguments, number):
    workload, parameters = workload_of(arguments.shape, number)
    runner, cores, concurrency = place_of(arguments.shape, number)
    text = text_of(parameters)
    rate = 1000.0 * cores * (1 + random_number())
    case = {"id": "%s%s/%s/cores=%d/concurrency=%d" % (workload, text, runner, cores, concurrency),
            "cores": cores, "concurrency": concurrency, "tasks": 1000, "cpus": list(range(cores)),
            "stamped": True, "status": "ok", "reason": None,
            "workload": {"name": workload, "text": text, "parameters": json_of(parameters)},
            "runner": {"name": runner, "text": "", "parameters": {}, "model": dict(RUNNERS)[runner]}}
    if arguments.groups > 0:
        case["groups"] = [number * arguments.groups // arguments.cases]
    case["blocks"] = [make_block(random_number, arguments, number, block, rate)
                      for block in range(arguments.blocks)]
    estimate = {"median": rate, "low": 0.9 * rate, "high": 1.1 * rate, "confidence": 0.875}
    case["summary"] = {"blocks": arguments.blocks, "startup_ns": 1000.0, "tasks_per_second": estimate,
                       "cpu_use": {"median": 0.6, "low": 0.6, "high": 0.6, "confidence": 0.875},
                       "latency_p50_ns": 1e9 / rate, "latency_p99_ns": 3e9 / rate}
    return case


def main():
    parser = argparse.ArgumentParser(description="Writes a valid result of any size.")
    parser.add_argument("--cases", type=int, required=True)
    parser.add_argument("--blocks", type=int, default=4)
    parser.add_argument("--samples", type=int, default=1)
    parser.add_argument("--groups", type=int, default=0)
    parser.add_argument("--shape", choices=["each", "flat", "sweep", "apart", "lines"], default="each")
    arguments = parser.parse_args()
    random_number = random.Random(1).random
    with open(EXAMPLE, encoding="utf-8") as file:
        result = json.load(file)
    result["settings"]["blocks"] = arguments.blocks
    result["runners"] = [{"name": name, "model": model} for name, model in RUNNERS]
    result.pop("groups", None)
    if arguments.groups > 0:
        result["groups"] = ["Group %d" % group for group in range(arguments.groups)]
    result["cases"] = None
    before, after = json.dumps(result, indent=1).split('"cases": null')
    sys.stdout.write(before + '"cases": [')
    for number in range(arguments.cases):
        sys.stdout.write(",\n" if number > 0 else "\n")
        sys.stdout.write(json.dumps(make_case(random_number, arguments, number), indent=1))
    sys.stdout.write("]" + after + "\n")


if __name__ == "__main__":
    main()
