internal import Foundation

/// What `pdfinfo` tells about a file.
struct PDFInformation: Sendable {
    /// How many pages there are; nil where the file cannot be opened.
    var pageCount: Int?
    /// The title that the file states, unless it is the name that a program gave it.
    var title: String?
    /// For pages of which a viewer shows a part only, by their numbers: that part.
    var visibleParts: [Int: PageBox] = [:]

    init(_ output: [UInt8]) {
        var page = PageGeometry()
        for line in String(decoding: output, as: UTF8.self).split(separator: "\n") {
            guard let colon = line.firstIndex(of: ":") else { continue }
            let value = line[line.index(after: colon)...].trimmingSpaces()
            let key = line[..<colon].split(separator: " ")
            switch key.first {
            case "Title" where key.count == 1 && title == nil: title = Self.stated(value)
            case "Pages" where key.count == 1: pageCount = Int(value)
            case "Page" where key.count == 3:
                guard let number = Int(key[1]) else { continue }
                let numbers = value.split(separator: " ").compactMap { Float($0) }
                switch key[2] {
                case "rot": page = PageGeometry(rotation: Int(numbers.first ?? 0))
                case "MediaBox": page.media = numbers
                case "CropBox": visibleParts[number] = page.visiblePart(crop: numbers)
                default: continue
                }
            default: continue
            }
        }
    }

    private static func stated(_ title: Substring) -> String? {
        let isFromProgram =
            title.isEmpty || ["untitled", "(anonymous)"].contains(title.lowercased()) || title.hasPrefix("Microsoft ")
        let isFileName = title.contains(".") && !title.contains(" ")
        return isFromProgram || isFileName ? nil : String(title).asTitle
    }
}

/// The boxes of a page: left, lower, right and upper edges in the page's own coordinates.
private struct PageGeometry {
    /// Clockwise, in degrees.
    var rotation = 0
    var media: [Float] = []

    /// What the crop box leaves of the page as it is shown; nil for all of it.
    func visiblePart(crop: [Float]) -> PageBox? {
        guard media.count == 4, crop.count == 4, crop != media else { return nil }
        let (left, right) = (crop[0] - media[0], crop[2] - media[0])
        let (top, bottom) = (media[3] - crop[3], media[3] - crop[1])
        let (width, height) = (media[2] - media[0], media[3] - media[1])
        return switch rotation {
        case 90: PageBox(left: height - bottom, top: left, right: height - top, bottom: right)
        case 180: PageBox(left: width - right, top: height - bottom, right: width - left, bottom: height - top)
        case 270: PageBox(left: top, top: width - right, right: bottom, bottom: width - left)
        default: PageBox(left: left, top: top, right: right, bottom: bottom)
        }
    }
}
