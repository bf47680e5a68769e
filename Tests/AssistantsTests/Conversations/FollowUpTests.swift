import Assistants
import Documents
import Foundation
import Library
import Testing

struct FollowUpTests {
    /// A turn with a citation under a heading.
    private func turn(
        _ question: String, query: String? = nil, heading: String = "", quote: String = "", sentence: String = ""
    ) -> Turn {
        let citation = Citation(
            number: 1, document: "a.md", location: Location(lines: 1...1), quote: quote,
            headings: ["Handbook", heading],
            sentence: sentence, supported: true)
        return Turn(
            id: nil, question: question, query: query ?? question, text: sentence, refused: false,
            citations: [citation],
            snippets: [], sources: [])
    }

    @Test(
        "A question that can be understood by itself is left as it is",
        arguments: [
            "How large may an e-mail be?", "What is a sabbatical?", "Is it possible to work from another country?",
            "Are there lockers for visitors?", "Must a laptop be returned before it is replaced?",
            "Is it true that employees may keep their laptops?", "How many days of leave do I have in Leeds?",
            "What can I do this year with my learning budget?", "parental leave", "锂电池可以托运吗？", "出差申请要提前几个工作日提交？",
            "Combien de jours de congé ai-je ?",
        ])
    func complete(question: String) {
        #expect(FollowUpKind(of: question) == .complete)
        #expect(FollowUpQuery(question, after: [turn("Who pays for meals?")]).text == question)
    }

    @Test(
        "A question whose subject is a pronoun or missing refers back",
        arguments: [
            "How long is it there?", "When must it be announced?", "Is that paid?", "And who approves it?", "Why?",
            "How long?", "Does it expire?", "What about it?", "And?", "What is the deadline?", "Who pays for this?",
            "How fast does she answer?", "需要发票吗？", "它要多久？", "为什么？", "那需要发票吗？", "由谁批准？", "那里可以停车吗？",
        ])
    func reference(question: String) { #expect(FollowUpKind(of: question) == .reference) }

    @Test(
        "A part of a question is told from a whole one",
        arguments: [
            ("And in Leeds?", "in Leeds"), ("What about Shanghai?", "Shanghai"), ("E-12?", "E-12"),
            ("Utrecht?", "Utrecht"),
            ("And for flights of more than six hours?", "for flights of more than six hours"), ("那广州呢？", "广州"),
            ("在上海呢？", "上海"), ("展会期间呢？", "展会期间"),
        ])
    func fragment(question: String, part: String) { #expect(FollowUpKind(of: question) == .fragment(part)) }

    @Test(
        "A part takes the place of the part that is like it",
        arguments: [
            (
                "How many days of leave do I have in Utrecht?", "And in Leeds?",
                "How many days of leave do I have in Leeds?"
            ),
            ("How many days of leave do I have?", "And in Leeds?", "How many days of leave do I have in Leeds?"),
            ("What does error E-07 mean?", "And E-12?", "What does error E-12 mean?"),
            ("Where can guests park in Leeds?", "What about Shanghai?", "Where can guests park in Shanghai?"),
            (
                "Where do I stay at the Leeds office on Monday?", "And on Tuesday?",
                "Where do I stay at the Leeds office on Tuesday?"
            ),
            ("What are the hours in Leeds for guests?", "In Utrecht?", "What are the hours in Utrecht for guests?"),
        ])
    func replacement(former: String, question: String, query: String) {
        let understood = FollowUpQuery(question, after: [turn(former)])
        #expect(understood.text == query && understood.isCompleted)
    }

    @Test("In Chinese a part takes the place of what ends alike, or of what the answer's sentence names")
    func chineseReplacement() {
        let hotels = turn("北京的住宿每晚上限是多少？", heading: "三、住宿", quote: "北京、深圳 | 650 元")
        #expect(FollowUpQuery("那广州呢？", after: [hotels]).text == "广州的住宿每晚上限是多少？")
        let trains = turn("国内出差的补助是多少？")
        #expect(FollowUpQuery("那国外出差呢？", after: [trains]).text == "国外出差的补助是多少？")
        #expect(FollowUpQuery("展会期间呢？", after: [turn("超出部分怎么办？")]).text == "展会期间：超出部分怎么办？")
    }

    @Test("A question without its subject gets that of the former one, and of the heading under which it was answered")
    func subject() {
        let leave = turn("How many weeks do I get for a new child?", heading: "2.2 Parental leave (policy HR-204)")
        let first = FollowUpQuery("When must it be announced?", after: [leave])
        #expect(
            first.text == "Parental leave get new child: When must it be announced?"
                || first.text == "Parental leave new child: When must it be announced?")
        // The subject stays the same however often one asks on.
        let second = turn("When must it be announced?", query: first.text, heading: "Other")
        #expect(
            FollowUpQuery("And by whom?", after: [leave, second]).text
                == first.text.replacing("When must it be announced?", with: "And by whom?"))
        let person = turn(
            "Who is the ombudsperson?", heading: "6.2 Raising concerns (policy CO-110)",
            sentence: "The ombudsperson, Dr Maren Okafor, answers within five working days.")
        #expect(
            FollowUpQuery("How fast does she answer?", after: [person]).text
                == "Raising concerns ombudsperson Dr Maren Okafor: How fast does she answer?")
        let meals = turn("国内出差的餐饮补助是多少？", heading: "四、餐饮补助")
        #expect(FollowUpQuery("需要发票吗？", after: [meals]).text == "国内出差餐饮补助: 需要发票吗？")
    }

    @Test("Without a conversation every question is as it is")
    func alone() {
        let understood = FollowUpQuery("And in Leeds?", after: [])
        #expect(understood.text == "And in Leeds?" && !understood.isCompleted)
    }
}
