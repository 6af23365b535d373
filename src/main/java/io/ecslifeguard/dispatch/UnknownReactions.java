package io.ecslifeguard.dispatch;

import io.ecslifeguard.journal.Reactions;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import org.jboss.logging.Logger;

/**
 * Alarms while the journal holds open reactions that this version does not know. They are left to a replica that does,
 * and without one nobody would ever work on them.
 */
@ApplicationScoped
public class UnknownReactions {

    private static final Logger LOG = Logger.getLogger("io.ecslifeguard.reactions");
    private static final Duration BETWEEN_LOOKS = Duration.ofMinutes(1);

    private final Registry registry;
    private final Reactions reactions;

    UnknownReactions(Registry registry, Reactions reactions) {
        this.registry = registry;
        this.reactions = reactions;
    }

    /** Looks now and once a minute, until it is cancelled; never fails. */
    public Multi<Void> watch() {
        return Multi.createFrom()
                .ticks()
                .every(BETWEEN_LOOKS)
                .onOverflow()
                .drop()
                .onItem()
                .transformToUniAndConcatenate(tick -> look());
    }

    private Uni<Void> look() {
        return reactions
                .unknown(registry.names())
                .invoke(UnknownReactions::warn)
                // The journal cannot be asked: claiming fails as well, and says so.
                .onFailure()
                .recoverWithItem(List.of())
                .replaceWithVoid();
    }

    private static void warn(List<String> unknown) {
        if (!unknown.isEmpty()) {
            LOG.warnf(
                    "The journal holds %s, which this version does not know: they stay open"
                            + " until a version that does is deployed",
                    String.join(", ", unknown));
        }
    }
}
