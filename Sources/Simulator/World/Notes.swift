import Replication
public import Trace
import Zab

/// The record of the step under way, before it is complete.
struct Notes: Hashable, Sendable {
    var at: Lane
    var life: Int
    var input: StepInput
    var cause: Int?
    var effects: [StepEffect] = []
}

/// Writing down what happens. Nothing here changes what does.
extension World {
    /// The first line of this world's trace.
    public func header(title: String? = nil, seed: UInt64? = nil, scenario: String? = nil) -> Header
    {
        Header(
            servers: servers.map {
                Header.Member(
                    lane: .server($0.id.rawValue), votes: ensemble.voters.contains($0.id))
            },
            clients: clients.map { .client(Int64($0.number)) }, seed: seed, off: broken,
            options: Header.options(settings.service), title: title, scenario: scenario)
    }

    mutating func takeRecord() -> Step? {
        defer { record = nil }
        return record
    }

    // MARK: - At a server

    mutating func beginNotes(_ input: StepInput, at server: Int, cause: Int?) {
        notes = Notes(
            at: .server(servers[server].id.rawValue), life: servers[server].life, input: input,
            cause: cause)
    }

    mutating func note(_ effect: Replication.Effect) {
        if case .close(let connection, let reason) = effect {
            if let client = client(on: connection) {
                notes?.effects.append(.closeClient(client: client, why: reason.rawValue))
            }
        } else if let effect = recorder.record(effect) {
            notes?.effects.append(effect)
        }
    }

    mutating func note(_ effect: StepEffect) { notes?.effects.append(effect) }

    mutating func finishNotes(at server: Int) {
        guard let notes else { return }
        var state: ServerState
        if let replica = servers[server].replica {
            state = ServerState(of: replica) { client(on: $0) }
        } else {
            state = states[server]
            state.merge(.down)
            let (recovered, _) = servers[server].disk.platter.recovered
            state.logged = recovered.log.last
            state.durable = recovered.log.last
        }
        let changes = state.changes(since: states[server])
        states[server] = state
        record = Step(
            n: steps, t: now.nanoseconds, at: notes.at, life: notes.life, input: notes.input,
            cause: notes.cause, effects: notes.effects, state: changes.isEmpty ? nil : changes)
        self.notes = nil
    }

    // MARK: - Messages between servers

    mutating func record(_ message: Message, _ id: MessageID) -> MessageRecord {
        guard case .server(let from) = id.from, case .server(let to) = id.to else {
            preconditionFailure("\(id) is between servers")
        }
        return recorder.record(message, id: id.description, from: from, to: to)
    }

    mutating func note(_ message: Message, _ id: MessageID) {
        let record = record(message, id)
        notes?.effects.append(.send(message: record))
    }

    // MARK: - Between them

    /// A message that never arrives is a step of its own.
    mutating func noteLoss(
        of message: Message, _ id: MessageID, _ reason: LossReason, cause: Int
    ) {
        steps += 1
        guard isRecording else { return }
        recordAtNetwork(.lost(message: record(message, id), why: reason), cause: cause)
    }

    mutating func noteCommand(_ intervention: Intervention) {
        steps += 1
        guard isRecording else { return }
        recordAtNetwork(.command(text: intervention.description), cause: nil)
    }

    mutating func recordAtNetwork(_ input: StepInput, cause: Int?) {
        record = Step(
            n: steps, t: now.nanoseconds, at: .network, life: 0, input: input, cause: cause)
    }
}
