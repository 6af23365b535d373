package io.ecslifeguard.notify;

import io.ecslifeguard.dispatch.Attempt;
import io.ecslifeguard.dispatch.Outcome;
import io.ecslifeguard.dispatch.Reaction;
import io.ecslifeguard.journal.Deliveries;
import io.ecslifeguard.journal.Deliveries.Standing;
import io.ecslifeguard.journal.Deliveries.State;
import io.ecslifeguard.journal.Notices;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Tells of one notice. It sends whatever waits for its destinations, its own notice among that, and stays open until each
 * destination has heard of it or is given up; so a webhook that is down holds up no other.
 */
@ApplicationScoped
class NotifyOperators implements Reaction {

    private static final Duration SHORTEST_WAIT = Duration.ofMillis(500);
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(10);
    private static final String NOT_SET = "No such destination is set any more";

    private final NotifyConfig config;
    private final Destinations destinations;
    private final Deliveries deliveries;
    private final Courier courier;

    NotifyOperators(NotifyConfig config, Destinations destinations, Deliveries deliveries, Courier courier) {
        this.config = config;
        this.destinations = destinations;
        this.deliveries = deliveries;
        this.courier = courier;
    }

    @Override
    public String name() {
        return Notices.TOLD_BY;
    }

    @Override
    public boolean enabled() {
        return config.enabled();
    }

    @Override
    public Uni<Outcome> attempt(Attempt attempt) {
        if (attempt.notice().isEmpty()) {
            return skipped("It is called for by notices only");
        }
        var notice = attempt.notice().get();
        return deliveries
                .kind(notice)
                .chain(kind -> kind.isEmpty() ? skipped("The notice is gone") : tell(notice, kind.get()));
    }

    private Uni<Outcome> tell(long notice, String kind) {
        var hearing =
                destinations.hearingOf(kind).stream().map(Destination::name).toList();
        return deliveries
                .want(notice, hearing)
                .chain(() -> deliveries.standing(notice, config.instanceInterval()))
                .chain(standings -> standings.isEmpty() ? skipped(nobody(kind)) : tell(notice, standings));
    }

    private Uni<Outcome> tell(long notice, List<Standing> standings) {
        return Multi.createFrom()
                .iterable(standings)
                .onItem()
                .transformToUni(standing -> tell(notice, standing))
                .merge()
                .collect()
                .asList()
                .chain(() -> deliveries.standing(notice, config.instanceInterval()))
                .map(NotifyOperators::outcome);
    }

    private Uni<Void> tell(long notice, Standing standing) {
        if (standing.state() != State.OPEN) {
            return Uni.createFrom().voidItem();
        }
        var destination = destinations.all().get(standing.destination());
        if (destination != null) {
            return courier.serve(destination);
        }
        // Another replica may have newer settings, that know it.
        return standing.age().compareTo(config.patience()) > 0
                ? deliveries.abandon(notice, standing.destination(), NOT_SET)
                : Uni.createFrom().voidItem();
    }

    private String nobody(String kind) {
        return destinations.all().isEmpty()
                ? "No destination is set (lifeguard.notify.webhooks); the notice can be read at /api/notices"
                : "No destination hears of notices of the kind " + kind;
    }

    private static Outcome outcome(List<Standing> standings) {
        var open = of(State.OPEN, standings);
        if (!open.isEmpty()) {
            var pause =
                    open.stream().map(Standing::pause).min(Duration::compareTo).orElse(SHORTEST_WAIT);
            return Outcome.again(
                    atLeast(SHORTEST_WAIT, pause.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : pause),
                    "Still to be told: "
                            + open.stream().map(NotifyOperators::words).collect(Collectors.joining("; ")));
        }
        var sent = of(State.SENT, standings).stream().map(Standing::destination).collect(Collectors.joining(", "));
        var failed =
                of(State.FAILED, standings).stream().map(NotifyOperators::words).collect(Collectors.joining("; "));
        var told = sent.isEmpty() ? "" : "Told: " + sent;
        return failed.isEmpty()
                ? Outcome.done(told)
                : Outcome.failed("Given up: " + failed + (told.isEmpty() ? "" : ". " + told));
    }

    private static Duration atLeast(Duration least, Duration wait) {
        return wait.compareTo(least) < 0 ? least : wait;
    }

    private static List<Standing> of(State state, List<Standing> standings) {
        return standings.stream().filter(one -> one.state() == state).toList();
    }

    private static String words(Standing standing) {
        return standing.destination()
                + standing.problem().map(problem -> " (" + problem + ")").orElse("");
    }

    private static Uni<Outcome> skipped(String reason) {
        return Uni.createFrom().item(Outcome.skipped(reason));
    }
}
