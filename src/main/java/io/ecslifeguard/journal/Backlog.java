package io.ecslifeguard.journal;

import static java.util.Objects.requireNonNull;

/**
 * How much there is to do of one reaction, by all replicas together.
 *
 * @param reaction its name
 * @param waiting how many are open and not being attempted, due or not
 * @param overdue how many of these have been due for a while already
 */
public record Backlog(String reaction, int waiting, int overdue) {

    public Backlog {
        requireNonNull(reaction, "reaction");
    }
}
