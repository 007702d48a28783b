package fetch_test

import (
	"bytes"
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"encoding/pem"
	"fmt"
	"math/big"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/reqongen/reqongen/rt"
	"github.com/reqongen/reqongen/rt/fetch"
	"github.com/reqongen/reqongen/rt/value"
)

const nginxConf = `
daemon off;
pid DIR/pid;
error_log DIR/error.log;
events {}
http {
	log_format measured '$server_port $request_uri $status $gzip_ratio $connection $server_protocol';
	access_log DIR/access.log measured;
	client_body_temp_path DIR/body; proxy_temp_path DIR/proxy; fastcgi_temp_path DIR/fastcgi;
	uwsgi_temp_path DIR/uwsgi; scgi_temp_path DIR/scgi;
	limit_req_zone $server_port zone=all:1m rate=50r/s;
	limit_req_zone $server_port zone=slow:1m rate=1r/m;
	limit_req_status 429;
	default_type application/json;
	keepalive_requests 1000;
	gzip on; gzip_types application/json;
	server {
		listen 127.0.0.1:PORT;
		listen 127.0.0.1:TLSPORT ssl http2;
		ssl_certificate DIR/cert.pem; ssl_certificate_key DIR/key.pem;
		root DIR;
		location = /once { limit_req zone=slow; try_files /small.json =404; }
		location = /limited { limit_req zone=all burst=10 nodelay; try_files /small.json =404; }
	}
}
`

// nginx is a real server, with its ports for plain and TLS connections.
type nginx struct {
	dir       string
	port, tls string
}

// notRun says loudly that there is no such server to run against. Where CI has
// installed it, that is a failure.
func notRun(t *testing.T, server, install string) {
	t.Helper()
	if strings.Contains(" "+os.Getenv("REQONGEN_SERVERS")+" ", " "+server+" ") {
		t.Fatalf("%s is installed, and not found", server)
	}
	fmt.Fprintf(os.Stderr, "not run: %s: %s is not installed (%s)\n", t.Name(), server, install)
	t.SkipNow()
}

