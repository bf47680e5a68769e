"""Writes golden.json: values of JSON beside schemas, and whether Python's jsonschema finds that they match.

Made with jsonschema 4.26 and rfc3339-validator 0.1.4, formats checked. Values are written as constraints write them: properties in
the order of the schema, numbers with bounds without an exponent.
"""
import json
import pathlib

import jsonschema

CASES = [
    ({"type": "integer", "minimum": -12, "exclusiveMaximum": 345, "multipleOf": 7},
     "-13 -12 -7 -1 0 7 8 343 344 345 350 70 -70 1e1"),
    ({"type": "integer", "minimum": 99, "maximum": 1001}, "98 99 100 999 1000 1001 1002 10000 -99 0099"),
    ({"type": "integer", "maximum": -3}, "-2 -3 -4 -30 0 3 -999999999999999"),
    ({"type": "integer", "minimum": 2.5}, "2 3 25 -3"),
    ({"type": "integer", "multipleOf": 25}, "0 25 -25 30 1000000 1000001"),
    ({"type": "number", "minimum": 0.25, "maximum": 99.5},
     "0 0.2 0.24999 0.25 0.250 0.3 1 9.99 99 99.49 99.5 99.50 99.51 100 -1"),
    ({"type": "number", "exclusiveMinimum": -1.5, "exclusiveMaximum": 0},
     "-1.5 -1.50 -1.4999 -1 -0.001 0 0.0 -2 1"),
    ({"type": "number", "multipleOf": 0.5}, "0 0.5 1.5 -2.5 2 0.25 3.75"),
    ({"minimum": 0.001, "maximum": 0.0012}, "0.001 0.0010 0.0011 0.0012 0.00121 0.0009 0 1"),
    ({"minimum": 1, "exclusiveMinimum": 1, "maximum": 5, "exclusiveMaximum": 9}, "1 1.1 5 6"),
    ({"type": "string", "format": "date"},
     '"2024-02-29" "2023-02-29" "1900-02-29" "2000-02-29" "2023-04-31" "2023-12-31" "2023-13-01" "2023-1-1" "x"'),
    ({"type": "string", "format": "time"}, '"00:00:00Z" "23:59:59.25+01:30" "24:00:00Z" "12:60:00Z" "12:00Z"'),
    ({"type": "string", "format": "date-time"},
     '"2024-02-29T10:00:00Z" "2023-02-29T10:00:00Z" "2023-05-05 10:00:00Z" "2023-05-05T25:00:00Z"'),
    ({"type": "string", "format": "uuid"},
     '"123e4567-e89b-12d3-a456-426614174000" "123e4567e89b12d3a456426614174000" "123e4567-e89b-12d3-a456-42661417400g"'),
    ({"type": "string", "format": "email"}, '"a.b@example.org" "example.org"'),
    ({"type": "string", "format": "ipv4"}, '"0.0.0.0" "192.168.1.255" "256.1.1.1" "1.2.3" "01.2.3.4"'),
    ({"format": "date", "pattern": "^2024-.*$"}, '"2024-01-31" "2023-01-31" "2024-01-32"'),
    ({"pattern": "^[a-z]+-[0-9]{2}$", "minLength": 6, "maxLength": 8},
     '"abc-12" "ab-12" "abcde-12" "abcdef-12" "abc-1" "ABC-12"'),
    ({"minLength": 2, "maxLength": 3}, '"é" "é🚀" "日本語" "日本語で" "\\\\\\\\" "a\\nb"'),
    ({"prefixItems": [{"type": "integer"}, {"const": "x"}], "items": False}, '[1,"x"] [1] [] [1,"y"] ["x"] [1,"x",2]'),
    ({"prefixItems": [{"type": "integer"}], "items": {"type": "null"}, "minItems": 2, "maxItems": 3},
     "[1,null] [1] [1,null,null] [1,null,null,null] [null,null] [1,2]"),
    ({"type": "array", "uniqueItems": True, "items": {"enum": ["a", 1, None]}, "minItems": 1},
     '[] ["a"] ["a","a"] [1,"a",null] [null,1] [1,1.0]'),
    ({"patternProperties": {"^x-": {"type": "integer"}, "y$": {"type": "number", "minimum": 5}}, "properties": {"a": {"type": "boolean"}},
      "additionalProperties": {"type": "null"}, "required": ["a"]},
     '{"a":true} {"a":1} {} {"a":true,"x-1":3} {"a":true,"x-1":"3"} {"a":true,"x-y":7} {"a":true,"x-y":4} {"a":true,"x-y":5.5}'
     ' {"a":true,"by":5} {"a":true,"by":null} {"a":true,"b":null} {"a":true,"b":5} {"a":true,"b":null,"x-2":0}'),
    ({"properties": {"a": {"type": "integer"}}, "additionalProperties": {"type": "string"}, "required": ["b"]},
     '{"b":"x"} {"a":1,"b":"x"} {"a":1} {"a":"x","b":"x"} {"b":1} {"b":"x","c":"y"} {"b":"x","c":1}'),
    ({"patternProperties": {"^[a-c]+$": {"type": "integer"}}, "additionalProperties": False},
     '{} {"ab":1} {"abd":1} {"ab":"1"} {"a":1,"b":2}'),
    ({"required": ["k"]}, '{"k":[1]} {} {"l":1}'),
    ({"allOf": [{"properties": {"a": {"minimum": 3}}, "required": ["a"]},
                {"properties": {"a": {"type": "integer", "maximum": 9}, "b": {"type": "boolean"}}}], "type": "object"},
     '{"a":3} {"a":9,"b":true} {"a":2} {"a":10} {"a":4.5} {"b":true} {"a":5,"b":1}'),
    ({"allOf": [{"properties": {"a": True}, "additionalProperties": False}, {"properties": {"b": {"type": "null"}}}]},
     '{"a":1} {} {"b":null} {"a":1,"b":null}'),
    ({"allOf": [{"items": {"type": "integer"}}, {"items": {"minimum": 10}, "prefixItems": [{"maximum": 3}]},
                {"minItems": 1}, {"maxItems": 3, "minItems": 0}]}, "[] [3] [4] [3,10] [3,9] [3,10,11] [3,10,11,12] [3,10.5]"),
    ({"allOf": [{"multipleOf": 4}, {"multipleOf": 6, "minimum": 1}], "type": "integer"}, "0 4 6 12 24 -12"),
    ({"$ref": "#/$defs/p", "required": ["n"], "$defs": {"p": {"properties": {"n": {"maxLength": 2}, "m": {"type": "null"}}}}},
     '{"n":"ab"} {"m":null} {"n":"abc"} {"n":"","m":null}'),
    ({"anyOf": [{"minimum": 5}, {"const": "x"}], "type": ["integer", "string"]}, '5 4 "x" "y" 5.5 null'),
    ({"oneOf": [{"type": "object", "properties": {"k": {"const": 1}}, "required": ["k"]},
                {"type": "object", "properties": {"k": {"const": 2}}, "required": ["k"]}],
      "properties": {"z": {"const": True}}}, '{"z":true,"k":1} {"k":2} {"z":false,"k":1} {"k":3} {"z":true}'),
    ({"enum": ["abc", "de", 7, None], "minLength": 3}, '"abc" "de" 7 null 8'),
    ({"enum": [1, 2, 3, 4.5, "x"], "minimum": 3, "type": "number"}, '2 3 4.5 "x"'),
    ({"enum": ["a1", "b", "c22"], "pattern": "^[a-z][0-9]+$", "const": "a1"}, '"a1" "b" "c22"'),
    ({"$ref": "#/$defs/tree", "$defs": {"tree": {"type": "object", "required": ["v"], "properties": {
        "v": {"type": "integer", "minimum": 0, "maximum": 9},
        "c": {"type": "array", "items": {"$ref": "#/$defs/tree"}, "maxItems": 2}}}}},
     '{"v":0} {"v":10} {"v":1,"c":[{"v":2,"c":[]},{"v":3}]} {"v":1,"c":[{"c":[]}]} {"v":1,"c":[{"v":1},{"v":1},{"v":1}]}'),
]

golden = []
for schema, texts in CASES:
    validator = jsonschema.Draft202012Validator(
        schema, format_checker=jsonschema.Draft202012Validator.FORMAT_CHECKER)
    rows = []
    decoder = json.JSONDecoder()
    place = 0
    while place < len(texts):
        try:
            value, end = decoder.raw_decode(texts, place)
        except json.JSONDecodeError:
            place = texts.find(" ", place) % (len(texts) + 1)
            continue
        # Not what stands before a space only: 0099 is no JSON.
        if end == len(texts) or texts[end] == " ":
            rows.append({"text": texts[place:end], "matches": validator.is_valid(value)})
        else:
            end = texts.find(" ", end) % (len(texts) + 1)
        place = end + 1
    golden.append({"schema": json.dumps(schema, ensure_ascii=False), "rows": rows})
target = pathlib.Path(__file__).parent / "golden.json"
target.write_text(json.dumps(golden, ensure_ascii=False, indent=1) + "\n")
