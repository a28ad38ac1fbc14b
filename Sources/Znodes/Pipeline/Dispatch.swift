public import Jute

/// The operations that servers are busy with are called directly; a record that is called through its
/// protocol is boxed first, and the box costs as much as the operation.
extension Request {
    /// - Precondition: it is a write.
    func prepare(
        _ foreseen: inout Preparation, on service: Service, at occasion: Occasion,
        for caller: Caller
    ) throws(ErrorCode) -> Transaction.Body {
        switch self {
        case .setData(let request):
            return try request.prepare(&foreseen, on: service, at: occasion, for: caller)
        case .create(let request):
            return try request.prepare(&foreseen, on: service, at: occasion, for: caller)
        case .delete(let request):
            return try request.prepare(&foreseen, on: service, at: occasion, for: caller)
        default:
            guard let write else { preconditionFailure("\(self) is not a write") }
            return try write.prepare(&foreseen, on: service, at: occasion, for: caller)
        }
    }

    /// Writes the body in place.
    public func write(to writer: inout JuteWriter) {
        switch self {
        case .getData(let request): request.write(to: &writer)
        case .exists(let request): request.write(to: &writer)
        case .setData(let request): request.write(to: &writer)
        case .create(let request): request.write(to: &writer)
        case .ping: break
        default: record?.write(to: &writer)
        }
    }

    /// - Precondition: it is no write.
    func read(from service: Service, for caller: Caller) -> Outcome {
        switch self {
        case .getData(let request): return request.read(from: service, for: caller)
        case .exists(let request): return request.read(from: service, for: caller)
        case .getChildren(let request): return request.read(from: service, for: caller).framed
        case .ping: return .success(.done)
        default:
            guard let read else { preconditionFailure("\(self) is not a read") }
            return read.read(from: service, for: caller).framed
        }
    }

    /// The watch that the connection gets with the answer to its read, if it asked for one and may
    /// have it.
    public func watch(after outcome: Outcome) -> Watch? {
        switch self {
        case .getData(let request): request.watch ? request.watch(after: outcome) : nil
        case .exists(let request): request.watch ? request.watch(after: outcome) : nil
        case .ping: nil
        default: read?.watch(after: outcome)
        }
    }
}

extension Transaction.Body {
    func apply(
        to service: inout Service, at occasion: Occasion, changes: inout [TreeChange]
    ) -> Outcome {
        switch self {
        case .setData(let record):
            record.apply(to: &service, at: occasion, changes: &changes)
        case .create(let record):
            record.apply(to: &service, at: occasion, changes: &changes)
        case .delete(let record):
            record.apply(to: &service, at: occasion, changes: &changes)
        default:
            record.apply(to: &service, at: occasion, changes: &changes)
        }
    }

    func write(to writer: inout JuteWriter) {
        switch self {
        case .setData(let record): record.write(to: &writer)
        case .create(let record): record.write(to: &writer)
        default: record.write(to: &writer)
        }
    }

    /// About how many bytes `write` will write, so that most payloads are allocated once.
    func expectedLength(leavingOut threshold: Int) -> Int {
        func length(_ data: [UInt8]?) -> Int {
            data.map { $0.count < threshold ? $0.count : 0 } ?? 0
        }
        return switch self {
        case .setData(let record): 16 + record.path.text.utf8.count + length(record.data)
        case .create(let record): 64 + record.path.text.utf8.count + length(record.data)
        default: 32
        }
    }
}
