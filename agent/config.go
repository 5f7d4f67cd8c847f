package agent

import (
	"errors"
	"fmt"
	"maps"
	"net"
	"net/netip"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"strconv"
	"strings"
	"time"

	"github.com/hashtail/hashtail/agent/geoip"
	"github.com/hashtail/hashtail/agent/join"
	"github.com/hashtail/hashtail/agent/nearest"
	"github.com/hashtail/hashtail/agent/parse"
	"github.com/hashtail/hashtail/agent/tail"
	"github.com/hashtail/hashtail/sinks"
)

// A Config is the whole configuration. Its zero value is not usable: start from
// DefaultConfig.
type Config struct {
	StateDir        string         `yaml:"state_dir"`
	Keep            string         `yaml:"keep"`             // auth or all
	Schema          string         `yaml:"schema"`           // ecs
	ShutdownTimeout sinks.Duration `yaml:"shutdown_timeout"` // how long SIGTERM may drain
	MemoryLimit     sinks.Size     `yaml:"memory_limit"`     // GOMEMLIMIT
	Host            HostConfig     `yaml:"host"`
	Inputs          Inputs         `yaml:"inputs"`
	Files           Files          `yaml:"files"`
	Enrich          Enrich         `yaml:"enrich"`
	Formats         Formats        `yaml:"formats"` // of the user's own, for inputs to name
	Redact          RedactConfig   `yaml:"redact"`
	Delivery        Delivery       `yaml:"delivery"`
	Sinks           Sinks          `yaml:"sinks"`
	DeadLetters     DeadLetters    `yaml:"dead_letters"`
	HTTP            HTTPConfig     `yaml:"http"`
	Log             LogConfig      `yaml:"log"`
}

// HostConfig overrides what the host says of itself.
type HostConfig struct {
	Name string `yaml:"name"`
}

// Inputs are what is read, by kind.
type Inputs struct {
	File     []FileInput     `yaml:"file"`
	Journald []JournaldInput `yaml:"journald"`
	FIFO     []FIFOInput     `yaml:"fifo"`
}

// Files is how log files are followed, whichever input they belong to.
type Files struct {
	Watch        string         `yaml:"watch"`         // auto or poll
	ScanInterval sinks.Duration `yaml:"scan_interval"` // how often globs are looked at
	CloseRotated sinks.Duration `yaml:"close_rotated"` // for how long a renamed file must be quiet
	CloseDeleted sinks.Duration `yaml:"close_deleted"` // for how long a deleted file must be quiet
	HoldDeleted  sinks.Size     `yaml:"hold_deleted"`  // bytes of deleted files kept open for sinks that lag
	SaveInterval sinks.Duration `yaml:"save_interval"` // how often positions are saved
}

// tail is what package tail needs of it.
func (f *Files) tail() tail.Config {
	return tail.Config{
		Watch: f.Watch, ScanInterval: time.Duration(f.ScanInterval), SaveInterval: time.Duration(f.SaveInterval),
		CloseRotated: time.Duration(f.CloseRotated), CloseDeleted: time.Duration(f.CloseDeleted),
		HoldDeleted: int64(f.HoldDeleted),
	}
}

func (f *Files) validate() error {
	if f.ScanInterval <= 0 || f.SaveInterval <= 0 || f.CloseRotated <= 0 || f.CloseDeleted <= 0 || f.HoldDeleted <= 0 {
		return errors.New("durations and hold_deleted must be positive")
	}
	return f.tail().Validate()
}

// A FileInput is one set of log files that are read in the same way.
type FileInput struct {
	Paths       []string        `yaml:"paths"`
	Exclude     []string        `yaml:"exclude"`
	Format      string          `yaml:"format"`
	Start       string          `yaml:"start"`
	Symlinks    string          `yaml:"symlinks"`
	IgnoreOlder *sinks.Duration `yaml:"ignore_older"` // nil: 24h; 0: no limit
	Multiline   Multiline       `yaml:"multiline"`
	Records     `yaml:",inline"`
}

// Records say how records are read and what their events carry, whatever kind
// of input they come from.
type Records struct {
	Timezone       string     `yaml:"timezone"`
	TrustedProxies []string   `yaml:"trusted_proxies"`
	KeepFields     []string   `yaml:"keep_fields"`
	Dataset        string     `yaml:"dataset"`
	Service        string     `yaml:"service"`
	Environment    string     `yaml:"environment"`
	Tags           []string   `yaml:"tags"`
	MaxLine        sinks.Size `yaml:"max_line"`
}

