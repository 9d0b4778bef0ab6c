#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Holds result files against results/result.schema.json.

    validate-result.py [--schema FILE] RESULT…

Prints one line for every violation: file, place, what is wrong. Exits 0 where there is none, 1 where
there are, 2 where a file cannot be read or is no JSON. NaN and Infinity, which Python would accept, are
no JSON.
"""

import argparse
import json
import os
import sys

import jsonschema

SCHEMA = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "results", "result.schema.json")


def refuse_constant(name):
    raise ValueError(f"{name} is no JSON")


def read(path):
    with open(path, encoding="utf-8") as file:
        return json.load(file, parse_constant=refuse_constant)


def make_validator(path):
    schema = read(path)
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema)


def violations(validator, name, result):
    """A line for each violation, with the name that it begins with."""
    for error in validator.iter_errors(result):
        yield f"{name}: {error.json_path}: {error.message[:200]}"


def main():
    parser = argparse.ArgumentParser(description="Holds result files against the schema.")
    parser.add_argument("--schema", default=SCHEMA)
    parser.add_argument("results", nargs="+")
    arguments = parser.parse_args()
    count = 0
    try:
        validator = make_validator(arguments.schema)
        for path in arguments.results:
            for line in violations(validator, path, read(path)):
                count += 1
                print(line)
    except (OSError, ValueError, jsonschema.SchemaError) as error:
        print(f"validate-result: {error}", file=sys.stderr)
        return 2
    return 1 if count else 0


if __name__ == "__main__":
    sys.exit(main())
