import Testing

/// A program and the paths that its blocks stand under. Bodies are long enough that types are divided.
struct CodeSample: Sendable, CustomTestStringConvertible {
    var name: String
    var text: String
    var paths: [String]

    var testDescription: String { name }

    private static func body(_ line: String) -> String { (1...40).map { _ in line }.joined(separator: "\n") }

    static let all: [CodeSample] = [swift, python, javaScript, typeScript, go, rust, c, cPlusPlus, java, ruby]

    static let swift = CodeSample(
        name: "a.swift",
        text: """
            import Foundation

            /// DOC of Foo with a brace {
            @MainActor
            public final class Foo: Bar {  // SIGN
                let a = "}"
                let b = #"\"}"#, c = \"""
                    } func no() {
                    \"""

                /// DOC of bar
                @discardableResult func bar(
                    x: Int = { 1 }(),  // SIGN
                    y: String
                ) -> Int {
            \(body("        print(\"\\(map { \"}\" }) }\") /* } /* } */ } */"))
                }

                class func small() { }

                var z: Int { 1 }
            }

            func top()
            {
            \(body("    let x = 1  // {{{"))
            }

            extension Foo: Baz where A == B {
            \(body("    var x: Int { 1 }"))
            \(body("    var y: Int { 1 }"))
                init() {
            \(body("        let x = 1 + 2 + 3"))
                }
            }
            """,
        paths: [
            "", "class Foo", "class Foo / func bar", "class Foo", "class Foo", "func top",
            "extension Foo: Baz where A == B", "extension Foo: Baz where A == B / init",
            "extension Foo: Baz where A == B",
        ])

    static let python = CodeSample(
        name: "a.py",
        text: """
            \"""Doc with def no(): in it
            def no():
                pass
            \"""
            import os

            # DOC comment
            @decorator(
            )
            class Foo(Base):  # SIGN
                \"""A class.\"""
                x = '''
            def not_me():
            '''

                @property
                async def bar(self,
                        y):
            \(body("        print('def x():', y)"))

                def small(self): return 1

            def top():
            \(body("    x = [1,"))
            \(body("    ]"))
            x = 1
            """, paths: ["", "class Foo", "class Foo / def bar", "class Foo", "def top", ""])

    static let javaScript = CodeSample(
        name: "a.js",
        text: """
            import x from 'y';

            /** DOC of Foo { */
            export default class Foo extends Bar {  // SIGN
              static x = `}${ `}` + "}" }`;

              constructor(a) {
            \(body("    this.a = /[/}{]/.test('{') ? 1 / 2 : \"it's }\";"))
              }

              async bar(b) {
            \(body("    if (b) { return `${b.map(x => { return '}' })}`; }"))
              }
            }

            const arrow = async (x) => {
            \(body("  for (const a of b) { call(x); }"))
            };

            describe('thing', () => {
            \(body("  it('works', function () { });"))
            });

            function top() {
            \(body("  // don't }"))
            }
            """,
        paths: [
            "", "class Foo", "class Foo / constructor()", "class Foo / bar()", "class Foo", "arrow()", "",
            "function top",
        ])

    static let typeScript = CodeSample(
        name: "a.ts",
        text: """
            export interface Shape { a: string }

            // DOC of ns
            namespace Ns {  // SIGN
              export abstract class Foo<T> {
                private readonly a: Map<string, () => void> = new Map();

                public get<T extends { a: 1 }>(b: T): T {
            \(body("      return b as T; // }"))
                }
              }
            }
            """,
        paths: [
            "interface Shape", "namespace Ns", "namespace Ns / class Foo", "namespace Ns / class Foo / get()",
            "namespace Ns / class Foo", "namespace Ns",
        ])

    static let go = CodeSample(
        name: "a.go",
        text: """
            package main

            import (
                "fmt"
            )

            // DOC Server
            type Server struct {  // SIGN
                a string `json:"{"`
            }

            // DOC Start
            func (s *Server) Start(a func() int) error {  // SIGN
            \(body("    fmt.Println('{', \"{\", `{`) // {"))
            }

            func main() {
            \(body("    x := struct{ a int }{1}"))
            }
            """, paths: ["", "", "func Server.Start", "func main"])

    static let rust = CodeSample(
        name: "a.rs",
        text: """
            use std::fmt;

            /// DOC of Foo
            #[derive(Debug)]
            pub(crate) struct Foo<'a> {  // SIGN
                a: &'a str,
            }

            impl<'a> Foo<'a> {
                /// DOC of new
                pub fn new(a: &'a str) -> Self {  // SIGN
            \(body("        let x = ('{', '\\'', r#\"}\"#, \"}\"); /* } /* } */ */"))
                }

                fn small(&self) -> char { '}' }

                pub unsafe fn other<T>(&self) -> T
                where
                    T: Copy,
                {
            \(body("        let y: &'static str = b\"}\";"))
                }
            }
            """,
        paths: [
            "", "", "impl <'a> Foo<'a>", "impl <'a> Foo<'a> / fn new", "impl <'a> Foo<'a>",
            "impl <'a> Foo<'a> / fn other", "impl <'a> Foo<'a>",
        ])

    static let c = CodeSample(
        name: "a.c",
        text: """
            #include <stdio.h>
            #define MAX(a) { a
            static int table[] = { 1, 2 };
            int prototype(int a);

            /* DOC of add { */
            static inline int  // SIGN
            unused;
            int add(int a, int b)
            {
            #if A
                if (a) {
            #else
                if (b) {
            #endif
                }
            \(body("    printf(\"}\"); char c = '}'; // }"))
            }

            struct point {
                int x;
            };

            int main(void) {
            \(body("    while (1) { call(1); }"))
                return 0;
            }
            """, paths: ["", "add()", "struct point", "main()"])

    static let cPlusPlus = CodeSample(
        name: "a.cpp",
        text: """
            #include <string>
            namespace a::b {

            // DOC of Foo
            template <typename T>
            class Foo : public Bar {  // SIGN
            public:
                Foo(int x) : x_{x} {}

                virtual std::string name() const override {
            \(body("        auto s = R\"x(}\")x\"; int i = 1'000; // }"))
                }

            private:
                int x_;
            };

            int Foo::run(int a) {
            \(body("    for (int i = 0; i < a; ++i) { call(); }"))
            }

            }  // namespace
            """,
        paths: [
            "", "namespace a::b", "namespace a::b / class Foo", "namespace a::b / class Foo",
            "namespace a::b / class Foo / name()", "namespace a::b / class Foo", "namespace a::b / Foo::run()",
            "namespace a::b",
        ])

    static let java = CodeSample(
        name: "a.java",
        text: """
            package a.b;

            /** DOC of Foo */
            @Service("x")
            public class Foo<T> extends Bar implements Baz {  // SIGN
                private static final String A = "}";

                /** DOC of run { */
                @Override
                public <R> R run(final T a) throws IOException {  // SIGN
            \(body("        if (a == null) { throw new X(\"\"\"\n            }\"\"\"); }"))
                }

                enum Kind { ONE, TWO }
            }
            """, paths: ["", "class Foo", "class Foo / run()", "class Foo / enum Kind", "class Foo"])

    static let ruby = CodeSample(
        name: "a.rb",
        text: """
            require 'x'

            # DOC of Foo
            class Foo < Bar  # SIGN
              attr_reader :a

              def bar(b)
            \(body("    puts 'a longer line' if b && !c"))
              end

              def small; end
            end

            def top
            \(body("  puts 'top of the world'"))
            end
            """, paths: ["", "class Foo", "class Foo / def bar", "class Foo", "class Foo", "def top"])
}
