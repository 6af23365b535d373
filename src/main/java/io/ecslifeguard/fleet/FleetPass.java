package io.ecslifeguard.fleet;

import io.ecslifeguard.cloud.CloudConfig;
import io.ecslifeguard.cloud.Ecs;
import io.ecslifeguard.cloud.Instance;
import io.ecslifeguard.event.InstanceId;
import io.ecslifeguard.journal.Instances;
import io.ecslifeguard.journal.ShownInstance;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Asks the cloud for all instances of the region, once. An instance that is known and not shown is asked for once more by
 * its id; when two complete passes in a row have not shown it, it has been released and the event was lost.
 */
@ApplicationScoped
class FleetPass {

    private static final Logger LOG = Logger.getLogger(FleetPass.class);
    /** Whose hands the pass is in. */
    private static final String AT_WORK = "fleet";

    private static final int LARGEST_BATCH = 100;
    /** A million instances: more pages than that are a mistake in paging. */
    private static final int MOST_PAGES = 10_000;
    /** Where this many are known, an answer without any is rather one to the wrong account. */
    private static final int TOO_MANY_TO_VANISH = 10;

    private final FleetConfig config;
    private final CloudConfig cloud;
    private final Ecs ecs;
    private final Instances instances;
    private final Turns turns;

    FleetPass(FleetConfig config, CloudConfig cloud, Ecs ecs, Instances instances, Turns turns) {
        this.config = config;
        this.cloud = cloud;
        this.ecs = ecs;
        this.instances = instances;
        this.turns = turns;
    }

    /**
     * What a pass saw.
     *
     * @param taken false where it is another replica's turn, and nothing was asked
     * @param shown how many instances the cloud shows
     * @param missing how many that were known it does not show any more
     */
    record Summary(boolean taken, int shown, int missing) {

        static final Summary NOT_OURS = new Summary(false, 0, 0);
    }

    /**
     * Makes a pass, unless another replica is at it or has made one for all. Fails where it cannot be completed, and then
     * nothing is missing.
     *
     * @param first whether to make one although another replica may have: what has just started may know better
     */
    Uni<Summary> run(boolean first) {
        return turns.take(AT_WORK, config.every(), first, this::pass).map(made -> made.orElse(Summary.NOT_OURS));
    }

    private Uni<Summary> pass() {
        return instances
                .now()
                .chain(began -> pages(began, Optional.empty(), 1, 0)
                        .chain(shown ->
                                lookForMissing(began, shown).map(missing -> new Summary(true, shown, missing))));
    }

    /** All pages from this one on; gives the number of instances so far. */
    private Uni<Integer> pages(Instant began, Optional<String> from, int number, int before) {
        if (number > MOST_PAGES) {
            return Uni.createFrom()
                    .failure(new IllegalStateException("DescribeInstances has given " + MOST_PAGES
                            + " pages and still tells of another one: its paging goes in a circle"));
        }
        return ecs.page(from)
                .call(page -> instances.shown(shown(page.instances()), began))
                .chain(page -> {
                    var count = before + page.instances().size();
                    return page.next().isEmpty()
                            ? Uni.createFrom().item(count)
                            : pause(page)
                                    .call(() -> turns.keep(AT_WORK))
                                    .chain(() -> pages(began, page.next(), number + 1, count));
                });
    }

    private Uni<Integer> lookForMissing(Instant began, int shown) {
        var region = cloud.region().orElseThrow();
        return instances.notShownSince(began, region, cloud.account()).chain(suspects -> {
            if (shown == 0 && suspects.size() >= TOO_MANY_TO_VANISH) {
                return Uni.createFrom()
                        .failure(new IllegalStateException("The cloud shows no instance at all in " + region + ", and "
                                + suspects.size() + " are known; check that the credentials are those of the same"
                                + " account, and may see its instances"));
            }
            return askAgain(suspects, began)
                    .chain(gone -> instances
                            .missing(gone, began, config.every().dividedBy(2))
                            .map(released -> {
                                released.forEach(id -> LOG.infof(
                                        "%s has been released: the cloud does not show it any more, and no event has told",
                                        id));
                                return gone.size();
                            }));
        });
    }

    /** Asks for those by their ids, and gives those that are still not shown. */
    private Uni<List<InstanceId>> askAgain(List<InstanceId> suspects, Instant began) {
        return Multi.createFrom()
                .items(batches(suspects).stream())
                .onItem()
                .transformToUniAndConcatenate(batch -> pause(batch)
                        .chain(ecs::describe)
                        .call(found -> instances.shown(shown(found), began))
                        .map(found -> without(batch, found)))
                .collect()
                .in(ArrayList<InstanceId>::new, List::addAll)
                .map(List::copyOf);
    }

    private <T> Uni<T> pause(T before) {
        var item = Uni.createFrom().item(before);
        return config.pagePause().isZero() ? item : item.onItem().delayIt().by(config.pagePause());
    }

    private List<ShownInstance> shown(List<Instance> page) {
        return page.stream().map(this::shown).toList();
    }

    private ShownInstance shown(Instance instance) {
        return new ShownInstance(
                instance.id(),
                String.valueOf(instance.state()),
                instance.createdAt(),
                cloud.account(),
                instance.region().isEmpty() ? cloud.region().orElseThrow() : instance.region(),
                text(instance.zone()),
                text(instance.name()),
                text(instance.type()),
                text(instance.image()),
                text(instance.chargeType()),
                text(instance.spotStrategy()),
                instance.vpc(),
                instance.vSwitch(),
                instance.privateAddresses(),
                publicAddresses(instance),
                instance.tags(),
                instance.locks());
    }

    private static List<String> publicAddresses(Instance instance) {
        var addresses = new ArrayList<>(instance.publicAddresses());
        instance.elasticAddress()
                .filter(address -> !addresses.contains(address))
                .ifPresent(addresses::add);
        return addresses;
    }

    private static Optional<String> text(String text) {
        return Optional.of(text).filter(value -> !value.isEmpty());
    }

    private static List<InstanceId> without(List<InstanceId> batch, List<Instance> found) {
        var there = new HashSet<InstanceId>();
        found.forEach(instance -> there.add(instance.id()));
        return batch.stream().filter(id -> !there.contains(id)).toList();
    }

    private static List<List<InstanceId>> batches(List<InstanceId> all) {
        var batches = new ArrayList<List<InstanceId>>();
        for (var from = 0; from < all.size(); from += LARGEST_BATCH) {
            batches.add(all.subList(from, Math.min(all.size(), from + LARGEST_BATCH)));
        }
        return batches;
    }
}
