package io.ecslifeguard.spot;

import io.ecslifeguard.cloud.Ecs;
import io.ecslifeguard.cloud.Instance;
import io.ecslifeguard.cloud.LaunchTemplate;
import io.ecslifeguard.dispatch.Attempt;
import io.ecslifeguard.event.InstanceId;
import io.ecslifeguard.journal.LastSeen;
import io.ecslifeguard.journal.LastSeen.Seen;
import io.ecslifeguard.journal.Pool;
import io.ecslifeguard.journal.Pools;
import io.ecslifeguard.journal.Purchases;
import io.ecslifeguard.journal.Purchases.Plan;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Begins a generation: decides from what and as what it is bought, and commits that. */
@ApplicationScoped
class Planning {

    /** One happening may come through two channels, as two events: the second buys nothing. */
    private static final Duration SAME_HAPPENING = Duration.ofHours(1);
    /** Its notice makes the evacuation due that waits for it. */
    private static final Duration UNTIL_FOLLOWED = Duration.ofSeconds(30);

    private static final Pattern GENERATION = Pattern.compile("[0-9]{1,3}");

    private final SpotConfig config;
    private final ReplacementRules rules;
    private final Purchases purchases;
    private final Pools pools;
    private final LastSeen lastSeen;
    private final Ecs ecs;
    private final Memories memories;
    private final Clock clock;

    Planning(
            SpotConfig config,
            ReplacementRules rules,
            Purchases purchases,
            Pools pools,
            LastSeen lastSeen,
            Ecs ecs,
            Memories memories,
            Clock clock) {
        this.config = config;
        this.rules = rules;
        this.purchases = purchases;
        this.pools = pools;
        this.lastSeen = lastSeen;
        this.ecs = ecs;
        this.memories = memories;
        this.clock = clock;
    }

    /** The generation that has begun, or what is to be said instead. */
    record Begun(Optional<Plan> plan, Optional<Purchase> instead) {

        static Begun instead(Purchase purchase) {
            return new Begun(Optional.empty(), Optional.of(purchase));
        }
    }

    Uni<Begun> begin(Attempt attempt, InstanceId interrupted, Description described, int generation) {
        return purchases
                .boughtBefore(interrupted, attempt.reaction(), attempt.occurredAt(), SAME_HAPPENING)
                .chain(bought -> bought.isPresent() && generation == 1
                        ? begun(Begun.instead(new Purchase.Bought(
                                bought.get(), bought.get() + " was bought already, for another notice of it")))
                        : begin(attempt, interrupted, described.instance(), described.problem(), generation));
    }

    private Uni<Begun> begin(
            Attempt attempt,
            InstanceId interrupted,
            Optional<Instance> described,
            Optional<String> problem,
            int generation) {
        // an instance that could not be asked for is not gone, and what it is like is about to be known
        return problem.map(why -> begun(Begun.instead(new Purchase.Waiting(
                        Answers.SOON, "It could not be described, so its replacement is not decided on yet: " + why))))
                .orElseGet(() -> seen(interrupted, described)
                        .chain(seen -> plan(attempt, interrupted, described, seen, generation)));
    }

    private Uni<Optional<Seen>> seen(InstanceId interrupted, Optional<Instance> described) {
        return described
                .map(it ->
                        Uni.createFrom().item(Optional.of(new Seen(Optional.of(it.type()), it.vSwitch(), it.tags()))))
                .orElseGet(() -> lastSeen.of(interrupted));
    }

    private Uni<Begun> plan(
            Attempt attempt,
            InstanceId interrupted,
            Optional<Instance> described,
            Optional<Seen> seen,
            int generation) {
        if (seen.isEmpty()) {
            return begun(Begun.instead(new Purchase.Unneeded(interrupted
                    + " is gone and was never described: nothing tells whether Auto Scaling or Kubernetes owns it")));
        }
        var not = rules.whyNot(seen.get().tags());
        if (not.isPresent()) {
            return begun(Begun.instead(new Purchase.Unneeded(not.get())));
        }
        return followed(attempt, seen.get(), generation)
                .chain(followed -> followed.map(it -> begun(Begun.instead(it)))
                        .orElseGet(() -> plan(attempt, interrupted, described, seen.get(), generation)));
    }

