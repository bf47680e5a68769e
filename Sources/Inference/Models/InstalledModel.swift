public import Foundation

/// A model that is on this machine.
public struct InstalledModel: Sendable, Hashable {
    /// Its name, which is also the name of its folder.
    public var name: String
    /// What it is for, judged by its files.
    public var purpose: ModelPurpose
    /// The size of its files, in bytes.
    public var bytes: Int64
    /// What opens it: a GGUF file, or the folder of an embedder.
    public var url: URL
    /// What a look at names, sizes and headers found wrong; nil where nothing is. ``ModelStore/verify(_:)`` reads every byte.
    public var damage: String?

    /// Whether the look found nothing wrong.
    public var isUsable: Bool { damage == nil }
}
