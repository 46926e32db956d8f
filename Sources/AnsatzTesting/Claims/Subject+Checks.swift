import Ansatz

extension Subject {
    /// The checks that a component of its role is held to.
    var checks: [ContractCheck] {
        claims.filter { values.excused[$0] == nil }.map { claim in ContractCheck(name, claim) { try check(claim) } }
    }

    private var claims: [ContractClaim] {
        let common: [ContractClaim] = [
            .optionsRoundTrip, .optionsDescribed, .finiteResults, .sameSeed, .threads, .cancellation, .rangeEnds,
        ]
        return switch entry.role {
        case .solver: common + [.certificate, .resumption] + (iterationLimit == nil ? [] : [.iterationLimit])
        case .integrator: common + [.certificate, .resumption, .order]
        case .tuner: common + [.proposals, .resumption]
        case .generator: common + [.certificate, .resumption, .sampleOrder]
        case .problem:
            common + [.certificate, .refusal, .consistency] + (values.refinement == nil ? [] : [.order])
                + (entry.isSequence ? [.sampleOrder] : [])
        case .operator: common + [.resumption] + (entry.isPreconditioner ? [.certificate] : [])
        case .stage: common + [.certificate]
        default: common
        }
    }

    private func check(_ claim: ContractClaim) throws {
        switch claim {
        case .registration: break
        case .optionsRoundTrip: try checkOptionsRoundTrip()
        case .optionsDescribed: try checkOptionsDescribed()
        case .finiteResults: try checkFiniteResults()
        case .certificate: try checkCertificate()
        case .refusal: try checkRefusal()
        case .consistency: try checkConsistency()
        case .sameSeed: try checkSameSeed()
        case .threads: try checkThreads()
        case .resumption: try checkResumption()
        case .cancellation: try checkCancellation()
        case .order: try entry.role == .problem ? checkProblemOrder() : checkIntegratorOrder()
        case .rangeEnds: try checkRangeEnds()
        case .iterationLimit: try checkIterationLimit()
        case .proposals: try checkProposals()
        case .sampleOrder:
            try checkSampleOrder()
            if entry.isSequence { try checkInstances() }
        }
    }
}
