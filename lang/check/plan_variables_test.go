package check_test

var plansOfVariables = []planCase{
	{
		"the seed page's fan-out", `
mission FanOut {
  action FetchMaster {
    get "/items"
    store response -> items { key: .id }
  }
  action Enrich {
    for item in items {
      get "/pricing" { params: { itemId: item.id } }
      store response -> pricing { key: item.id }
    }
  }
  action Combine {
    for item in items {
      map item -> EnrichedItem { ...item, price: pricing[item.id].price }
      store item -> enriched { key: .id }
    }
  }
  run FetchMaster then [Enrich] then Combine
}`, `
mission FanOut
  source default implicit
  store items: memory("items") undeclared
  store pricing: memory("pricing") undeclared
  store enriched: memory("enriched") undeclared
  stage 1 FetchMaster
  stage 2 [Enrich]
  stage 3 Combine
  action FetchMaster
    GET default "/items" => response
    store response -> items key record => record.id
  action Enrich
    for item in store items
      GET default "/pricing" params { itemId: item.id } => response
      store response -> pricing key (record) => item.id
  action Combine
    for item in store items
      map item as (record) -> EnrichedItem { ...item, price: pricing[item.id].price } => item
      store item -> enriched key record·2 => record·2.id
`,
	},
	{
		"a loop begins with the response around it where it reads it first", `
mission Given {
  store s: memory("s")
  action A {
    get "/first"
    for x in [1, 2] {
      store { before: response.a, from: source } -> s
      get "/second" { params: { x: x } }
      store { after: response.b, of: request.url } -> s
    }
    for y in [1] { store response -> s }
    for z in [1] { get "/third" store response -> s }
  }
}`, `
mission Given
  source default implicit
  store s: memory("s")
  stage 1 A
  action A
    GET default "/first" => response => source
    for x in [1, 2]
      fresh response·2 = response
      fresh source·2 = source
      store { before: response·2.a, from: source·2 } -> s
      GET default "/second" params { x: x } => response·2 => request
      store { after: response·2.b, of: request.url } -> s
    for (y) in [1]
      store response -> s
    for (z) in [1]
      GET default "/third" => response·3
      store response·3 -> s
`,
	},
	{
		"nothing is set that nothing reads", `
mission Dead {
  store s: memory("s")
  action A {
    get "/a"
    get "/b"
    store response -> s
    get "/c"
  }
}`, `
mission Dead
  source default implicit
  store s: memory("s")
  stage 1 A
  action A
    GET default "/a"
    GET default "/b" => response
    store response -> s
    GET default "/c"
`,
	},
	{
		"a response set in arms and read behind them is declared before them", `
mission Arms {
  store s: memory("s")
  action A {
    match env("MODE") {
      "a" -> get "/a"
      "b" -> { get "/b" store response -> s }
      _ -> abort
    }
    store response -> s
  }
  action B {
    match env("MODE") {
      "a" -> { get "/a" store response -> s }
      _ -> { get "/b" store response -> s }
    }
  }
  action C {
    match env("MODE") { "a" -> get "/a", _ -> continue }
    store { r: response } -> s
  }
  run A then B then C
}`, `
mission Arms
  env MODE
  source default implicit
  store s: memory("s")
  stage 1 A
  stage 2 B
  stage 3 C
  action A
    fresh response
    match env("MODE") as (subject)
      "a" ->
        GET default "/a" => response
      "b" ->
        GET default "/b" => response
        store response -> s
      _ ->
        abort
    store response -> s
  action B
    match env("MODE") as (subject)
      "a" ->
        GET default "/a" => response
        store response -> s
      _ ->
        GET default "/b" => response
        store response -> s
  action C
    fresh response
    match env("MODE") as (subject)
      "a" ->
        GET default "/a" => response
      _ ->
        continue
    store { r: response } -> s
`,
	},
	{
		"a map lasts until the end of the loop body, and arms do not end it", `
mission Maps {
  store s: memory("s")
  action A {
    let base = { n: 1 }
    for x in [1, 2] {
      match x {
        1 -> map base -> Shape { ...base, x: x }
        _ -> continue
      }
      store base -> s
      store Shape -> s
      for y in [1] {
        map base -> Inner { ...base, y: y }
        store base -> s
      }
      store base -> s
    }
    store base -> s
  }
}`, `
mission Maps
  store s: memory("s")
  stage 1 A
  action A
    let base = { n: 1 }
    for x in [1, 2]
      fresh base·2 = base
      fresh Shape
      match x as (subject)
        1 ->
          map base as (record) -> Shape { ...base, x: x } => base·2 => Shape
        _ ->
          continue
      store base·2 -> s
      store Shape -> s
      for y in [1]
        map base·2 as (record·2) -> Inner { ...base·2, y: y } => base·3
        store base·3 -> s
      store base·2 -> s
    store base -> s
`,
	},
	{
		"the name of a map gives way to a store, and is shared by maps of a body", `
mission Shapes {
  store s: memory("s")
  action A {
    for x in [1] {
      map x -> s { a: 1 }
      map x -> Shape { b: 2 }
      store Shape -> s
      map { c: 1 } -> Shape { c: .c }
      store Shape -> s
      for r in s { store r -> t }
    }
  }
}`, `
mission Shapes
  store s: memory("s")
  store t: memory("t") undeclared
  stage 1 A
  action A
    for x in [1]
      map x as (record) -> s { a: 1 } => x
      map x as (record·2) -> Shape { b: 2 } => Shape
      store Shape -> s
      map { c: 1 } as record·3 -> Shape { c: record·3.c } => Shape
      store Shape -> s
      for r in store s
        store r -> t
`,
	},
	{
		"a map of a let of the mission leaves it as it is", `
mission Globals {
  let base = { a: 1 }
  store s: memory("s")
  action A {
    map base -> T { ...base, b: 2 }
    store base -> s
  }
}`, `
mission Globals
  let base = { a: 1 }
  store s: memory("s")
  stage 1 A
  action A
    map base as (record) -> T { ...base, b: 2 } => base·2
    store base·2 -> s
`,
	},
}
