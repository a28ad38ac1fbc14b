public import Znodes

/// The settings that decide which requests are refused, as a header names them.
extension Header {
    /// The names of those that differ from ZooKeeper's defaults; nil when none does.
    public static func options(_ settings: ServiceSettings) -> [String]? {
        let all = [
            ("extendedTypesEnabled", settings.extendedTypesEnabled),
            ("enforceQuota", settings.enforceQuota), ("skipACL", settings.skipACL),
            ("acceptsSASL", settings.acceptsSASL), ("acceptsX509", settings.acceptsX509),
        ]
        let names = all.filter(\.1).map(\.0)
        return names.isEmpty ? nil : names
    }

    /// The settings with which the recorded servers ran.
    public var serviceSettings: ServiceSettings {
        var settings = ServiceSettings()
        settings.extendedTypesEnabled = options?.contains("extendedTypesEnabled") ?? false
        settings.enforceQuota = options?.contains("enforceQuota") ?? false
        settings.skipACL = options?.contains("skipACL") ?? false
        settings.acceptsSASL = options?.contains("acceptsSASL") ?? false
        settings.acceptsX509 = options?.contains("acceptsX509") ?? false
        return settings
    }
}
