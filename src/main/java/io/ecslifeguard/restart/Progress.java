package io.ecslifeguard.restart;

import java.time.Instant;
import java.util.Optional;

/**
 * What is remembered between attempts.
 *
 * @param starts how many starts were asked for
 * @param startedAt when the last of them was
 * @param requestId by which the vendor knows it, where it was accepted
 * @param unseen how often in a row the instance was not found
 */
record Progress(int starts, Optional<Instant> startedAt, Optional<String> requestId, int unseen) {

    static final Progress NONE = new Progress(0, Optional.empty(), Optional.empty(), 0);

    Progress notFound() {
        return new Progress(starts, startedAt, requestId, unseen + 1);
    }

    Progress starting(Instant now) {
        return new Progress(starts + 1, Optional.of(now), Optional.empty(), 0);
    }

    Progress accepted(Optional<String> request) {
        return new Progress(starts, startedAt, request, 0);
    }

    /** The start was refused for a reason that passes, and does not count. */
    Progress refused() {
        return new Progress(Math.max(0, starts - 1), Optional.empty(), Optional.empty(), 0);
    }
}
