import Documents
import Foundation
import Testing

@Suite("reStructuredText") struct RestructuredTextTests {
    @Test(
        "Blocks are read with their lines",
        arguments: [
            (
                "=====\nTitle\n=====\n\nOne\n---\n\ntext\n\nSub\n~~~\n\nTwo\n---\n",
                [
                    "heading 1 1–3: Title", "heading 2 5–6: One", "paragraph 8: text", "heading 3 10–11: Sub",
                    "heading 2 13–14: Two",
                ]
            ),
            (
                "a *b* **c** ``d *e*`` `f <http://x>`_ :ref:`g <h>` :py:`~i.j` k_ [1]_ 2*3*4 a_b l_<m> :n:`o_<p>` `q\n<r>`_",
                ["paragraph 1–2: a b c d *e* f g j k [1] 2*3*4 a_b l_<m> o_<p> q"]
            ),
            (
                "- one\n  more\n- two\n\n  second\n\n1. n\n#. m\n",
                [
                    "listItem 1–2: one\nmore", "listItem 3: two", "paragraph 5: second", "listItem 7: 1. n",
                    "listItem 8: m",
                ]
            ),
            (
                "Code::\n\n  a\n    b\n\n  c\n\nend",
                ["paragraph 1: Code:", "code 3–6: a\n  b\n\nc", "paragraph 8: end"]
            ),
            (
                ".. code-block:: python\n   :caption: Cap\n\n   def f():\n       pass\n\n.. note:: Mind\n   this.\n\n.. _t:\n\n.. image:: x.png\n   :alt: A duck\n",
                [
                    "paragraph 1: Cap", "code 4–5: def f():\n    pass", "paragraph 7–8: note: Mind\nthis.",
                    "paragraph 12: A duck",
                ]
            ),
            (
                ".. autoclass:: a.B\n   :members:\n\n   .. note::\n\n      inner\n",
                ["paragraph 1: a.B", "paragraph 6: inner"]
            ),
            (
                ".. a comment\n   of two lines\n\ntext",
                ["hidden paragraph 1–2: a comment\nof two lines", "paragraph 4: text"]
            ),
            (
                "+---+---+\n| a | b |\n+===+===+\n| 1 | x |\n|   | y |\n+---+---+\n\nend",
                ["table 1–5: a | b\n1 | x y", "paragraph 8: end"]
            ),
            (
                "=== ===\n a   b\n=== ===\n 1  two\n    x\n=== ===\n\nend",
                ["table 2–5: a | b\n1 | two x", "paragraph 8: end"]
            ),
            (
                ".. csv-table:: T\n   :header: a, b\n\n   1, \"x, y\"\n",
                ["paragraph 1: T", "table 1–4: a | b\n1 | x, y"]
            ),
            (
                ".. list-table::\n   :header-rows: 1\n\n   * - a\n     - b\n   * - 1\n     - 2\n       3\n",
                ["table 4–8: a | b\n1 | 2 3"]
            ),
            (
                ":author: Ann\n:date: now\n\n| verse one\n| verse two\n\nterm\n  meaning",
                [
                    "paragraph 1: author: Ann", "paragraph 2: date: now", "paragraph 4–5: verse one\nverse two",
                    "paragraph 7–8: term\nmeaning",
                ]
            ),
            ("a\n\n----\n\n>>> 1 + 1\n2\n", ["paragraph 1: a", "code 5–6: >>> 1 + 1\n2"]),
        ])
    func blocks(text: String, expected: [String]) async throws {
        let document = try await read(text, as: "a.rst")
        #expect(document.type == .restructuredText)
        #expect(outline(document) == expected)
    }

    @Test("The title is the first heading's") func title() async throws {
        #expect(try await read("Ducks\n=====\n\ntext", as: "a.rst").title == "Ducks")
    }

    @Test(
        "Nested, endless and long texts are read in linear time", .timeLimit(.minutes(1)),
        arguments: [
            "- ", "* a\n\n  ", ".. note::\n\n   ", "+--+\n", "== ==\n", "`", "**", "a_ ", ".. x\n", "=\n", "| ",
        ])
    func hostile(piece: String) async throws {
        let document = try await read("x\n\n" + String(repeating: piece, count: 20_000), as: "a.rst")
        #expect(!document.blocks.isEmpty)
        let deep = (0..<500).map { String(repeating: "  ", count: $0) + "- k\($0)\n\n" }.joined()
        #expect(try await read(deep, as: "a.rst").blocks.map(\.text).joined().contains("k499"))
    }

    @Test("Damaged files are read or refused") func fuzz() async throws {
        let sample =
            "=====\nTitle\n=====\n\n*é* `x <y>`_\n\n- a\n\n  b\n\n.. code::\n\n  x\n\n+---+---+\n| a | b |\n+===+===+\n| 1 | 2 |\n+---+---+\n\n== ==\na  b\n== ==\n1  2\n== ==\n\n.. csv-table:: t\n\n   1,2\n"
        try await expectToSurviveMutations(of: Data(sample.utf8), as: "a.rst", rounds: 500)
    }
}
