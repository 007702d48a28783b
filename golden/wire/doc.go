// Package wire measures missions from the server's side of real sockets: what
// was in flight together, in what order requests came and were answered, when
// the clients of cancelled ones left. Its server holds every request until the
// test answers it, so that nothing depends on how fast anything is; only the
// time between a failure and the last client's leaving is a matter of the
// clock, and is measured as such.
//
// What a program shows meanwhile in a real terminal is held against screens
// beside its mission.
//
// The missions are in testdata; most are blocks of the page on parallel
// execution with what it leaves out.
package wire
