internal import Foundation

/// Tells addresses of the public internet from those of this machine and of private networks.
///
/// Source: the IANA registries of special-purpose addresses for IPv4 (RFC 6890) and IPv6.
package enum AddressRange {
    /// Whether a numeric address is on the public internet. What is no address is not.
    package static func isPublic(_ address: String) -> Bool {
        let address = address.prefix { $0 != "%" }
        var four = in_addr()
        if inet_pton(AF_INET, String(address), &four) == 1 { return isPublic(four: UInt32(bigEndian: four.s_addr)) }
        var six = in6_addr()
        guard inet_pton(AF_INET6, String(address), &six) == 1 else { return false }
        return isPublic(six: withUnsafeBytes(of: six) { Array($0) })
    }

    /// The blocks that are not public: network and length of the prefix in bits.
    private static let special: [(UInt32, UInt32)] = [
        (0x0000_0000, 8), (0x0A00_0000, 8), (0x6440_0000, 10), (0x7F00_0000, 8), (0xA9FE_0000, 16), (0xAC10_0000, 12),
        (0xC000_0000, 24), (0xC000_0200, 24), (0xC058_6300, 24), (0xC0A8_0000, 16), (0xC612_0000, 15),
        (0xC633_6400, 24), (0xCB00_7100, 24), (0xE000_0000, 4), (0xF000_0000, 4),
    ]

    private static func isPublic(four address: UInt32) -> Bool {
        !special.contains { network, length in address >> (32 - length) == network >> (32 - length) }
    }

    private static func isPublic(six bytes: [UInt8]) -> Bool {
        func four(at place: Int) -> Bool {
            isPublic(four: bytes[place..<place + 4].reduce(0) { $0 << 8 | UInt32($1) })
        }
        // Mapped (::ffff:0:0/96) and translated (64:ff9b::/96) addresses, and 6to4 (2002::/16), carry one of IPv4.
        if bytes.prefix(10).allSatisfy({ $0 == 0 }), bytes[10] == 0xFF, bytes[11] == 0xFF { return four(at: 12) }
        if bytes.starts(with: [0, 0x64, 0xFF, 0x9B, 0, 0, 0, 0, 0, 0, 0, 0]) { return four(at: 12) }
        if bytes[0] == 0x20, bytes[1] == 0x02 { return four(at: 2) }
        // Of the rest 2000::/3 is public, without Teredo and other protocols (2001::/23) and examples (2001:db8::/32).
        guard bytes[0] & 0xE0 == 0x20 else { return false }
        if bytes[0] == 0x20, bytes[1] == 0x01, bytes[2] < 2 { return false }
        return !bytes.starts(with: [0x20, 0x01, 0x0D, 0xB8])
    }
}
