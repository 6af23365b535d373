package io.ecslifeguard.spot;

import io.ecslifeguard.cloud.Ecs;
import io.ecslifeguard.cloud.RunOrder;
import io.ecslifeguard.dispatch.Attempt;
import io.ecslifeguard.journal.Order;
import io.ecslifeguard.journal.Purchases;
import io.ecslifeguard.journal.Purchases.Plan;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** Goes through the candidates of a generation: commits an order, waits for its slot, has it placed. */
@ApplicationScoped
class Ordering {

    /** Longer waits are the timer's. */
    private static final Duration SHORT = Duration.ofSeconds(2);
    /** A slot that went by longer ago is another's time already. */
    private static final Duration MISSED = Duration.ofSeconds(-5);

    private static final Duration BETWEEN_ROUNDS = Duration.ofSeconds(10);

    private final SpotConfig config;
    private final Purchases purchases;
    private final Placing placing;
    private final Ecs ecs;
    private final Memories memories;
    private final Clock clock;

    Ordering(SpotConfig config, Purchases purchases, Placing placing, Ecs ecs, Memories memories, Clock clock) {
        this.config = config;
        this.purchases = purchases;
        this.placing = placing;
        this.ecs = ecs;
        this.memories = memories;
        this.clock = clock;
    }

    Uni<Purchase> next(Attempt attempt, Plan plan) {
        return purchases
                .last(plan.reaction(), plan.generation())
                .chain(last -> last.map(order -> after(attempt, plan, order))
                        .orElseGet(() -> place(attempt, plan, 0, 0, Duration.ZERO)));
    }

    private Uni<Purchase> after(Attempt attempt, Plan plan, Order order) {
        return switch (order.status()) {
            case OPEN -> goOn(attempt, plan, order);
            case UNAVAILABLE -> nextCandidate(attempt, plan, order);
            case BOUGHT ->
                result(new Purchase.Bought(
                        order.instance().orElseThrow(),
                        "Bought " + order.instance().orElseThrow() + ", "
                                + memories.candidates(plan.candidates()).get(order.candidate()) + "."
                                + memories.read(plan.source(), Source.class).missing()));
            case REFUSED, DENIED -> result(new Purchase.Refused(order.message().orElse("The order was refused")));
            case DRY_RUN -> result(new Purchase.DryRun("Dry run: nothing is bought"));
        };
    }

    private Uni<Purchase> nextCandidate(Attempt attempt, Plan plan, Order order) {
        if (order.candidate() + 1 < memories.candidates(plan.candidates()).size()) {
            return place(attempt, plan, order.round(), order.candidate() + 1, Duration.ZERO);
        }
        if (isOver(attempt)) {
            return result(
                    tooLate(attempt, "none of the candidates was to be had in " + (order.round() + 1) + " rounds"));
        }
        var pause = BETWEEN_ROUNDS.multipliedBy(Math.min(order.round() + 1, 6));
        return place(attempt, plan, order.round() + 1, 0, pause);
    }

    private Uni<Purchase> place(Attempt attempt, Plan plan, int round, int candidate, Duration pause) {
        var chosen = memories.candidates(plan.candidates()).get(candidate);
        var source = memories.read(plan.source(), Source.class);
        var key = attempt.event().header().key();
        var ours = ReplacementTags.ours(key, plan.interrupted(), plan.generation());
        var token = ReplacementTags.token(key, plan.interrupted(), plan.generation(), round, candidate);
        var order = new RunOrder(
                token,
                source.template(),
                source.copy(),
                chosen.type(),
                chosen.vSwitch(),
                chosen.spot(),
                config.replacement().priceLimit().filter(limit -> chosen.spot()),
                source.copy().isPresent() ? ours : ReplacementTags.with(source.tags(), ours));
        return purchases
                .place(plan, round, candidate, token, memories.written(order), pause)
                .chain(placed -> goOn(attempt, plan, placed));
    }

    private Uni<Purchase> goOn(Attempt attempt, Plan plan, Order order) {
        var what = memories.candidates(plan.candidates()).get(order.candidate());
        if (isOver(attempt) && order.asks() > 0) {
            return placing.lastLook(
                    attempt,
                    plan,
                    order,
                    () -> tooLate(
                            attempt,
                            "the order of " + what + " has no answer: "
                                    + order.message().orElse("none came")));
        }
        if (order.pause().compareTo(Duration.ofMillis(50)) > 0) {
            return result(new Purchase.Waiting(
                    order.pause(), order.message().orElse("No candidate was to be had; starting over with " + what)));
        }
        return order.slot()
                .filter(slot -> slot.compareTo(MISSED) > 0)
                .map(slot -> Uni.createFrom().item(slot))
                .orElseGet(() -> ecs.reserveRun().call(slot -> purchases.hasSlot(order, slot)))
                .chain(slot -> slot.compareTo(SHORT) > 0
                        ? result(new Purchase.Waiting(
                                slot, "The quota lets " + what + " be bought in " + slot.toSeconds() + " s"))
                        : after(slot).chain(() -> placing.place(attempt, plan, order, what)));
    }

    private boolean isOver(Attempt attempt) {
        return clock.instant().isAfter(end(attempt));
    }

    private Instant end(Attempt attempt) {
        return attempt.deadline()
                .orElseGet(() -> attempt.occurredAt().plus(config.notice()))
                .plus(config.replacement().patience());
    }

    private Purchase tooLate(Attempt attempt, String why) {
        return new Purchase.Refused("Given up at " + end(attempt) + " (lifeguard.spot.replacement.patience): " + why);
    }

    /** On the attempt's own context, where the rest of it has to run. */
    private static Uni<Void> after(Duration slot) {
        if (slot.toMillis() <= 0) {
            return Uni.createFrom().voidItem();
        }
        return Uni.createFrom().deferred(() -> {
            var context = Vertx.currentContext();
            var waited = Uni.createFrom().voidItem().onItem().delayIt().by(slot);
            return context == null ? waited : waited.emitOn(task -> context.runOnContext(ignored -> task.run()));
        });
    }

    static Uni<Purchase> result(Purchase purchase) {
        return Uni.createFrom().item(purchase);
    }
}
