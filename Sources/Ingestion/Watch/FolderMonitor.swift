#if os(Linux)
    internal import Foundation
    internal import Glibc
    internal import Synchronization

    /// Says when something changes in folders, by inotify: between changes a thread sleeps, and nothing is looked at.
    ///
    /// Source: inotify(7).
    final class FolderMonitor: Sendable {
        /// Why folders cannot be watched.
        struct Limit: Error {
            /// What the system says, and how it can be raised.
            var message: String
        }

        private struct Watch {
            var path: String
            var names: Set<String>?
        }

        private let descriptor: Int32
        private let wakeEnds: (read: Int32, write: Int32)
        private let watches = Mutex<[Int32: Watch]>([:])
        private let signal: Signal

        private static let events =
            UInt32(IN_CREATE) | UInt32(IN_CLOSE_WRITE) | UInt32(IN_MOVED_FROM) | UInt32(IN_MOVED_TO) | UInt32(IN_DELETE)
            | UInt32(IN_ATTRIB) | UInt32(IN_DELETE_SELF) | UInt32(IN_MOVE_SELF) | UInt32(IN_ONLYDIR)

        /// Raises `signal` at each change.
        ///
        /// - Throws: ``Limit``.
        init(_ signal: Signal) throws {
            self.signal = signal
            descriptor = inotify_init1(Int32(IN_NONBLOCK) | Int32(IN_CLOEXEC))
            guard descriptor >= 0 else { throw Self.limit(errno, "fs.inotify.max_user_instances") }
            var ends: [Int32] = [-1, -1]
            guard pipe(&ends) == 0 else {
                Glibc.close(descriptor)
                throw Self.limit(errno, "the number of open files (ulimit -n)")
            }
            for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
            wakeEnds = (ends[0], ends[1])
            let thread = Thread { [self] in listen() }
            thread.stackSize = 1 << 18
            thread.start()
        }

        /// Ends the thread, which then closes everything.
        func stop() {
            var byte: UInt8 = 1
            _ = write(wakeEnds.write, &byte, 1)
        }

        /// Watches these folders and no others. Folders that are gone meanwhile are passed over.
        ///
        /// - Throws: ``Limit``.
        func watch(_ folders: WatchedFolders) throws {
            try watches.withLock { watches in
                var current: [Int32: Watch] = [:]
                for (path, names) in folders.names {
                    let number = inotify_add_watch(descriptor, path, Self.events)
                    guard number >= 0 else {
                        if errno == ENOSPC || errno == ENOMEM { throw Self.limit(errno, "fs.inotify.max_user_watches") }
                        continue
                    }
                    current[number] = Watch(path: path, names: names)
                }
                for number in watches.keys where current[number] == nil { inotify_rm_watch(descriptor, number) }
                watches = current
            }
        }

        private func listen() {
            defer { for end in [descriptor, wakeEnds.read, wakeEnds.write] { Glibc.close(end) } }
            var buffer = [UInt8](repeating: 0, count: 65_536)
            while true {
                var waiting = [
                    pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0),
                    pollfd(fd: wakeEnds.read, events: Int16(POLLIN), revents: 0),
                ]
                guard poll(&waiting, 2, -1) >= 0 || errno == EINTR else { return }
                if waiting[1].revents != 0 { return }
                let count = read(descriptor, &buffer, buffer.count)
                if count > 0, buffer.withUnsafeBytes({ concerns(UnsafeRawBufferPointer(rebasing: $0[..<count])) }) {
                    signal.raise()
                }
            }
        }

        /// Whether one of the events is about something that matters.
        private func concerns(_ events: UnsafeRawBufferPointer) -> Bool {
            let watches = watches.withLock { $0 }
            let headSize = MemoryLayout<inotify_event>.size
            var place = 0
            while place + headSize <= events.count {
                let event = events.loadUnaligned(fromByteOffset: place, as: inotify_event.self)
                let name = events[(place + headSize)..<min(events.count, place + headSize + Int(event.len))]
                    .prefix { $0 != 0 }
                place += headSize + Int(event.len)
                if event.mask & UInt32(IN_Q_OVERFLOW) != 0 { return true }
                if event.mask & UInt32(IN_IGNORED) != 0 { continue }
                guard let watch = watches[event.wd] else { continue }
                let text = String(decoding: name, as: UTF8.self)
                if text.isEmpty { return true }
                if let names = watch.names {
                    if names.contains(text) { return true }
                } else if !isPassedOver(text) {
                    return true
                }
            }
            return false
        }

        /// Names that a walk through a folder passes over: an editor's hidden files, and the library itself.
        private func isPassedOver(_ name: String) -> Bool {
            name.hasPrefix(".") && !SourceRules().ruleFiles.contains(name) || name.hasPrefix("library.sqlite")
        }

        private static func limit(_ code: Int32, _ setting: String) -> Limit {
            Limit(
                message:
                    "the system lets no more folders be watched (\(String(cString: strerror(code)))); raise \(setting)")
        }
    }
#endif
