package io.ecslifeguard.event;

/** How grave CloudMonitor rates an event. Never a reason to act or not: real notices differ from the documented ones. */
public enum Level {
    INFO,
    WARN,
    CRITICAL,
    /** Not given, or a word that is none of the others. */
    UNKNOWN
}
