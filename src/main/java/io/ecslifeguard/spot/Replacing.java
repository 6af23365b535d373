package io.ecslifeguard.spot;

import io.ecslifeguard.cloud.Ecs;
import io.ecslifeguard.cloud.NetworkInterface;
import io.ecslifeguard.dispatch.Attempt;
import io.ecslifeguard.event.InstanceId;
import io.ecslifeguard.event.SpotInterruption;
import io.ecslifeguard.journal.EditState;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/** Takes the replacement of an interrupted instance a step further: decides on it, buys it, follows it until it runs. */
@ApplicationScoped
class Replacing {

    /** Its events come sooner, unless one is lost. */
    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(10);
    /** A call that puts it in is under way. */
    private static final Duration UNTIL_KNOWN = Duration.ofSeconds(2);

    private final SpotConfig config;
    private final ReplacementRules rules;
    private final Purchasing purchasing;
    private final GroupEdits edits;
    private final Ecs ecs;
    private final Clock clock;

    Replacing(
            SpotConfig config, ReplacementRules rules, Purchasing purchasing, GroupEdits edits, Ecs ecs, Clock clock) {
        this.config = config;
        this.rules = rules;
        this.purchasing = purchasing;
        this.edits = edits;
        this.ecs = ecs;
        this.clock = clock;
    }

    /**
     * What a step came to.
     *
     * @param after when the next step is to be made, where there is one to wait for
     * @param note what was found or done; empty for nothing
     */
    record Progress(Replacement replacement, Optional<Duration> after, String note) {

        /** Nothing yet; the first step is made as soon as others have had their turn. */
        static final Progress LATER = after(Duration.ZERO, Replacement.UNDECIDED, "");

        /** Nothing, and nothing is to be done about it. */
        static final Progress NONE = of(Replacement.UNDECIDED, "");

        private static Progress of(Replacement replacement, String note) {
            return new Progress(replacement, Optional.empty(), note);
        }

        private static Progress after(Duration wait, Replacement replacement, String note) {
            return new Progress(replacement, Optional.of(wait), note);
        }
    }

    Uni<Progress> step(Attempt attempt, Evacuation evacuation) {
        var replacement = evacuation.replacement();
        return switch (replacement.stage()) {
            case UNDECIDED -> describe(attempt).chain(described -> decide(attempt, evacuation, described));
            case BUYING -> describe(attempt).chain(described -> buy(attempt, replacement, described));
            case COMING -> look(attempt, evacuation);
            case RUNNING ->
                evacuation.memberships().stream().anyMatch(Membership::attached)
                        ? nothing(replacement)
                        : look(attempt, evacuation);
            case NONE, FAILED -> nothing(replacement);
        };
    }

    private Uni<Progress> decide(Attempt attempt, Evacuation evacuation, Description described) {
        var replacement = evacuation.replacement();
        var why = rules.whyNot(
                described.instance(),
                ((SpotInterruption) attempt.event()).action(),
                !evacuation.memberships().isEmpty());
        return why.map(reason ->
                        Uni.createFrom().item(Progress.of(replacement.none(reason), "Not replaced: " + reason + ".")))
                .orElseGet(() -> buy(attempt, replacement.wanted(), described));
    }

    private Uni<Progress> buy(Attempt attempt, Replacement replacement, Description described) {
        return purchasing
                .next(attempt, instance(attempt), described, replacement.generation())
                .map(purchase -> bought(replacement, purchase));
    }

    private Progress bought(Replacement replacement, Purchase purchase) {
        if (purchase instanceof Purchase.Bought bought) {
            return Progress.after(BETWEEN_LOOKS, replacement.bought(bought.instance()), bought.note());
        }
        if (purchase instanceof Purchase.Waiting waiting) {
            return Progress.after(waiting.after(), replacement.wanted(), waiting.note());
        }
        if (purchase instanceof Purchase.Refused refused) {
            return new Progress(replacement.failed(refused.why()), Optional.empty(), refused.why());
        }
        if (purchase instanceof Purchase.Unneeded unneeded) {
            return Progress.of(replacement.none(unneeded.why()), "Not replaced: " + unneeded.why() + ".");
        }
        var dry = (Purchase.DryRun) purchase;
        return Progress.of(replacement.none(dry.note()), dry.note());
    }

    private Uni<Progress> look(Attempt attempt, Evacuation evacuation) {
        var replacement = evacuation.replacement();
        var id = replacement.instance().orElseThrow();
        return purchasing.look(id).chain(standing -> {
            if (standing instanceof Standing.Dead dead) {
                return died(attempt, evacuation, id, dead.reason());
            }
            if (standing instanceof Standing.Running running) {
                return Uni.createFrom()
                        .item(
                                replacement.isRunning()
                                        ? Progress.of(replacement, "")
                                        : Progress.of(
                                                replacement.running(
                                                        clock.instant(),
                                                        running.primaryInterface()
                                                                .map(NetworkInterface::id),
                                                        running.addresses().stream()
                                                                .findFirst()),
                                                "Replacement " + id + " runs."));
            }
            return Uni.createFrom()
                    .item(Progress.after(
                            BETWEEN_LOOKS,
                            replacement,
                            "Replacement is on its way: " + ((Standing.Coming) standing).note() + "."));
        });
    }

    /** What would put it in is taken back first: else the lanes might do so when the next one is on its way. */
    private Uni<Progress> died(Attempt attempt, Evacuation evacuation, InstanceId id, String reason) {
        var replacement = evacuation.replacement();
        return edits.takeBack(attempt, replacement).chain(left -> {
            if (left.isEmpty()) {
                return nextGeneration(attempt, evacuation, id, reason);
            }
            var isIn = left.get() == EditState.Status.DONE;
            return Uni.createFrom()
                    .item(Progress.after(
                            UNTIL_KNOWN,
                            isIn ? replacement.inService() : replacement.doubted(),
                            "Replacement " + id + (isIn ? " died in service: " : " died while it was put in: ") + reason
                                    + "."));
        });
    }

    private Uni<Progress> nextGeneration(Attempt attempt, Evacuation evacuation, InstanceId id, String reason) {
        var replacement = evacuation.replacement();
        var what = "Replacement " + id + " died before it was in service: " + reason;
        if (replacement.generation() >= config.replacement().maxGenerations()) {
            return Uni.createFrom()
                    .item(Progress.of(
                            replacement.failed(what),
                            what + ". It is the last of "
                                    + replacement.generation()
                                    + " (lifeguard.spot.replacement.max-generations)."));
        }
        var next = replacement.next();
        // else a crash might leave one bought of which nobody knows, and the dead one may be seen alive again
        return attempt.remember(evacuation.with(next))
                .chain(() -> describe(attempt))
                .chain(described -> buy(attempt, next, described))
                .map(step -> new Progress(step.replacement(), step.after(), what + ". " + step.note()));
    }

    private Uni<Description> describe(Attempt attempt) {
        return Description.of(instance(attempt), ecs, config.discoveryWait());
    }

    private static InstanceId instance(Attempt attempt) {
        return ((SpotInterruption) attempt.event()).instance();
    }

    private static Uni<Progress> nothing(Replacement replacement) {
        return Uni.createFrom().item(Progress.of(replacement, ""));
    }
}
