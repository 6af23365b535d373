package io.ecslifeguard.dispatch;

import java.time.Duration;
import java.util.Optional;

/** Counts what the reactions do. It is told by the attempt itself, so it must be quick, and never fails. */
public interface ReactionTally {

    /**
     * The outcome of an attempt is committed, or came too late for that.
     *
     * @param reaction the reaction's name
     * @param outcome {@code done}, {@code skipped}, {@code failed}, {@code again}, {@code error} or {@code discarded}
     * @param result what the reaction came to, where the attempt was its last
     */
    void attempted(String reaction, String outcome, Duration duration, Optional<Object> result);
}
