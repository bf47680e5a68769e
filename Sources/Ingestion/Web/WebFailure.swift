/// Why a page was not fetched, in words that say what to do.
enum WebFailure {
    static func status(_ status: Int, _ address: WebAddress, named: WebAddress) -> IngestFailure {
        let place = address == named ? "" : ", to which it redirects as \(address)"
        let (code, what) =
            switch status {
            case 404, 410: ("notFound", "does not exist (status \(status))\(place); check the address")
            case 401, 403, 407:
                (
                    "refused",
                    "may not be read without logging in (status \(status))\(place); download it and add the file"
                )
            case 429:
                ("busy", "is limited to fewer requests (status 429)\(place); try again later, or with a longer --delay")
            case 500...: ("busy", "cannot be had now: its server failed (status \(status))\(place); try again later")
            default: ("refused", "was answered with status \(status)\(place), and not with a page; check the address")
            }
        return IngestFailure(source: "\(named)", code: code, message: "\(named) \(what)")
    }

    static func disallowed(_ address: WebAddress) -> IngestFailure {
        IngestFailure(
            source: "\(address)", code: "disallowed",
            message:
                "\(address) was not fetched: \(address.origin)/robots.txt asks programs not to; open it in a browser, save it "
                + "and add the file")
    }

    static func noRobots(_ address: WebAddress, status: Int) -> IngestFailure {
        IngestFailure(
            source: "\(address)", code: "busy",
            message:
                "\(address) was not fetched: what programs may do there is not known, as \(address.origin)/robots.txt failed "
                + "(status \(status)); try again later")
    }

    static func badRedirect(_ address: WebAddress) -> IngestFailure {
        IngestFailure(
            source: "\(address)", code: "refused",
            message: "\(address) redirects to what is no http or https address; check it in a browser")
    }

    static func tooManyRedirects(_ address: WebAddress) -> IngestFailure {
        IngestFailure(
            source: "\(address)", code: "tooManyRedirects",
            message: "\(address) redirects more than \(WebSettings.maximumRedirects) times; check it in a browser")
    }

    static func elsewhere(_ address: WebAddress, _ target: WebAddress) -> IngestFailure {
        IngestFailure(
            source: "\(address)", code: "refused",
            message: "\(address) leads to \(target) for now; what was read before stays. Try again later, or remove it")
    }

    static func tooManyPages(_ address: WebAddress, _ limit: Int) -> IngestFailure {
        IngestFailure(
            source: "\(address)", code: "limitExceeded",
            message:
                "\(address) leads to more than \(limit) pages, of which the first were taken; raise --max-pages for more"
        )
    }
}
