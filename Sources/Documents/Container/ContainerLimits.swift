/// How much an archive may cost that is unpacked in memory.
package struct ContainerLimits: Sendable {
    /// The most members. The default is 65,536.
    package var members = 65_536
    /// The most bytes of one member, unpacked. The default is 256 MiB.
    package var memberBytes = 268_435_456
    /// The most bytes of all members that are read, unpacked. The default is 1 GiB.
    package var totalBytes = 1_073_741_824
    /// How many times larger than the archive its unpacked members may be. The default is 250; XML rarely packs to a
    /// hundredth.
    package var ratio = 250
    /// The unpacked bytes from which on the ratio counts. The default is 32 MiB.
    package var ratioFreeBytes = 33_554_432

    /// The default limits.
    package init() {}
}
