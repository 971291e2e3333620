// Package app is the window's door: the only Go that JavaScript can call. One
// bound struct stands for one area of the screen; each method is a verb that a
// button says.
//
// Rules: no SQL, no platform words, no judgement here. Every method goes
// through call, which supplies a context with a time limit, turns a panic into
// an internal error, logs one line and gives the error its JSON shape
// {"code","params"}; the words live in the frontend.
//
// Why methods take no context: Wails would show it to JavaScript as an argument.
package app
