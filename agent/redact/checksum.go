package redact

import "hash/crc32"

const base62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"

// sealedAt returns a function that says where a token of GitHub or npm ends:
// behind a prefix of n bytes and 30 random characters stand six of base 62, the
// CRC-32 of the 30. It is 0 if they do not; then the token may be of another
// length, or cut, or made up, and is hidden as far as its alphabet goes.
func sealedAt(n int) func(token []byte) int {
	return func(token []byte) int {
		if len(token) < n+36 {
			return 0
		}
		sum := crc32.ChecksumIEEE(token[n : n+30])
		for i := n + 35; i >= n+30; i-- {
			if token[i] != base62[sum%62] {
				return 0
			}
			sum /= 62
		}
		return n + 36
	}
}
