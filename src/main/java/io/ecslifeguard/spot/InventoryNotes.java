package io.ecslifeguard.spot;

import io.ecslifeguard.cloud.GroupMembers;
import io.ecslifeguard.cloud.LoadBalancerId;
import io.ecslifeguard.journal.Inventory;
import io.ecslifeguard.journal.InventoryGroup;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jboss.logging.Logger;

/** Tells the inventory of each group that is read. It is a help for the next one who asks: without it, this one goes on. */
@ApplicationScoped
class InventoryNotes {

    private static final Logger LOG = Logger.getLogger(InventoryNotes.class);

    private static final Duration SOON = Duration.ofSeconds(1);

    private final Inventory inventory;

    InventoryNotes(Inventory inventory) {
        this.inventory = inventory;
    }

    /** The journal's time, when a reading begins; empty where it does not answer soon, and then nothing is noted. */
    Uni<Optional<Instant>> now() {
        var asked = inventory.now().map(Optional::of);
        return Limit.otherwise(asked, SOON, Optional::empty)
                // the cloud can be read without the journal
                .onFailure()
                .recoverWithItem(Optional.empty());
    }

    /** Notes the group's members; none where it is gone. */
    Uni<Void> note(GroupMembers read, Optional<Instant> readAt) {
        return readAt.map(time -> inventory.read(entry(read), time).replaceWithVoid())
                .orElseGet(() -> Uni.createFrom().voidItem())
                // an inventory that knows less costs a search, and fails nobody
                .onFailure()
                .invoke(failure -> LOG.debugf(
                        "The inventory has not taken %s: %s", read.group().name(), failure))
                .onFailure()
                .recoverWithNull();
    }

    private static InventoryGroup entry(GroupMembers read) {
        var group = read.group();
        return new InventoryGroup(
                group.key(),
                group.loadBalancer().map(LoadBalancerId::value),
                group.vpc(),
                read.backends().stream()
                        .map(backend -> new InventoryGroup.Member(
                                backend.serverId(),
                                backend.serverIp(),
                                backend.port(),
                                backend.weight(),
                                backend.type(),
                                backend.description()))
                        .toList());
    }
}
