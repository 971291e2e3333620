// Package platform is the contract between the house and a shop platform's
// network API. One folder below it speaks one platform; all/ lists the folders;
// platformtest/ holds the conformance suite that every folder must pass; httpx/
// is the only way to the network.
//
// Rules. A connector is built for one shop from Deps and keeps no package
// state. Reading is paged: a Cursor is opaque text that the caller stores after
// a page was written, so a run that dies between two pages resumes where it
// stood. A page survives its bad items: they become Problems. A remote value
// that nobody knows becomes Unknown plus the raw value plus an Unmapped entry;
// it is never guessed. Times are UTC Instants, money is counted in minor units
// and never passes through a float, ids are text.
//
// Why small optional interfaces: platforms differ in what they allow beyond
// reading. A connector that cannot do a thing lacks the method, and its Info
// says so in the capability matrix; callers ask with a type assertion.
package platform
