// Package secret keeps what opens a shop: app secrets, tokens, keys.
//
// Rules. A value goes into the operating system's keychain (Windows Credential
// Manager, macOS Keychain, Secret Service on Linux) when one answers, else into
// a file that only a passphrase opens. Values are never logged, never part of
// an error text, and never leave this room except through Get. Names look like
// "shop/s1/credentials".
//
// The choice is made once per data folder and noted there: a folder that lives
// in the keychain does not silently start a second home in a file when the
// keychain is away for a day; it says unavailable instead.
//
// Why two files. Scrypt is slow by design. It seals only one key file; the
// values are sealed to that key, so that storing a refreshed token does not
// cost a second of scrypt and needs no passphrase kept in memory.
//
// Why chunks. Windows holds at most 2,560 bytes in one credential and stores
// UTF-16, and the macOS tool limits one command line; a value is cut into
// pieces below both limits, and its head entry is written last, so that a crash
// leaves either the old value or the new one.
package secret
