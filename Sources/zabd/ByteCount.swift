/// A number of bytes as people write it: `4096`, `64K`, `512M`, `2G`, in steps of 1024.
struct ByteCount: Hashable, Sendable {
    let bytes: Int
}

extension ByteCount {
    /// Nil for what is no such number, is not positive, or is more than can be counted.
    init?(_ text: String) {
        let shifts = ["K": 10, "M": 20, "G": 30]
        let shift = text.last.flatMap { shifts[$0.uppercased()] }
        let digits = shift == nil ? text[...] : text.dropLast()
        guard digits.allSatisfy({ "0"..."9" ~= $0 }), let number = Int(digits), number > 0 else {
            return nil
        }
        let (bytes, overflows) = number.multipliedReportingOverflow(by: 1 << (shift ?? 0))
        guard !overflows else { return nil }
        self.bytes = bytes
    }
}
