/// Follows a text that is generated under a ``Constraint``, and tells which tokens may come next.
///
///     var matcher = ConstraintMatcher(try .regularExpression("yes|no"), vocabulary: trie)
///     let id = try sampler.next(logits, under: &matcher)
///     try matcher.accept(id)
///
/// Guarantees that every text of allowed tokens can be gone on with until it fulfils the constraint, as far as the vocabulary
/// has the bytes, and that a token which ends the text is allowed exactly where it does. Sets of tokens are worked out when a state
/// is first come to and kept.
public struct ConstraintMatcher: Sendable {
    /// States, and sets of tokens, that are kept; beyond that all are forgotten and worked out again.
    private static let maximumStates = 1 << 15
    private static let maximumSets = 1 << 10
    /// Bytes that can follow, and nodes of the tree of tokens that are looked at, where that costs less than to try tokens.
    private static let (fewBytes, fewNodes) = (16, 2048)

    private let constraint: Constraint
    private let vocabulary: TokenTrie
    private var automaton: LazyAutomaton
    private var state: LazyAutomaton.State
    private var sets: [LazyAutomaton.State: TokenSet] = [:]
    /// The bytes accepted so far, to find the state again when all were forgotten.
    private var text: [UInt8] = []
    /// Whether a token was accepted that ends the text.
    public private(set) var isEnded = false

    /// Creates a matcher at the beginning of a text.
    public init(_ constraint: Constraint, vocabulary: TokenTrie) {
        self.constraint = constraint
        self.vocabulary = vocabulary
        automaton = LazyAutomaton(constraint.network)
        state = automaton.start
    }

    /// Goes back to the beginning of a text, keeping what was worked out.
    public mutating func restart() {
        state = automaton.start
        text = []
        isEnded = false
    }

    /// Whether the text so far fulfils the constraint.
    public var isFulfilled: Bool { automaton.isAccepting(state) }

    /// Whether the text so far fulfils the constraint, and nothing can follow but its end.
    ///
    /// - Throws: as ``allowedTokens()``.
    public mutating func isComplete() throws(ConstraintError) -> Bool {
        guard isFulfilled, !isEnded else { return isFulfilled }
        let bytes = automaton.possibleBytes(of: state)
        if bytes.isEmpty { return true }
        // A byte that may follow and is a token answers it at little cost.
        for byte in bytes where vocabulary.isToken[Int(byte)] {
            if automaton.next(state, byte) != LazyAutomaton.dead { return false }
        }
        let allowed = try allowedTokens()
        return allowed.count <= vocabulary.endTokens.count && allowed.ids.allSatisfy(vocabulary.endTokens.contains)
    }

    /// Whether the text so far fulfils the constraint and no token at all can follow, not even one that ends it.
    ///
    /// - Throws: as ``allowedTokens()``.
    public mutating func isAtEndOfVocabulary() throws(ConstraintError) -> Bool {
        isEnded ? true : vocabulary.endTokens.isEmpty ? try isComplete() : false
    }

    /// The tokens that may come next; none after the end, nor where the text is complete and the vocabulary has no token that
    /// ends it.
    ///
    /// - Throws: `unsatisfiable` where the vocabulary cannot spell what the constraint asks for.
    public mutating func allowedTokens() throws(ConstraintError) -> TokenSet {
        guard !isEnded else { return TokenSet(bits: []) }
        if let known = sets[state] { return known }
        forgetIfLarge()
        return try keep(tokenBits(visiting: .max) ?? [])
    }

    /// Keeps the set of the tokens that may come next.
    private mutating func keep(_ bits: [UInt64]) throws(ConstraintError) -> TokenSet {
        let set = TokenSet(bits: bits)
        guard !set.isEmpty || isFulfilled else {
            throw ConstraintError(
                .unsatisfiable,
                "the vocabulary has no token for what the constraint asks for after \(text.count) bytes")
        }
        sets[state] = set
        return set
    }

