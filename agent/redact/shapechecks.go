package redact

import (
	"bytes"
	"encoding/base64"
)

// notOurs tells Intercom's tokens, which are base64 of "tok:" and more, from the
// mark of a hash that was put into base64 here.
func notOurs(v []byte) bool {
	var plain [80]byte
	n, _ := base64.StdEncoding.Decode(plain[:], v[:min(len(v), 96)/4*4])
	return !hasHash(plain[:n])
}

// undotted takes the end of a sentence for no part of a token that has dots in it.
func undotted(v []byte) int { return len(bytes.TrimRight(v, ".")) }

// hasDigit asks for a digit, where the pattern would take a word.
func hasDigit(v []byte) bool { return has(v)&clDigit != 0 }

// notHex asks for a digit, and takes no number in hex for a key.
func notHex(v []byte) bool { return hasDigit(v) && !allOf(v[len("API-"):], clHex, 'A') }

// mixed asks for digits and both cases.
func mixed(v []byte) bool {
	const all = clDigit | clLower | clUpper
	return has(v)&all == all
}

// mixedParts asks it of what stands before the first dot and behind the last one.
func mixedParts(v []byte) bool {
	return mixed(v[:bytes.IndexByte(v, '.')]) && mixed(v[bytes.LastIndexByte(v, '.')+1:])
}

// mixedAfter asks it of what stands behind the first underscore, and for more than
// one digit where underscores part that.
func mixedAfter(v []byte) bool {
	v = v[bytes.IndexByte(v, '_')+1:]
	return mixed(v) && (bytes.IndexByte(v, '_') < 0 || mixedDigits(v))
}

// lettersOfHF asks for 34 letters, no more, which no words make.
func lettersOfHF(v []byte) bool { return len(v) == len("hf_")+34 && notCamel(v) }

// notCamel tells letters from words that capitals part: of random ones every other
// is a capital, or none.
func notCamel(v []byte) bool {
	v = v[bytes.IndexByte(v, '_')+1:]
	capitals := 0
	for _, c := range v {
		if isUpper(c) {
			capitals++
		}
	}
	return capitals == 0 || capitals*4 > len(v)
}

// escapesText reports whether each percent sign in v escapes a character of ASCII, as
// those in a cookie do.
func escapesText(v []byte) bool {
	for i, c := range v {
		if c == '%' && i+2 < len(v) && (v[i+1] < '2' || v[i+1] > '7' || !isHex(v[i+2])) {
			return false
		}
	}
	return true
}

// isLooseSendGrid reports whether v is a key of SendGrid's by the description of
// scanners alone: of more parts than two, or with an equals sign in one.
func isLooseSendGrid(v []byte) bool {
	first, second, _ := bytes.Cut(bytes.TrimRight(v[len("SG."):], "."), []byte("."))
	two := len(first) >= 16 && len(first) <= 32 && len(second) >= 16 && bytes.IndexByte(v, '=') < 0 && bytes.IndexByte(second, '.') < 0
	return !two && mixedDigits(v)
}

// mixedDigits asks for digits among letters: "sk-fading-circle-container" is a
// name, not a key.
func mixedDigits(v []byte) bool {
	n := 0
	for _, c := range v {
		if digit(c) {
			n++
		}
	}
	return n >= 2 && (n >= 4 || has(v)&clUpper != 0)
}

// hasSecret asks for more than the name of Rancher's token, which has one like all
// tokens of service accounts.
func hasSecret(v []byte) bool { return len(v)-bytes.IndexByte(v, ':') > minCut }

// notKeyType asks for them, too, in what is no type of keys in hardware:
// sk-ssh-ed25519-cert-v01.
func notKeyType(v []byte) bool {
	return mixedDigits(v) && !bytes.HasPrefix(v, []byte("sk-ssh-")) && !bytes.HasPrefix(v, []byte("sk-ecdsa-"))
}

func has(v []byte) (seen uint8) {
	for _, c := range v {
		seen |= class[c]
	}
	return seen
}
