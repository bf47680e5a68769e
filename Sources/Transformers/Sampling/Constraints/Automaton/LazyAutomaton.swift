/// A deterministic automaton that reads bytes as a ``TransitionNetwork`` does. A state is made when it is first come to (the subset
/// construction of Rabin and Scott, 1959): the set of the network's nodes, each with the calls that are open there. So is each of its
/// transitions.
struct LazyAutomaton: Sendable {
    /// The number of a state.
    typealias State = Int32

    /// A node and the calls that are open there.
    private struct Configuration: Hashable {
        var node: TransitionNetwork.Node
        /// The index of the innermost call; negative where none is open.
        var call: Int32
    }

    /// A call that is open: where to go on after it.
    private struct Call: Hashable {
        var target: TransitionNetwork.Node
        var outer: Int32
        var depth: Int
    }

    /// No text goes on from here.
    static let dead: State = -1
    /// The state after these bytes was not worked out yet.
    private static let unknown: State = -2
    /// Readings of an ambiguous text with open calls that are followed. Those beyond are given up, so that some texts that the
    /// network reads may be refused; texts that it does not read never pass.
    private static let maximumReadings = 1024

    private let network: TransitionNetwork
    private var calls: [Call] = []
    private var callNumbers: [Call: Int32] = [:]
    /// What each state consists of; empty where its bytes were looked at.
    private var configurations: [[Configuration]] = []
    /// What the state after each class of bytes will consist of, without what is come to from there without reading anything; empty
    /// where the bytes of a state were not looked at.
    private var targets: [[[Configuration]]] = []
    private var states: [[Configuration]: State] = [:]
    private var accepting: [Bool] = []
    /// Where the transitions of each state begin; negative for a state whose bytes were not looked at.
    private var rows: [Int32] = []
    /// The state after each state and class of bytes.
    private var transitions: [State] = []

    /// The state before the first byte.
    private(set) var start: State = LazyAutomaton.dead

    init(_ network: TransitionNetwork) {
        self.network = network
        start = state(closing: [Configuration(node: network.start, call: -1)])
    }

    /// The number of states so far.
    var stateCount: Int { configurations.count }

    /// Whether a text may end in `state`.
    func isAccepting(_ state: State) -> Bool { accepting[Int(state)] }

    /// The state after `byte`, or ``dead``.
    mutating func next(_ state: State, _ byte: UInt8) -> State {
        lookAtBytes(of: state)
        let byteClass = Int(network.byteClasses[Int(byte)])
        let place = Int(rows[Int(state)]) + byteClass
        if transitions[place] == Self.unknown {
            let target = self.state(closing: targets[Int(state)][byteClass])
            targets[Int(state)][byteClass] = []
            transitions[place] = target
        }
        return transitions[place]
    }

    /// The bytes that a text may go on with, and perhaps some after which ``next(_:_:)`` finds that it may not.
    mutating func possibleBytes(of state: State) -> [UInt8] {
        lookAtBytes(of: state)
        let row = Int(rows[Int(state)])
        return (UInt8.min...UInt8.max).filter { transitions[row + Int(network.byteClasses[Int($0)])] != Self.dead }
    }

    /// The states after others, as far as they were worked out.
    struct Transitions {
        fileprivate let rows: UnsafeBufferPointer<Int32>
        fileprivate let states: UnsafeBufferPointer<State>
        fileprivate let byteClasses: UnsafeBufferPointer<UInt8>

        /// The state after `byte`, or ``LazyAutomaton/dead``; nil where that is to be worked out first.
        @inline(__always)
        func next(_ state: State, _ byte: UInt8) -> State? {
            let row = rows[Int(state)]
            guard row >= 0 else { return nil }
            let next = states[Int(row) + Int(byteClasses[Int(byte)])]
            return next == LazyAutomaton.unknown ? nil : next
        }
    }

    /// Reads many transitions fast.
    func withTransitions(_ body: (Transitions) -> Void) {
        rows.withUnsafeBufferPointer { rows in
            transitions.withUnsafeBufferPointer { states in
                network.byteClasses.withUnsafeBufferPointer { byteClasses in
                    body(Transitions(rows: rows, states: states, byteClasses: byteClasses))
                }
            }
        }
    }

    /// Divides what follows a state by the bytes that lead there.
    private mutating func lookAtBytes(of state: State) {
        guard rows[Int(state)] < 0 else { return }
        var targets = [[Configuration]](repeating: [], count: network.classCount)
        for configuration in configurations[Int(state)] {
            for edge in network.edges(of: configuration.node) {
                guard case .bytes(let range) = edge.label else { continue }
                let classes = network.byteClasses[Int(range.lowerBound)]...network.byteClasses[Int(range.upperBound)]
                for byteClass in classes {
                    targets[Int(byteClass)].append(Configuration(node: edge.target, call: configuration.call))
                }
            }
        }
        configurations[Int(state)] = []
        rows[Int(state)] = Int32(transitions.count)
        transitions += targets.map { $0.isEmpty ? Self.dead : Self.unknown }
        self.targets[Int(state)] = targets
    }

    /// The state of all configurations that are come to without reading anything.
    private mutating func state(closing configurations: [Configuration]) -> State {
        var kept: [Configuration] = []
        var seen: Set<Configuration> = []
        var readings = 0
        var isAccepting = false
        var open = Array(configurations.reversed())
        while let configuration = open.popLast() {
            let depth = configuration.call < 0 ? 0 : calls[Int(configuration.call)].depth
            guard network.isAlive(configuration.node, depth: depth) else { continue }
            if configuration.call < 0, network.readsOnlyBytes(configuration.node) {
                kept.append(configuration)
                continue
            }
            guard seen.insert(configuration).inserted else { continue }
            if configuration.call >= 0 {
                guard readings < Self.maximumReadings else { continue }
                readings += 1
            }
            if network.isEnd(configuration.node) {
                guard configuration.call >= 0 else {
                    isAccepting = true
                    continue
                }
                let call = calls[Int(configuration.call)]
                open.append(Configuration(node: call.target, call: call.outer))
                continue
            }
            var readsBytes = false
            for edge in network.edges(of: configuration.node).reversed() {
                switch edge.label {
                case .bytes: readsBytes = true
                case .nothing: open.append(Configuration(node: edge.target, call: configuration.call))
                case .call(let rule):
                    guard network.isAlive(edge.target, depth: depth) else { continue }
                    let call = number(of: Call(target: edge.target, outer: configuration.call, depth: depth + 1))
                    open.append(Configuration(node: rule, call: call))
                }
            }
            if readsBytes { kept.append(configuration) }
        }
        guard !kept.isEmpty || isAccepting else { return Self.dead }
        kept.sort { ($0.node, $0.call) < ($1.node, $1.call) }
        kept = kept.indices.filter { $0 == 0 || kept[$0] != kept[$0 - 1] }.map { kept[$0] }
        // A state in which a text may end is another than one of the same nodes in which it may not.
        let key = kept + (isAccepting ? [Configuration(node: -1, call: -1)] : [])
        if let known = states[key] { return known }
        let state = State(self.configurations.count)
        states[key] = state
        self.configurations.append(kept)
        targets.append([])
        accepting.append(isAccepting)
        rows.append(-1)
        return state
    }

    private mutating func number(of call: Call) -> Int32 {
        if let known = callNumbers[call] { return known }
        calls.append(call)
        callNumbers[call] = Int32(calls.count - 1)
        return Int32(calls.count - 1)
    }
}
