import Logging
import Replication
import Storage
import Zab

/// Carrying out what the replica wants.
extension ReplicaDriver {
    func carryOut(_ effect: Replication.Effect) {
        switch effect {
        case .reply(let connection, let reply):
            client(on: connection)?.send(reply)
        case .peer(let effect):
            carryOut(effect)
        case .notify(let connection, let event):
            watchFirings.note(event, to: connection, &metrics)
            client(on: connection)?.send(event)
        case .saveSnapshot(let service):
            forDisk.append(.save(service))
        case .start(let timer, let after):
            start(.replica(timer), after: after)
        case .cancel(let timer):
            cancel(.replica(timer))
        case .accept(let connection, let session, let timeout):
            client(on: connection)?.accept(session: session, timeout: timeout)
        case .close(let connection, let reason):
            remove(connection)?.close(reason)
        case .refused(let reason):
            log.debug("refused", metadata: ["reason": "\(reason.explanation)"])
        case .session(let session, let event):
            if event == .expired { metrics.staleSessionsExpired += 1 }
            log.debug("session \(event.rawValue)", metadata: ["session": .hexadecimal(session)])
        case .proposed, .applied, .installed: break
        }
    }

    private func carryOut(_ effect: Zab.Effect) {
        switch effect {
        case .append(let proposal):
            metrics.proposals += 1
            forDisk.append(proposal)
            logQueue.append(proposal.zxid, &metrics)
        case .flush:
            forDisk.append(.flush)
            logQueue.flush(at: now)
        case .truncate(let zxid, _): forDisk.append(.truncate(to: zxid))
        case .record(let epochs): forDisk.append(.record(epochs))
        case .start(let timer, let after): start(.peer(timer), after: after)
        case .cancel(let timer): cancel(.peer(timer))
        case .serve: begin()
        case .retire(let reason): log.notice("stops serving: \(reason.explanation)")
        case .restart(let reason):
            fail(ServerError("this life cannot go on: \(reason.explanation)"))
        case .decided, .ignored: break
        case .send, .connect, .disconnect:
            preconditionFailure("a server that is its own quorum has nobody to talk to")
        case .deliver, .saveSnapshot, .sendSnapshot, .receiveSnapshot, .received:
            preconditionFailure("the replica answers these itself")
        }
    }
}