// startNginx starts the nginx of the system; where there is none, it says so.
func startNginx(t *testing.T) nginx {
	path, err := exec.LookPath("nginx")
	if err != nil {
		path = "/usr/sbin/nginx"
		if _, err := os.Stat(path); err != nil {
			notRun(t, "nginx", "apt-get install nginx-light")
		}
	}
	n := nginx{dir: t.TempDir(), port: freePort(t), tls: freePort(t)}
	certificate(t, n.dir)
	big := "[" + strings.Repeat(`{"id": 1, "name": "Ada", "city": "London"}, `, 50_000) + "0]"
	conf := strings.NewReplacer("DIR", n.dir, "TLSPORT", n.tls, "PORT", n.port).Replace(nginxConf)
	for name, text := range map[string]string{"nginx.conf": conf, "big.json": big, "small.json": "[1, 2]"} {
		if err := os.WriteFile(filepath.Join(n.dir, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	_ = os.Chmod(n.dir, 0o755)               //nolint:gosec // its workers are another user
	_ = os.Chmod(filepath.Dir(n.dir), 0o755) //nolint:gosec // the same
	var told bytes.Buffer
	server := exec.Command(path, "-e", filepath.Join(n.dir, "error.log"), "-c", filepath.Join(n.dir, "nginx.conf"))
	server.Stderr = &told
	if err := server.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = server.Process.Signal(os.Interrupt)
		_ = server.Wait()
	})
	for end := time.Now().Add(patience); ; time.Sleep(10 * time.Millisecond) {
		if conn, err := net.Dial("tcp", "127.0.0.1:"+n.tls); err == nil {
			_ = conn.Close()
			return n
		}
		if time.Now().After(end) {
			t.Fatalf("nginx does not answer: %s", told.String())
		}
	}
}

func freePort(t *testing.T) string {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	_, port, _ := net.SplitHostPort(l.Addr().String())
	return port
}

// certificate writes one for 127.0.0.1, and its key.
func certificate(t *testing.T, dir string) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), NotAfter: time.Now().Add(time.Hour), IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)},
		IsCA: true, BasicConstraintsValid: true,
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	private, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		t.Fatal(err)
	}
	for name, block := range map[string]*pem.Block{"cert.pem": {Type: "CERTIFICATE", Bytes: der}, "key.pem": {Type: "PRIVATE KEY", Bytes: private}} {
		if err := os.WriteFile(filepath.Join(dir, name), pem.EncodeToMemory(block), 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

// seen are the lines of its log: port, path, status, gzip ratio, connection,
// protocol.
func (n nginx) seen(t *testing.T) [][]string {
	data, err := os.ReadFile(filepath.Join(n.dir, "access.log"))
	if err != nil {
		t.Fatal(err)
	}
	var lines [][]string
	for line := range strings.Lines(string(data)) {
		lines = append(lines, strings.Fields(line))
	}
	return lines
}

// sideBySide sends so many requests to the path, some of them at once. Of
// /big.json it counts the elements.
func sideBySide(path string, count, inParallel int) work {
	return func(ctx context.Context, s *rt.Strand, src *fetch.Source) error {
		loop := s.ParallelLoop(at, rt.CollectFailures)
		var group errgroup.Group
		group.SetLimit(inParallel)
		for i, item := range loop.Over(ctx, make([]value.Value, count)) {
			group.Go(func() error {
				return loop.Do(ctx, i, item, func(s *rt.Strand) error {
					v, err := src.Send(ctx, s, at, fetch.Request{Method: "GET", Path: path})
					if err == nil && path == "/big.json" && v.Len() != 50_001 {
						return fmt.Errorf("%d elements", v.Len())
					}
					return err
				})
			})
		}
		return loop.End(ctx, group.Wait())
	}
}

// TestNginx sends requests to a real server: over connections that are kept,
// packed, over HTTP/2 with a certificate of its own, and through its limiter.
func TestNginx(t *testing.T) {
	n := startNginx(t)
	plain, secure := fetch.Config{Base: "http://127.0.0.1:" + n.port}, fetch.Config{Base: "https://127.0.0.1:" + n.tls}
	believing := rt.Options{Env: env("REQON_API_CA", filepath.Join(n.dir, "cert.pem"))}
	for _, tc := range []struct {
		name    string
		options rt.Options
		config  fetch.Config
		do      work
	}{
		{"kept connections", rt.Options{}, plain, sideBySide("/small.json", 100, 1)},
		{"packed", rt.Options{}, plain, sideBySide("/big.json", 3, 3)},
		{"HTTP/2", believing, secure, sideBySide("/big.json", 20, 10)},
		{"its limiter, modelled", rt.Options{}, fetch.Config{
			Base: plain.Base, Limit: &fetch.RateLimit{Bucket: &fetch.TokenBucket{Capacity: 10, Refill: 50}},
		}, sideBySide("/limited", 100, 20)},
	} {
		result, err := run(t.Context(), tc.options, tc.config, tc.do)
		if err != nil || result.Err != nil {
			t.Fatalf("%s: %v %v", tc.name, err, result)
		}
	}
	count := func() (connections, packed, two, refused, let int) {
		met := map[string]bool{}
		for _, line := range n.seen(t) {
			port, path, status, ratio, connection, protocol := line[0], line[1], line[2], line[3], line[4], line[5]
			switch {
			case path == "/small.json":
				met[connection] = true
			case path == "/big.json" && ratio != "-":
				packed++
			}
			if port == n.tls && protocol == "HTTP/2.0" {
				two++
			}
			if path == "/limited" && status == "429" {
				refused++
			} else if path == "/limited" {
				let++
			}
		}
		return len(met), packed, two, refused, let
	}
	connections, packed, two, refused, let := count()
	for end := time.Now().Add(patience); let < 100 && time.Now().Before(end); time.Sleep(10 * time.Millisecond) {
		connections, packed, two, refused, let = count() // a line is written when its answer has gone
	}
	// Whether its limiter refuses none is a matter of how evenly this machine
	// runs; what the model is worth is measured on a fake clock (TestTokenBucket).
	t.Logf("100 requests over %d connections; with a model, 100 requests were refused %d times", connections, refused)
	if connections > 10 || packed != 23 || two != 20 || let != 100 {
		t.Errorf("100 requests over %d connections; %d of 23 packed; %d of 20 over HTTP/2; %d let through", connections, packed, two, let)
	}

	// A mission that models nothing is refused by its limiter, and gets through
	// all the same.
	config := plain
	config.Retry = rt.Retry{MaxAttempts: 10, Backoff: rt.Constant, InitialDelay: 200 * time.Millisecond}
	result, err := run(t.Context(), rt.Options{}, config, sideBySide("/limited", 60, 20))
	if err != nil || result.Err != nil {
		t.Errorf("%v %v", err, result.Err)
	}
	modelled := refused
	refused = 0
	for _, line := range n.seen(t) {
		if line[1] == "/limited" && line[2] == "429" {
			refused++
		}
	}
	t.Logf("without a model, 60 requests were refused %d times", refused-modelled)

	// Its 429 is one: the second request within a minute.
	config.Retry = rt.Retry{MaxAttempts: 1}
	result, err = run(t.Context(), rt.Options{}, config, sideBySide("/once", 2, 1))
	if err != nil || result.Err == nil || !strings.Contains(result.Err.Error(), "429 Too Many Requests") {
		t.Errorf("%v %v; want a 429", err, result.Err)
	}
}
