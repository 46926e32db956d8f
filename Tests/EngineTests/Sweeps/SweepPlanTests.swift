import Ansatz
import Engine
import Foundation
import TestSupport
import Testing

@Suite("The members of a sweep")
struct SweepPlanTests {
    private static let registry = PluginLoader(
        search: PluginSearch(
            named: ["libRelaxation.so", "libDiffusion.so"].map { BuiltCommand.products.appending(path: $0).path },
            executableFolder: nil)
    ).registry

    private static let base = """
        name: base
        seed: 4
        vars: { n: 8, shape: sin(pi*x)*y }
        stages:
          run:
            integrate: heat
            with: { cells: ["${n}", "${n}"], dt: 1e-3, steps: 20, initial: "${shape}" }
            using: { integrator: crank_nicolson }
            methods:
              a: { solver: { sor: { omega: 1.5 } } }
              b: { solver: cg }
        """

    private func plan(_ section: String = "", _ change: (inout SweepArguments) -> Void = { _ in }) throws -> SweepPlan {
        let folder = try TemporaryFolder()
        let path = try folder.write(Self.base + "\n" + section + "\n", to: "base.yaml")
        var arguments = SweepArguments()
        change(&arguments)
        return try #require(try SweepPlan.check(path: path, arguments: arguments, registry: Self.registry).plan)
    }

    private func texts(_ plan: SweepPlan) -> [[String]] {
        plan.members.map { $0.overrideTexts(plan.definition.axes) }
    }

    private func messages(_ section: String = "", over: [String]) -> [String] {
        do {
            _ = try plan(section) { $0.over = over }
            return []
        } catch {
            return (error as? Diagnostics)?.all.map(\.message) ?? ["\(error)"]
        }
    }

