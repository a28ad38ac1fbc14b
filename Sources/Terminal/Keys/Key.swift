/// A key as the learner pressed it.
public enum Key: Hashable, Sendable {
    case character(Character)
    case enter, escape, backspace, delete, tab, backTab
    case up, down, left, right, home, end, pageUp, pageDown
    /// Ctrl-C, or the end of the input.
    case interrupt
    /// Ctrl-Z.
    case suspend
    /// Ctrl-L: draw all again.
    case refresh
    /// Ctrl-U: empty the line.
    case clear
}
