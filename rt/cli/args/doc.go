// Package args reads a command line the way both programs do, the compiler and
// the missions that it makes: a mistake is told with the nearest word that
// exists.
//
// It imports nothing of ours.
package args
