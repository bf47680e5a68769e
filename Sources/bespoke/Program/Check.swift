/// One thing that `doctor` looked at.
struct Check: Sendable {
    /// How it is.
    enum State: String, Encodable {
        case fine, missing, damaged
        /// It is there and whole as far as is known, and cannot be used.
        case failed

        /// Stands before the line; 7 columns.
        var mark: String {
            switch self {
            case .fine: "ok     "
            case .missing: "missing"
            case .damaged: "damaged"
            case .failed: "failed "
            }
        }
        /// Sets the mark apart on a terminal.
        var style: Style { self == .fine ? .plain : .red }
    }

    /// What was looked at.
    var name: String
    /// How it is.
    var state: State
    /// What was found.
    var detail: String
    /// How to get what is missing.
    var remedy: String?
}

/// The result of `doctor`.
struct DoctorReport: Encodable {
    let sound: Bool
    let checks: [Row]

    /// One check.
    struct Row: Encodable {
        let name: String
        let state: Check.State
        let detail: String
        let remedy: String?
    }

    init(checks: [Check]) {
        sound = checks.allSatisfy { $0.state == .fine }
        self.checks = checks.map { Row(name: $0.name, state: $0.state, detail: $0.detail, remedy: $0.remedy) }
    }
}
