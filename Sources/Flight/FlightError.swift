/// Why a recording cannot be read: which file, where, and the reason.
public struct FlightError: Error, Hashable, Sendable {}
