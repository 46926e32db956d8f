import Ansatz
import Testing

@Suite struct SuggestionTests {
    @Test func distanceCountsSlips() {
        #expect(Suggestion.distance("modes", "mode", atMost: 5) == 1)
        #expect(Suggestion.distance("teh", "the", atMost: 5) == 1)
        #expect(Suggestion.distance("kitten", "sitting", atMost: 5) == 3)
        #expect(Suggestion.distance("Width", "wIDTH", atMost: 0) == 0)
        #expect(Suggestion.distance("kitten", "sitting", atMost: 2) == nil)
        #expect(Suggestion.distance("", "abc", atMost: 3) == 3)
    }

    @Test func theCutOffGrowsWithLength() {
        #expect(Suggestion.closest(to: "mode", among: ["width", "modes"]) == "modes")
        #expect(Suggestion.closest(to: "tolernce_x", among: ["tolerance"]) == "tolerance")
        #expect(Suggestion.closest(to: "dx", among: ["cg"]) == nil)
        #expect(Suggestion.closest(to: "a", among: ["b"]) == nil)
        #expect(Suggestion.closest(to: String(repeating: "a", count: 100_000), among: ["a"]) == nil)
    }

    @Test func theLadder() {
        #expect(Suggestion.help(for: "x", among: [], noun: "option") == "there are no options")
        #expect(Suggestion.help(for: "x", among: ["steps"], noun: "option") == "the only option is 'steps'")
        #expect(Suggestion.help(for: "step", among: ["steps", "dt"], noun: "option") == "did you mean 'steps'?")
        #expect(
            Suggestion.help(for: "q", among: ["steps", "dt"], noun: "key", plural: "keys")
                == "the keys are 'steps', 'dt'")
        let many = (0..<20).map { "name\($0)0000" }
        #expect(Suggestion.help(for: "q", among: many, noun: "option").hasSuffix("and 8 more"))
    }
}
