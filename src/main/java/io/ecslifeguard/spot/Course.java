package io.ecslifeguard.spot;

import io.ecslifeguard.dispatch.Attempt;
import io.ecslifeguard.dispatch.Outcome;
import io.ecslifeguard.event.InstanceId;
import io.ecslifeguard.event.SpotInterruption;
import io.ecslifeguard.journal.EditState;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;

/**
 * What is done once it is known where the instance is: weight 0, the replacement, the swap, and a fresh read at the end.
 * Each attempt takes up what has come of the edits that it asked for, and asks for the next ones.
 */
@ApplicationScoped
class Course {

    private final SpotConfig config;
    private final GroupEdits edits;
    private final Replacing replacing;
    private final Whereabouts whereabouts;
    private final Timings timings;
    private final Clock clock;

    Course(
            SpotConfig config,
            GroupEdits edits,
            Replacing replacing,
            Whereabouts whereabouts,
            Timings timings,
            Clock clock) {
        this.config = config;
        this.edits = edits;
        this.replacing = replacing;
        this.whereabouts = whereabouts;
        this.timings = timings;
        this.clock = clock;
    }

    /** @param picture where it was looked for, if this attempt has looked */
    Uni<Outcome> next(Attempt attempt, Evacuation evacuation, Optional<Picture> picture) {
        var timing = timings.of(attempt, evacuation);
        // who is replaced because of its groups has to be found in one first
        if (isLookedFor(evacuation, picture) && config.replacement().scope() == SpotConfig.Scope.MEMBERS) {
            return outcome(report(attempt, evacuation).lookingOn(evacuation, picture.get(), Replacing.Progress.NONE));
        }
        return edits.of(attempt).chain(states -> {
            var folded = edits.folded(evacuation, states);
            return edits.ask(attempt, folded, timing, states)
                    .chain(asked -> isForOthers(folded, asked)
                            ? outcome(report(attempt, asked).progress(asked, states, Replacing.Progress.LATER))
                            : replacing.step(attempt, asked).chain(progress -> {
                                var moved = asked.with(progress.replacement());
                                return move(attempt, asked, moved, timing, states)
                                        .chain(after -> end(attempt, after, picture, states, progress));
                            }));
        });
    }

    private static boolean isLookedFor(Evacuation evacuation, Optional<Picture> picture) {
        return evacuation.memberships().isEmpty()
                && picture.filter(one -> !one.isComplete()).isPresent();
    }

    /** Weight 0 before all else, of the others too: buying takes its time, and the places of attempts are few. */
    private static boolean isForOthers(Evacuation before, Evacuation asked) {
        return asked.replacement().stage() == Replacement.Stage.UNDECIDED
                && !asked.memberships().equals(before.memberships());
    }

    /** What a step of the replacement makes due; without one, all has been asked for. */
    private Uni<Evacuation> move(
            Attempt attempt, Evacuation asked, Evacuation moved, Timing timing, Map<String, EditState> states) {
        return moved.replacement().equals(asked.replacement())
                ? outcome(moved)
                : edits.ask(attempt, moved, timing, states);
    }

    private Uni<Outcome> end(
            Attempt attempt,
            Evacuation evacuation,
            Optional<Picture> picture,
            Map<String, EditState> states,
            Replacing.Progress progress) {
        if (isLookedFor(evacuation, picture)) {
            return outcome(report(attempt, evacuation).lookingOn(evacuation, picture.orElseThrow(), progress));
        }
        if (evacuation.memberships().isEmpty()) {
            return outcome(nowhere(attempt, evacuation, picture, progress));
        }
        if (evacuation.dryRun() && evacuation.isOut()) {
            return outcome(report(attempt, evacuation).dryRun(evacuation));
        }
        var known = evacuation.confirmedAt().isPresent() ? refused(evacuation, states) : evacuation;
        return known.isOut() && (known.confirmedAt().isEmpty() || known.isSettled())
                ? confirm(attempt, known, states, progress)
                : outcome(report(attempt, known).progress(known, states, progress));
    }

    /** Where all groups are known and some do not take the replacement, the others have it. */
    private static Evacuation refused(Evacuation evacuation, Map<String, EditState> states) {
        return GroupEdits.isRefused(evacuation, states)
                ? evacuation.with(evacuation
                        .replacement()
                        .failed("%s was refused: %s"
                                .formatted(
                                        evacuation.replacement().instance().orElseThrow(),
                                        String.join("; ", GroupEdits.problems(evacuation, states)))))
                : evacuation;
    }

    private Outcome nowhere(
            Attempt attempt, Evacuation evacuation, Optional<Picture> picture, Replacing.Progress progress) {
        return evacuation.isSettled()
                ? report(attempt, evacuation).nowhere(evacuation, picture, named())
                : report(attempt, evacuation).progress(evacuation, Map.of(), progress);
    }

    private Uni<Outcome> confirm(
            Attempt attempt, Evacuation evacuation, Map<String, EditState> states, Replacing.Progress progress) {
        var sought = evacuation.sought(instance(attempt));
        return whereabouts
                .confirm(evacuation.memberships(), sought, evacuation.began(), evacuation.changedAt())
                .map(read -> {
                    var picture = read.asFarAsKnown(evacuation);
                    var now = clock.instant();
                    var seen = picture.of(sought, now);
                    if (!seen.isEmpty()) {
                        return report(attempt, evacuation).stillThere(evacuation.stillIn(seen, picture.unread()), seen);
                    }
                    if (!picture.unread().isEmpty()) {
                        return report(attempt, evacuation).unconfirmed(evacuation, picture, progress);
                    }
                    var missing = picture.without(evacuation);
                    if (!missing.isEmpty()) {
                        var put = evacuation.putAgain(missing);
                        return report(attempt, put).notThere(put, missing);
                    }
                    var confirmed = refused(evacuation.confirmed(now), states);
                    return confirmed.isSettled()
                            ? report(attempt, confirmed).end(confirmed, picture)
                            : report(attempt, confirmed).progress(confirmed, states, progress);
                });
    }

    private Report report(Attempt attempt, Evacuation evacuation) {
        return new Report(
                timings.of(attempt, evacuation),
                instance(attempt),
                ((SpotInterruption) attempt.event()).action(),
                clock.instant());
    }

    private String named() {
        return config.serverGroups()
                .map(named -> " of " + String.join(", ", named))
                .orElse("");
    }

    private static InstanceId instance(Attempt attempt) {
        return ((SpotInterruption) attempt.event()).instance();
    }

    private static <T> Uni<T> outcome(T outcome) {
        return Uni.createFrom().item(outcome);
    }
}
