"""Validates scenarios with a JSON Schema: check_schema.py SCHEMA SCENARIO...

Prints a line for each scenario: `ok`, or `refused` with the error that says most. The YAML is read by the rules of
version 1.2, as editors do. Ends with 1 where the schema itself is not valid.
"""
import sys

import jsonschema
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

import json

with open(sys.argv[1], encoding="utf-8") as file:
    schema = json.load(file)
jsonschema.Draft7Validator.check_schema(schema)
validator = jsonschema.Draft7Validator(schema)
for path in sys.argv[2:]:
    with open(path, encoding="utf-8") as file:
        try:
            scenario = YAML(typ="safe", pure=True).load(file)
        except YAMLError as error:
            print("refused", "as YAML", str(error)[:300].replace("\n", " "))
            continue
    error = jsonschema.exceptions.best_match(validator.iter_errors(scenario))
    if error is None:
        print("ok")
    else:
        place = "/".join(str(step) for step in error.absolute_path)
        print("refused", place, error.message[:300].replace("\n", " "))