// Multiline says how records of several lines are joined.
type Multiline struct {
	Start    string         `yaml:"start"` // RE2: a line that matches begins a record
	MaxLines int            `yaml:"max_lines"`
	MaxBytes sinks.Size     `yaml:"max_bytes"`
	Timeout  sinks.Duration `yaml:"timeout"`
}

// options is what package join needs; the pattern was checked by validate.
func (m *Multiline) options() join.Options {
	o := join.Options{MaxLines: m.MaxLines, MaxBytes: int(m.MaxBytes), Timeout: time.Duration(m.Timeout)}
	if m.Start != "" {
		o.Start = regexp.MustCompile(m.Start)
	}
	return o.WithDefaults()
}

// Enrich is what hashtail adds to events that their lines do not say.
type Enrich struct {
	GeoIP geoip.Config `yaml:"geoip"`
}

// open opens the databases, nil where none is configured.
func (e *Enrich) open(folders ...string) (*geoip.Databases, error) {
	if e.GeoIP == (geoip.Config{}) {
		return nil, nil
	}
	d, err := geoip.Open(e.GeoIP, folders...)
	if err != nil {
		return nil, fmt.Errorf("enrich.geoip.%w", err)
	}
	return d, nil
}

// RedactConfig says how tokens are hashed.
type RedactConfig struct {
	Hash     string   `yaml:"hash"`      // sha256 or hmac-sha256
	KeysFile string   `yaml:"keys_file"` // for hmac-sha256
	Allow    []string `yaml:"allow"`     // RE2: what matches is never a secret
	Deny     []string `yaml:"deny"`      // RE2: what matches is always removed
}

// Delivery is how documents are gathered, held and tried again.
type Delivery struct {
	Linger   sinks.Duration `yaml:"linger"`
	PageSize sinks.Size     `yaml:"page_size"`
	Pages    int            `yaml:"pages"`
	Workers  int            `yaml:"workers"`
	RetryMin sinks.Duration `yaml:"retry_min"`
	RetryMax sinks.Duration `yaml:"retry_max"`
}

// Sinks are where events go; each section that is present is one lane.
type Sinks struct {
	Stdout        *StdoutConfig              `yaml:"stdout"`
	File          *sinks.FileConfig          `yaml:"file"`
	Elasticsearch *sinks.ElasticsearchConfig `yaml:"elasticsearch"`
	Kafka         *sinks.KafkaConfig         `yaml:"kafka"`
}

// StdoutConfig has no options: `stdout: {}`.
type StdoutConfig struct{}

// DeadLetters is where documents go that a backend will never take.
type DeadLetters struct {
	Path    string     `yaml:"path"` // default: dead-letters in the state folder
	MaxSize sinks.Size `yaml:"max_size"`
}

// HTTPConfig is the listener of /metrics, /healthz, /readyz and /status.
type HTTPConfig struct {
	Listen string `yaml:"listen"` // "off" for none
	Pprof  bool   `yaml:"pprof"`  // /debug/pprof too
}

func (h *HTTPConfig) validate() error {
	if h.Listen == "off" || h.Listen == "" {
		return nil
	}
	_, port, err := net.SplitHostPort(h.Listen)
	if err == nil {
		_, err = net.LookupPort("tcp", port)
	}
	if err != nil || port == "" {
		return fmt.Errorf("http.listen is %q: write an address and a port, like 127.0.0.1:9640 or :9640, or off", h.Listen)
	}
	return nil
}

// LogConfig is hashtail's own log, on standard error.
type LogConfig struct {
	Level  string `yaml:"level"`
	Format string `yaml:"format"`
}

