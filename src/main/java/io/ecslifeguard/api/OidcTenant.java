package io.ecslifeguard.api;

import io.quarkus.oidc.Oidc;
import io.quarkus.oidc.OidcTenantConfig;
import io.quarkus.oidc.runtime.OidcTenantConfig.ApplicationType;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;

/** Tells Quarkus where tokens come from, where they come from anywhere. */
@ApplicationScoped
class OidcTenant {

    /** How long the start waits for a provider that does not answer: instances are restarted without it. */
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private final ApiConfig.Oidc config;

    OidcTenant(ApiConfig config) {
        this.config = config.oidc();
    }

    void create(@Observes Oidc oidc) {
        // half of it stops the start a little later, and is not tried before
        if (config.issuer().isEmpty() || config.audience().isEmpty()) {
            oidc.create(OidcTenantConfig.builder().tenantEnabled(false).build());
            return;
        }
        var tenant = OidcTenantConfig.authServerUrl(config.issuer().get().strip())
                .applicationType(ApplicationType.SERVICE)
                .connectionTimeout(PATIENCE);
        tenant.token().audience(config.audience().get()).end();
        config.roleClaim()
                .ifPresent(claim -> tenant.roles().roleClaimPath(claim).end());
        oidc.create(tenant.build());
    }
}
