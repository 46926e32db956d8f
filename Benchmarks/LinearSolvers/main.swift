import BenchmarkSupport

// Times solvers on grids with the plugins' own libraries and nothing around them.
//
//     LinearSolvers LIBRARIES REQUEST
//
// REQUEST is one of
//
//     { "do": "solve", "grid": [1000, 1000], "solver": { "cg": { "preconditioner": "multigrid" } } }
//     { "do": "solve", "problem": { "darcy": { "cells": [128, 128] } }, "seed": 3, "solver": "multigrid" }
//     { "do": "sweeps", "grid": [512, 512], "coefficients": "varying", "sweeps": 400 }
//     { "do": "bandwidth", "numbers": 524288 }
//
// besides "threads" (1) and "repeats" (5). `solve` makes the solver anew for each repetition, so that its set-up is in the
// seconds, and starts from zeros. `sweeps` are those of red-black sor, residual norms included, with what a solve needs
// before and after. A grid is Poisson's equation with a random right-hand side. Each list has one number a repetition; the
// first is to be left out.

Answer.print { request in
    let subject = Subject(request)
    switch request["do"] {
    case "solve": return try subject.solve()
    case "sweeps": return try subject.sweep()
    case "bandwidth": return subject.bandwidth()
    default: throw Failure("'do' is solve, sweeps or bandwidth")
    }
}
