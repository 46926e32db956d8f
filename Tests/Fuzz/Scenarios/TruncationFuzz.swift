/// Every scenario of the corpus, cut off behind each of its bytes.
struct TruncationFuzz: FuzzSubject {
    private let corpus = ScenarioCorpus()
    private let check: ScenarioCheck
    private let starts: [Int]
    let fixedCount: Int?

    init() {
        check = ScenarioCheck(corpus)
        var starts: [Int] = []
        var total = 0
        for text in corpus.texts {
            starts.append(total)
            total += text.count
        }
        self.starts = starts
        fixedCount = total
    }

    mutating func run(_ number: Int) -> FuzzOutcome { check.run(ScenarioInput(bytes: input(number))) }

    mutating func input(_ number: Int) -> [UInt8] {
        guard let index = starts.lastIndex(where: { $0 <= number }) else { return [] }
        return Array(corpus.texts[index].prefix(number - starts[index]))
    }
}
