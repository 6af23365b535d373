package io.ecslifeguard.spot;

import io.ecslifeguard.cloud.Ecs;
import io.ecslifeguard.dispatch.Attempt;
import io.ecslifeguard.dispatch.Outcome;
import io.ecslifeguard.event.InstanceId;
import io.ecslifeguard.event.SpotInterruption;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Finds the groups that an interrupted instance is in, and commits them before anything is changed. */
@ApplicationScoped
class Search {

    private final SpotConfig config;
    private final Ecs ecs;
    private final Whereabouts whereabouts;
    private final Timings timings;
    private final Clock clock;

    Search(SpotConfig config, Ecs ecs, Whereabouts whereabouts, Timings timings, Clock clock) {
        this.config = config;
        this.ecs = ecs;
        this.whereabouts = whereabouts;
        this.timings = timings;
        this.clock = clock;
    }

    /**
     * What a look came to.
     *
     * @param outcome where the attempt ends with it
     */
    record Found(Evacuation evacuation, Optional<Picture> picture, Optional<Outcome> outcome) {}

    boolean isNeeded(Evacuation evacuation) {
        return evacuation.confirmedAt().isEmpty()
                && (evacuation.memberships().isEmpty()
                        || evacuation.undescribed().isPresent()
                        || !evacuation.unread().isEmpty() && !evacuation.isOut());
    }

    Uni<Found> look(Attempt attempt, Evacuation evacuation) {
        var asked = clock.instant();
        return Description.of(instance(attempt), ecs, config.discoveryWait()).chain(description -> {
            var late = evacuation.memberships().isEmpty()
                    ? late(timings.of(attempt, evacuation), evacuation, description)
                    : Optional.<Outcome>empty();
            return late.isPresent()
                    ? Uni.createFrom().item(new Found(evacuation, Optional.empty(), late))
                    : find(attempt, description.into(evacuation), asked);
        });
    }

    /** Past its time, a notice tells nothing any more: an instance that does its work stays where it is. */
    private Optional<Outcome> late(Timing timing, Evacuation evacuation, Description description) {
        var now = clock.instant();
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

    private Uni<Found> find(Attempt attempt, Evacuation evacuation, Instant asked) {
        var sought = evacuation.sought(instance(attempt));
        return whereabouts.of(sought, evacuation.began()).chain(seen -> {
            var picture = seen.asFarAsKnown(evacuation);
            var found = evacuation.found(picture.of(sought, clock.instant()), picture.unread());
            // Where it is, and with which weights, is committed before anything changes.
            return found.memberships().equals(evacuation.memberships())
                    ? Uni.createFrom().item(new Found(found, Optional.of(picture), Optional.empty()))
                    : committed(attempt, found, picture, asked);
        });
    }

    private Uni<Found> committed(Attempt attempt, Evacuation found, Picture picture, Instant asked) {
        if (clock.instant().isAfter(asked.plus(config.discoveryWait()))) {
            // what follows needs an attempt's whole time
            var again = Outcome.again(Duration.ZERO, "Found in " + Evacuation.names(found.memberships()) + ".")
                    .remembering(found);
            return Uni.createFrom().item(new Found(found, Optional.of(picture), Optional.of(again)));
        }
        return attempt.remember(found).replaceWith(new Found(found, Optional.of(picture), Optional.empty()));
    }

    private static InstanceId instance(Attempt attempt) {
        return ((SpotInterruption) attempt.event()).instance();
    }
}
