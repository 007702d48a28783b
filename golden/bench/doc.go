// Command bench compares generated missions with programs that a good engineer
// wrote by hand for the same work, and prints the ratios.
//
// A folder is a workload: the mission, and its twins. idiomatic/ is what an
// afternoon gives: typed structs, encoding/json, net/http, errgroup. tuned/ is
// what a week gives: only the fields that are needed, the fastest JSON library,
// connections and buffers kept. twin.mjs is the same in JavaScript, where that
// says something. Before anything is timed, all of them run once and must leave
// the same stores, and send the same where the server takes something.
//
// They are timed in rounds, each program once a round, so that whatever else
// the machine does meets all of them alike; what is printed are medians, and
// the ratios to the idiomatic twin. The server runs in this process, on the
// same machine, and is the same for all.
//
// Run it from the root of the repository with make bench, BENCH="process join"
// for these workloads alone, or here with go run . -rounds 7 compile, which says
// its flags with -help. Figures want a machine that does nothing else; on another
// one only ratios say something, and the slopes: each workload runs at a
// sixteenth, a quarter and all of its size, and 1 is a cost that grows as the
// size does.
//
// It is a module of its own: the twins want libraries that reqongen does not,
// and it knows reqongen only by its command, as users do.
package main
