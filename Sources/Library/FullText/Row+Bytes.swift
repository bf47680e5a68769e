internal import Foundation
internal import GRDB

extension Row {
    /// Calls `body` with the bytes of a column where SQLite has them; none for null.
    func withBytes<Value>(atIndex index: Int, _ body: (UnsafeRawBufferPointer) throws -> Value) throws -> Value {
        try withUnsafeData(atIndex: index) { try ($0 ?? Data()).withUnsafeBytes(body) }
    }
}
