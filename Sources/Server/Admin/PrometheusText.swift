/// Prometheus' text format, as ZooKeeper's `PrometheusMetricsProvider` exposes it: metric names without
/// a prefix, summaries with quantiles, `_count` and `_sum`.
enum PrometheusText {
    static let contentType = "text/plain; version=0.0.4; charset=utf-8"

    static func text(_ status: ServerStatus) -> String { status.allMetrics.map(lines).joined() }

    private static func lines(_ metric: Metric) -> String {
        switch metric {
        case .gauge(let name, let value): head(name, "gauge") + "\(name) \(Double(value))\n"
        case .average(let name, let value): head(name, "gauge") + "\(name) \(value)\n"
        case .counter(let name, let value): head(name, "counter") + "\(name) \(Double(value))\n"
        case .summary(let name, let summary): lines(name, summary, quantiles: [0.5])
        case .detailed(let name, let summary): lines(name, summary, quantiles: [0.5, 0.9, 0.99])
        }
    }

    private static func head(_ name: String, _ type: String) -> String {
        "# HELP \(name) \(name)\n# TYPE \(name) \(type)\n"
    }

    private static func lines(_ name: String, _ summary: Summary, quantiles: [Double]) -> String {
        head(name, "summary")
            + quantiles.map { share in
                // As Prometheus wants it where nothing was measured.
                let value = summary.spread.count == 0 ? "NaN" : "\(Double(summary.quantile(share)))"
                return "\(name){quantile=\"\(share)\",} \(value)\n"
            }.joined()
            + "\(name)_count \(Double(summary.spread.count))\n"
            + "\(name)_sum \(Double(summary.spread.sum))\n"
    }
}