    /**
     * A replacement that is reclaimed before it is in service is followed by the next generation of the evacuation that
     * bought it; that one is waited for a moment. Members are in service.
     */
    private Uni<Optional<Purchase>> followed(Attempt attempt, Seen seen, int generation) {
        var replaces = InstanceId.parse(seen.tags().get(ReplacementTags.REPLACES));
        var its = seen.tags().getOrDefault(ReplacementTags.GENERATION, "");
        if (generation > 1
                || config.replacement().scope() == SpotConfig.Scope.MEMBERS
                || replaces.isEmpty()
                || !GENERATION.matcher(its).matches()) {
            return Uni.createFrom().item(Optional.empty());
        }
        var isWaitedFor = clock.instant().isBefore(attempt.occurredAt().plus(UNTIL_FOLLOWED));
        var bought = "It was bought for " + replaces.get() + ", whose evacuation ";
        return purchases
                .latestPlan(replaces.get(), SAME_HAPPENING)
                .map(plan -> plan.flatMap(last -> {
                    if (last.generation() > Integer.parseInt(its)) {
                        return Optional.of(new Purchase.Unneeded(bought + "has followed it up already"));
                    }
                    return isWaitedFor
                            ? Optional.of(new Purchase.Waiting(Answers.SOON, bought + "may follow it up"))
                            : Optional.empty();
                }));
    }

    private Uni<Begun> plan(
            Attempt attempt, InstanceId interrupted, Optional<Instance> described, Seen seen, int generation) {
        return source(interrupted, described, seen)
                .chain(source -> source.isEmpty()
                        ? begun(Begun.instead(new Purchase.Refused(interrupted
                                + " is gone, so it cannot be copied: set lifeguard.spot.replacement.template"
                                + " (LIFEGUARD_SPOT_REPLACEMENT_TEMPLATE)")))
                        : commit(attempt, interrupted, seen, source.get(), generation));
    }

    private Uni<Optional<Source>> source(InstanceId interrupted, Optional<Instance> described, Seen seen) {
        var replacement = config.replacement();
        if (replacement.template().isPresent()) {
            var template = new LaunchTemplate(
                    replacement.template().get().strip(),
                    replacement.templateVersion().map(String::strip));
            return Uni.createFrom().item(Optional.of(new Source(Optional.of(template), Optional.empty(), seen.tags())));
        }
        if (described.isPresent()) {
            return ecs.copyOf(described.get())
                    .map(copy -> Optional.of(new Source(Optional.empty(), Optional.of(copy), Map.of())));
        }
        return purchases
                .latestPlan(interrupted, SAME_HAPPENING)
                .map(plan -> plan.map(it -> memories.read(it.source(), Source.class)));
    }

    private Uni<Begun> commit(Attempt attempt, InstanceId interrupted, Seen seen, Source source, int generation) {
        return rememberLost(attempt, seen, generation)
                .chain(pools::unavailable)
                .map(unavailable -> Candidates.of(config.replacement(), seen.type(), seen.vSwitch(), unavailable))
                .chain(candidates -> candidates.isEmpty()
                        ? begun(Begun.instead(new Purchase.Refused("The type or the vSwitch of " + interrupted
                                + " is not known: set lifeguard.spot.replacement.types and .vswitches")))
                        : purchases
                                .begin(new Plan(
                                        attempt.reaction(),
                                        generation,
                                        interrupted,
                                        memories.written(source),
                                        memories.written(candidates)))
                                .map(plan -> new Begun(Optional.of(plan), Optional.empty())));
    }

    /** The pool that was reclaimed and, of a replacement that died, the pool it came from. */
    private Uni<Void> rememberLost(Attempt attempt, Seen seen, int generation) {
        var period = config.replacement().poolMemory();
        var lost = seen.type().isPresent() && seen.vSwitch().isPresent()
                ? pools.remember(new Pool(seen.type().get(), seen.vSwitch().get(), true), "Interrupted", period)
                : Uni.createFrom().voidItem();
        return generation == 1
                ? lost
                : lost.chain(() -> purchases.last(attempt.reaction(), generation - 1))
                        .chain(last -> last.map(order -> memories.order(order))
                                .map(order -> pools.remember(
                                        new Pool(order.type(), order.vSwitch(), order.spot()), "Died", period))
                                .orElseGet(() -> Uni.createFrom().voidItem()));
    }

    private static Uni<Begun> begun(Begun begun) {
        return Uni.createFrom().item(begun);
    }
}
