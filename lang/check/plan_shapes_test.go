package check_test

var plansOfShapes = []planCase{
	{
		"schemas with their bases, transforms that are applied", `
schema Base { id: string, at: date? }
schema Unused { id: string }
schema Raw { ...Base, id: int in 1 .. 9, to: { city: [string?] } | Base, kind: "a" | "b" }
transform T {
  (Raw) where .id > n and length(s) > 0 -> Item { id: .id }
  (_) -> Item { ...s[.id], id: .id.x }
}
transform Unapplied -> Item { id: .id }
let n = 3
mission Shapes {
  store s: memory("s")
  action A {
    get "/a"
    apply T to response as item
    apply T to item
    map item -> Raw
    store Raw -> s
    store response -> s
  }
}`, `
mission Shapes
  let n = 3
  source default implicit
  store s: memory("s")
  schema Base { id: string, at: date? }
  schema Raw { id: int in 1 .. 9, at: date?, to: ({ city: [(string | null)] } | Base), kind: ("a" | "b") }
  transform T
    Raw where ((record.id > n) and (length(store s) > 0)) as record -> Item { id: record.id }
    _ as record·2 -> Item { ...s[record·2.id], id: record·2.id.x }
  stage 1 A
  action A
    GET default "/a" => response
    apply T to response => item
    apply T to item
    map item as (record·3) -> Raw => response => Raw
    store Raw -> s
    store response -> s
`,
	},
	{
		"validate holds its subject, also in the or", `
mission Validates {
  store s: memory("s")
  action A {
    get "/a"
    validate { assume .id : "an id" }
    for item in response.items {
      validate item.owner {
        assume .name == item.name severity: warning
        assume length(.name) > 0
      } or {
        queue s
        get "/b/{.name}"
        continue
      }
      store response -> s
    }
  }
}`, `
mission Validates
  source default implicit
  store s: memory("s")
  stage 1 A
  action A
    GET default "/a" => response
    validate response as subject
      assume subject.id : "an id"
    for item in response.items
      fresh response·2 = response
      validate item.owner as subject·2
        assume (subject·2.name == item.name) warning
        assume (length(subject·2.name) > 0)
        or
          queue subject·2 -> s
          GET default ` + "`/b/{subject·2.name}`" + ` => response·2
          continue
      store response·2 -> s
`,
	},
	{
		"names of schemas in patterns", `
schema A { a: int }
mission Patterns {
  action Go {
    get "/a"
    match response {
      A where .a > 1 -> skip
      [A] -> skip
      [A, { x: A, y: [A] }] -> skip
      a -> store { is: response is A } -> s
    }
  }
}`, `
mission Patterns
  source default implicit
  store s: memory("s") undeclared
  schema A { a: int }
  stage 1 Go
  action Go
    GET default "/a" matched => response
    match response as subject
      A where (subject.a > 1) ->
        skip
      [A] ->
        skip
      [A, { x: A, y: [A] }] ->
        skip
      (a) ->
        store { is: (response is A) } -> s
`,
	},
}
