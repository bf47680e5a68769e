/// Words too common to tell one English text from another.
///
/// They stay in the index, so that a query of nothing else ("to be or not to be") still finds its text; other queries
/// go without them, which is faster and ranks better.
package enum StopWords {
    package static let english: Set<Substring> = Set(
        """
        a about above after again against all am an and any are as at be because been before being below between
        both but by can could d did do does doing don down during each few for from further had has have having he
        her here hers him his how i if in into is it its just ll m me more most my no nor not now of off on once
        only or other our ours out over own re s same she should so some such t than that the their theirs them then
        there these they this those through to too under until up ve very was we were what when where which while
        who whom why will with would you your yours
        """.split(whereSeparator: \.isWhitespace))
}
