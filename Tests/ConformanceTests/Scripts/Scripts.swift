extension Script {
    static let all = nodes + multis + access + watches + sessions + others + frames + random
}
