internal import Foundation

/// The system libraries that the program is linked to, asked for their versions.
enum LinkedLibraries {
    /// SQLite.
    static var sqlite: Check {
        typealias Version = @convention(c) () -> UnsafePointer<CChar>?
        let version = symbol("sqlite3_libversion").flatMap { unsafeBitCast($0, to: Version.self)() }
        return check("sqlite", version: version.map { String(cString: $0) })
    }

    /// libxml2, whose version is a number such as "20914" for 2.9.14.
    static var libxml2: Check {
        let pointer = symbol("xmlParserVersion")?.assumingMemoryBound(to: UnsafePointer<CChar>?.self).pointee
        let digits = pointer.flatMap { Int(String(cString: $0).prefix { $0.isNumber }) }
        return check("libxml2", version: digits.map { "\($0 / 10000).\($0 / 100 % 100).\($0 % 100)" })
    }

    // The program could not have started without these libraries, so that only the version can be unknown.
    private static func check(_ name: String, version: String?) -> Check {
        Check(name: name, state: .fine, detail: version ?? "of an unknown version")
    }

    private static func symbol(_ name: String) -> UnsafeMutableRawPointer? { dlsym(dlopen(nil, RTLD_NOW), name) }
}
