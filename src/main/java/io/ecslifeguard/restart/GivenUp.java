package io.ecslifeguard.restart;

import io.ecslifeguard.dispatch.Outcome;
import io.ecslifeguard.event.InstanceId;
import io.ecslifeguard.journal.Notice;

/** The end of a restart that leaves the instance down, of which operators hear. */
final class GivenUp {

    private GivenUp() {}

    static Outcome on(InstanceId instance, String reason) {
        return Outcome.failed(reason).telling(Notice.about(instance, Notice.Kind.GIVEN_UP, reason));
    }

    /** What is missing is a permission. */
    static Outcome denied(InstanceId instance, String reason) {
        return Outcome.failed(reason).telling(Notice.about(instance, Notice.Kind.ACCESS_DENIED, reason));
    }
}
