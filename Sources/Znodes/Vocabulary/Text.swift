/// A session id as ZooKeeper's logs show it.
func hexadecimal(_ id: Int64) -> String {
    "0x" + String(UInt64(bitPattern: id), radix: 16)
}

/// Node data for human eyes: quoted when it is plain text, else in hexadecimal; cut when long.
func quoted(_ data: [UInt8]?) -> String {
    guard let data else { return "null" }
    let head = data.prefix(40)
    let isCut = head.count < data.count
    // A cut may fall inside a character; then the text is shown as bytes.
    if let text = String(validating: head, as: UTF8.self), text.unicodeScalars.allSatisfy(isPlain) {
        return "\"\(text)\(isCut ? "…" : "")\""
    }
    let digits = head.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    return "0x\(digits)\(isCut ? "…" : "")"
}

private func isPlain(_ scalar: Unicode.Scalar) -> Bool {
    scalar.value >= 0x20 && !(0x7F...0x9F).contains(scalar.value) && scalar != "\""
}
