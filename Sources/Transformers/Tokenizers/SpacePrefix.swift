/// Where SentencePiece puts a space before text.
enum SpacePrefix: Sendable {
    case nowhere
    /// Before each text between special tokens.
    case everyText
    /// The same, but not before text that begins with a space.
    case everyTextWithoutSpace
    /// Before the whole text, unless it begins with a special token or a space.
    case beginningWithoutSpace

    /// The text with its spaces written as markers, and one before it where that belongs there.
    func marked(_ text: UnsafeBufferPointer<UInt8>, isBeginning: Bool) -> [UInt8] {
        let beginsWithSpace = text.first == 0x20 || SpaceMarker.isAt(0, in: text)
        let addsSpace =
            switch self {
            case .nowhere: false
            case .everyText: true
            case .everyTextWithoutSpace: !beginsWithSpace
            case .beginningWithoutSpace: isBeginning && !beginsWithSpace
            }
        var result = addsSpace ? SpaceMarker.bytes : []
        SpaceMarker.append(text, to: &result)
        return result
    }
}
