import Ansatz
import Engine
import Foundation
import TestSupport
import Testing

/// 100 sample + 10 y + x, as in the files.
private func value(_ sample: Int, _ y: Int, _ x: Int) -> Double { Double(100 * sample + 10 * y + x) }

private func values(_ samples: [Int], rows: [Int] = [0, 1, 2, 3, 4], columns: [Int] = [0, 1, 2, 3]) -> [Double] {
    var all: [Double] = []
    for sample in samples { for row in rows { for column in columns { all.append(value(sample, row, column)) } } }
    return all
}

/// x slower than y.
private var reversedValues: [Double] {
    var all: [Double] = []
    for sample in 0..<6 { for x in 0..<4 { for y in 0..<5 { all.append(value(sample, y, x)) } } }
    return all
}

/// The boolean variable of the files.
private func marks(_ samples: [Int]) -> [Double] {
    var all: [Double] = []
    for sample in samples { for y in 0..<5 { for x in 0..<4 { all.append((sample + y + x) % 2 == 0 ? 1 : 0) } } }
    return all
}

@Suite("Samples of files that others made")
struct SampleReadingTests {
    @Test(
        "the sample axis may be anywhere, numbers of any kind, datasets packed, in groups or several",
        arguments: [
            "{ file: raw.h5, axes: { a: [sample, y, x], u: [sample, y, x] } }",
            "{ file: raw.h5, axes: [sample, y, x], inputs: a, outputs: k }",
            "{ file: raw.h5, inputs: a, outputs: reversed, axes: { a: [sample, y, x], reversed: [x, y, sample] } }",
            "{ file: raw.h5, inputs: a, outputs: between, axes: { a: [sample, y, x], between: [y, sample, x] } }",
            "{ file: raw.h5, inputs: a, outputs: packed, axes: [sample, y, x] }",
            "{ file: raw.h5, variables: { a: a, u: [first, rest] }, axes: [sample, y, x] }",
            "{ file: raw.h5, variables: { a: { dataset: a, axes: [sample, y, x] }, u: { dataset: runs/*/u, axes: [y, x] } } }",
        ])
    func layouts(yaml: String) throws {
        for precision in FieldPrecision.allCases {
            // Memory for less than one variable: the rest must come from the disk, bit for bit the same.
            for memory in [nil, 64] {
                let samples = try openedSamples(yaml, precision: precision, memory: memory)
                #expect(samples.count == 6 && samples.isOnDisk == (memory != nil))
                #expect(samples.task.inputs.map(\.name) == ["a"])
                let output = try #require(samples.task.outputs.first)
                let isReversed = output.axes.map(\.name) == ["x", "y"]
                let expected = isReversed ? reversedValues : values(Array(0..<6))
                #expect(try samples.numbers(output.name) == expected)
                #expect(try samples.numbers("a", [5, 2]) == marks([5, 2]))
                let field = try samples.field(output.name, sample: 3)
                #expect(field.precision == precision && field.axes == output.axes)
                #expect(field.doubles.elements == Array(expected[60..<80]))
            }
        }
    }

    @Test("parts, ranges, every n-th point, places along axes, coordinates")
    func cuts() throws {
        let strided = try openedSamples(
            "{ file: raw.h5, axes: [sample, y, x], inputs: a, outputs: u, every: 2, samples: [1, 4], coordinates: { x: grid/x } }"
        )
        #expect(strided.count == 3)
        #expect(try strided.numbers("u") == values([1, 2, 3], rows: [0, 2, 4], columns: [0, 2]))
        let axes = try strided.variable("u").axes
        #expect(axes.map(\.count) == [3, 2] && axes[1].values == [0, 2])
        let single = try openedSamples(
            """
            { file: raw.h5, axes: [sample, y, x], every: { x: 3 }, domain: { x: [0, 1] },
              variables: { u: { dataset: u, at: { y: last } }, w: { dataset: u, at: { y: [1, 3], x: first } } } }
            """)
        #expect(try single.numbers("u", [2]) == [240, 243])
        #expect(try single.variable("u").axes[0].values == [0, 1])
        #expect(try single.numbers("w", [2]) == [210, 220])
        #expect(try single.variable("w").axes.map(\.name) == ["y"])
        // One number a sample.
        let means = try openedSamples(
            "{ file: raw.h5, inputs: u, outputs: mean, axes: { u: [sample, y, x], mean: [sample] } }")
        #expect(try means.numbers("mean", [1]) == [121.5] && means.variable("mean").axes.isEmpty)
    }

