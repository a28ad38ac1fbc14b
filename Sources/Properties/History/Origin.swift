import Trace
import Zab
import Znodes

/// The tree with which a trace begins, and the last transaction in it: an empty one, unless its header
/// says otherwise.
struct Origin: Sendable {
    private(set) var zxid = Zxid.zero
    private(set) var service = Service()

    init(_ header: Header) {
        // Of several the oldest: from there on, everything is known.
        let states = (header.states ?? [:]).sorted { $0.key < $1.key }.map(\.value)
        guard let state = states.min(by: { $0.at < $1.at }) else { return }
        var reader = SnapshotReader()
        guard (try? reader.feed(state.snapshot.raw)) != nil,
            let service = try? reader.finish(zxid: Int64(bitPattern: state.at.rawValue))
        else { return }
        zxid = state.at
        self.service = service
    }
}
