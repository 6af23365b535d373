package io.ecslifeguard.spot;

import io.ecslifeguard.cloud.Slb;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;

/** The slots that the gateway hands out to all replicas. */
@ApplicationScoped
class GatewaySlots implements Slots {

    private final Slb slb;

    GatewaySlots(Slb slb) {
        this.slb = slb;
    }

    @Override
    public Uni<Duration> next(String api) {
        return slb.reserve(api);
    }
}
