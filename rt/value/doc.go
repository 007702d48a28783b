// Package value is the dynamic JSON value that every mission computes with: its representation, its codec, its
// operators and its functions. It knows nothing of missions, sources or stores and imports no other package of this
// module.
//
// A [Value] is two words, immutable, and null when zero. An object is a pointer to a block of values whose first slot
// names the object's [Shape], the ordered list of keys that it shares with every object that has them. So a record of
// eight fields is one piece of memory, a field read at a place that met the shape before ([Field]) is one comparison
// and one index, and the decoder finds most keys by comparing the text with what the shape predicts.
//
// What cannot fail is a function or a method of Value. What can fail (arithmetic, ordering, the functions of the
// language) is a method of [Eval]: it takes the mission's position first, gives null when it fails, and keeps the
// first failure for the caller to look at once a step.
//
// Instants are text in ISO 8601, as they come and go over the wire. A length of time, what days(3) or the difference of
// two instants gives, is a number of milliseconds that remembers, until it is written somewhere, that it is one: an
// instant plus a length of time is an instant, where plain numbers join as text.
//
// Rules of the language that this package carries out: the language, §5 (values and operators) and §11 (functions).
//
// The representation (repr.go) is the only file that uses package unsafe. The build tag reqon_safe replaces it by one
// that does not (repr_safe.go), twice the size and with the same behaviour.
package value
