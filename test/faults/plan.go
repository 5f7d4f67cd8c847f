package main

import "time"

// A fault is one row of the plan: what is done to a hashtail under load.
type fault struct {
	name    string
	sinks   []string                    // where the lines must arrive
	doubles bool                        // a line may arrive twice (never in Elasticsearch): what was under way when the fault struck
	reread  bool                        // what a file holds may arrive again, as that of another file
	long    bool                        // not in the short mode
	store   func(*story) (store, error) // in the place of the sinks' servers; nil: those
	timeout time.Duration               // of a request to a server; 0: 2s, under 0: hashtail's default
	play    func(s *story)              // returns when the fault is over and all lines are written
}

// Where lines go.
var (
	toFile    = []string{"file"}
	toES      = []string{"elasticsearch"}
	toKafka   = []string{"kafka"}
	toServers = []string{"elasticsearch", "kafka"}
)

// faults is the plan, in the order in which it is played.
var faults = []fault{
	{name: "nothing at all", sinks: toFile, play: nothing},

	{name: "rename and create, late writes", sinks: toFile, play: rotations(renameCreate, "app.log")},
	{name: "rename and create, all names match", sinks: toFile, play: rotations(renameCreate, "app.log*")},
	{name: "rename, create later", sinks: toFile, play: rotations(renameWait, "app.log")},
	{name: "mv new over old", sinks: toFile, play: rotations(moveOver, "app.log")},
	{name: "symlink swap", sinks: toFile, play: rotations(symlinkSwap, "app.log")},
	{name: "unlink while open", sinks: toFile, play: rotations(unlinkOpen, "app.log")},
	{name: "copytruncate", sinks: toFile, play: rotations(copyTruncate, "app.log")},
	{name: "copytruncate, all names match", sinks: toFile, play: rotations(copyTruncate, "app.log*")},
	{name: "copytruncate, fast regrowth", sinks: toFile, play: rotations(copyTruncateRegrow, "app.log")},
	{name: "copytruncate, the app keeps its offset", sinks: toFile, play: keptOffset},
	{name: "copytruncate, writes between copy and truncate", sinks: toFile, play: rotations(copyTruncateGap, "app.log")},
	{name: "ten renames in one second", sinks: toFile, play: tenInASecond},
	{name: "rename every 20,000 lines at full speed", sinks: toFile, play: fullSpeed(renameCreate)},
	{name: "copytruncate every 20,000 lines at full speed", sinks: toFile, play: fullSpeed(copyTruncate)},
	{name: "rename every 20,000 lines at 20,000 lines/s", sinks: toFile, long: true, play: steady(renameCreate)},
	{name: "copytruncate every 20,000 lines at 20,000 lines/s", sinks: toFile, long: true, play: steady(copyTruncate)},
	{name: "rename while down", sinks: toFile, play: whileDown(renameCreate, 1)},
	{name: "moved into a folder while down", sinks: toFile, play: whileDown(renameAway, 1)},
	{name: "two renames while down", sinks: toFile, play: whileDown(renameCreate, 2)},
	{name: "copytruncate while down", sinks: toFile, play: whileDown(copyTruncate, 1)},
	{name: "compressed to .gz while down", sinks: toFile, play: whileDown(renameCompress, 1)},
	{name: "two compressed to .gz while down", sinks: toFile, play: whileDown(renameCompress, 2)},

	{name: "CRI lines cut by renames", sinks: toFile, play: container(cri, rotations(cutRename, "app.log"))},
	{name: "json-file lines cut by renames", sinks: toFile, play: container(jsonFile, rotations(cutRename, "app.log"))},
	{name: "CRI lines cut by renames while down", sinks: toFile, play: container(cri, whileDown(cutRename, 2))},

	{name: "inode used again", sinks: toFile, play: inodeReuse},
	{name: "many files with one header", sinks: toFile, play: sameHeader},
	{name: "files under 64 bytes", sinks: toFile, play: tinyFiles},
	{name: "filled in place through memory", sinks: toFile, doubles: true, play: filledInPlace},
	{name: "file shrinks", sinks: toFile, reread: true, play: shrink},
	{name: "10,000 idle files beside the busy one", sinks: toFile, play: idleFiles},
	{name: "a folder is shut, and open again", sinks: toFile, play: shutFolder},
	{name: "400 files, 256 may be open", sinks: toFile, play: fewDescriptors},
	{name: "no inotify instances left", sinks: toFile, play: noInotify},
	{name: "modification times jump to 1970 and 2100", sinks: toFile, play: timesJump},
	{name: "hashtail is stopped and goes on (suspend)", sinks: toFile, play: suspend},
	{name: "clock jumps", sinks: toFile, play: clockJump(true)},
	{name: "clock jumps, the files' times stay", sinks: toFile, play: clockJump(false)},

	{name: "kill -9 of hashtail", sinks: toFile, doubles: true, play: kills("app.log", nil)},
	{name: "kill -9 of hashtail, renames", sinks: toFile, doubles: true, play: kills("app.log", renameCreate)},
	{name: "kill -9 of hashtail, copytruncate", sinks: toFile, doubles: true, play: kills("app.log", copyTruncate)},
	{name: "kill -9 of hashtail, CRI lines cut by renames", sinks: toFile, doubles: true, play: container(cri, kills("app.log", cutRename))},
	{name: "state torn, its backup whole", sinks: toFile, reread: true, play: tornState("checkpoints.json")},
	{name: "state and backup torn", sinks: toFile, reread: true, play: tornState("checkpoints.json", "checkpoints.json.backup")},
	{name: "changes of the state torn", sinks: toFile, doubles: true, play: tornChanges},
	{name: "state folder removed", sinks: toFile, play: removedState},
	{name: "full disk under the file sink", sinks: toFile, play: fullSink},
	{name: "full disk under the state", sinks: toFile, play: fullState},
	{name: "a sink is down, the backlog grows", play: backlog},

	{name: "kill -9 of hashtail, to servers", sinks: toServers, doubles: true, play: kills("app.log", renameCreate)},
	{name: "kill -9 of hashtail, CRI lines cut by renames, to servers", sinks: toServers, doubles: true, long: true, play: container(cri, kills("app.log", cutRename))},
	{name: "kill -9 of Elasticsearch", sinks: toServers, play: killServer("elasticsearch")},
	{name: "kill -9 of Kafka", sinks: toServers, doubles: true, play: killServer("kafka")},
	{name: "Kafka topic that is not there yet", sinks: toKafka, play: noTopic},
	{name: "servers stopped past every timeout", sinks: toServers, doubles: true, play: stopServers(5 * time.Second)},
	{name: "servers stopped past the default timeouts", sinks: toServers, doubles: true, long: true, timeout: -1, play: stopServers(75 * time.Second)},

	{name: "proxy: cut before the request arrives", sinks: toES, play: throughHTTP(cutBefore)},
	{name: "proxy: cut before the answer", sinks: toES, play: throughHTTP(cutAfter)},
	{name: "proxy: cut in the answer", sinks: toES, play: throughHTTP(cutWithin)},
	{name: "proxy: later than the timeout", sinks: toES, timeout: time.Second, play: throughHTTP(delay)},
	{name: "proxy: 429 with Retry-After", sinks: toES, play: throughHTTP(refuse429)},
	{name: "proxy: 429 with Retry-After as a date, clock jumps", sinks: toES, play: clockJumpRetries},
	{name: "proxy: 503", sinks: toES, play: throughHTTP(refuse503)},
	{name: "proxy: 429 for some items in a 200", sinks: toES, play: throughHTTP(someItems(429, "es_rejected_execution_exception"))},
	{name: "proxy: 400 for some items in a 200", sinks: toES, play: throughHTTP(someItems(400, "document_parsing_exception"))},
	{name: "proxy: 413 over 20 documents", sinks: toES, play: throughHTTP(tooLarge)},
	{name: "proxy: 401, then well again", sinks: toES, play: throughHTTP(refuse401)},
	{name: "proxy: lies (200 and nothing stored)", sinks: toES, play: throughHTTP(lie)},

	{name: "proxy: Kafka cut before the request arrives", sinks: toKafka, doubles: true, play: throughKafka(dropRequest)},
	{name: "proxy: Kafka cut before the answer", sinks: toKafka, doubles: true, play: throughKafka(dropAnswer)},
	{name: "proxy: Kafka later than the timeout", sinks: toKafka, doubles: true, timeout: time.Second, play: throughKafka(lateAnswer)},
	{name: "proxy: Kafka has no leader", sinks: toKafka, play: throughKafka(answerCode(notLeader, false))},
	{name: "proxy: Kafka stores and reports too few replicas", sinks: toKafka, doubles: true, play: throughKafka(answerCode(notEnoughReplicas, true))},
}

// servers are the backends that the fault needs.
func (f *fault) servers() []string {
	if len(f.sinks) == 0 || f.sinks[0] == "file" || f.store != nil {
		return nil
	}
	return f.sinks
}