    @Test("a grid has every combination, the last axis fastest")
    func grid() throws {
        let plan = try plan("sweep: { over: { vars.n: [8, 16], stages.run.with.dt: [1e-3, 5e-4] } }")
        #expect(
            texts(plan) == [
                ["vars.n=8", "stages.run.with.dt=1e-3"], ["vars.n=8", "stages.run.with.dt=5e-4"],
                ["vars.n=16", "stages.run.with.dt=1e-3"], ["vars.n=16", "stages.run.with.dt=5e-4"],
            ])
        #expect(plan.definition.axes.map(\.name) == ["n", "dt"])
    }

    @Test("a list goes side by side, with components and lists as values")
    func list() throws {
        let plan = try plan(
            """
            sweep:
              kind: list
              over:
                stages.run.methods.a.solver: [cg, { sor: { omega: 1.2, tolerance: 1e-6 } }]
                stages.run.with.cells: [[8, 8], [16, 9]]
                vars.shape: ["x", "min(x, y)"]
            """)
        #expect(plan.members.map(\.label).last?.hasPrefix("solver = {sor: {omega: 1.2, tolerance: 1e-6}}") == true)
        // What a member's process is given means what was checked.
        for member in plan.members {
            for (text, value) in zip(member.overrideTexts(plan.definition.axes), member.values) {
                #expect(JSONValue(try ScenarioOverride(text).value) == JSONValue(value), "\(text)")
            }
        }
    }

    @Test("ranges: both ends, equal ratios, whole numbers where the option is one, also behind variables")
    func ranges() throws {
        let linear = try plan(
            "sweep: { over: { stages.run.methods.a.solver.sor.omega: { from: 1, to: 1.4, count: 5 } } }")
        #expect(texts(linear).map { $0[0].split(separator: "=")[1] } == ["1", "1.1", "1.2", "1.3", "1.4"])
        let log = try plan("sweep: { over: { stages.run.with.dt: { from: 1e-4, to: 1e-1, count: 4, scale: log } } }")
        #expect(texts(log).map { $0[0].split(separator: "=")[1] } == ["0.0001", "0.001", "0.01", "0.1"])
        // 8 (64/8)^(1/3) = 16; 8 (60/8)^(1/3) = 15.66, and the option wants whole numbers.
        let whole = try plan("sweep: { over: { vars.n: { from: 8, to: 60, count: 4, scale: log } } }")
        #expect(texts(whole).map { $0[0] } == ["vars.n=8", "vars.n=16", "vars.n=31", "vars.n=60"])
    }

    @Test("draws lie in their ranges; more samples keep those that were there", arguments: ["random", "halton"])
    func draws(kind: String) throws {
        func drawn(_ samples: Int) throws -> SweepPlan {
            try plan {
                $0.over = [
                    "stages.run.with.dt={from: 1e-4, to: 1e-2, scale: log}", "stages.run.with.steps={from: 3, to: 5}",
                    "stages.run.methods.b.solver=cg,ssor_cg",
                ]
                $0.settings = [("kind", kind), ("samples", "\(samples)")]
            }
        }
        let few = try drawn(30)
        let many = try drawn(60)
        #expect(Array(many.members.map(\.folder).prefix(30)) == few.members.map(\.folder))
        #expect(Set(few.members.map(\.folder)).count == 30)
        let steps = few.members.map { $0.values[1].text ?? "" }
        #expect(Set(steps) == ["3", "4", "5"])
        for member in few.members {
            let dt = try #require(Double(member.values[0].text ?? ""))
            #expect((1e-4...1e-2).contains(dt))
        }
        // Half of the range of a logarithm is the tenth part of the numbers.
        let small = few.members.count { (Double($0.values[0].text ?? "") ?? 1) < 1e-3 }
        #expect((8...22).contains(small))
    }

    @Test("draws of few whole numbers give equal members the same folder")
    func equalDraws() throws {
        let plan = try plan {
            $0.over = ["stages.run.with.steps={from: 3, to: 5}"]
            $0.settings = [("kind", "random"), ("samples", "20")]
        }
        #expect(plan.members.count == 20)
        #expect(Set(plan.members.map(\.folder)).count == 3)
    }

    @Test("a folder's name follows from what is set, not from order, spelling, or other values")
    func folders() throws {
        let one = try plan("sweep: { over: { vars.n: [8, 16], stages.run.with.dt: [1e-3] } }")
        let other = try plan("sweep: { over: { stages.run.with.dt: [0.5, 0.001], vars.n: [16.0, 7, 8] } }")
        #expect(Set(one.members.map(\.folder)).isSubset(of: Set(other.members.map(\.folder))))
        for folder in one.members.map(\.folder) {
            #expect(folder.wholeMatch(of: /dt=0\.001,n=(8|16)-[0-9a-f]{10}/) != nil, "\(folder)")
        }
        let long = String(repeating: "y/", count: 60)
        let longest = try plan { $0.over = ["vars.shape=x+\(long)1,0"] }
        #expect(longest.members.allSatisfy { $0.folder.count <= 80 && !$0.folder.contains("/") })
    }

    @Test("names of axes are as short as tells them apart")
    func names() throws {
        let plan = try plan {
            $0.over = [
                "stages.run.methods.a.solver.sor.tolerance=1e-6,1e-7", "stages.run.methods.b.solver.cg.tolerance=1e-6",
                "stages.run.with.cells[0]=8,16", "vars.n={values: [8], name: size}",
            ]
        }
        #expect(plan.definition.axes.map(\.name) == ["sor_tolerance", "cg_tolerance", "cells_0", "size"])
    }

    @Test("what is too much is refused with its count, and products that overflow too")
    func sizes() {
        #expect(
            messages(over: ["vars.n={from: 1, to: 1000, count: 1000}", "seed={from: 1, to: 1000, count: 1000}"])
                == ["the grid has 1000 x 1000, which is 1,000,000 members; a sweep has at most 100,000"])
        let axes = ["vars.n", "seed", "stages.run.with.dt", "stages.run.with.steps", "stages.run.with.lengths[0]"]
        let huge = messages(over: axes.prefix(4).map { "\($0)={from: 1, to: 100000, count: 100000}" })
        #expect(huge.count == 1 && huge[0].contains("more than 9223372036854775807"), "\(huge)")
        #expect(
            messages(over: (0..<33).map { "stages.run.with.cells[\($0)]=1" })
                == ["a sweep has at most 32 axes, found 33"])
        #expect(messages(over: ["vars.n={from: 1, to: 2, count: 1e30}"]).count == 1)
        #expect(messages(over: ["vars.n={from: 1, to: 2, count: -1}"]).count == 1)
    }

    @Test("an error that all members share is shown once, others say whose they are")
    func errors() throws {
        do {
            _ = try plan { $0.over = ["stages.run.with.dt=1e-3,-1", "stages.run.methods.a.solver.sor.omga=1,2"] }
            Issue.record("the plan has errors")
        } catch let error as Diagnostics {
            #expect(
                error.all.map(\.message) == [
                    "unknown option 'omga' of solver 'sor'", "'dt' must be greater than 0, found '-1'",
                ])
            #expect(error.all.first?.help == "did you mean 'omega'?")
            #expect(error.all.last?.help == "in 2 of 4 members, of which the first is dt = -1, omga = 1")
            #expect(error.all.map { $0.location?.description } == ["--over:2:33", "--over:1:25"])
        }
    }
}
