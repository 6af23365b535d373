package io.ecslifeguard.spot;

import io.ecslifeguard.cloud.CallBy;
import io.ecslifeguard.cloud.CloudException;
import io.ecslifeguard.cloud.Ecs;
import io.ecslifeguard.cloud.Instance;
import io.ecslifeguard.cloud.RunReply;
import io.ecslifeguard.dispatch.Attempt;
import io.ecslifeguard.event.InstanceId;
import io.ecslifeguard.journal.Order;
import io.ecslifeguard.journal.Order.Status;
import io.ecslifeguard.journal.OrderAnswer;
import io.ecslifeguard.journal.Pools;
import io.ecslifeguard.journal.Purchases;
import io.ecslifeguard.journal.Purchases.Plan;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Places an order, as often as it takes until an answer settles it. An order that may have been carried out already is
 * looked for first: how long the cloud knows a token is not documented.
 */
@ApplicationScoped
class Placing {

    private static final Duration UNSURE = Duration.ofMinutes(1);
    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(10);

    private final SpotConfig config;
    private final Purchases purchases;
    private final Pools pools;
    private final Ecs ecs;
    private final Memories memories;

    Placing(SpotConfig config, Purchases purchases, Pools pools, Ecs ecs, Memories memories) {
        this.config = config;
        this.purchases = purchases;
        this.pools = pools;
        this.ecs = ecs;
        this.memories = memories;
    }

    Uni<Purchase> place(Attempt attempt, Plan plan, Order order, Candidate what) {
        var tokenAge = config.replacement().tokenAge();
        var isOld = order.asked().filter(ago -> ago.compareTo(tokenAge) > 0).isPresent();
        if (!isOld && order.asked().filter(ago -> ago.compareTo(UNSURE) > 0).isEmpty()) {
            return ask(attempt, plan, order, what);
        }
        return seen(attempt, plan).chain(seen -> {
            if (seen.isPresent()) {
                return adopt(order, seen.get());
            }
            // what was just bought may not be shown yet, and the token may not protect any more: seen missing twice
            if (!isOld
                    || order.looked()
                            .filter(ago -> ago.compareTo(BETWEEN_LOOKS) >= 0)
                            .isPresent()) {
                return ask(attempt, plan, order, what);
            }
            var rest = BETWEEN_LOOKS.minus(order.looked().orElse(Duration.ZERO));
            var looked = order.looked().isPresent() ? Uni.createFrom().voidItem() : purchases.looked(order);
            return looked.replaceWith(new Purchase.Waiting(
                    rest, "No instance of the order of " + what + " is to be seen; looking once more"));
        });
    }

    /** Past the time for it: an order without an answer may have been carried out all the same. */
    Uni<Purchase> lastLook(Attempt attempt, Plan plan, Order order, Supplier<Purchase> otherwise) {
        return seen(attempt, plan)
                .chain(seen -> seen.map(id -> adopt(order, id)).orElseGet(() -> Ordering.result(otherwise.get())));
    }

    private Uni<Purchase> ask(Attempt attempt, Plan plan, Order order, Candidate what) {
        return attempt.stillMine()
                .chain(() -> purchases.asking(order))
                .chain(open -> open
                        ? ecs.run(memories.order(order), CallBy.reaction(attempt.reaction()))
                                .chain(reply -> bought(order, what, reply))
                                // decided by its meaning
                                .onFailure(CloudException.class)
                                .recoverWithUni(failure -> failed(attempt, plan, order, what, (CloudException) failure))
                        : Ordering.result(new Purchase.Waiting(Duration.ZERO, "The order is settled already")));
    }

    private Uni<Purchase> bought(Order order, Candidate what, RunReply reply) {
        if (reply.dryRun()) {
            var note = "Dry run: " + what + " is not bought";
            return purchases
                    .answered(
                            order,
                            OrderAnswer.nothing(Status.DRY_RUN, "DryRun", note, reply.requestId(), Duration.ZERO))
                    .replaceWith(new Purchase.DryRun(note));
        }
        if (reply.instances().isEmpty()) {
            var note = "The order of " + what + " was accepted without naming an instance; asking again";
            var pause = Answers.pause(order.asks() + 1);
            return purchases
                    .answered(order, OrderAnswer.nothing(Status.OPEN, "NoInstance", note, reply.requestId(), pause))
                    .replaceWith(new Purchase.Waiting(pause, note));
        }
        var id = reply.instances().get(0);
        return purchases
                .answered(order, OrderAnswer.bought(id, "OK", reply.requestId()))
                .replaceWith(new Purchase.Bought(
                        id,
                        "Bought " + id + ", " + what
                                + reply.requestId()
                                        .map(request -> " (request " + request + ")")
                                        .orElse("") + "."
                                + memories.order(order)
                                        .copy()
                                        .map(copy ->
                                                new Source(Optional.empty(), Optional.of(copy), Map.of()).missing())
                                        .orElse("")));
    }

    private Uni<Purchase> failed(Attempt attempt, Plan plan, Order order, Candidate what, CloudException failure) {
        var note = "Buying " + what + ": " + failure.getMessage();
        return switch (Answers.status(failure)) {
            case UNAVAILABLE ->
                // it is asked for last for a while, by the others too
                pools.remember(what.pool(), failure.code(), config.replacement().poolMemory())
                        .chain(() -> answered(order, Status.UNAVAILABLE, failure, note, Duration.ZERO))
                        .replaceWith(new Purchase.Waiting(Duration.ZERO, note));
            case OPEN -> again(order, failure, note, Answers.pause(order.asks() + 1));
            default -> refused(attempt, plan, order, failure, note);
        };
    }

    /** What was asked before, and had no answer, may have been carried out all the same. */
    private Uni<Purchase> refused(Attempt attempt, Plan plan, Order order, CloudException failure, String note) {
        return seen(attempt, plan)
                // who may not look has only the answer
                .onFailure(Answers::isRefusal)
                .recoverWithItem(Optional.empty())
                .chain(seen -> {
                    if (seen.isPresent()) {
                        return adopt(order, seen.get());
                    }
                    // what was just bought may not be shown yet
                    var rest = BETWEEN_LOOKS.minus(order.asked().orElse(BETWEEN_LOOKS));
                    return rest.isNegative() || rest.isZero()
                            ? answered(order, Answers.status(failure), failure, note, Duration.ZERO)
                                    .replaceWith(new Purchase.Refused(note))
                            : again(order, failure, note, rest);
                });
    }

    private Uni<Purchase> again(Order order, CloudException failure, String note, Duration pause) {
        return answered(order, Status.OPEN, failure, note, pause).replaceWith(new Purchase.Waiting(pause, note));
    }

    private Uni<Void> answered(Order order, Status status, CloudException failure, String note, Duration pause) {
        return purchases.answered(order, OrderAnswer.nothing(status, failure.code(), note, failure.requestId(), pause));
    }

    private Uni<Purchase> adopt(Order order, InstanceId id) {
        return purchases
                .answered(order, OrderAnswer.bought(id, "Adopted", Optional.empty()))
                .replaceWith(new Purchase.Bought(
                        id, id + " was bought by an order whose answer did not arrive; it is known by its tags"));
    }

    private Uni<Optional<InstanceId>> seen(Attempt attempt, Plan plan) {
        var ours = ReplacementTags.ours(attempt.event().header().key(), plan.interrupted(), plan.generation());
        return ecs.tagged(ours)
                .map(found -> found.stream()
                        .sorted(Comparator.comparing(Instance::isBeingReclaimed).thenComparing(Instance::id))
                        .map(Instance::id)
                        .findFirst());
    }
}
