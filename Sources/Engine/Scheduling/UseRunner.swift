import Ansatz

/// Runs a `use` stage: a plugin's own node of the graph.
struct UseRunner {
    let task: MethodTask

    func run() throws {
        guard var stage = try task.method.subject.make() as? any Stage else {
            throw RunFailure("'\(task.method.subject.entry.info.name)' is no stage")
        }
        let context = task.context(saved: nil)
        try stage.prepare(context)
        let watch = Stopwatch()
        let result = try stage.perform(context)
        let seconds = watch.seconds
        let name = "'\(task.method.subject.entry.info.name)'"
        for field in result.fields {
            if let index = field.firstNonFinite {
                throw CertificateFailure("field '\(field.name)' of \(name) is not finite at index \(index)")
            }
        }
        let finite = Certificate.Check(
            "non_finite", "values that are not finite numbers, counted", value: 0, limit: 0)
        let certificate = Certificate(result.checks + [finite])
        guard certificate.isValid else { throw CertificateFailure(certificate, method: name) }
        try task.write(result.fields, usesFallback: false)
        try task.publish(
            result.metrics, certificate: certificate, seconds: seconds, usesFallback: false)
    }
}
