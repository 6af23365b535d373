package io.ecslifeguard.api;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.Map;

/** Two users with passwords, and an issuer of tokens. */
public final class AccessUsers implements QuarkusTestResourceLifecycleManager {

    /** Of {@code look} and {@code act}, made by another implementation, with the cost that htpasswd has by default. */
    static final String LOOK = "$2y$05$abcdefghijklmnopqrstuuUhxxc2lXWFjdm.grqyS/f2bMOEJiU82";

    static final String ACT = "$2b$05$vwxyzabcdefghijklmnopOKi5QWXoeDylK.HTY2ii6a8tOFjOL04e";

    private TokenIssuer issuer;

    @Override
    public Map<String, String> start() {
        issuer = new TokenIssuer();
        return Map.of(
                "lifeguard.api.users.viv.password-hash", LOOK,
                "lifeguard.api.users.ops.password-hash", ACT,
                "lifeguard.api.users.ops.role", "operator",
                "lifeguard.api.oidc.issuer", issuer.url(),
                "lifeguard.api.oidc.audience", "ecs-lifeguard",
                "lifeguard.api.oidc.role-claim", "realm/roles",
                "lifeguard.api.oidc.operators", "sre,oncall",
                "quarkus.http.proxy.proxy-address-forwarding", "true");
    }

    @Override
    public void inject(TestInjector injector) {
        injector.injectIntoFields(issuer, new TestInjector.MatchesType(TokenIssuer.class));
    }

    @Override
    public void stop() {
        issuer.close();
    }
}
