internal import Documents
public import Foundation
internal import Library

/// What an argument of an `add` is remembered as.
public enum SourceArgument {
    /// The argument in the form in which sources are remembered: an absolute path or pattern, or a web address.
    ///
    /// - Parameter base: the folder that relative paths start from.
    public static func absolute(_ argument: String, base: URL) -> String {
        if WebAddress.isMeant(by: argument) { return (try? WebAddress(argument: argument)).map { "\($0)" } ?? argument }
        let path = PathNames.absolute(argument, base: base.path)
        guard (try? FileStatus(of: path, named: argument)) == nil, argument.contains(where: "*?[{".contains) else {
            return path
        }
        return argument.hasPrefix("/") ? argument : PathNames.join(base.path, argument)
    }

    /// The source that an argument names on the disk; nil for standard input, and where nothing is there.
    static func source(_ argument: String, base: URL) -> NewSource? {
        guard argument != "-", !argument.isEmpty else { return nil }
        var path = PathNames.absolute(argument, base: base.path)
        switch try? MissingFile.statusOfEqualName(&path, argument).kind {
        case .file?: return NewSource(argument: path, kind: .file)
        case .folder?: return NewSource(argument: PathNames.real(path) ?? path, kind: .folder)
        case .link?, .pipe?, .socket?, .device?: return nil
        case nil: break
        }
        guard argument.contains(where: "*?[{".contains) else { return nil }
        var options = NewSource.Options()
        if !argument.hasPrefix("/") { options.base = base.path }
        return NewSource(argument: absolute(argument, base: base), kind: .pattern, options: options)
    }
}

extension NewSource {
    /// The argument as ``SourceList`` takes it, and the folder that it starts from.
    var written: (argument: String, base: URL) {
        guard let base = options.base else { return (argument, URL(filePath: "/")) }
        let start = base.utf8.last == 0x2F ? base : base + "/"
        return (argument.hasPrefix(start) ? String(argument.dropFirst(start.count)) : argument, URL(filePath: base))
    }

    /// A web source that is read with these settings.
    init(_ address: WebAddress, settings: WebSettings) {
        self.init(argument: "\(address)", kind: .web)
        options.crawlDepth = settings.crawlDepth
        options.maximumPages = settings.maximumPages
        options.delay = settings.delay
        options.allowsPrivateAddresses = settings.allowsPrivateAddresses
    }
}

extension WebSettings {
    /// The settings that a web source was added with; what it does not state is that of `defaults`.
    init(_ options: NewSource.Options, defaults: WebSettings) {
        self = defaults
        crawlDepth = options.crawlDepth
        maximumPages = options.maximumPages ?? maximumPages
        delay = options.delay ?? delay
        allowsPrivateAddresses = options.allowsPrivateAddresses ?? allowsPrivateAddresses
    }
}
