package main

import (
	"bytes"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"

	"github.com/spf13/cobra"
	"golang.org/x/term"

	"github.com/hashtail/hashtail/agent"
	"github.com/hashtail/hashtail/agent/redact"
)

func hashCommand() *cobra.Command {
	var path, keys string
	var b64 bool
	cmd := &cobra.Command{
		Use:   "hash [-c FILE | --keys FILE]",
		Short: "Print the hashes under which a token's events are found",
		Long: `Hash reads a token from standard input, or asks for it without echo, and prints
every hash an analyst should search for: plain SHA-256, and one for each key of
the configuration or key file. A token is never taken from the command line,
where others could see it. What stands around it ("Bearer ", quotes, percent
encoding) is taken off first, as hashtail does in logs.`,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) > 0 { // what was given may be the token: it is not repeated
				return &exitError{exitUsage, errors.New("a token is never taken from the command line, where others can see it: give it on standard input")}
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, _ []string) error {
			c := agent.RedactConfig{Hash: "sha256"}
			switch {
			case path != "" && keys != "":
				return &exitError{exitUsage, errors.New("-c and --keys exclude each other")}
			case path != "":
				config, err := settings(path)
				if err != nil {
					return err
				}
				c = config.Redact
			case keys != "":
				c = agent.RedactConfig{Hash: "hmac-sha256", KeysFile: keys}
			}
			redactor, err := c.Open()
			if err != nil {
				return err
			}
			token, err := readToken(cmd.InOrStdin(), cmd.ErrOrStderr())
			if err != nil {
				return err
			}
			switch {
			case len(token) == 0:
				return &exitError{exitData, errors.New("no token on standard input")}
			case len(token) > maxToken:
				return &exitError{exitData, errors.New("over 1MiB on standard input: that is no token")}
			case bytes.ContainsRune(token, '\n') && !bytes.HasPrefix(token, []byte("-----BEGIN ")):
				return &exitError{exitData, errors.New("more than one line on standard input: give one token at a time")}
			}
			printHashes(cmd.OutOrStdout(), redactor.Hashes(token), b64)
			return nil
		},
	}
	configFlag(cmd, &path)
	cmd.Flags().StringVar(&keys, "keys", "", "key `file`, without a configuration")
	cmd.Flags().BoolVar(&b64, "base64", false, "base64 instead of hex: GitHub's audit log calls base64 of SHA-256 hashed_token")
	return cmd
}

// maxToken is more than any token has.
const maxToken = 1 << 20

// readToken reads to the end of the input, or one line without echo from a terminal.
func readToken(in io.Reader, prompt io.Writer) ([]byte, error) {
	if f, ok := in.(*os.File); ok && term.IsTerminal(int(f.Fd())) {
		fmt.Fprint(prompt, "Token: ")
		token, err := readHidden(int(f.Fd()))
		fmt.Fprintln(prompt)
		return token, err
	}
	token, err := io.ReadAll(io.LimitReader(in, maxToken+int64(len("\r\n"))+1))
	if err != nil {
		return nil, &agent.InputError{Err: fmt.Errorf("read standard input: %w", err)}
	}
	return bytes.TrimRight(token, "\r\n"), nil
}

// readHidden reads a line from a terminal without echo. A signal that ends the process
// meanwhile does not leave the terminal so.
func readHidden(terminal int) ([]byte, error) {
	before, err := term.GetState(terminal)
	if err != nil {
		return nil, err
	}
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, syscall.SIGINT, syscall.SIGTERM)
	defer close(signals)
	defer signal.Stop(signals)
	go func() {
		if _, ok := <-signals; ok {
			_ = term.Restore(terminal, before)
			os.Exit(exitSignal)
		}
	}()
	return term.ReadPassword(terminal)
}

func printHashes(w io.Writer, hashes []redact.KeyHash, b64 bool) {
	for _, h := range hashes {
		text := hex.EncodeToString(h.Hash[:])
		if b64 {
			text = base64.StdEncoding.EncodeToString(h.Hash[:])
		}
		if h.KeyID == "" {
			fmt.Fprintf(w, "sha256 %s\n", text)
		} else {
			fmt.Fprintf(w, "hmac-sha256:%s %s\n", h.KeyID, text)
		}
	}
}
