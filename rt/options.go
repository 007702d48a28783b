package rt

import (
	"log/slog"
	"net/http"
	"os"
	"time"
)

// Options are what a run may be told from outside. The zero value runs the
// mission as it is written, with the process's environment.
type Options struct {
	// Env looks an environment variable up; nil is os.LookupEnv.
	Env func(name string) (value string, set bool)
	// Credentials by the name of the source, over those of the environment.
	Credentials map[string]Credential
	// SaveCredential is given the credentials of a source that has a new
	// access token, for the next run; nil keeps none. It may be called at any
	// time of the run, by one goroutine at a time for each source.
	SaveCredential func(source string, c Credential) error
	// Bases are base URLs by the name of the source; "" is for every source
	// that has none of its own here.
	Bases map[string]string
	// StateDir is where file stores live; "" is REQON_STATE_DIR, or else
	// .reqon-data.
	StateDir string
	// MaxConcurrency is used instead of the mission's maxConcurrency; 0 keeps
	// what the mission says.
	MaxConcurrency int
	// Timeout ends the run, as cancelled; 0 is no limit.
	Timeout time.Duration
	// DryRun sends no request and stores nothing: it tells the requests.
	DryRun bool
	// Shuffle has another schedule than usual: the actions of a group and the
	// iterations of parallel loops start in another order, and what runs side
	// by side waits now and then. The schedule follows from the seed; 0 is the
	// usual one. The stores come out the same (the language, §6).
	Shuffle uint64
	// Chaos puts faults into requests. Which ones follows from the seed and
	// from the request's place in the serial order and its attempt; 0 is none.
	Chaos uint64
	// Transport sends the requests of all sources; nil is a pool of the
	// run's own.
	Transport http.RoundTripper
	// Logger takes what a reader of logs wants to know; nil is silence.
	Logger *slog.Logger
	// Observer is told what happens; nil is nobody.
	Observer Observer
	// Detail has the Observer told of each request with its attempts, and of each
	// iteration, when they begin and when they end. Without it nothing is gathered
	// for them.
	Detail bool
}

// A Credential is how the requests of one source prove who sends them.
type Credential struct {
	Type     string `json:"type"` // none, bearer, basic, api_key, oauth2; "" is the mission's auth
	Token    string `json:"token"`
	Username string `json:"username"`
	Password string `json:"password"`
	APIKey   string `json:"apiKey"`
	Header   string `json:"header"` // of an api_key; "" is X-API-Key
	Query    string `json:"query"`  // sends an api_key as this parameter instead

	// Of oauth2: a refresh token, or a client's id and secret, get access
	// tokens at the token URL. Token is the last one.
	RefreshToken string `json:"refreshToken"`
	ClientID     string `json:"clientId"`
	ClientSecret string `json:"clientSecret"`
	TokenURL     string `json:"tokenUrl"`
	Scope        string `json:"scope"`   // of a client's tokens; several stand with spaces between
	Expires      string `json:"expires"` // when Token does, as RFC 3339; "" is not known
}

func (o *Options) env(name string) (string, bool) {
	if o.Env != nil {
		return o.Env(name)
	}
	return os.LookupEnv(name)
}
