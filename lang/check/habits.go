package check

// What people of other languages and tools write, and what Reqon calls it. A
// slip of the pen is found by suggest.go; these are other words.

// meant asks after the word that another one is the habit of, else after a near
// one among the known.
func meant(word string, habits map[string]string, known []string) string {
	if right, ok := habits[word]; ok {
		for _, k := range known {
			if k == right {
				return `did you mean "` + right + `"?`
			}
		}
	}
	return didYouMean(word, known)
}

var habitsOfOptions = map[string]string{
	"url": "base", "uri": "base", "baseUrl": "base", "baseURL": "base", "base_url": "base", "host": "base", "endpoint": "base",
	"authentication": "auth", "authorization": "auth", "type": "auth",
	"query": "params", "queryParams": "params", "qs": "params", "search": "params", "parameters": "params",
	"data": "body", "json": "body", "payload": "body", "content": "body", "form": "body",
	"from": "source", "api": "source",
	"pagination": "paginate", "pages": "paginate",
	"ignore": "allow", "expect": "allow", "status": "allow", "allowed": "allow", "ignoreStatus": "allow",
	"retries": "retry", "maxRetries": "retry", "retryPolicy": "retry",
	"id": "key", "primaryKey": "key", "unique": "key", "on": "key", "by": "key",
	"merge": "upsert", "update": "upsert", "patch": "partial",
	"attempts": "maxAttempts", "times": "maxAttempts", "count": "maxAttempts", "max": "maxAttempts", "maxRetry": "maxAttempts",
	"strategy": "backoff", "wait": "delay", "interval": "delay", "sleep": "delay", "min": "initialDelay",
	"value": "item", "record": "item",
	"parallelism": "maxConcurrency", "workers": "maxConcurrency", "concurrency": "maxConcurrency", "limit": "concurrency",
	"maxConcurrency": "concurrency", "parallel": "concurrency", "threads": "concurrency",
	"mode": "parallelMode", "failFast": "parallelMode", "onError": "parallelMode",
	"cron": "schedule", "every": "schedule",
	"rateLimits": "rateLimit", "rateLimiting": "rateLimit", "limits": "rateLimit", "throttle": "rateLimit",
	"requests": "requestsPerMinute", "rpm": "requestsPerMinute", "perMinute": "requestsPerMinute",
	"maxRequests": "requestsPerMinute", "fallback": "fallbackRpm", "burst": "capacity", "bucketSize": "capacity",
	"rate": "refill", "refillRate": "refill", "requestsPerSecond": "refill", "rps": "refill",
	"breaker": "circuitBreaker", "circuit": "circuitBreaker", "threshold": "failureThreshold", "failures": "failureThreshold",
	"errorRate": "failureRate", "errorThreshold": "failureRate", "minRequests": "minimumRequests", "window": "failureWindow",
	"cooldown": "resetTimeout", "timeout": "resetTimeout", "resetAfter": "resetTimeout", "halfOpenRequests": "successThreshold",
	"proxies": "proxy", "proxyUrl": "proxy", "address": "url", "server": "url", "maxConcurrent": "concurrency",
	"skipVerify": "insecure", "insecureSkipVerify": "insecure", "allowInsecure": "insecure", "allowHttp": "insecure",
	"validate": "validateResponses", "validateResponse": "validateResponses",
	"path": "cursorPath", "next": "cursorPath", "cursor": "cursorPath", "nextCursor": "cursorPath", "parameter": "param",
	"perPage": "pageSize", "per_page": "pageSize", "stopWhen": "until", "while": "until", "results": "items",
	"lastSync": "since", "modifiedSince": "since", "idempotency": "idempotencyKey",
}

// secretOptions are what people want to write into a mission and must not.
var secretOptions = func() map[string]string {
	why := "credentials come from --auth FILE or the environment when the mission runs, never from its text"
	words := map[string]string{}
	for _, w := range []string{
		"token", "accesstoken", "bearertoken", "apikey", "secret", "clientsecret", "clientid", "username",
		"password", "credentials",
	} {
		words[w] = why
	}
	return words
}()

var habitsOfStoreKinds = map[string]string{
	"mem": "memory", "ram": "memory", "map": "memory", "cache": "memory", "array": "memory", "list": "memory",
	"json": "file", "disk": "file", "fs": "file", "csv": "file",
}

var habitsOfAuth = map[string]string{
	"token": "bearer", "jwt": "bearer", "oauth": "oauth2", "oauth2.0": "oauth2", "apikey": "api_key", "apiKey": "api_key",
	"api-key": "api_key", "key": "api_key", "http": "basic", "password": "basic", "no": "none", "anonymous": "none",
}

var habitsOfModes = map[string]string{
	"failfast": "fail-fast", "failFast": "fail-fast", "fail_fast": "fail-fast", "abort": "fail-fast", "stop": "fail-fast",
	"fail": "fail-fast", "settle": "continue", "all": "continue", "default": "continue", "continue-on-error": "continue",
}

var habitsOfBackoff = map[string]string{
	"exp": "exponential", "expo": "exponential", "fixed": "constant", "none": "constant", "incremental": "linear",
}

var habitsOfStrategies = map[string]string{
	"wait": "pause", "block": "pause", "queue": "pause", "sleep": "pause", "spread": "throttle", "smooth": "throttle",
	"even": "throttle", "error": "fail", "reject": "fail", "abort": "fail", "throw": "fail",
}

var habitsOfLimitTypes = map[string]string{
	"bucket": "tokenBucket", "token-bucket": "tokenBucket", "token_bucket": "tokenBucket", "leakyBucket": "tokenBucket",
}

