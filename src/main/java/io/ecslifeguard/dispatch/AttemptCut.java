package io.ecslifeguard.dispatch;

import java.time.Duration;

/** An attempt took longer than it may, and was cancelled. Where it was, no stack trace could tell. */
final class AttemptCut extends RuntimeException {

    private static final long serialVersionUID = 1L;

    AttemptCut(Duration timeout) {
        super("The attempt has not ended within " + timeout.toMillis() + " ms (lifeguard.dispatch.attempt-timeout)");
    }
}
