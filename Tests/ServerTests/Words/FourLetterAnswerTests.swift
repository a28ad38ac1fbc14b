import Testing
import ZooKeeperWire

@testable import Server

/// The texts are those of Debian's Apache ZooKeeper 3.8.0 in the same state, but for its own version.
@Suite struct `Four-letter words` {
    private let status = Apache.standalone
    private let configuration = Apache.configuration

    private func text(_ word: FourLetterWord, _ status: ServerStatus? = nil) -> String {
        FourLetterAnswer.text(word, status ?? self.status, configuration)
    }

    @Test(arguments: [
        (FourLetterWord.ruok, "imok"), (.isro, "rw"), (.gtmk, "306"), (.stmk, "306"),
        (.crst, "Connection stats reset.\n"), (.srst, "Server stats reset.\n"), (.hash, ""),
        (.dirs, "datadir_size: 67109337\nlogdir_size: 67109338\n"),
        (.wchs, "2 connections watching 2 paths\nTotal watches:3\n"),
    ]) func `short answers`(word: FourLetterWord, answer: String) {
        #expect(text(word) == answer)
    }

    @Test func srvr() {
        #expect(
            text(.srvr) == """
                Zookeeper version: 3.8.0-zabscope, built on 2024-12-29 17:54 UTC
                Latency min/avg/max: 0/2.0/7
                Received: 23
                Sent: 22
                Connections: 3
                Outstanding: 0
                Zxid: 0x9
                Mode: standalone
                Node count: 10

                """)
    }

    @Test func `srvr of a leader tells the sizes of proposals`() {
        var leader = status
        leader.mode = .leader
        leader.peer = PeerStatus()
        #expect(
            text(.srvr, leader).hasSuffix("Node count: 10\nProposal sizes last/min/max: -1/-1/-1\n")
        )
        for size in [48, 96] { leader.peer?.proposalSizes.add(size) }
        #expect(
            text(.srvr, leader).hasSuffix("Node count: 10\nProposal sizes last/min/max: 96/48/96\n")
        )
    }

    @Test func `srvr of a read-only server says so`() {
        var readOnly = status
        readOnly.mode = .readOnly
        #expect(
            text(.srvr, readOnly).split(separator: "\n")[1]
                == "READ-ONLY mode; serving only read-only clients")
        #expect(text(.srvr, readOnly).contains("\nMode: read-only\n"))
        #expect(text(.isro, readOnly) == "ro")
    }

    @Test func stat() {
        #expect(
            text(.stat) == """
                Zookeeper version: 3.8.0-zabscope, built on 2024-12-29 17:54 UTC
                Clients:
                 /127.0.0.1:41384[1](queued=0,recved=5,sent=5)
                 /127.0.0.1:41368[1](queued=0,recved=9,sent=9)
                 /127.0.0.1:41442[0](queued=0,recved=1,sent=0)

                Latency min/avg/max: 0/2.0/7
                Received: 23
                Sent: 22
                Connections: 3
                Outstanding: 0
                Zxid: 0x9
                Mode: standalone
                Node count: 10

                """)
    }

    @Test func cons() {
        #expect(
            text(.cons) == """
                 /127.0.0.1:41384[1](queued=0,recved=5,sent=5,sid=0x10000afee7c0002,lop=GETC,est=1795362353709,to=30000,lcxid=0x4,lzxid=0x9,lresp=11558799,llat=1,minlat=0,avglat=1,maxlat=4)
                 /127.0.0.1:41368[1](queued=0,recved=9,sent=9,sid=0x10000afee7c0001,lop=NA,est=1795362353689,to=10000,lzxid=0xffffffffffffffff,lresp=0,llat=0,minlat=0,avglat=0,maxlat=0)
                 /127.0.0.1:41442[0](queued=0,recved=1,sent=0)


                """)
    }

    @Test func conf() {
        #expect(
            text(.conf) == """
                clientPort=24299
                secureClientPort=-1
                dataDir=/srv/data/version-2
                dataDirSize=67109337
                dataLogDir=/srv/log/version-2
                dataLogSize=67109338
                tickTime=2000
                maxClientCnxns=0
                minSessionTimeout=4000
                maxSessionTimeout=40000
                clientPortListenBacklog=-1
                serverId=0

                """)
    }

    @Test func `conf of a member tells the ensemble`() throws {
        var member = configuration
        member.members = try (1...3).map { try Member(id: $0, "127.0.0.1:2214\($0):2133\($0)") }
        member.myid = 1
        member.initLimit = 10
        member.syncLimit = 5
        #expect(
            FourLetterAnswer.text(.conf, status, member).hasSuffix(
                """
                clientPortListenBacklog=-1
                serverId=1
                initLimit=10
                syncLimit=5
                electionAlg=3
                electionPort=21331
                quorumPort=22141
                peerType=0
                membership:\u{20}
                server.1=127.0.0.1:22141:21331:participant
                server.2=127.0.0.1:22142:21332:participant
                server.3=127.0.0.1:22143:21333:participant
                version=0
                """))
    }

    @Test func dump() {
        #expect(
            text(.dump) == """
                SessionTracker dump:
                Session Sets (2)/(2):
                1 expire at Sun Nov 22 15:46:04 UTC 2026:
                \t0x10000afee7c0001
                1 expire at Sun Nov 22 15:46:24 UTC 2026:
                \t0x10000afee7c0002
                ephemeral nodes dump:
                Sessions with Ephemerals (2):
                0x10000afee7c0002:
                \t/eb
                0x10000afee7c0001:
                \t/app/e1
                \t/app/e2
                Connections dump:
                Connections Sets (2)/(3):
                2 expire at Sun Nov 22 15:46:04 UTC 2026:
                \tip: /127.0.0.1:41368 sessionId: 0x10000afee7c0001
                \tip: /127.0.0.1:41442 sessionId: 0x0
                1 expire at Sun Nov 22 15:46:24 UTC 2026:
                \tip: /127.0.0.1:41384 sessionId: 0x10000afee7c0002

                """)
    }

    @Test func `dump of a follower lists all sessions with their timeouts`() {
        var follower = status
        follower.sessions = .timeouts([
            .init(session: 0x1000_0b22_dd80_001, timeout: 10_000),
            .init(session: 0x2000_0b22_f910_001, timeout: 4_000),
        ])
        #expect(
            text(.dump, follower).hasPrefix(
                """
                SessionTracker dump:
                Global Sessions(2):
                0x10000b22dd80001\t10000ms
                0x20000b22f910001\t4000ms
                ephemeral nodes dump:

                """))
    }

    @Test func `watches by session and by path`() {
        #expect(
            text(.wchc) == """
                0x10000afee7c0001
                \t/app/e1
                0x10000afee7c0002
                \t/app/e1
                \t/zz


                """)
        #expect(
            text(.wchp) == """
                /app/e1
                \t0x10000afee7c0001
                \t0x10000afee7c0002
                /zz
                \t0x10000afee7c0002


                """)
    }

    @Test func `digests of the tree`() {
        var digests = status
        digests.digests = [(0x1_0000_0080, 1_234), (0x1_0000_0100, .max)]
        #expect(text(.hash, digests) == "100000080: 1234\n100000100: 18446744073709551615\n")
    }

    @Test func `envi begins with what kazoo looks for`() {
        let lines = text(.envi).split(separator: "\n").map(String.init)
        #expect(
            lines.prefix(2) == [
                "Environment:", "zookeeper.version=3.8.0-zabscope, built on 2024-12-29 17:54 UTC",
            ])
        // The keys of Apache's own, in its order.
        #expect(
            lines.dropFirst(2).compactMap { $0.split(separator: "=").first.map(String.init) } == [
                "host.name", "java.version", "java.vendor", "java.home", "java.class.path",
                "java.library.path", "java.io.tmpdir", "java.compiler", "os.name", "os.arch",
                "os.version", "user.name", "user.home", "user.dir", "os.memory.free",
                "os.memory.max", "os.memory.total",
            ])
        // A process of tests takes some of the machine's memory, not all.
        #expect(lines.suffix(3).allSatisfy { $0.contains(/=[1-9]\d*MB$/) })
    }

    @Test func `mntr has Apache's keys, and numbers in its form`() {
        let answer = text(.mntr)
        #expect(
            answer.hasPrefix(
                "zk_version\t3.8.0-zabscope, built on 2024-12-29 17:54 UTC\nzk_server_state\tstandalone\n"
            ))
        let keys = answer.split(separator: "\n").compactMap { $0.split(separator: "\t").first }
        #expect(Set(keys).count == keys.count)
        #expect(keys.filter { !Apache.monitorKeys.contains(String($0)) } == [])
        for line in [
            "zk_ephemerals_count\t3", "zk_avg_latency\t2.0", "zk_max_latency\t7",
            "zk_connection_drop_probability\t0.0", "zk_min_client_response_size\t16",
            "zk_avg_fsynctime\t0.6667", "zk_cnt_fsynctime\t3", "zk_sum_fsynctime\t2",
            "zk_p99_readlatency\t0",
        ] {
            #expect(answer.contains("\n\(line)\n"), "\(line)")
        }
    }

    @Test func `mntr of a leader tells about its learners`() {
        var leader = status
        leader.mode = .leader
        leader.peer = PeerStatus()
        leader.peer?.state = "leading - broadcast"
        leader.peer?.syncedFollowers = 2
        let answer = text(.mntr, leader)
        #expect(answer.contains("zk_server_state\tleader\nzk_peer_state\tleading - broadcast\n"))
        #expect(answer.contains("\nzk_synced_followers\t2\n"))
        #expect(!text(.mntr).contains("synced_followers"))
    }

    @Test func `only words on the list are answered`() {
        let shut = Configuration()
        for word in FourLetterWord.allCases where word != .srvr {
            #expect(
                FourLetterAnswer.text(word, status, shut)
                    == "\(word.rawValue) is not executed because it is not in the whitelist.\n")
        }
        #expect(FourLetterAnswer.text(.srvr, status, shut).hasPrefix("Zookeeper version: "))
    }

    @Test func `a server that does not serve says so`() {
        var idle = status
        idle.isServing = false
        let excuse = "This ZooKeeper instance is not currently serving requests"
        for word in FourLetterWord.allCases {
            let answer = text(word, idle)
            switch word {
            case .ruok: #expect(answer == "imok")
            case .isro: #expect(answer == "null")
            case .gtmk, .stmk: #expect(answer == "306")
            case .envi: #expect(answer.hasPrefix("Environment:\n"))
            case .hash: #expect(answer == excuse)
            default: #expect(answer == excuse + "\n", "\(word)")
            }
        }
    }

    @Test func `three words change something`() {
        let actions = FourLetterWord.allCases.compactMap { $0.action(mask: 7) }
        #expect(actions == [.resetConnections, .resetStatistics, .setTraceMask(7)])
    }
}
