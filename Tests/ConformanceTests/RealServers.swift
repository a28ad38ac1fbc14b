import Testing

/// All that needs running servers: they are started once.
@Suite(.serialized, .servers, .timeLimit(.minutes(5))) struct RealServers {}
