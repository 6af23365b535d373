package io.ecslifeguard.restart;

import io.ecslifeguard.cloud.CloudException;
import io.ecslifeguard.cloud.Meaning;
import io.ecslifeguard.dispatch.Outcome;
import io.ecslifeguard.event.InstanceId;
import io.ecslifeguard.journal.Notice;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;

/** What the credentials lack: an operator who hears of it can still grant it in time. */
@ApplicationScoped
class Permissions {

    private final Clock clock;

    Permissions(Clock clock) {
        this.clock = clock;
    }

    /** Whether a call failed for want of them. */
    boolean areLacking(Throwable failure) {
        return failure instanceof CloudException refused
                && (refused.meaning() == Meaning.DENIED || refused.meaning() == Meaning.SIGNATURE);
    }

    /** The same outcome, of which operators hear once an hour, however many instances wait for the same. */
    Outcome telling(Outcome outcome, InstanceId instance) {
        var told = outcome;
        for (var lacking : CloudException.lacking(outcome.note())) {
            told = told.telling(
                    Notice.denied(lacking, clock.instant(), "Restart of " + instance + ": " + outcome.note()));
        }
        return told;
    }
}