    @Test("a stage's result: parts by name, the last field is the output, marks are none")
    func stages() throws {
        let train = try openedSamples("data.train")
        let test = try openedSamples("{ stage: data, split: test }")
        #expect(train.task.inputs.map(\.name) == ["v"] && train.task.outputs.map(\.name) == ["w"])
        #expect(try train.numbers("v") == values([0, 1, 3], rows: [0]))
        #expect(try test.numbers("w") == values([2, 4, 5], rows: [1]))
        #expect(try openedSamples("data").count == 6)
        #expect(
            try openedSamples("{ stage: data, split: test, samples: [1, 3] }").numbers("w", [0])
                == values([4], rows: [1]))
        #expect(try openedSamples("{ stage: data, outputs: v }").task.inputs.map(\.name) == ["w"])
        let (reference, decoder) = try sampleReference("data.smooth.train")
        #expect(reference?.stage?.path == "data.smooth" && reference?.split == "train")
        #expect(decoder.stageReferences.map(\.path) == ["data.smooth"])
        #expect(try train.variable("v").axes == train.variable("w").axes)
    }

    @Test("what samples will be is known without their numbers, also before the dataset is there")
    func outlines() throws {
        let raw = "file: raw.h5, axes: [sample, y, x], inputs: a, outputs: u"
        for yaml in [
            "data", "data.train", "{ stage: data, split: test, samples: [1, 3] }", "{ stage: data, outputs: v }",
            "{ \(raw) }", "{ \(raw), every: 2, samples: [1, 4] }",
        ] {
            let (outline, samples) = (try outlinedSamples(yaml), try openedSamples(yaml))
            #expect(outline == SampleOutline(task: samples.task, count: samples.count), "\(yaml)")
            let numbers = samples.variables.reduce(0) { $0 + $1.count }
            #expect(outline.memory() == 4 * numbers * samples.count)
        }
        let known = try openedSamples("data").variables
        for yaml in [
            "data", "data.train", "{ stage: data, split: test, samples: [1, 3] }",
            "{ stage: data, outputs: v, every: 2 }",
        ] {
            let samples = try openedSamples(yaml)
            let reference = try #require(try sampleReference(yaml).reference)
            let outline = try reference.outline(of: known, count: 6, parts: ["train": 3, "test": 3])
            #expect(outline == SampleOutline(task: samples.task, count: samples.count), "\(yaml)")
        }
        let other = try #require(try sampleReference("{ stage: data, inputs: z, outputs: v }").reference)
        #expect(try other.outline(of: known, count: 6, parts: [:]) == nil)
        let part = try #require(try sampleReference("data.valid").reference)
        #expect(try part.outline(of: known, count: 6, parts: ["train": 6]) == nil)
    }

    @Test("PDEBench's layouts need no names")
    func pdebench() throws {
        let plane = try openedSamples(
            "{ file: pdebench2d.h5, inputs: nu, outputs: u, variables: { nu: nu, u: { dataset: tensor, at: { time: last, component: 1 } } } }"
        )
        #expect(try plane.variable("nu").axes.map(\.name) == ["x", "y"])
        #expect(try plane.numbers("nu") == (0..<40).map { Double($0) })
        // (sample, time, x, y, component) of shape (2, 3, 4, 5, 2).
        let expected: [Double] = (0..<20).map { Double(120 + 80 + 1 + 2 * $0) }
        #expect(try plane.numbers("u", [1]) == expected)
        let line = try openedSamples(
            "{ file: pdebench1d.h5, variables: { u0: { dataset: tensor, at: { time: first } }, u: { dataset: tensor, at: { time: [1, 4] } } } }"
        )
        let axes = try line.variable("u").axes
        #expect(axes.map(\.name) == ["time", "x"])
        #expect(axes[0].values == [0.5, 1, 1.5])
        #expect(try line.numbers("u0", [2]) == [40, 41, 42, 43, 44])
        let seeds = try openedSamples(
            "{ file: seeds.h5, variables: { u0: { dataset: '*/data', at: { time: 0 } }, u: { dataset: '*/data', at: { time: last } } } }"
        )
        #expect(seeds.count == 2)
        // A single component goes.
        #expect(try seeds.variable("u").axes.map(\.name) == ["x", "y"])
        #expect(try seeds.numbers("u", [1]).first == 33)
    }

    @Test("the digest is that of the numbers: not of the file, its layout or the precision")
    func digests() throws {
        let plain = "{ file: raw.h5, axes: [sample, y, x], inputs: a, outputs: u }"
        let digest = try openedSamples(plain).digest
        #expect(digest.count == 64)
        #expect(try openedSamples(plain, precision: .float64, memory: 64).digest == digest)
        let joined = "{ file: raw.h5, variables: { a: a, u: [first, rest] }, axes: [sample, y, x] }"
        #expect(try openedSamples(joined).digest == digest)
        #expect(
            try openedSamples("{ file: raw.h5, axes: [sample, y, x], inputs: a, outputs: u, samples: [0, 5] }").digest
                != digest)
        #expect(try openedSamples("{ file: raw.h5, axes: [sample, y, x], inputs: u, outputs: a }").digest != digest)
    }

    @Test("subsets share the numbers, in the order that was asked for")
    func subsets() throws {
        let all = try openedSamples("data")
        let some = all.subset([4, 0, 2])
        #expect(try some.numbers("v", [0, 2]) == values([4, 2], rows: [0]))
        #expect(try some.subset(1..<3).numbers("w") == values([0, 2], rows: [1]))
        #expect(some.digest != all.digest && some.digest != all.subset([4, 0, 3]).digest)
        #expect(some.digest == all.subset([4, 0, 2]).digest)
        #expect(throws: ComputationError.self) { try some.numbers("v", [3]) }
        #expect(throws: ComputationError.self) { try some.numbers("v", [-1]) }
    }

    @Test("errors name the file or stage, the dataset, the sample and the index")
    func faults() throws {
        let cases: [(String, String)] = [
            (
                "{ file: raw.h5, axes: [sample, y, x], inputs: u, outputs: bad }",
                "'raw.h5': 'bad' is nan in sample 3 at [y 1, x 2]"
            ),
            (
                "{ file: raw.h5, axes: [sample, y, x], inputs: u, outputs: short }",
                "'raw.h5': 'u' has 6 samples, 'short' has 5"
            ),
            (
                "{ file: raw.h5, inputs: a, outputs: u }",
                "'raw.h5' does not say what the 3 dimensions (6×5×4) of 'a' are"
            ),
            (
                "{ file: raw.h5, axes: [sample, x], inputs: a, outputs: u }",
                "'raw.h5': 'a' has 3 dimensions (6×5×4), but 2 names were given: (sample, x)"
            ),
            (
                "{ file: raw.h5, axes: [time, y, x], inputs: a, outputs: u }",
                "'raw.h5': no dimension of 'a' (time, y, x) is called 'sample'"
            ),
            (
                "{ file: raw.h5, axes: [sample, batch, x], inputs: a, outputs: u }",
                "'raw.h5': 'a' has several axes of samples: (sample, batch, x)"
            ),
            (
                "{ file: raw.h5, axes: [sample, y, x], inputs: a, outputs: u, samples: [4, 9] }",
                "'raw.h5' has 6 samples, there are no samples 4 to 8"
            ),
            (
                "{ file: raw.h5, axes: [sample, y, x], inputs: a, outputs: u, at: { z: 0 } }",
                "'raw.h5': 'a' has no axis 'z'"
            ),
            (
                "{ file: raw.h5, axes: [sample, y, x], inputs: a, outputs: u, at: { y: 7 } }",
                "'raw.h5': 'a' has 5 points along 'y', there is no index 7"
            ),
            (
                "{ file: raw.h5, variables: { a: a, u: [first, mean] }, axes: [sample, y, x] }",
                "'raw.h5': 'mean' has shape (6), 'first' has (2×5×4)"
            ),
            (
                "{ file: raw.h5, variables: { a: a, u: 'none*' }, axes: [sample, y, x] }",
                "'raw.h5': no dataset fits 'none*'"
            ),
            ("{ file: raw.h5, axes: [sample, y, x], inputs: a, outputs: u, coordinates: { x: grid/y } }", ""),
            ("data.tran", "stage 'data' has no part 'tran'"),
            (
                "{ file: raw.h5, axes: [sample, y, x], inputs: a, outputs: u, split: train }",
                "'raw.h5' is not split into parts, so there is no part 'train'"
            ),
        ]
        for (yaml, message) in cases where !message.isEmpty {
            let error = #expect(throws: ComputationError.self, "\(yaml)") { try openedSamples(yaml) }
            #expect(error.map { "\($0)" } == message)
        }
        for name in ["text", "nothing_there", "grid"] {
            let error = #expect(throws: StorageError.self) {
                try openedSamples("{ file: raw.h5, axes: [sample, y, x], inputs: a, outputs: \(name) }")
            }
            #expect(error?.description.contains(name) == true)
        }
    }

    @Test("what is written wrong is found before the file is opened")
    func grammar() throws {
        let cases: [(String, String)] = [
            ("data/raw.h5", "'data/raw.h5' looks like a file"), ("raw.h5", "'raw.h5' looks like a file"),
            ("{ split: train }", "samples need 'stage' or 'file'"),
            ("{ stage: data, axes: [x] }", "unknown key 'axes' of samples from a stage"),
            ("{ file: raw.h5, input: a }", "unknown key 'input' of samples from a file"),
            ("{ stage: data, samples: 5 }", "'samples' must be a range"),
            ("{ stage: data, samples: [5, 5] }", "'samples' must be a range"),
            ("{ stage: data, every: 0 }", "'every' must be a whole number of at least 1"),
            ("{ stage: data, inputs: [a, a] }", "'a' is there twice"), ("[data]", "expected samples"),
            ("{ stage: data, at: { time: soon } }", "'time' must be 'first', 'last', an index"),
            ("{ file: raw.h5, domain: { x: [1, 0] } }", "'x' must have its first and last coordinate"),
            ("{ file: raw.h5, variables: { a: { axes: [x] } } }", "a variable needs 'dataset'"),
        ]
        for (yaml, message) in cases {
            let (reference, decoder) = try sampleReference(yaml)
            #expect(reference == nil, "\(yaml)")
            #expect(decoder.diagnostics.first?.message.contains(message) == true, "\(yaml): \(decoder.diagnostics)")
        }
    }

    @Test("what a reference resolves to reads as the same reference")
    func resolved() throws {
        for yaml in [
            "data.train", "{ stage: data, samples: [0, 3], inputs: [v], every: { x: 2 } }",
            "{ file: raw.h5, variables: { u0: { dataset: tensor, at: { time: [0, 2] } }, u: x }, axes: { u: [sample, x] }, domain: { x: [0, 1] } }",
        ] {
            let (first, decoder) = try sampleReference(yaml)
            let resolved = try #require(first).resolved
            let (again, _) = (SampleReference.decode(Setting(resolved), with: decoder), 0)
            #expect(again?.resolved == resolved)
        }
        let (_, decoder) = try sampleReference("{ file: raw.h5, axes: [sample, y, x], inputs: a, outputs: u }")
        #expect(
            decoder.inputFiles.map(\.dataset) == ["a", "u"]
                && decoder.inputFiles.map(\.written) == ["raw.h5", "raw.h5"])
    }
}
