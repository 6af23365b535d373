package io.ecslifeguard.dev;

import io.quarkus.arc.profile.IfBuildProfile;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/** What a newcomer sees the service do in dev mode without typing anything: told once, and not again by a live reload. */
@ApplicationScoped
@IfBuildProfile("dev")
class Story {

    private static final Logger LOG = Logger.getLogger("io.ecslifeguard.story");
    private static final String TOLD = "lifeguard.dev.story-told";
    private static final Duration BETWEEN = Duration.ofSeconds(5);

    @Scheduled(every = "24h", delayed = "3s")
    Uni<Void> tell() {
        var cloud = DevServices.value(DevServices.LOCAL_CLOUD);
        if (cloud == null || System.getProperty(TOLD) != null) {
            return Uni.createFrom().voidItem();
        }
        var instances = new LocalInstances(cloud);
        System.setProperty(TOLD, "true");
        return then("Somebody creates the instance newcomer: its life is recorded", () -> instances.create("newcomer"))
                .chain(() -> then(
                        "Somebody stops web-1: it is not meant to be down, and is started again",
                        () -> instances.stop("web-1")))
                .chain(() -> then(
                        "Alibaba Cloud reclaims the spot instance web-4: it leaves its server groups before it is gone",
                        () -> instances.interrupt("web-4")))
                .onItem()
                .delayIt()
                .by(BETWEEN.multipliedBy(3))
                .invoke(() -> LOG.info("That was the story. Read it back: curl -s localhost:8080/api/reactions"))
                // a story that cannot be told must not disturb the service
                .onFailure()
                .recoverWithItem(failure -> {
                    LOG.warnf("The story ends early: %s", failure.getMessage());
                    return null;
                })
                .replaceWithVoid();
    }

    private static Uni<Void> then(String line, Supplier<Uni<Void>> act) {
        return Uni.createFrom()
                .voidItem()
                .onItem()
                .delayIt()
                .by(BETWEEN)
                .invoke(() -> LOG.info(line))
                .chain(act::get);
    }
}
