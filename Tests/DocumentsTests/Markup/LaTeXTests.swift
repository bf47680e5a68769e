import Documents
import Foundation
import Testing

@Suite("LaTeX") struct LaTeXTests {
    @Test("A document is read with its sections, lists, code, mathematics and tables")
    func document() async throws {
        let text = #"""
            \documentclass{article} % \title{no}
            \usepackage[utf8]{inputenc}
            \title{On \emph{Ducks}}
            \author{Ann}
            \begin{document}
            \maketitle
            \section{Kinds \& such}\label{sec:k}
            A \textbf{duck}~is ``small'' --- 50\% of % remark
            the size, na\"{\i}ve caf\'e, \ss. See \cite{x} and $a_{1} + \beta$.

            \subsection*{Lists}
            \begin{itemize}
              \item one
              \item[Two] two\footnote{A note.}
            \end{itemize}
            \begin{enumerate}\item first \item second\end{enumerate}
            \begin{verbatim}
              \section{no} % kept
            \end{verbatim}
            \begin{equation*}
              E = mc^2
            \end{equation*}
            \[ x \]
            \begin{table}[h]\centering
            \begin{tabular}{|l|r|}
            \hline
            Kind & Size \\ \hline
            Teal & 36\,cm \\
            \end{tabular}
            \caption{Sizes}
            \end{table}
            \begin{comment}
            hidden
            \end{comment}
            \input{other}
            Last \contact{Ann}{a@x.y}.
            \end{document}
            ignored
            """#
        let document = try await read(text, as: "a.tex")
        #expect(document.title == "On Ducks")
        #expect(
            outline(document) == [
                "paragraph 3: On Ducks", "paragraph 4: Ann", "heading 1 7: Kinds & such",
                "paragraph 8–9: A duck is “small” — 50% of the size, naïve café, ß. See [x] and $a_{1} + \\beta$.",
                "heading 2 11: Lists", "listItem 13: one", "listItem 14: Two two [A note.]", "listItem 16: 1. first",
                "listItem 16: 2. second", "code 18: \\section{no} % kept",
                "code 20–22: \\begin{equation*}\n  E = mc^2\n\\end{equation*}", "paragraph 23: \\[ x \\]",
                "table 26–28: Kind | Size\nTeal | 36 cm", "paragraph 30: Sizes", "paragraph 36: Last Ann a@x.y.",
            ])
        #expect(document.diagnostics.map(\.code) == ["otherFile"])
        #expect(document.blocks.first { $0.text == "one" }?.headings == ["Kinds & such", "Lists"])
    }

    @Test(
        "Endless and long texts are read in linear time", .timeLimit(.minutes(1)),
        arguments: [
            "{", "\\begin{verbatim}", "\\begin{tabular}{l}", "\\section{", "$", "\\item[", "\\[", "\\'", "\\footnote{",
            "\\verb|", "%", "\\", "& \\\\", "\\begin{itemize}", "\\end{itemize}", "\\newcommand{",
        ])
    func hostile(piece: String) async throws {
        let document = try await read("x\n\n" + String(repeating: piece, count: 20_000), as: "a.tex")
        #expect(!document.blocks.isEmpty)
    }

    @Test("Damaged files are read or refused") func fuzz() async throws {
        let sample =
            #"\title{T}\begin{document}\section{Ä}\begin{itemize}\item[x] \'e $a$\end{itemize}\begin{tabular}{l}a&b\\c\end{tabular}\verb|x|\footnote{y}\[z\]"#
        try await expectToSurviveMutations(of: Data(sample.utf8), as: "a.tex", rounds: 500)
    }
}
