import Jute
import Logging
import NIOCore
import Zab
import ZooKeeperWire

/// Taking up what has arrived.
extension ClientChannel {
    /// Whether frames may be taken up: not while the session is being opened, nor faster than the client
    /// reads its answers.
    var mayTake: Bool {
        switch stage {
        case .opening, .telling, .closing, .closed: false
        case .handshake, .open: outbox.hasRoom && context?.channel.isWritable ?? false
        }
    }

    /// Takes up what has arrived; only inside a batch.
    func takeFrames() {
        isOutOfRoom = false
        do throws(FrameError) {
            while mayTake, !isThrottled, let frame = try frames.next() {
                unfinishedSince = nil
                statistics.received += 1
                driver.metrics.packetsReceived += 1
                take(frame)
                if driver.isOverloaded, !arrivals.isEmpty {
                    isThrottled = true
                    driver.throttle(self)
                }
            }
        } catch {
            return refuse("\(error)")
        }
        isOutOfRoom = !outbox.hasRoom
        noteUnfinished()
    }

    /// Goes on after waiting for the session, for other connections, or for the client to read.
    func resume() {
        isThrottled = false
        driver.batch { takeFrames() }
        if wantsRead, !isThrottled, mayTake {
            wantsRead = false
            context?.read()
        }
    }

    private func take(_ frame: FrameReader.Frame) {
        switch frame {
        case .word(let word, let mask):
            stage = .telling
            closingSince = driver.now
            driver.answer(word, mask: mask, on: self)
        case .message(let reader):
            do throws(JuteError) {
                if stage == .handshake {
                    try connect(ClientMessage(first: reader))
                } else {
                    take(try ClientMessage(reader))
                }
            } catch {
                refuse("\(error)")
            }
        }
    }

    /// The bytes make no sense, so nobody knows where the next message begins.
    func refuse(_ reason: String) {
        driver.metrics.connectionsDropped += 1
        driver.refuseMalformed(self, reason)
        leaveReplica()
        closeAfterAnswers()
    }

    /// What waits for its end costs memory: how much, and since when?
    func noteUnfinished() {
        let buffered = stage == .closed ? 0 : frames.buffered
        driver.gathering += buffered - gathered
        gathered = buffered
        if buffered == 0 || !mayTake || isThrottled {
            unfinishedSince = nil
        } else if unfinishedSince == nil {
            unfinishedSince = driver.now
        }
        if driver.gathering > driver.settings.limits.gathering, unfinishedSince != nil {
            refuse("unfinished requests take too much memory, all clients together")
        }
    }
}