var habitsOfKinds = map[string]string{
	"bool": "boolean", "integer": "int", "float": "number", "double": "number", "numeric": "number", "str": "string",
	"text": "string", "list": "array", "map": "object", "dict": "object", "record": "object", "datetime": "date",
	"timestamp": "date", "nil": "null", "None": "null", "undefined": "null", "Array": "array", "Object": "object",
	"String": "string", "Number": "number", "Boolean": "boolean", "Date": "date",
}

// habitsOfNames are words for what Reqon writes otherwise; the values are whole
// hints.
var habitsOfNames = map[string]string{
	"undefined": "write null", "nil": "write null", "None": "write null", "NULL": "write null", "Null": "write null",
	"True": "write true", "TRUE": "write true", "False": "write false", "FALSE": "write false",
	"this": "the record is a leading dot: .name", "self": "the record is a leading dot: .name",
	"it": "the record is a leading dot: .name", "$": "the record is a leading dot: .name",
	"Math": "functions stand alone: round(x), max(a, b)", "JSON": "values are JSON already; toString(x) makes text of one",
	"Object": "functions stand alone: keys(x), values(x), entries(x)", "Array": "functions stand alone: toArray(x)",
	"Date": "functions stand alone: now(), parseDate(x)", "String": "functions stand alone: toString(x)",
	"Number": "functions stand alone: toNumber(x)", "console": "values are seen in stores: store value -> name",
	"process": `an environment variable is env("NAME")`, "os": `an environment variable is env("NAME")`,
	"typeof": "write x is string", "lambda": "a function of a value is written x => …", "new": "write the value alone",
	"SELECT": "write items where .id == 1", "select": "write items where .id == 1",
	"env": `write env("NAME")`, "result": "what a request gave is response", "res": "what a request gave is response",
	"resp": "what a request gave is response", "data": "what a request gave is response",
	"body": "what a request gave is response", "req": "the last request is request", "error": `failures of the run are in errors`,
}

// habitsOfFunctions are functions of other languages by the names that Reqon
// has for them.
var habitsOfFunctions = map[string]string{
	"len": "length", "size": "length", "strlen": "length", "card": "length",
	"lower": "lowercase", "toLowerCase": "lowercase", "toLower": "lowercase", "downcase": "lowercase",
	"upper": "uppercase", "toUpperCase": "uppercase", "toUpper": "uppercase", "upcase": "uppercase",
	"substr": "substring", "mid": "substring", "strip": "trim", "ltrim": "trimStart", "rtrim": "trimEnd",
	"replaceAll": "replace", "indexOf": "findIndex", "exists": "any", "some": "any", "every": "all",
	"select": "map", "collect": "map", "fold": "reduce", "mean": "avg", "average": "avg", "distinct": "unique", "uniq": "unique",
	"order": "sortBy", "orderBy": "sortBy", "sort_by": "sortBy", "group": "groupBy", "keyBy": "indexBy", "chunk": "chunks",
	"head": "first", "tail": "last", "int": "toNumber", "parseInt": "parseNumber", "parseFloat": "parseNumber",
	"float": "toNumber", "number": "toNumber", "str": "toString", "string": "toString", "stringify": "toString",
	"bool": "toBoolean", "boolean": "toBoolean", "list": "toArray", "date": "parseDate", "strftime": "formatDate",
	"ifnull": "coalesce", "nvl": "coalesce", "IFNULL": "coalesce", "COALESCE": "coalesce",
	"has": "hasKey", "hasOwnProperty": "hasKey", "assign": "merge", "extend": "merge", "sha256": "hash", "md5": "hash",
	"guid": "uuid", "getenv": "env", "regex": "matches", "test": "matches", "slug": "slugify", "ceiling": "ceil",
	"power": "pow", "today": "now", "filterBy": "filter", "where": "filter", "title": "capitalize",
	"flatMap": "flatten", "flat": "flatten", "pad": "padStart", "like": "matches", "sumBy": "sum", "maxBy": "max", "minBy": "min",
}

// functionHints are functions of other languages that an operator does the work
// of.
var functionHints = map[string]string{
	"push":      "arrays do not change: concat(list, [value]) is a new one",
	"append":    "arrays do not change: concat(list, [value]) is a new one",
	"forEach":   "write for item in items { … }",
	"print":     "values are seen in stores: store value -> name",
	"log":       "values are seen in stores: store value -> name",
	"function":  "a function of a value is written x => …",
	"isNull":    "write x == null",
	"isnull":    "write x == null",
	"defined":   "write x != null",
	"format":    `join text with concat("…", value)`,
	"sprintf":   `join text with concat("…", value)`,
	"parse":     "a response is decoded already",
	"get":       "write store[key] or object[name]",
	"if":        "write if condition then value else value",
	"sleep":     "there is no function that waits; retry { delay: … } waits between attempts",
	"typeof":    "write x is string",
	"sortDesc":  "write reverse(sortBy(list, .name))",
	"encodeURI": "what {…} inserts in a path is escaped",
}

var habitsOfPagings = map[string]string{
	"skip": "offset", "limit": "offset", "pages": "page", "number": "page", "pageNumber": "page", "token": "cursor",
	"next": "cursor", "after": "cursor", "keyset": "cursor", "header": "link", "Link": "link", "links": "link",
}

var habitsOfTimes = map[string]string{
	"ISO": "iso", "iso8601": "iso", "ISO8601": "iso", "rfc3339": "iso", "RFC3339": "iso", "datetime": "iso", "epoch": "unix",
	"timestamp": "unix", "seconds": "unix", "s": "unix", "ms": "unixMs", "millis": "unixMs", "milliseconds": "unixMs",
	"epochMs": "unixMs", "rfc1123": "http", "day": "date",
}
