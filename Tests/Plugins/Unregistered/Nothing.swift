import Ansatz

/// A plugin whose author forgot the registration function.
public func coreOfTheUnregistered() -> String { CoreBuild.current.description }
