package fetch

import (
	"net/http"
	"time"

	"github.com/reqongen/reqongen/rt"
	"github.com/reqongen/reqongen/rt/fetch/wire"
	"github.com/reqongen/reqongen/rt/value"
)

// defaultTimeout is how long an attempt may take unless the mission says.
const defaultTimeout = 30 * time.Second

// A Config is a source as its mission writes it.
type Config struct {
	Name    string          // "default" is the one of a mission that declares none
	Base    string          // "" where the mission writes none
	Auth    string          // none, bearer, basic, api_key, oauth2; "" where the mission writes none
	Headers []Header        // of every request
	Timeout time.Duration   // of one attempt; 0 is 30 s
	Retry   rt.Retry        // zero fields are rt.Defaults
	Limit   *RateLimit      // nil is none: only a 429 pauses the source
	Breaker *CircuitBreaker // nil is none
	// Proxies are what requests go through, in turn; none is the environment's
	// (HTTPS_PROXY, NO_PROXY). A run that is given its transport ignores both.
	Proxies []Proxy
	// Insecure, for development, sends credentials over http:// to any host,
	// and believes any certificate.
	Insecure bool
	At       value.Pos // where it is declared; "" for one that is not
}

// A Header is one that every request of a source carries.
type Header struct{ Name, Value string }

// A Source is where requests go. It is safe for concurrent use.
type Source struct {
	run         *rt.Run
	name        string
	base        base
	own         headings // of requests to the base's origin, credentials included
	foreign     headings // of requests to any other
	query       string   // an API key that goes as a parameter, escaped; "" is none
	timeout     time.Duration
	retry       rt.Retry
	conns       *connections
	proxies     *proxies // nil is none
	limiter     *limiter
	checkpoints *checkpoints
	breaker     *breaker // nil is none
	tokens      *tokens  // of oauth2 that gets its tokens itself; else nil
	insecure    bool

	credentialed bool // headers hold credentials
	saysMaxDelay bool // the mission writes the retry's maxDelay for the source
}

// Open makes a source of the run: its base and its credentials come from the
// run's options, the environment and the mission's text, in this order. What is
// missing or wrong it tells the run as a Problem, and gives a source that is
// not to be used.
func Open(run *rt.Run, c Config) *Source {
	src := &Source{
		run: run, name: c.Name, timeout: c.Timeout, retry: c.Retry.Over(rt.Defaults), saysMaxDelay: c.Retry.MaxDelay != 0,
		insecure:    c.Insecure,
		checkpoints: checkpointsOf(run), limiter: newLimiter(c.Limit), breaker: newBreaker(c.Name, c.Breaker),
	}
	if src.timeout <= 0 {
		src.timeout = defaultTimeout
	}
	problem := func(format string, args ...any) {
		at := ""
		if c.At != "" {
			at = string(c.At) + ": "
		}
		run.Problem("%ssource %s "+format, append([]any{at, c.Name}, args...)...)
	}
	ca, _ := run.LookupEnv(Variable(c.Name, "CA"))
	conns, err := connectionsOf(run, variant{insecure: c.Insecure, ca: ca, proxied: len(c.Proxies) > 0})
	if err != nil {
		problem("has no usable certificates: %s: %v", Variable(c.Name, "CA"), err)
		return src
	}
	src.conns = conns
	src.proxies = openProxies(src, c.Proxies, problem)
	src.base = resolveBase(run, c, problem)
	for _, headers := range []*headings{&src.own, &src.foreign} {
		headers.base.header = http.Header{"Accept": {"application/json, */*;q=0.5"}, "User-Agent": {"reqongen"}}
	}
	for _, h := range c.Headers {
		if err := setHeader(src.own.base.header, h.Name, h.Value); err != nil {
			problem("%v", err)
		}
	}
	if most := c.Limit.perMinute(); most > 0 {
		run.Rate(rt.Rate{Source: c.Name, At: c.At, PerMinute: most})
	}
	src.authenticate(c, problem)
	for _, headers := range []*headings{&src.own, &src.foreign} {
		headers.base.head = wire.Prepare(headers.base.header)
	}
	if src.secret() && isExposed(src.base.origin) && !c.Insecure && src.base.url != "" {
		problem("has credentials, and its base %s would have them go unencrypted over the network: write https://, or insecure: true in the source for development", src.base.url)
	}
	return src
}

// secret tells whether requests carry credentials.
func (src *Source) secret() bool {
	return src.tokens != nil || src.query != "" || src.credentialed
}
