package io.ecslifeguard.spot;

import io.ecslifeguard.cloud.Ecs;
import io.ecslifeguard.cloud.OwnFleet;
import io.ecslifeguard.dispatch.Attempt;
import io.ecslifeguard.dispatch.Occurrence;
import io.ecslifeguard.dispatch.Outcome;
import io.ecslifeguard.dispatch.Reaction;
import io.ecslifeguard.event.InstanceId;
import io.ecslifeguard.event.SpotInterruption;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Takes a spot instance that will be reclaimed out of every server group: finds and remembers where it is, sets its
 * weight to 0, lets its requests end, removes it, and confirms that by a fresh read. Each group goes its own way, so that
 * one that cannot be read or changed does not keep the instance in the others.
 */
@ApplicationScoped
class EvacuateSpotInstance implements Reaction {

    private final SpotConfig config;
    private final OwnFleet ownFleet;
    private final Ecs ecs;
    private final Region region;
    private final Round round;
    private final Clock clock;

    EvacuateSpotInstance(SpotConfig config, OwnFleet ownFleet, Ecs ecs, Region region, Round round, Clock clock) {
        this.config = config;
        this.ownFleet = ownFleet;
        this.ecs = ecs;
        this.region = region;
        this.round = round;
        this.clock = clock;
    }

    void observe(@Observes Occurrence occurrence) {
        occurrence.callFor(
                this, SpotInterruption.class, any -> true, happened -> Optional.of(happened.plus(config.notice())));
    }

    @Override
    public String name() {
        return "evacuate";
    }

    @Override
    public boolean enabled() {
        return config.enabled();
    }

    @Override
    public Uni<Outcome> attempt(Attempt attempt) {
        var foreign = ownFleet.reasonNotToAct(attempt.event().header());
        if (foreign.isPresent()) {
            return outcome(Outcome.skipped(foreign.get()));
        }
        var evacuation = attempt.memory(Evacuation.class).orElseGet(() -> Evacuation.begun(clock.instant()));
        if (evacuation.isOut()) {
            return confirm(attempt, evacuation);
        }
        return evacuation.memberships().isEmpty() || !evacuation.unread().isEmpty()
                ? look(attempt, evacuation)
                : change(attempt, evacuation);
    }

    private Uni<Outcome> look(Attempt attempt, Evacuation evacuation) {
        var asked = clock.instant();
        return describe(attempt).chain(description -> {
            var late = evacuation.memberships().isEmpty()
                    ? late(attempt, evacuation, description)
                    : Optional.<Outcome>empty();
            return late.isPresent() ? outcome(late.get()) : find(attempt, description.into(evacuation), asked);
        });
    }

    /** Past its time, a notice tells nothing any more: an instance that does its work stays where it is. */
    private Optional<Outcome> late(Attempt attempt, Evacuation evacuation, Description description) {
        var now = clock.instant();
        var timing = timing(attempt, evacuation);
        if (!timing.isLate(now)) {
            return Optional.empty();
        }
        if (description.isInService()) {
            return Optional.of(
                    Outcome.skipped(("%d s after it was to be reclaimed it is %s and has no Recycling lock: it"
                                    + " is left in its server groups")
                            .formatted(
                                    -timing.secondsLeft(now),
                                    description.instance().orElseThrow().state())));
        }
        return description.problem().map(problem -> {
            var note = "The notice is over, and whether the instance still does its work is not known: " + problem;
            return timing.isTooLate(now)
                    ? Outcome.failed("Given up. " + note)
                    : Outcome.again(timing.untilNextLook(now), note).remembering(evacuation);
        });
    }

    private Uni<Outcome> find(Attempt attempt, Evacuation evacuation, Instant asked) {
        var sought = evacuation.sought(instance(attempt));
        return region.recent()
                // what an older picture does not show may have come since
                .chain(picture -> picture.unread().isEmpty()
                                && evacuation.memberships().isEmpty()
                                && picture.of(sought, asked).isEmpty()
                        ? region.since(asked)
                        : Uni.createFrom().item(picture))
                .chain(picture -> {
                    var found = evacuation.found(picture.of(sought, clock.instant()), picture.unread());
                    if (found.memberships().isEmpty()) {
                        return outcome(report(attempt, found).nowhere(found, picture, named()));
                    }
                    // Where it is, and with which weights, is committed before anything changes.
                    var slow = clock.instant().isAfter(asked.plus(config.discoveryWait()));
                    return slow
                            // the changes need an attempt's whole time
                            ? outcome(Outcome.again(
                                            Duration.ZERO, "Found in " + Evacuation.names(found.memberships()) + ".")
                                    .remembering(found))
                            : attempt.remember(found).chain(() -> change(attempt, found));
                });
    }

    private Uni<Outcome> change(Attempt attempt, Evacuation evacuation) {
        return round.of(attempt, evacuation.memberships(), timing(attempt, evacuation))
                .map(changes -> report(attempt, evacuation).progress(evacuation.with(changes), changes));
    }

    private Uni<Outcome> confirm(Attempt attempt, Evacuation evacuation) {
        var described = evacuation.addresses().isEmpty()
                ? describe(attempt).map(description -> description.into(evacuation))
                : Uni.createFrom().item(evacuation);
        return described.chain(known -> region.since(evacuation.removedAt()).map(picture -> {
            var seen = picture.of(known.sought(instance(attempt)), clock.instant());
            return seen.isEmpty()
                    ? report(attempt, known).out(known, picture)
                    : report(attempt, known).stillThere(known.stillIn(seen, picture.unread()), seen);
        }));
    }

    private Uni<Description> describe(Attempt attempt) {
        return Description.of(instance(attempt), ecs, config.discoveryWait());
    }

    private Timing timing(Attempt attempt, Evacuation evacuation) {
        var deadline = attempt.deadline().orElseGet(() -> attempt.occurredAt().plus(config.notice()));
        return new Timing(evacuation.began(), deadline, config.drainTime(), config.margin());
    }

    private Report report(Attempt attempt, Evacuation evacuation) {
        return new Report(timing(attempt, evacuation), ((SpotInterruption) attempt.event()).action(), clock.instant());
    }

    private String named() {
        return config.serverGroups()
                .map(named -> " of " + String.join(", ", named))
                .orElse("");
    }

    private static InstanceId instance(Attempt attempt) {
        return ((SpotInterruption) attempt.event()).instance();
    }

    private static Uni<Outcome> outcome(Outcome outcome) {
        return Uni.createFrom().item(outcome);
    }
}