    /// Whether ``allowedTokens()`` cost next to nothing: they were worked out, or are now, since few bytes can follow.
    ///
    /// - Throws: as ``allowedTokens()``.
    mutating func findsAllowedTokensQuickly() throws(ConstraintError) -> Bool {
        if sets[state] != nil { return true }
        guard automaton.possibleBytes(of: state).count <= Self.fewBytes else { return false }
        forgetIfLarge()
        guard let bits = tokenBits(visiting: Self.fewNodes) else { return false }
        _ = try keep(bits)
        return true
    }

    /// Whether a token may come next.
    public mutating func allows(_ id: Int32) -> Bool { next(id) != nil }

    /// The state after a token; nil where it is not allowed. A token that ends the text leads nowhere else.
    private mutating func next(_ id: Int32) -> LazyAutomaton.State? {
        guard !isEnded else { return nil }
        if vocabulary.endTokens.contains(id), automaton.isAccepting(state) { return state }
        forgetIfLarge()
        let bytes = vocabulary.spellings[Int(id)]
        guard !bytes.isEmpty else { return nil }
        var next = state
        for byte in bytes where next != LazyAutomaton.dead { next = automaton.next(next, byte) }
        return next == LazyAutomaton.dead ? nil : next
    }

    /// Goes on by a token.
    ///
    /// - Throws: `outside` where the token is not allowed; then nothing changes.
    public mutating func accept(_ id: Int32) throws(ConstraintError) {
        guard let next = next(id) else {
            throw ConstraintError(.outside, "token \(id) is outside the constraint after \(text.count) bytes")
        }
        isEnded = vocabulary.endTokens.contains(id)
        state = next
        if !isEnded { text += vocabulary.spellings[Int(id)] }
    }

    /// Walks the tree of tokens as far as the automaton goes.
    ///
    /// - Parameter limit: the number of nodes after which it gives up.
    /// - Returns: a bit for each token, as ``TokenSet`` takes them; nil where it gave up.
    private mutating func tokenBits(visiting limit: Int) -> [UInt64]? {
        var bits = [UInt64](repeating: 0, count: (vocabulary.vocabularySize + 63) / 64)
        if automaton.isAccepting(state) { for id in vocabulary.endTokens { Self.insert(id, in: &bits) } }
        // The state before each byte of the token that is looked at.
        var path = [state] + [LazyAutomaton.State](repeating: LazyAutomaton.dead, count: vocabulary.depth)
        var (index, visited) = (0, 0)
        vocabulary.nodes.withUnsafeBufferPointer { nodes in
            while index < nodes.count, visited <= limit {
                _ = automaton.next(path[Int(nodes[index].depth)], nodes[index].byte)
                automaton.withTransitions { transitions in
                    while index < nodes.count, visited <= limit {
                        let node = nodes[index]
                        visited += 1
                        guard let next = transitions.next(path[Int(node.depth)], node.byte) else { return }
                        guard next != LazyAutomaton.dead else {
                            index = Int(node.end)
                            continue
                        }
                        if node.token >= 0 { Self.insert(node.token, in: &bits) }
                        path[Int(node.depth) + 1] = next
                        index += 1
                    }
                }
            }
        }
        guard visited <= limit else { return nil }
        for twin in vocabulary.twins where bits[Int(twin.inTree) / 64] >> (UInt64(twin.inTree) % 64) & 1 == 1 {
            Self.insert(twin.token, in: &bits)
        }
        return bits
    }

    @inline(__always)
    private static func insert(_ id: Int32, in bits: inout [UInt64]) { bits[Int(id) / 64] |= 1 << (UInt64(id) % 64) }

    private mutating func forgetIfLarge() {
        guard automaton.stateCount > Self.maximumStates || sets.count >= Self.maximumSets else { return }
        automaton = LazyAutomaton(constraint.network)
        sets = [:]
        state = text.reduce(automaton.start) { automaton.next($0, $1) }
    }
}
