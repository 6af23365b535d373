package io.ecslifeguard.journal;

import java.time.Duration;

/** Is told how soon something is done about an event; must be quick, and never fails. */
public interface FirstActions {

    /**
     * A reaction's first call that changes something is about to be made.
     *
     * @param reaction the reaction's name
     * @param after how long after the event that called for it, by the clock of the database
     */
    void taken(String reaction, Duration after);
}
