package io.ecslifeguard.health;

import io.ecslifeguard.cloud.CredentialsState;
import io.ecslifeguard.cloud.CredentialsWatch;
import io.smallrye.health.api.AsyncHealthCheck;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.LinkedHashMap;
import java.util.Optional;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/**
 * Tells which credentials are in use. It is never down: where there are none, the first poll waits for them, and a replica
 * that is taken out of service later would not get any sooner.
 */
@Readiness
@ApplicationScoped
class CredentialsCheck implements AsyncHealthCheck {

    private final CredentialsWatch credentials;

    CredentialsCheck(CredentialsWatch credentials) {
        this.credentials = credentials;
    }

    @Override
    public Uni<HealthCheckResponse> call() {
        return Uni.createFrom().item(() -> find(credentials.state()).as("credentials"));
    }

    static Finding find(CredentialsState state) {
        var data = new LinkedHashMap<String, String>();
        data.put("provider", state.provider().orElse("none yet"));
        state.accessKey().ifPresent(key -> data.put("access-key", key));
        state.expires().ifPresent(end -> data.put("expires", end.toString()));
        state.problem().ifPresent(problem -> data.put("last-problem", problem));
        return new Finding(Optional.empty(), data);
    }
}
