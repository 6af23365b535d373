package io.ecslifeguard.spot;

/** What is next for an instance in a group. */
enum Step {
    /** Its weight is set to 0. */
    SILENCE,
    /** Its requests come to their end, or its replacement is on its way. */
    WAIT,
    /** The replacement is put in its place. */
    SWAP,
    /** It is removed, and nothing is put in its place yet. */
    REMOVE,
    /** It is out, and the replacement is put in. */
    ATTACH,
    /** Nothing. */
    NONE
}
