enum Suggestion { static func help(for name: String?, among: [String], kind: String) -> String? { nil } }
enum Expression { static func number(_ t: String) throws(StubError) -> Double { guard let d = Double(t) else { throw StubError() }; return d } }
struct StubError: Error { var description: String { "" } }
public struct RandomStream: Codable, Sendable { init(seed: UInt64, stage: String, purpose: String, index: UInt64) {} 
  public mutating func uniform() -> Double { 0.5 } }
public struct Field {}
public struct FieldDescription {}
