internal import Foundation

/// Where models are fetched from, and how patiently.
package struct DownloadSettings: Sendable {
    /// Where Hugging Face is. The default is `$HF_ENDPOINT`, which its own tools honour too, else its public address.
    package var huggingFace: String
    /// The Python that runs pip. The default is "python3".
    package var python = "python3"
    /// Attempts at a file in a row that bring no new byte. The default is 4.
    package var attempts = 4
    /// The wait before the second attempt; it doubles with each. The default is one second.
    package var firstDelay: Duration = .seconds(1)
    /// The longest wait for the next bytes. The default is a minute.
    package var idleLimit: Duration = .seconds(60)
    /// The longest wait for pip without a new byte on disk. The default is three minutes.
    package var packageIdleLimit: Duration = .seconds(180)

    package init(environment: [String: String] = ProcessInfo.processInfo.environment) {
        let endpoint = environment["HF_ENDPOINT"] ?? ""
        huggingFace = endpoint.isEmpty ? "https://huggingface.co" : endpoint
    }
}
