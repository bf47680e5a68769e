import Ingestion
import Testing

struct AddressRangeTests {
    @Test(
        "Addresses of this machine, of private networks and of no network are not public",
        arguments: [
            "127.0.0.1", "127.8.9.10", "0.0.0.0", "10.1.2.3", "100.64.0.1", "169.254.169.254", "172.16.0.1",
            "172.31.255.255", "192.168.1.1", "192.0.0.8", "198.18.0.1", "224.0.0.1", "255.255.255.255", "::", "::1",
            "fe80::1", "fe80::1%eth0", "fc00::1", "fd12:3456::1", "ff02::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1",
            "64:ff9b::127.0.0.1", "64:ff9b::a9fe:a9fe", "2002:7f00:1::", "2001:db8::1", "2001::1", "::127.0.0.1",
            "no address", "",
        ])
    func isPrivate(address: String) {
        #expect(!AddressRange.isPublic(address))
    }

    @Test(
        "Others are",
        arguments: [
            "1.1.1.1", "172.15.0.1", "172.32.0.1", "192.169.0.1", "100.128.0.1", "169.253.0.1", "2606:4700::1111",
            "::ffff:1.1.1.1", "64:ff9b::1.1.1.1", "2002:101:101::",
        ])
    func isPublic(address: String) {
        #expect(AddressRange.isPublic(address))
    }
}
