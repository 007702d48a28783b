package check_test

var plansOfSteps = []planCase{
	{
		"what a leading dot means", `
mission Dots {
  store s: memory("s")
  action A {
    get "/a" { params: { v: .before } }
    for item in .items where .ok and item.n > 1 {
      store { a: .top } -> s { key: .a, upsert: .up }
    }
    let picked = .list where .a == any of .b where .c
    let mapped = .list.map(.a + count(.b, .c)) | flatten() | filter(x => x.y == .z)
    let folded = reduce(.list, (a, b) => a + b + .start, .zero)
    map .raw -> T { ....all, id: .id }
    match .kind {
      { n: n } where .n > n -> store { v: .v } -> s
      other -> queue s
    }
    let chosen = match .kind { "a" where .x => .y, _ => .z }
    let several = max(0, .stock - 1)
    let most = max(.stock, .n)
  }
}`, `
mission Dots
  source default implicit
  store s: memory("s")
  stage 1 A
  action A
    fresh response
    GET default "/a" params { v: response.before } => response
    for (item) in response.items where item·2 => (item·2.ok and (item·2.n > 1))
      store { a: response.top } -> s key record => record.a upsert response.up
    let (picked) = (response.list where record·2 => (record·2.a == (any of record·2.b where record·3 => record·3.c)))
    let (mapped) = filter(flatten(map(response.list, record·4 => (record·4.a + count(record·4.b, record·5 => record·5.c)))), x => (x.y == x.z))
    let (folded) = reduce(response.list, a, b => ((a + b) + response.start), response.zero)
    map response.raw as record·6 -> T { ...record·6.all, id: record·6.id } => response
    match response.kind as subject
      { n: n } where (subject.n > n) ->
        store { v: subject.v } -> s
      (other) ->
        queue subject -> s
    let (chosen) = (match response.kind as subject·2 { "a" where subject·2.x => subject·2.y; _ => subject·2.z; })
    let (several) = MaxOf(0, (response.stock - 1))
    let (most) = max(response.stock, record·7 => record·7.n)
`,
	},
	{
		"requests that are matched next and sent again", `
mission Again {
  store s: memory("s")
  action Refresh { post "/token" }
  action A {
    get "/a"
    match response {
      { code: 401 } -> jump Refresh then retry
      404 -> skip
      { error: e } where .code >= 500 -> {
        get "/status"
        retry { maxAttempts: 5, backoff: linear, initialDelay: "2s" }
      }
      _ -> jump Refresh then continue
    }
    get "/b"
    let n = 1
    match response { [] -> retry { delay: 500 }, _ -> run Refresh }
    for x in response {
      get "/c"
      match x { 1 -> retry, _ -> continue }
    }
  }
  run A
}`, `
mission Again
  source default implicit
  store s: memory("s")
  stage 1 A
  action Refresh
    POST default "/token"
  action A
    GET default "/a" matched again => response
    match response as subject
      { code: 401 or status } ->
        jump Refresh then retry GET of line 5
      404 or status ->
        skip
      { error: (e) } where (subject.code >= 500) ->
        GET default "/status"
        retry GET of line 5 retry { maxAttempts 5 linear initialDelay 2000 }
      _ ->
        jump Refresh then continue
    GET default "/b" again => response
    let (n) = 1
    match response as (subject·2)
      [] ->
        retry GET of line 15 retry { delay 500 }
      _ ->
        run Refresh
    for x in response
      GET default "/c" again
      match x as (subject·3)
        1 ->
          retry GET of line 19
        _ ->
          continue
`,
	},
	{
		"sources in all forms, and what the file shares", `
source Shared { base: "${SHARED_BASE}/v1", timeout: "1h30m" }
source Unused { base: "${UNUSED}" }
store kept: file("kept")
store unused: memory("unused")
let token = env("TOKEN")
action Log { post Shared "/log" }
mission Sources {
  source Api { auth: bearer, base: "https://api.example.com", headers: { "X-Token": token }, retry: { maxAttempts: 5 } }
  source Other { auth: "none" }
  action A {
    get "/default"
    get Other "/named"
    get "/from" from Other
    get "/option" { source: Shared }
    get "/text" { source: "Other" }
    store response -> kept
    run Log
  }
}`, `
mission Sources
  setting SHARED_BASE
  env TOKEN
  let token = env("TOKEN")
  source Api base "https://api.example.com" auth bearer headers { X-Token: token } retry { maxAttempts 5 }
  source Other auth none
  source Shared base ` + "`${SHARED_BASE}/v1`" + ` timeout 5400000
  store kept: file("kept")
  stage 1 A
  action A
    GET Api "/default"
    GET Other "/named"
    GET Other "/from"
    GET Shared "/option"
    GET Other "/text" => response
    store response -> kept
    run Log
  action Log
    POST Shared "/log"
`,
	},
	{
		"limits", `
mission Limits {
  let half = toNumber(env("N")) / 2
  let n = half
  maxConcurrency: n
  parallelMode: fail-fast
  store s: memory("s")
  action Written { concurrency: 5 for x in s parallel { for y in s parallel 50 { } } }
  action Largest { for x in s parallel 3 { for y in s parallel 20 { } } for x in s parallel { } }
  action Alone { for x in s parallel { } }
  action Computed { for x in s concurrency env("M") onError continue { } }
  action Mixed { for x in s parallel half onError queue s { } for y in s parallel onError abort { } }
  action None { for x in s { } }
  run [Written, Largest, Alone] then [Computed, Mixed, None] if length(s) > 0 and errors == []
}`, `
mission Limits
  env N
  env M
  let half = (toNumber(env("N")) / 2)
  let n = half
  store s: memory("s")
  maxConcurrency (toNumber(env("N")) / 2)
  fail-fast
  stage 1 [Written, Largest, Alone]
  stage 2 [Computed, Mixed, None] if ((length(store s) > 0) and (errors == []))
  action Written concurrency 5
    for (x) in store s parallel
      for (y) in store s parallel 50
  action Largest concurrency 20
    for (x) in store s parallel 3
      for (y) in store s parallel 20
    for (x·2) in store s parallel
  action Alone concurrency 10
    for (x) in store s parallel
  action Computed concurrency env("M")
    for (x) in store s parallel env("M") onError continue
  action Mixed concurrency MaxOf(10, toNumber((toNumber(env("N")) / 2)))
    for (x) in store s parallel (toNumber(env("N")) / 2) onError queue s
    for (y) in store s parallel onError abort
  action None
    for (x) in store s
`,
	},
	{
		"lets in the order of their needs", `
let c = concat(a, "c")
let a = "a"
mission Lets {
  let z = concat(y, c)
  let y = concat(c, "y")
  store s: memory("s")
  action A { store { z: z } -> s }
}`, `
mission Lets
  let a = "a"
  let c = concat(a, "c")
  let y = concat(c, "y")
  let z = concat(y, c)
  store s: memory("s")
  stage 1 A
  action A
    store { z: z } -> s
`,
	},
	{
		"literals and paths", `
mission Literals {
  store s: memory("s")
  action A {
    let id = 9007199254740993
    let least = -9223372036854775808
    let most = 18446744073709551615
    let beyond = 18446744073709551616
    let under = -9223372036854775809
    let parts = [1_000, 1.50, -2, 1e3, 'a\n', "$", null, true]
    get "/items/{id}/of/${REGION}?from={least}&{most}" {
      timeout: "2m", allow: [404, 410], headers: { "X-A": beyond }
    }
    get concat("/x/", under)
    store { parts: parts } -> s { key: 1, partial: false }
  }
}`, `
mission Literals
  setting REGION
  source default implicit
  store s: memory("s")
  stage 1 A
  action A
    let id = 9007199254740993
    let least = -9223372036854775808
    let most = 18446744073709551615
    let beyond = 1.8446744073709552e+19
    let under = -9.223372036854776e+18
    let parts = [1000, 1.5, -2, 1000, "a\n", "$", null, true]
    GET default ` + "`/items/{id}/of/${REGION}?from={?least}&{?most}`" + ` headers { X-A: beyond } timeout 120000 allow [404, 410]
    GET default concat("/x/", under)
    store { parts: parts } -> s key (record) => 1 partial false
`,
	},
	{
		"stores as values", `
mission Stores {
  store s: memory("s")
  action A {
    let a = s["k"]
    let b = s.get("k")
    let c = entries(s)
    let d = s.entries()
    let e = length(s)
    let f = s where .x
    let g = { k: 1 }.get("k")
    let h = s.x
    delete s["k"]
    clear s
    store each s -> s { upsert: true }
  }
}`, `
mission Stores
  store s: memory("s")
  stage 1 A
  action A
    let (a) = s["k"]
    let (b) = s["k"]
    let (c) = entries(store s)
    let (d) = entries(store s)
    let (e) = length(store s)
    let (f) = (store s where record => record.x)
    let (g) = { k: 1 }["k"]
    let (h) = store s.x
    delete s["k"]
    clear s
    store each store s -> s upsert true
`,
	},
	{
		"what is never reached is left out", `
mission Dead {
  store s: memory("s")
  action A {
    for x in s {
      match x.kind {
        1 -> { skip get "/x" retry }
        1 -> abort "twice"
        other -> abort other
        2 -> skip
      }
      clear s
    }
    get "/a"
    match response {
      { error: e } -> { skip retry }
      _ -> continue
      [] -> retry
    }
    abort
    run B
  }
  action B { run C }
  action C { clear s }
  run A
}`, `
mission Dead
  source default implicit
  store s: memory("s")
  stage 1 A
  action A
    for x in store s
      match x.kind as (subject)
        1 ->
          skip
        other ->
          abort other
    GET default "/a" matched => response
    match response as (subject·2)
      { error: (e) } ->
        skip
      _ ->
        continue
    abort
`,
	},
	{
		"a mission with one action runs it", `
mission One {
  // Only says hello.
  action Only { get default "/hello" }
}`, `
mission One
  source default implicit
  stage 1 Only
  action Only
    GET default "/hello"
`,
	},
}
