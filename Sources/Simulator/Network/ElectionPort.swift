import Replication
import Trace
import Zab

/// A word of the election port that was never sent.
struct LostWord: Hashable, Sendable {
    var word: ElectionLine.Word
    var reason: LossReason
}

/// Votes between servers.
extension World {
    private func line(from server: Int, to other: Int) -> Int { server * servers.count + other }

    mutating func send(_ notification: Zab.Notification, from server: Int, to other: Int) {
        let line = line(from: server, to: other)
        connectIfPossible(line, from: server, to: other)
        let word = number(notification, on: line, from: server, to: other)
        if isRecording { note(.notification(notification), word.id) }
        if lines[line].isConnected {
            write(word, on: line)
        } else {
            if let replaced = lines[line].waiting { lose(replaced, .replaced) }
            lines[line].waiting = word
        }
    }

    private mutating func number(
        _ notification: Zab.Notification, on line: Int, from server: Int, to other: Int
    ) -> ElectionLine.Word {
        lines[line].position += 1
        // A server that is down can be reached in its next life only.
        let life = servers[other].life + (servers[other].replica == nil ? 1 : 0)
        let id = MessageID(
            from: .server(servers[server].id), fromLife: servers[server].life,
            to: .server(servers[other].id), toLife: life, connection: lines[line].connection,
            position: lines[line].position)
        return ElectionLine.Word(notification: notification, id: id, cause: steps)
    }

    private mutating func connectIfPossible(_ line: Int, from server: Int, to other: Int) {
        guard !lines[line].isConnected else { return }
        if !lines[line].isPending {
            lines[line].connection = newConnection()
            lines[line].position = 0
            lines[line].isPending = true
        }
        if servers[other].replica != nil && servers[server].replica != nil
            && !faults.isCut(server, other) && !faults.isCut(other, server)
        {
            lines[line].isConnected = true
            lines[line].isPending = false
        }
    }

    private mutating func write(_ word: ElectionLine.Word, on line: Int) {
        lines[line].last = word
        let (from, to) = (line / servers.count, line % servers.count)
        let kind = faults.isQuiet ? nil : MessageKind.notification
        let fate: LossReason? = faults.drops(kind, from: from, to: to) ? .dropped : nil
        let arrival =
            now + conditions.latency.pick(&dice) + faults.delay(kind, from: from, to: to)
        let copies = faults.duplicates(kind, from: from, to: to) ? 2 : 1
        for _ in 0..<copies {
            let isHead = lines[line].pipe.write(
                word, position: word.id.position, cause: word.cause, arrival: arrival, fate: fate)
            if isHead { scheduleElection(line) }
        }
    }

    private mutating func scheduleElection(_ line: Int) {
        guard let (time, generation) = lines[line].pipe.schedule(notBefore: now) else { return }
        agenda.add(.election(line: line, generation: generation), at: time)
    }

    mutating func arrive(onLine line: Int, generation: UInt32) {
        guard lines[line].pipe.generation == generation, let head = lines[line].pipe.head else {
            return
        }
        let (from, to) = (line / servers.count, line % servers.count)
        if head.fate == nil, faults.holds(.notification, from: from, to: to) {
            lines[line].pipe.isStalled = true
            return
        }
        let parcel = lines[line].pipe.takeHead()
        scheduleElection(line)
        let word = parcel.cargo
        if parcel.fate != nil || servers[to].replica == nil {
            if parcel.fate == nil { lines[line].disconnect() }
            return noteLoss(
                of: .notification(word.notification), word.id, parcel.fate ?? .receiverDown,
                cause: word.cause)
        }
        let message = Message.notification(word.notification)
        let told = isRecording ? StepInput.receive(message: record(message, word.id)) : nil
        feed(
            .peer(.message(message, from: servers[from].id)), to: to, cause: word.cause,
            told: told)
    }

    // MARK: - Losing and finding each other

    private mutating func lose(_ word: ElectionLine.Word, _ reason: LossReason) {
        losses.append(LostWord(word: word, reason: reason))
        agenda.add(.loss, at: now)
    }

    mutating func tellLoss() {
        let loss = losses.removeFirst()
        noteLoss(
            of: .notification(loss.word.notification), loss.word.id, loss.reason,
            cause: loss.word.cause)
    }

    /// A process has ended: what it had not sent goes with it.
    mutating func dropElectionLines(of server: Int) {
        for other in servers.indices where other != server {
            let own = line(from: server, to: other)
            if let waiting = lines[own].waiting { lose(waiting, .connectionBroken) }
            lines[own].waiting = nil
            lines[own].last = nil
            lines[own].disconnect()
            let other = line(from: other, to: server)
            lines[other].disconnect()
            lines[other].pipe.doom(.receiverDown)
        }
    }

    /// A process has started: the others find it, and send what waited, or their last word again.
    mutating func reconnectElection(to server: Int) {
        for other in servers.indices where other != server {
            findAgain(line(from: other, to: server))
        }
    }

    private mutating func findAgain(_ line: Int) {
        guard !lines[line].isConnected, lines[line].waiting != nil || lines[line].last != nil
        else { return }
        agenda.add(.electionReconnects(line: line), at: now)
    }

    /// The connection is made again.
    mutating func reconnect(line: Int) {
        let (from, to) = (line / servers.count, line % servers.count)
        guard !lines[line].isConnected, let word = lines[line].waiting ?? lines[line].last
        else { return }
        let isNumbered =
            lines[line].waiting != nil && lines[line].isPending
            && word.id.toLife == servers[to].life
        connectIfPossible(line, from: from, to: to)
        guard lines[line].isConnected else { return }
        if let waiting = lines[line].waiting, !isNumbered { lose(waiting, .connectionBroken) }
        lines[line].waiting = nil
        if isNumbered { return write(word, on: line) }
        // Said on another connection, it is another message.
        steps += 1
        if isRecording { beginNotes(.timer(name: "resend"), at: from, cause: word.cause) }
        let again = number(word.notification, on: line, from: from, to: to)
        if isRecording { note(.notification(word.notification), again.id) }
        write(again, on: line)
        finishNotes(at: from)
    }

    /// After cuts or holds have changed: cut lines swallow what is under way, healed ones are connected
    /// again.
    mutating func reviewElection() {
        for line in lines.indices {
            let (from, to) = (line / servers.count, line % servers.count)
            guard from != to else { continue }
            if faults.isCut(from, to) || faults.isCut(to, from) {
                lines[line].disconnect()
                lines[line].pipe.doom(.partitioned)
            } else {
                findAgain(line)
            }
            if lines[line].pipe.isStalled { scheduleElection(line) }
        }
    }
}
