package fetch

import (
	"bytes"
	"fmt"
	"mime"
	"strings"

	"github.com/reqongen/reqongen/rt"
	"github.com/reqongen/reqongen/rt/value"
)

const (
	typeJSON = "application/json"
	typeForm = "application/x-www-form-urlencoded"
)

// encodeBody writes a body in the content type that the headers say: JSON
// unless they say otherwise; an object as a form; text, numbers and booleans as
// they are under any other type.
func encodeBody(v value.Value, contentType string) ([]byte, error) {
	if isJSON(contentType) {
		scratch := buffers.Get().(*[]byte)
		defer buffers.Put(scratch)
		text := value.AppendJSON((*scratch)[:0], v)
		if cap(text) <= keptBuffer {
			*scratch = text
		}
		return bytes.Clone(text), nil // of its exact size: it is kept as long as it may be sent again
	}
	switch v.Kind() {
	case value.KindObject:
		if mediaType(contentType) == typeForm {
			form, err := encodeParams(v)
			return []byte(form), err
		}
	case value.KindArray:
	default:
		return []byte(v.String()), nil
	}
	return nil, fmt.Errorf("a body of the content type %q wants text, and this is %s", contentType, rt.Describe(v))
}

// mediaType is a content type without its parameters, in lower case.
func mediaType(contentType string) string {
	if media, _, err := mime.ParseMediaType(contentType); err == nil {
		return media
	}
	media, _, _ := strings.Cut(contentType, ";")
	return strings.ToLower(strings.TrimSpace(media))
}

// isJSON tells whether a content type is JSON or built on it, such as
// application/problem+json.
func isJSON(contentType string) bool {
	if contentType == typeJSON {
		return true
	}
	media := mediaType(contentType)
	return media == typeJSON || media == "text/json" || strings.HasSuffix(media, "+json")
}
