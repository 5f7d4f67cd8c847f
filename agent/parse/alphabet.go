package parse

// The first bytes of the letters that ASCII has not.
const (
	latin     = 0xc3 // é is C3 A9
	latinMore = 0xc4 // and C5: ę, ł, š
	cyrillic  = 0xd0 // and D1, from р on
)

// beginsLetter are the bytes behind which a second one makes a letter.
var beginsLetter = [256]bool{latin: true, latinMore: true, latinMore + 1: true, cyrillic: true, cyrillic + 1: true}

// lowerLetter is the second byte of a letter in lower case, whose first byte b ends with
// and may be another then: É is C3 89 and é C3 A9, but Р is D0 A0 and р D1 80.
func lowerLetter(b []byte, first, second byte) byte {
	switch {
	case first == latin, first == cyrillic && second >= 0x90 && second < 0xa0:
		return second | 0x20
	case first == cyrillic && second >= 0xa0 && second < 0xb0:
		b[len(b)-1]++
		return second - 0x20
	}
	return second
}

// An ideogram is a character of Chinese, Japanese or Korean, kana and hangul included.
// It has three bytes, and no blanks stand between words of them.
const ideogram = 3

func isIdeogram(first byte) bool { return first >= 0xe3 && first < 0xee }

// ideograms is the word at a place where an ideogram begins, two of them if they are one of
// words, and where the next one begins: 登录失败 is 登录, a login, and 失败, its failure.
func ideograms(b []byte, start int) (word []byte, next int) {
	if next = start + 2*ideogram; next <= len(b) && senseOf(b[start:next]) != 0 {
		return b[start:next], next
	}
	next = min(start+ideogram, len(b))
	return b[start:next], next
}
