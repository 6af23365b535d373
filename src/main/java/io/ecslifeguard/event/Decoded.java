package io.ecslifeguard.event;

/** What a message turned out to be: an event, or something that is not understood. */
public sealed interface Decoded permits EcsEvent, Unrecognized {}
