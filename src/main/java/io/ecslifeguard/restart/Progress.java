package io.ecslifeguard.restart;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What is remembered between attempts.
 *
 * @param since when the instance was first looked at, later by the time in which the restarts of the whole fleet paused
 * @param starts how many starts were asked for, those left out that had no effect
 * @param startedAt when the last of them was
 * @param requestId by which the vendor knows it; empty while it is not certain that it was accepted
 * @param refusals how many starts in a row were refused for a reason that passes, or not answered and without effect
 * @param unseen how often in a row the instance was not found
 * @param seenRunning how often it was found running without having been started here
 * @param notBefore when the wait before the next start is over, where there is one
 * @param looks what else was found
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
        Looks looks) {

    Progress {
        // An earlier version remembered none.
        looks = looks == null ? Looks.NONE : looks;
    }

    static Progress begun(Instant now) {
        return new Progress(now, 0, Optional.empty(), Optional.empty(), 0, 0, 0, Optional.empty(), Looks.NONE);
    }

    /** It is looked at again: the time since then is not its own, where the restarts of the whole fleet paused. */
    Progress goneOn(Instant now) {
        var from = looks.pausedAt()
                .map(at -> since.plus(Duration.between(at, now)))
                .orElse(since);
        return new Progress(
                from, starts, startedAt, requestId, refusals, unseen, seenRunning, notBefore, looks.goneOn());
    }

    Progress notFound() {
        return new Progress(since, starts, startedAt, requestId, refusals, unseen + 1, seenRunning, notBefore, looks);
    }

    /** It was found. */
    Progress found() {
        return new Progress(since, starts, startedAt, requestId, refusals, 0, seenRunning, notBefore, looks);
    }

    Progress running() {
        return new Progress(since, starts, startedAt, requestId, refusals, 0, seenRunning + 1, notBefore, looks);
    }

    /** It is neither Stopped nor Running. */
    Progress changing() {
        return looking(looks.changing());
    }

    Progress waitingUntil(Instant moment) {
        return new Progress(since, starts, startedAt, requestId, refusals, 0, seenRunning, Optional.of(moment), looks);
    }

    /** For this it is not started. */
    Progress keptBy(String reason) {
        return looking(looks.keptBy(reason));
    }

    /** The restarts of the whole fleet pause. */
    Progress paused(Instant now) {
        return looking(looks.paused(now));
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
                looks.starting());
    }

    Progress accepted(Optional<String> request) {
        return new Progress(since, starts, startedAt, request, 0, 0, 0, Optional.empty(), looks.accepted());
    }

    /** The last start had no effect, and does not count. */
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
                looks.starting());
    }

    /** Whether the last start is known to have been made: it was accepted, or the instance was seen to change since. */
    boolean wasMade() {
        return requestId.isPresent() || looks.made();
    }

    private Progress looking(Looks changed) {
        return new Progress(since, starts, startedAt, requestId, refusals, unseen, seenRunning, notBefore, changed);
    }

    /**
     * @param made whether the last start is known to have been made, whatever became of its answer
     * @param keptBy what kept the instance from being started last
     * @param pausedAt when it was looked at last, where the restarts of the whole fleet paused then
     */
    record Looks(boolean made, Optional<String> keptBy, Optional<Instant> pausedAt) {

        static final Looks NONE = new Looks(false, Optional.empty(), Optional.empty());

        private Looks goneOn() {
            return new Looks(made, keptBy, Optional.empty());
        }

        private Looks changing() {
            return new Looks(true, keptBy, pausedAt);
        }

        private Looks keptBy(String reason) {
            return new Looks(made, Optional.of(reason), pausedAt);
        }

        private Looks paused(Instant now) {
            return new Looks(made, keptBy, Optional.of(now));
        }

        private Looks starting() {
            return new Looks(false, keptBy, pausedAt);
        }

        private Looks accepted() {
            return new Looks(true, Optional.empty(), pausedAt);
        }
    }
}
