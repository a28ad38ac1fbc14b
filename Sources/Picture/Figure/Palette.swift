/// A colour as `#RRGGBB`. The palette is Okabe and Ito's, which people with any colour vision can tell
/// apart; shape, letter or dash always says the same thing again.
public struct Colour: Hashable, Sendable, ExpressibleByStringLiteral {
    public let hex: String

    public init(stringLiteral value: String) { hex = value }

    public static let black: Colour = "#000000"
    public static let ink: Colour = "#333333"
    public static let grey: Colour = "#6B6B6B"
    public static let silver: Colour = "#B9BDC3"
    public static let mist: Colour = "#E9ECEF"
    public static let white: Colour = "#FFFFFF"
    public static let orange: Colour = "#E69F00"
    public static let sky: Colour = "#56B4E9"
    public static let green: Colour = "#009E73"
    /// Green dark enough for small text on white.
    public static let moss: Colour = "#00704F"
    public static let yellow: Colour = "#F0E442"
    public static let blue: Colour = "#0072B2"
    public static let vermillion: Colour = "#D55E00"
    public static let purple: Colour = "#CC79A7"
    /// Tints of 5 to 8 %, for bands behind the lanes.
    public static let paleGrey: Colour = "#F4F4F4"
    public static let paleYellow: Colour = "#FDFAE3"
    public static let paleSky: Colour = "#EAF4FB"
    public static let paleGreen: Colour = "#EEF7F3"
    public static let paleVermillion: Colour = "#FCEFE6"
}
