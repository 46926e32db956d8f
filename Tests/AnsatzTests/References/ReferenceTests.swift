import Ansatz
import Testing

@Suite("References") struct ReferenceTests {
    private let young = Reference(
        .article, ["D. M. Young"], "Iterative methods for solving partial difference equations of elliptic type",
        in: "Trans. Amer. Math. Soc.", volume: "76", pages: "92–111", year: 1954,
        doi: "10.1090/S0002-9947-1954-0059635-7")

    @Test("a structured reference is one line of text, with what is known and no more")
    func text() {
        #expect(
            young.description
                == "D. M. Young, Iterative methods for solving partial difference equations of elliptic type, "
                + "Trans. Amer. Math. Soc. 76 (1954) 92–111, doi:10.1090/S0002-9947-1954-0059635-7")
        let talk = Reference(.inproceedings, ["A. B"], "A title", in: "ICLR", year: 2024, arXiv: "2310.02246")
        #expect(talk.description == "A. B, A title, ICLR 2024, arXiv:2310.02246")
        #expect(Reference(.book, ["A. B"], "A title").description == "A. B, A title")
        let software = Reference(.software, ["{The people}"], "A program", year: 2026, version: "1.0")
        #expect(software.description == "The people, A program, version 1.0 (2026)")
    }

    @Test("BibTeX: names family first, pages with two hyphens, an entry of its kind")
    func bibTeX() {
        #expect(
            young.bibTeX() == """
                @article{young1954iterative,
                  author        = {Young, D. M.},
                  title         = {{Iterative methods for solving partial difference equations of elliptic type}},
                  journal       = {Trans. Amer. Math. Soc.},
                  volume        = {76},
                  pages         = {92--111},
                  year          = {1954},
                  doi           = {10.1090/S0002-9947-1954-0059635-7}
                }
                """)
        #expect(young.bibTeX(key: "other").hasPrefix("@article{other,\n"))
        let talk = Reference(.inproceedings, ["A. B", "C. D"], "A title", in: "ICLR", year: 2024, arXiv: "2310.02246")
        #expect(talk.bibTeX().contains("author        = {B, A. and D, C.}"))
        #expect(talk.bibTeX().contains("booktitle     = {ICLR}"))
        #expect(talk.bibTeX().contains("eprint        = {2310.02246}"))
    }

    @Test("what means something to TeX is escaped, and an entry's braces are balanced")
    func escaping() {
        let odd = Reference(.article, ["A} {B"], "50% of $x_1 & {y} \\ ~z^2 #3", in: "J & K", year: 1)
        let text = odd.bibTeX()
        #expect(
            text.contains(
                "50\\% of \\$x\\_1 \\& \\{y\\} \\textbackslash{} \\textasciitilde{}z\\textasciicircum{}2 \\#3"))
        #expect(text.contains("journal       = {J \\& K}"))
        let plain: Reference = "L. F. Richardson {1911}"
        #expect(plain.bibTeX().contains("note          = {L. F. Richardson \\{1911\\}}"))
    }

    @Test("a text literal is shown as it stands, and the page of a number in it is found")
    func literals() {
        let plain: Reference = "X. Y, J. Z. 1 (2000) 1, doi:10.1000/abc."
        #expect(plain.description == "X. Y, J. Z. 1 (2000) 1, doi:10.1000/abc.")
        #expect(plain.address == "https://doi.org/10.1000/abc.")
        #expect(("See arXiv:1234.5678, page 2" as Reference).address == "https://arxiv.org/abs/1234.5678")
        #expect(("no number" as Reference).address == nil)
        #expect(young.address == "https://doi.org/10.1090/S0002-9947-1954-0059635-7")
        #expect(("Ä" as Reference).bibTeXKey == "reference")
    }
}
