import ArgumentParser

/// A number of bytes as people write it: `4096`, `64K`, `512M`, `2G`, in steps of 1024.
struct ByteCount: Hashable, Sendable {
    let bytes: Int
}

extension ByteCount: ExpressibleByArgument {
    /// Nil for what is no such number, is not positive, or is more than can be counted.
    init?(argument: String) {
        let shifts: [Character: Int] = ["K": 10, "M": 20, "G": 30]
        let shift = argument.last.flatMap { shifts[Character($0.uppercased())] }
        let digits = shift == nil ? argument[...] : argument.dropLast()
        guard digits.allSatisfy({ "0"..."9" ~= $0 }), let number = Int(digits), number > 0 else {
            return nil
        }
        let (bytes, overflows) = number.multipliedReportingOverflow(by: 1 << (shift ?? 0))
        guard !overflows else { return nil }
        self.bytes = bytes
    }
}
