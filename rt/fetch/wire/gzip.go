package wire

import (
	"compress/gzip"
	"io"
	"net/http"
	"strings"
)

// unzip unpacks the answer where it came packed, as net/http does.
func unzip(response *http.Response) {
	if !strings.EqualFold(response.Header.Get("Content-Encoding"), "gzip") {
		return
	}
	response.Body = &unzipped{packed: response.Body}
	response.Header.Del("Content-Encoding")
	response.Header.Del("Content-Length")
	response.ContentLength = -1
	response.Uncompressed = true
}

type unzipped struct {
	packed io.ReadCloser
	reader *gzip.Reader
	err    error
}

func (u *unzipped) Read(p []byte) (int, error) {
	if u.reader == nil && u.err == nil {
		u.reader, u.err = gzip.NewReader(u.packed)
	}
	if u.err != nil {
		return 0, u.err
	}
	return u.reader.Read(p)
}

func (u *unzipped) Close() error { return u.packed.Close() }