// DefaultConfig is the configuration of an empty file.
func DefaultConfig() *Config {
	return &Config{
		StateDir:        "/var/lib/hashtail",
		Keep:            "auth",
		Schema:          "ecs",
		ShutdownTimeout: sinks.Duration(20 * time.Second),
		Redact:          RedactConfig{Hash: "sha256"},
		Delivery: Delivery{
			Linger:   sinks.Duration(10 * time.Millisecond),
			PageSize: 1 << 20,
			Pages:    6,
			Workers:  runtime.GOMAXPROCS(0),
			RetryMin: sinks.Duration(200 * time.Millisecond),
			RetryMax: sinks.Duration(30 * time.Second),
		},
		Files: Files{
			Watch:        "auto",
			ScanInterval: sinks.Duration(time.Second),
			CloseRotated: sinks.Duration(5 * time.Minute),
			CloseDeleted: sinks.Duration(5 * time.Second),
			HoldDeleted:  1 << 30,
			SaveInterval: sinks.Duration(time.Second),
		},
		DeadLetters: DeadLetters{MaxSize: 100 << 20},
		HTTP:        HTTPConfig{Listen: "127.0.0.1:9640"},
		Log:         LogConfig{Level: "info", Format: "text"},
	}
}

// Validate checks what can be checked without looking at the world; its error
// names every mistake.
func (c *Config) Validate() error {
	var m mistakes
	if c.StateDir == "" {
		m.add("state_dir is empty: name a folder that hashtail may write to")
	}
	if strings.HasPrefix(c.StateDir, "~") {
		m.add("state_dir begins with ~, which only a shell expands: write the whole path")
	}
	m.oneOf("keep", c.Keep, "auth", "all")
	m.oneOf("schema", c.Schema, "ecs")
	m.oneOf("log.level", c.Log.Level, "debug", "info", "warn", "error")
	m.oneOf("log.format", c.Log.Format, "text", "json")
	m.join(c.Redact.validate())
	m.join(c.HTTP.validate())
	m.join(c.Delivery.validate())
	if c.ShutdownTimeout <= 0 {
		m.add("shutdown_timeout must be positive")
	}
	if c.MemoryLimit > 0 && c.MemoryLimit < 16<<20 {
		m.add("memory_limit is under 16MiB: hashtail would do little but look for free memory; 0 is none")
	}
	if err := c.Files.validate(); err != nil {
		m.add("files: %w", err)
	}
	formats, err := c.Formats.compile()
	m.join(err)
	m.join(c.Inputs.validate(formats))
	m.join(c.Sinks.validate())
	return errors.Join(m...)
}

func (c *RedactConfig) validate() error {
	var m mistakes
	m.oneOf("redact.hash", c.Hash, "sha256", "hmac-sha256")
	if c.Hash == "hmac-sha256" && c.KeysFile == "" {
		m.add("redact.hash is hmac-sha256 but redact.keys_file is not set: name the key file")
	}
	for name, list := range map[string][]string{"allow": c.Allow, "deny": c.Deny} {
		for i, text := range list {
			problem := ""
			switch re, err := regexp.Compile(text); {
			case err != nil:
				problem = parse.RegexpProblem(err)
			case re.MatchString(""):
				problem = "matches the empty text, which is everywhere: look for a * or ? that should be +, and for a | without a word on both sides"
			default:
				continue
			}
			m = append(m, &placed{[]string{"redact", name, strconv.Itoa(i)}, errors.New(problem)})
		}
	}
	return errors.Join(m...)
}

func (d *Delivery) validate() error {
	var m mistakes
	if d.PageSize < 64<<10 {
		m.add("delivery.page_size is under 64KiB")
	}
	if d.PageSize > 64<<20 {
		m.add("delivery.page_size is over 64MiB: no backend takes requests of that size")
	}
	if d.Workers < 1 {
		m.add("delivery.workers is under 1")
	}
	if d.Pages < d.Workers+1 {
		m.add("delivery.pages is %d: it must be more than delivery.workers (%d)", d.Pages, d.Workers)
	}
	if d.RetryMin <= 0 || d.RetryMax < d.RetryMin {
		m.add("delivery.retry_min and retry_max must be positive, and retry_max no less than retry_min")
	}
	return errors.Join(m...)
}

func (s *Sinks) validate() error {
	var m mistakes
	if s.Elasticsearch != nil {
		m = append(m, within(s.Elasticsearch.Validate(), "sinks", "elasticsearch")...)
	}
	if s.Kafka != nil {
		m = append(m, within(s.Kafka.Validate(), "sinks", "kafka")...)
	}
	if s.File != nil {
		m = append(m, within(s.File.Validate(), "sinks", "file")...)
	}
	return errors.Join(m...)
}

