/// What a rule for words makes of characters, apart from the order in which it looks for them.
struct WordRule {
    /// Whether each number is a text by itself, and so the end of that before it and the beginning of that behind it.
    var numbersStandAlone = false
    /// Whether numbers of a Unicode version later than 16 are numbers too.
    var knowsNewNumbers = false
    /// Whether marks belong to the letters that they stand on.
    var marksAreLetters = false
    /// Whether runs of kana and Han characters are texts by themselves.
    var kanaAndHanStandAlone = false
    /// Whether what is neither letter, mark, number, punctuation, symbol nor white space is set apart from punctuation and symbols.
    var setsControlsApart = false
}
