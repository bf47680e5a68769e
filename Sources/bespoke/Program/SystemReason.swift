internal import Foundation

/// Why a call to the system failed, in the system's own short words.
enum SystemReason {
    /// For instance "Permission denied", without the path that Foundation repeats.
    static func of(_ error: any Error) -> String {
        let error = error as NSError
        for candidate in [error, error.userInfo[NSUnderlyingErrorKey] as? NSError].compactMap(\.self)
        where candidate.domain == NSPOSIXErrorDomain {
            return String(cString: strerror(Int32(candidate.code)))
        }
        guard error.domain == NSCocoaErrorDomain else { return error.localizedDescription }
        return switch CocoaError.Code(rawValue: error.code) {
        case .fileReadNoSuchFile, .fileNoSuchFile: "No such file or directory"
        case .fileReadNoPermission, .fileWriteNoPermission: "Permission denied"
        default: error.localizedDescription
        }
    }
}
