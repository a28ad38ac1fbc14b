/// How a request ended: with an answer, or refused.
public typealias Outcome = Result<Response, ErrorCode>

extension Outcome {
    /// The code in the reply's header. A failed multi has `ok` there and says the rest in its body.
    public var code: ErrorCode {
        switch self {
        case .success: .ok
        case .failure(let code): code
        }
    }

    /// `created /a`, `NONODE`.
    public var text: String {
        switch self {
        case .success(let response): response.description
        case .failure(let code): code.name
        }
    }
}
