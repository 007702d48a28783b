package fetch

import (
	"fmt"
	"strings"
)

// nextLink is the URL of the Link header's rel="next" (RFC 8288), absolute; ""
// where there is none.
func nextLink(o *outcome) (string, error) {
	for _, header := range o.header.Values("Link") {
		for header != "" {
			_, rest, found := strings.Cut(header, "<")
			if !found {
				break
			}
			target, rest, found := strings.Cut(rest, ">")
			if !found {
				return "", fmt.Errorf("its Link header has a < without a >")
			}
			params := rest
			if i := strings.IndexByte(rest, '<'); i >= 0 {
				params = rest[:i]
			}
			header = rest[len(params):]
			if !isNext(params) {
				continue
			}
			u, err := o.sent.url.Parse(strings.TrimSpace(target))
			if err != nil || !isHTTP(u.Scheme) {
				return "", fmt.Errorf("its next link %q is no URL", target)
			}
			return u.String(), nil
		}
	}
	return "", nil
}

// isNext tells whether the parameters of a link have rel=next among them.
func isNext(params string) bool {
	for part := range strings.SplitSeq(params, ";") {
		key, relations, _ := strings.Cut(strings.TrimSpace(strings.TrimRight(part, ", ")), "=")
		if !strings.EqualFold(strings.TrimSpace(key), "rel") {
			continue
		}
		for relation := range strings.FieldsSeq(strings.Trim(relations, `" `)) {
			if strings.EqualFold(relation, "next") {
				return true
			}
		}
	}
	return false
}
