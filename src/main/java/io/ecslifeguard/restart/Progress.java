package io.ecslifeguard.restart;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What is remembered between attempts.
 *
 * @param since when the instance was first looked at, later by the time in which the restarts of the whole fleet paused
 * @param starts how many starts were asked for, those that were refused for a reason that passes left out
 * @param startedAt when the last of them was
 * @param requestId by which the vendor knows it; empty while it is not certain that it was accepted
 * @param refusals how many starts in a row were refused for a reason that passes
 * @param unseen how often in a row the instance was not found
 * @param seenRunning how often it was found running without having been started here
 * @param notBefore when the wait before the next start is over, where there is one
 * @param pausedAt when it was last looked at, where the restarts of the whole fleet paused then
 * @param keptBy what kept it from being started last
 */
@RegisterForReflection(registerFullHierarchy = true)
record Progress(
        Instant since,
        int starts,
        Optional<Instant> startedAt,
        Optional<String> requestId,
        int refusals,
        int unseen,
        int seenRunning,
        Optional<Instant> notBefore,
        Optional<Instant> pausedAt,
        Optional<String> keptBy) {

    static Progress begun(Instant now) {
        return new Progress(
                now,
                0,
                Optional.empty(),
                Optional.empty(),
                0,
                0,
                0,
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    Progress notFound() {
        return new Progress(
                since, starts, startedAt, requestId, refusals, unseen + 1, seenRunning, notBefore, pausedAt, keptBy);
    }

    /** It was found. */
    Progress found() {
        return new Progress(since, starts, startedAt, requestId, refusals, 0, seenRunning, notBefore, pausedAt, keptBy);
    }

    Progress running() {
        return new Progress(
                since, starts, startedAt, requestId, refusals, 0, seenRunning + 1, notBefore, pausedAt, keptBy);
    }

    Progress waitingUntil(Instant moment) {
        return new Progress(
                since, starts, startedAt, requestId, refusals, 0, seenRunning, Optional.of(moment), pausedAt, keptBy);
    }

    Progress starting(Instant now) {
        return new Progress(
                since,
                starts + 1,
                Optional.of(now),
                Optional.empty(),
                refusals,
                0,
                0,
                Optional.empty(),
                pausedAt,
                keptBy);
    }

    Progress accepted(Optional<String> request) {
        return new Progress(since, starts, startedAt, request, 0, 0, 0, Optional.empty(), pausedAt, Optional.empty());
    }

    /** The start was refused for a reason that passes: it certainly had no effect, and does not count. */
    Progress refused() {
        return new Progress(
                since,
                Math.max(0, starts - 1),
                Optional.empty(),
                Optional.empty(),
                refusals + 1,
                0,
                0,
                Optional.empty(),
                pausedAt,
                keptBy);
    }

    Progress keptBy(String reason) {
        return new Progress(
                since,
                starts,
                startedAt,
                requestId,
                refusals,
                unseen,
                seenRunning,
                notBefore,
                pausedAt,
                Optional.of(reason));
    }

    /** The restarts of the whole fleet pause. */
    Progress paused(Instant now) {
        return new Progress(
                since,
                starts,
                startedAt,
                requestId,
                refusals,
                unseen,
                seenRunning,
                notBefore,
                Optional.of(now),
                keptBy);
    }

    /** It is looked at again: what has passed since it was paused counts for nothing. */
    Progress goneOn(Instant now) {
        var from = pausedAt.map(at -> since.plus(Duration.between(at, now))).orElse(since);
        return new Progress(
                from, starts, startedAt, requestId, refusals, unseen, seenRunning, notBefore, Optional.empty(), keptBy);
    }
}
