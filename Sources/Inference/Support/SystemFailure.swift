internal import Foundation

/// What the system says about a file operation that failed, as an error of this module.
enum SystemFailure {
    /// - Parameters:
    ///   - action: what was tried, with the path: "writing /models/x".
    ///   - number: the `errno` of the call.
    static func error(_ action: String, number: Int32) -> InferenceError {
        let reason = String(cString: strerror(number))
        switch number {
        case ENOSPC, EDQUOT: return InferenceError(.diskFull, "\(action): \(reason); make room there and try again")
        case EACCES, EPERM, EROFS:
            return InferenceError(
                .permissionDenied,
                "\(action): \(reason); allow it, or choose another folder with --home or BESPOKE_HOME")
        default: return InferenceError(.downloadFailed, "\(action): \(reason)")
        }
    }

    /// The same for an error of Foundation.
    static func error(_ action: String, _ error: any Error) -> InferenceError {
        if let error = error as? InferenceError { return error }
        let outer = error as NSError
        for candidate in [outer, outer.userInfo[NSUnderlyingErrorKey] as? NSError].compactMap(\.self)
        where candidate.domain == NSPOSIXErrorDomain {
            return self.error(action, number: Int32(candidate.code))
        }
        switch (outer.domain, CocoaError.Code(rawValue: outer.code)) {
        case (NSCocoaErrorDomain, .fileWriteOutOfSpace): return self.error(action, number: ENOSPC)
        case (NSCocoaErrorDomain, .fileWriteNoPermission), (NSCocoaErrorDomain, .fileReadNoPermission):
            return self.error(action, number: EACCES)
        case (NSCocoaErrorDomain, .fileNoSuchFile), (NSCocoaErrorDomain, .fileReadNoSuchFile):
            return self.error(action, number: ENOENT)
        default: return InferenceError(.downloadFailed, "\(action): \(outer.localizedDescription)")
        }
    }
}
