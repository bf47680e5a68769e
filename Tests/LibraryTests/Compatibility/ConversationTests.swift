import Foundation
import Library
import Testing

struct ConversationTests {
    @Test("An answer is kept whole and found by its id, in whatever case it is typed")
    func keeps() async throws {
        try await withStore { library async throws in
            let document = try await library.add(["The sensor is cleaned every 60 days."], as: "sensor.txt")
            let content = AnswerContent.sample("How often is the sensor cleaned?", from: [document], prompt: [document])
            let kept = try await library.keep(content)
            #expect(kept.content == content)
            #expect(kept.ordinal == 1 && kept.profile == "p")
            #expect(try await library.answer(kept.id.uppercased()) == kept)
            #expect(try await library.answer(kept.conversation) == kept)
            #expect(try await library.verify() == [])
        }
    }

    @Test("Ids are six letters and digits without vowels and look-alikes")
    func ids() async throws {
        try await withStore { library async throws in
            let answers = try await library.keep(
                (1...50).map { .sample("Question \($0)?") }, inConversation: nil, replacing: nil, ofProfile: "p")
            let ids = Set(answers.flatMap { [$0.id, $0.conversation] })
            #expect(ids.count == 51)
            #expect(ids.allSatisfy { $0.count == 6 && $0.allSatisfy { "bcdfghjkmnpqrstvwxz23456789".contains($0) } })
        }
    }

    @Test("A conversation is named after its first question, counts its answers and comes first when it goes on")
    func conversations() async throws {
        try await withStore { library async throws in
            let first = try await library.keep(.sample("How long\n is the  leave?"))
            let second = try await library.keep(.sample("Who pays?"))
            let further = try await library.keep(.sample("And in Leeds?"), in: first.conversation)
            #expect(further.ordinal == 2)
            let list = try await library.conversations(ofProfile: "p")
            #expect(list.map(\.id) == [first.conversation, second.conversation])
            #expect(list.map(\.name) == ["How long is the leave?", "Who pays?"])
            #expect(list.map(\.answerCount) == [2, 1])
            #expect(try await library.conversation(further.id) == list[0])
            #expect(try await library.answers(inConversation: further.id).map(\.id) == [first.id, further.id])
            #expect(try await library.conversations(ofProfile: nil) == list)
            try await library.rename(conversation: second.id, to: "Money")
            #expect(try await library.conversation(second.id).name == "Money")
        }
    }

    @Test("A long question makes a name of one line that ends")
    func longName() async throws {
        try await withStore { library async throws in
            let kept = try await library.keep(.sample(String(repeating: "很长的问题", count: 100)))
            #expect(try await library.conversation(kept.id).name.count == 120)
        }
    }

    @Test("An answer in the place of another keeps the place, and one that is taken back leaves it")
    func replaces() async throws {
        try await withStore { library async throws in
            let first = try await library.keep(.sample("One?"))
            let second = try await library.keep(.sample("Two?"), in: first.conversation)
            let again = try await library.keep(
                .sample("Two?", text: "Other."), in: first.conversation, replacing: second.id)
            #expect(again.ordinal == 2 && again.id != second.id)
            #expect(
                try await library.answers(inConversation: first.id).map(\.content.text) == [
                    "Every 60 days. [1]", "Other.",
                ])
            try await library.delete(answer: again.id)
            #expect(try await library.conversation(first.id).answerCount == 1)
            try await library.delete(answer: first.id)
            #expect(try await library.conversations(ofProfile: "p") == [])
        }
    }

    @Test("An unknown or deleted id is an error that says where the known ones are")
    func unknown() async throws {
        try await withStore { library async throws in
            let kept = try await library.keep(.sample("One?"))
            try await library.delete(conversations: [kept.conversation])
            for id in [kept.id, kept.conversation, "", "no such id"] {
                let errors = [
                    await libraryError { _ = try await library.answer(id) },
                    await libraryError { _ = try await library.answers(inConversation: id) },
                    await libraryError { try await library.delete(answer: id) },
                    await libraryError { try await library.delete(conversations: [id]) },
                    await libraryError { _ = try await library.keep(.sample("Two?"), in: id) },
                ]
                for error in errors {
                    #expect(error?.code == .conversationNotFound)
                    #expect(error?.message.contains("“bespoke conversations” lists") == true)
                }
            }
        }
    }

    @Test("A conversation goes on only under its own profile, and all go with the profile")
    func profiles() async throws {
        try await withStore { library async throws in
            let kept = try await library.keep(.sample("One?"))
            _ = try await library.create(Profile(name: "other"))
            let error = await libraryError {
                _ = try await library.keep(
                    [.sample("Two?")], inConversation: kept.conversation, replacing: nil, ofProfile: "other")
            }
            #expect(error?.code == .conversationNotFound)
            _ = try await library.rename(profile: "p", to: "q")
            #expect(try await library.answer(kept.id).profile == "q")
            try await library.delete(profile: "q")
            #expect(try await library.conversations(ofProfile: nil) == [])
        }
    }

    @Test("Two processes that go on with one conversation both keep their answers")
    func twoAtOnce() async throws {
        try await withStores { library, other async throws in
            let first = try await library.keep(.sample("One?"))
            try await withThrowingTaskGroup(of: Void.self) { group in
                for store in [library, other] {
                    for number in 0..<10 {
                        group.addTask { _ = try await store.keep(.sample("Question \(number)?"), in: first.id) }
                    }
                }
                try await group.waitForAll()
            }
            #expect(try await library.answers(inConversation: first.id).map(\.ordinal) == Array(1...21))
        }
    }
}
