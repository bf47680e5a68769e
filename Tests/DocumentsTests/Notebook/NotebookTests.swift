import Documents
import Foundation
import Testing

@Suite("Jupyter notebooks") struct NotebookTests {
    private static let notebook = """
        {
         "cells": [
          {"cell_type": "markdown", "source": [
            "# Ducks\\n",
            "\\n",
            "Some *text*\\n",
            "- item"
          ]},
          {"cell_type": "code", "source": "import duck\\nduck.show()\\n", "outputs": [
            {"output_type": "stream", "name": "stdout", "text": ["line 1\\n", "line 2\\n"]},
            {"output_type": "execute_result", "data": {"text/plain": ["plain"],
              "text/html": ["<table><tr><th>a</th><th>b</th></tr>", "<tr><td>1</td><td>2</td></tr></table>"]}},
            {"output_type": "display_data", "data": {"image/png": "iVBORw0KGgo=", "text/plain": "<Figure>"}},
            {"output_type": "error", "ename": "E", "evalue": "v", "traceback": ["\\u001b[0;31mE\\u001b[0m: v", "second"]}
          ]},
          {"cell_type": "markdown", "source": "under the heading\\n\\n## Deeper"},
          {"cell_type": "raw", "source": "raw text"}
         ],
         "metadata": {}, "nbformat": 4, "nbformat_minor": 5
        }
        """

    @Test("Cells and outputs are read in order, with the lines of the file and headings across cells")
    func cells() async throws {
        let document = try await read(Self.notebook, as: "a.ipynb")
        #expect(document.type == .notebook)
        #expect(document.title == "Ducks")
        #expect(
            outline(document) == [
                "heading 1 4: Ducks", "paragraph 6: Some text", "listItem 7: item", "code 9: import duck\nduck.show()",
                "code 10: line 1\nline 2", "table 12: a | b\n1 | 2", "code 13: <Figure>", "code 14: E: v\nsecond",
                "paragraph 16: under the heading", "heading 2 16: Deeper", "paragraph 17: raw text",
            ])
        #expect(document.blocks.dropFirst().dropLast(2).allSatisfy { $0.headings == ["Ducks"] })
        #expect(document.blocks.last?.headings == ["Ducks", "Deeper"])
        #expect(document.diagnostics == [])
    }

    @Test("Notebooks of format 3 are read")
    func formatThree() async throws {
        let text = """
            {"nbformat": 3, "worksheets": [{"cells": [{"cell_type": "heading", "level": 2, "source": ["Old"]},
            {"cell_type": "code", "input": ["x = 1"], "outputs": [{"output_type": "pyout", "text": ["1"]},
            {"output_type": "pyerr", "ename": "E", "evalue": "v", "traceback": []}]}]}]}
            """
        let document = try await read(text, as: "a.ipynb")
        #expect(document.blocks.map(\.text) == ["Old", "x = 1", "1", "E: v"])
    }

    @Test("A notebook that is cut off is read up to there; one without cells as data")
    func damaged() async throws {
        let cut = String(Self.notebook.prefix(400))
        let document = try await read(cut, as: "a.ipynb")
        #expect(document.blocks.first?.text == "Ducks")
        #expect(document.diagnostics.map(\.code) == ["damaged"])
        let other = try await read("{\"text\": \"words\"}", as: "a.ipynb")
        #expect(other.blocks.map(\.text) == ["text: words"])
        #expect(other.diagnostics.map(\.code) == ["damaged"])
    }

    @Test("Damaged notebooks are read or refused") func fuzz() async throws {
        try await expectToSurviveMutations(of: Data(Self.notebook.utf8), as: "a.ipynb")
    }
}