// validateRun checks what only the daemon needs.
func (c *Config) validateRun() error {
	if c.Inputs.none() {
		return errors.New("no inputs: name log files under inputs.file, or read the journal with inputs.journald: [{}]")
	}
	if c.Sinks == (Sinks{}) {
		return errors.New("no sinks: name at least one under sinks (file, stdout, elasticsearch or kafka)")
	}
	return nil
}

func (in *FileInput) validate(formats map[string]*parse.Custom) error {
	tc := in.tail()
	if err := tc.Validate(); err != nil {
		return err
	}
	if _, err := regexp.Compile(in.Multiline.Start); err != nil {
		return &parse.Mistake{At: []string{"multiline", "start"}, Problem: parse.RegexpProblem(err)}
	}
	if in.Multiline.MaxLines < 0 {
		return &parse.Mistake{At: []string{"multiline", "max_lines"}, Problem: "must be positive"}
	}
	_, err := in.parse(false, formats)
	return err
}

// tail is what package tail needs of the input.
func (in *FileInput) tail() tail.Input {
	return tail.Input{
		Paths: in.Paths, Exclude: in.Exclude, Start: in.Start, Symlinks: in.Symlinks,
		IgnoreOlder: orDay(in.IgnoreOlder), MaxLine: int(in.MaxLine),
	}
}

// orDay is an option that is 24h unless it is set; 0 is set as well.
func orDay(d *sinks.Duration) time.Duration {
	if d == nil {
		return 24 * time.Hour
	}
	return time.Duration(*d)
}

// parse is what package parse needs of the input.
func (in *FileInput) parse(all bool, formats map[string]*parse.Custom) (*parse.Options, error) {
	o := &parse.Options{Format: in.Format, KeepFields: in.KeepFields, All: all, Original: all, Custom: formats[in.Format]}
	if o.Format == "" {
		o.Format = "auto"
	}
	if in.Timezone != "" {
		zone, err := time.LoadLocation(in.Timezone)
		if err != nil {
			return nil, fmt.Errorf("timezone %q is not known: use a name like Europe/Berlin or UTC", in.Timezone)
		}
		o.Zone = zone
	}
	for i, k := range in.KeepFields {
		if strings.TrimSpace(k) == "" {
			return nil, &parse.Mistake{At: []string{"keep_fields", strconv.Itoa(i)}, Problem: "is empty: name a key"}
		}
	}
	for _, p := range in.TrustedProxies {
		prefix, err := netip.ParsePrefix(p)
		if err != nil {
			addr, err := netip.ParseAddr(p)
			if err != nil {
				return nil, fmt.Errorf("trusted_proxies: %q is neither an address nor a network like 10.0.0.0/8", p)
			}
			prefix = netip.PrefixFrom(addr, addr.BitLen())
		}
		o.TrustedProxies = append(o.TrustedProxies, prefix)
	}
	if err := o.Validate(); err != nil {
		problem := err.Error()
		if hint := nearest.Hint(in.Format, maps.Keys(formats)); hint != "" {
			problem = fmt.Sprintf("no format %q%s", in.Format, hint)
		}
		return nil, &parse.Mistake{At: []string{"format"}, Problem: problem}
	}
	return o, nil
}

// deadLetterDir is the folder of the dead-letter files.
func (c *Config) deadLetterDir() string {
	if c.DeadLetters.Path != "" {
		return c.DeadLetters.Path
	}
	return filepath.Join(c.StateDir, "dead-letters")
}

// own are the files that hashtail itself writes, which it must not tail: every
// event would make another.
func (c *Config) own() (own []string) {
	for _, name := range []string{"checkpoints", agentIDFile, "lock"} {
		own = append(own, filepath.Join(c.StateDir, name))
	}
	for _, row := range sinkTable {
		own = append(own, filepath.Join(c.deadLetterDir(), row.name+".ndjson"))
	}
	if c.Sinks.File != nil {
		own = append(own, c.Sinks.File.Path)
	}
	open := []string{"2"} // its log
	if c.Sinks.Stdout != nil {
		open = append(open, "1")
	}
	for _, fd := range open {
		if path, err := os.Readlink("/proc/self/fd/" + fd); err == nil && filepath.IsAbs(path) {
			own = append(own, path)
		}
	}
	return own
}

// hostName is the name that events carry.
func (c *Config) hostName() string {
	if c.Host.Name != "" {
		return c.Host.Name
	}
	name, err := os.Hostname()
	if err != nil {
		return "unknown"
	}
	return name
}
