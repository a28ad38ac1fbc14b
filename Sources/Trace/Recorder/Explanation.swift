import Replication
import Zab

/// Sentences for the `why` of a decision or a refusal.
public enum Explanation {
    /// The sentence behind a reason's name, nil when the name is none of ours.
    public static func of(_ why: String) -> String? {
        Reason(rawValue: why)?.explanation ?? ClientReason(rawValue: why)?.explanation
            ?? LossReason(rawValue: why)?.explanation
    }
}
