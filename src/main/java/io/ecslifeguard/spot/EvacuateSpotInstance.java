package io.ecslifeguard.spot;

import io.ecslifeguard.cloud.CloudException;
import io.ecslifeguard.cloud.OwnFleet;
import io.ecslifeguard.dispatch.Attempt;
import io.ecslifeguard.dispatch.Occurrence;
import io.ecslifeguard.dispatch.Outcome;
import io.ecslifeguard.dispatch.Reaction;
import io.ecslifeguard.event.SpotInterruption;
import io.ecslifeguard.journal.Notice;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.util.Optional;

/**
 * Takes a spot instance that will be reclaimed out of every server group and puts a replacement in its place: finds and
 * remembers where it is, sets its weight to 0, buys the replacement, swaps the two or removes the one and attaches the
 * other later, and confirms that by a fresh read. Each group goes its own way, so that one that cannot be read or changed
 * does not keep the instance in the others.
 */
@ApplicationScoped
class EvacuateSpotInstance implements Reaction {

    private final SpotConfig config;
    private final OwnFleet ownFleet;
    private final Search search;
    private final Course course;
    private final Clock clock;

    EvacuateSpotInstance(SpotConfig config, OwnFleet ownFleet, Search search, Course course, Clock clock) {
        this.config = config;
        this.ownFleet = ownFleet;
        this.search = search;
        this.course = course;
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
            return Uni.createFrom().item(Outcome.skipped(foreign.get()));
        }
        var evacuation = attempt.memory(Evacuation.class).orElseGet(() -> Evacuation.begun(clock.instant()));
        var next = search.isNeeded(evacuation)
                ? search.look(attempt, evacuation)
                        .chain(found -> found.outcome()
                                .map(outcome -> Uni.createFrom().item(outcome))
                                .orElseGet(() -> course.next(attempt, found.evacuation(), found.picture())))
                : course.next(attempt, evacuation, Optional.empty());
        return next.map(outcome -> tellingOfAccess(outcome, attempt));
    }

    /** Whatever the credentials lack, an operator can still grant in time: told once an hour, and not only at the end. */
    private Outcome tellingOfAccess(Outcome outcome, Attempt attempt) {
        var told = outcome;
        for (var lacking : CloudException.lacking(outcome.note())) {
            told = told.telling(Notice.denied(
                    lacking,
                    clock.instant(),
                    "Evacuation of " + ((SpotInterruption) attempt.event()).instance() + ": " + outcome.note()));
        }
        return told;
    }
}
