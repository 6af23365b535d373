package io.ecslifeguard.spot;

/** What is next for an instance in a group. */
enum Step {
    SILENCE,
    WAIT,
    REMOVE,
    NONE
}
